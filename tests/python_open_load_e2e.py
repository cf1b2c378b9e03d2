#!/usr/bin/python3
"""Open load for users in Python: arrivals begin their iterations, and latency counts from the arrival."""
import threading
import time
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import ProgramTest, read_csv, read_json, until

VISITOR = """
from locust import FastHttpUser, HttpUser, TaskSet, between, constant_pacing, constant_throughput, task
import gevent

class Visitor(HttpUser):
    @task
    def ask(self):
        self.client.get("/health")
"""


class OpenLoad(ProgramTest):
    def run_file(self, server, text, *arguments):
        self.write("locustfile.py", text)
        done = self.acrida("-H", server.url, "--headless", "--only-summary", "--summary", "s.json", *arguments)
        server.settle()
        return done

    def assert_ended(self, done, exit_code):
        """With this exit code, or as invalid: a machine that is busy with other things wakes us late, which is not the matter here."""
        self.assertIn(done.returncode, (exit_code, 4), done.stderr)

    def summary(self):
        return read_json(self.folder / "s.json")

    def totals(self):
        return self.summary()["totals"]

    def assert_every_arrival_is_accounted_for(self, server, arrivals):
        totals = self.totals()
        self.assertEqual(totals["requests"] + totals["in_flight_at_end"] + totals["dropped"], arrivals, totals)
        self.assertEqual(server.of() + totals["dropped"], arrivals)

    def test_constant_arrivals_are_those_of_the_schedule(self):
        with CountingServer() as server:
            done = self.run_file(server, VISITOR, "--rate", "200", "--arrivals", "constant", "-t", "2s")
            self.assert_ended(done, 0)
            self.assert_every_arrival_is_accounted_for(server, 400)
            self.assertEqual(self.summary()["load_model"], "open")
            self.assertIn("Offering 200 arrivals a second (constant)", done.stderr)

    def test_two_processes_offer_exactly_the_schedule_of_one(self):
        counted = []
        for processes in ("1", "2", "3"):
            with CountingServer() as server:
                done = self.run_file(server, VISITOR, "--rate", "0s:20/s, 2s:150/s", "--seed", "7", "--processes", processes)
                self.assert_ended(done, 0)
                totals = self.totals()
                counted.append(server.of() + totals["dropped"])
                self.assert_every_arrival_is_accounted_for(server, counted[0])
        self.assertEqual(counted, counted[:1] * 3)
        self.assertAlmostEqual(counted[0], 170, delta=50)

    def test_the_wait_time_is_not_asked_and_each_arrival_is_one_task(self):
        text = VISITOR.replace("    @task", """    def wait_time(self):
        raise AssertionError("nobody waits")

    @task""")
        with CountingServer() as server:
            done = self.run_file(server, text, "--rate", "100", "--arrivals", "constant", "-n", "101")
            self.assert_ended(done, 0)
            self.assertEqual(server.of(), 101)

    def test_users_who_all_wait_for_a_slow_answer_make_others_start(self):
        with CountingServer({"/health": Rule(delay=0.5)}) as server:
            done = self.run_file(server, VISITOR, "--rate", "40", "--arrivals", "constant", "-t", "2s", "--csv", "out/run")
            self.assert_ended(done, 0)
            self.assert_every_arrival_is_accounted_for(server, 80)
            users = max(int(row["User Count"]) for row in read_csv(self.folder / "out/run_stats_history.csv"))
            self.assertTrue(20 <= users <= 40, users)  # 40/s · 0.5 s

    def test_arrivals_that_find_nobody_are_dropped_and_counted(self):
        with CountingServer({"/health": Rule(delay=0.5)}) as server:
            done = self.run_file(server, VISITOR, "--rate", "40", "--arrivals", "constant", "-t", "2s", "--max-in-flight", "4")
            self.assert_every_arrival_is_accounted_for(server, 80)
            self.assertGreater(self.totals()["dropped"], 50, done.stderr)

    def test_a_server_that_freezes_is_felt_by_all_who_would_have_come(self):
        with CountingServer() as server:
            threading.Timer(1.5, server.freeze, [1]).start()
            self.run_file(server, VISITOR, "--rate", "100", "--arrivals", "constant", "-t", "4s")
            self.assert_every_arrival_is_accounted_for(server, 400)
            latency = self.totals()["latency_ms"]
            self.assertGreater(latency["p90"], 400)  # a quarter of the arrivals fall into that second
            self.assertLess(latency["p50"], 200)

    def test_an_arrival_that_waits_for_its_users_start_counts_from_the_arrival(self):
        text = VISITOR.replace("    @task", """    def on_start(self):
        gevent.sleep(0.3)

    @task""")
        for base in ("HttpUser", "FastHttpUser"):
            with self.subTest(base), CountingServer() as server:
                self.run_file(server, text.replace("(HttpUser)", f"({base})"), "--rate", "1", "--arrivals", "constant", "-n", "1")
                totals = self.totals()
                self.assertEqual(totals["requests"], 1)
                self.assertGreater(totals["latency_ms"]["min"], 290)
                self.assertLess(totals["service_ms"]["max"], 250)

    def test_only_the_first_request_of_an_iteration_counts_from_the_arrival(self):
        text = VISITOR + """
        self.client.get("/second")

    def on_start(self):
        gevent.sleep(0.3)
"""
        with CountingServer() as server:
            self.run_file(server, text, "--rate", "1", "--arrivals", "constant", "-n", "1")
            latency = {each["name"]: each["latency_ms"]["min"] for each in self.summary()["endpoints"]}
            self.assertGreater(latency["/health"], 290)
            self.assertLess(latency["/second"], 250)

    def test_arrivals_go_on_in_the_set_of_tasks_that_a_user_is_in(self):
        text = """
from locust import HttpUser, SequentialTaskSet, task

class Visitor(HttpUser):
    @task
    class Visit(SequentialTaskSet):
        @task
        def first(self):
            self.client.get("/first")

        @task
        def second(self):
            self.client.get("/second")

        @task
        def last(self):
            self.client.get("/last")
            self.interrupt()
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "--rate", "50", "--arrivals", "constant", "-n", "30", "--max-in-flight", "1")
            self.assert_ended(done, 0)
            dropped = self.totals()["dropped"]
            counts = [server.of(path=path) for path in ("/first", "/second", "/last")]
            self.assertEqual(sum(counts), 30 - dropped)
            self.assertTrue(counts[0] >= counts[1] >= counts[2] >= counts[0] - 1, counts)

    def test_errors_of_tasks_end_an_iteration_like_any_other(self):
        text = VISITOR + """
        raise ValueError("no")
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "--rate", "50", "--arrivals", "constant", "-n", "30")
            self.assert_ended(done, 1)
            self.assertEqual((server.of(), self.totals()["exceptions"]), (30, 30))

    def test_classes_say_themselves_what_load_they_want(self):
        text = """
from locust import HttpUser, constant, task

class Steady(HttpUser):
    rate = 40
    arrivals = "constant"

    @task
    def ask(self):
        self.client.get("/steady")

class Rising(HttpUser):
    rate = "0s:0/s, 2s:100/s"
    arrivals = "constant"

    @task
    def ask(self):
        self.client.get("/rising")

class Crowd(HttpUser):
    users = "0s:3, 2s:3"
    wait_time = constant(0.1)

    @task
    def ask(self):
        self.client.get("/crowd")
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "--processes", "2")
            self.assert_ended(done, 0)
            self.assertEqual((server.of(path="/steady"), server.of(path="/rising")), (80, 100))
            self.assertTrue(30 <= server.of(path="/crowd") <= 60, server.arrived)
            self.assertEqual(self.summary()["load_model"], "mixed")
            self.run_file(server, text, "--rate", "30", "--arrivals", "constant", "-n", "30")  # the command line wins
            self.assertEqual(self.totals()["requests"], 30)

    def test_what_classes_want_and_cannot_have_is_named(self):
        with CountingServer() as server:
            for lines, sentence in (("    rate = 'fast'", "Visitor.rate: "), ("    users = '0s:1/s'", "Visitor.users: "),
                                    ("    rate = 5\n    arrivals = 'often'", "Visitor.arrivals: "),
                                    ("    rate = 5\n    users = 5", "Visitor: it may want a rate or a number of users, not both"),
                                    ("    rate = 5\n    def run(self): pass", "Visitor has a run() of its own")):
                done = self.run_file(server, VISITOR + f"\n{lines}\n")
                self.assertEqual(done.returncode, 2, lines)
                self.assertIn(f"acrida: {sentence}", done.stderr)
            done = self.run_file(server, VISITOR + "\n    users = ['ann', 'bob']\n    rate = property(lambda self: 5)\n", "-t", "500ms")
            self.assert_ended(done, 0)  # attributes of its own

    def test_closed_users_share_the_iterations_exactly(self):
        nested = """
from locust import HttpUser, TaskSet, task

class Visitor(HttpUser):
    @task
    class Visit(TaskSet):
        @task
        def ask(self):
            self.client.get("/health")
            self.interrupt()
"""
        own_way = VISITOR + """
        pass

    def wait(self):
        gevent.sleep(0.01)
"""
        for text in (VISITOR, nested, own_way):
            for processes in ("1", "2"):
                with self.subTest(processes), CountingServer() as server:
                    done = self.run_file(server, text, "-u", "5", "-r", "100", "-n", "101", "--processes", processes)
                    self.assert_ended(done, 0)
                    self.assertEqual(server.of(), 101)

    def test_paced_tasks_that_come_late_count_from_when_they_should_have_begun(self):
        for wait in ("constant_pacing(0.1)", "constant_throughput(10)"):
            text = VISITOR.replace("    @task", f"    wait_time = {wait}\n\n    @task")
            with self.subTest(wait), CountingServer({"/health": Rule(delay=0.25)}) as server:
                self.run_file(server, text, "-u", "1", "-t", "2s")
                totals = self.totals()
                self.assertGreater(totals["latency_ms"]["p90"], 380)  # 0.15 s late, then 0.25 s
                self.assertLess(totals["service_ms"]["p50"], 380)
        text = VISITOR.replace("    @task", "    wait_time = between(0.1, 0.1)\n\n    @task")
        with CountingServer({"/health": Rule(delay=0.25)}) as server:
            self.run_file(server, text, "-u", "1", "-t", "2s")
            totals = self.totals()
            self.assertEqual(totals["latency_ms"], totals["service_ms"])

    def test_a_slow_start_is_nobodys_lateness_when_tasks_are_paced(self):
        text = VISITOR.replace("    @task", """    wait_time = constant_pacing(0.1)

    def on_start(self):
        gevent.sleep(1)

    @task""")
        with CountingServer() as server:
            self.run_file(server, text, "-u", "1", "-t", "2s")
            self.assertLess(self.totals()["latency_ms"]["max"], 600)

    def test_what_is_still_out_at_the_end_is_told_with_its_age(self):
        with CountingServer({"/health": Rule(delay=30)}) as server:
            self.run_file(server, VISITOR, "--rate", "20", "--arrivals", "constant", "-t", "1s", "-s", "1s")
            totals = self.totals()
            self.assertEqual((totals["requests"], totals["in_flight_at_end"]), (0, 20))
            self.assertGreater(totals["latency_ms"]["min"], 900)
            self.assertLess(totals["latency_ms"]["max"], 3000)
            self.assertEqual(server.of(), 20)

    def test_payload_classes_of_contexts_are_told_apart(self):
        text = """
from locust import HttpUser, constant, events, task

class Visitor(HttpUser):
    wait_time = constant(0.02)

    @task
    def ask(self):
        self.client.get("/health", context={"acrida.class": "valid"})
        with self.client.get("/health", context={"acrida.class": "malformed"}, catch_response=True) as answer:
            answer.failure("no")
        self.client.get("/health")
        self.environment.events.request.fire(request_type="GET", name="/health", response_time=1, response_length=0,
                                             context={"acrida.class": "boundary"}, exception=None)

class Robot(HttpUser):
    wait_time = constant(0.02)

    def context(self):
        return {"acrida.class": "adversarial"}

    @task
    def ask(self):
        self.client.get("/robot")

@events.quitting.add_listener
def tell(environment, **_):
    print(sorted(name for name, _ in environment.stats.entries))
"""
        listener = """
@events.request.add_listener
def hear(**_):
    pass
"""
        for more in ("", listener):
            with self.subTest(more), CountingServer() as server:
                done = self.run_file(server, text + more, "-u", "2", "-r", "100", "-n", "20")
                self.assert_ended(done, 1)
                self.assertEqual(done.stdout.splitlines()[-1], "['/health', '/robot']")
                of = {(each["name"], each["class"]): each["requests"] for each in self.summary()["endpoints"]}
                self.assertEqual({key for key, _ in of.items()}, {("/health", "valid"), ("/health", "malformed"), ("/health", ""),
                                                                  ("/health", "boundary"), ("/robot", "adversarial")})
                self.assertEqual(of["/health", "valid"], of["/health", "malformed"])

    def test_ctrl_c_lets_those_who_are_in_an_iteration_finish_it(self):
        self.write("locustfile.py", VISITOR)
        with CountingServer({"/health": Rule(delay=0.5)}) as server:
            run = self.start("acrida", "-H", server.url, "--headless", "--only-summary", "--summary", "s.json", "--rate", "100",
                             "--processes", "2")
            until(lambda: server.of() > 100, "some requests")
            run.send_signal(2)
            began = time.monotonic()
            done = run.end()
            self.assertLess(time.monotonic() - began, 10)
            self.assert_ended(done, 0)
            server.settle()
            totals = self.totals()
            self.assertEqual((totals["in_flight_at_end"], totals["dropped"]), (0, 0))
            self.assertEqual(totals["requests"], server.of())


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
