#!/usr/bin/python3
"""Users in Python: the real program, its processes, and a server that counts."""
import json
import os
import re
import signal
import subprocess
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import BIN, ProgramTest, final_table, read_csv, read_json, until

PATIENT = """
from locust import HttpUser, constant, task

class Patient(HttpUser):
    wait_time = constant(0.02)

    @task
    def ask(self):
        self.client.get("/health")
"""


class PythonUsers(ProgramTest):
    def run_file(self, server, text, *arguments, **options):
        self.write("locustfile.py", text)
        done = self.acrida("-f", "locustfile.py", "-H", server.url, "--headless", "--only-summary", "-r", "1000", "-s", "20s",
                           "--summary", "s.json", *arguments, **options)
        server.settle()
        return done

    def summary(self):
        return read_json(self.folder / "s.json")

    def start_file(self, server, text, *arguments):
        self.write("locustfile.py", text)
        return self.start("acrida", "-f", "locustfile.py", "-H", server.url, "--headless", "--only-summary", "-r", "1000",
                          "--summary", "s.json", *arguments)

    def test_every_request_is_counted_once_in_every_report(self):
        with CountingServer({"/health": Rule(fails_every=5)}) as server:
            done = self.run_file(server, PATIENT, "-u", "10", "-t", "2s", "--csv", "out/run", "--json-file", "out")
            self.assertEqual(done.returncode, 1, done.stderr)
            totals = self.summary()["totals"]
            self.assertEqual(totals["requests"], server.of())
            self.assertGreater(totals["requests"], 100)
            failures = server.of(outcome="5xx")
            self.assertEqual(totals["failures"], failures)
            stats = read_csv(self.folder / "out/run_stats.csv")
            self.assertEqual({row["Request Count"] for row in stats}, {str(server.of())})
            [failure] = read_csv(self.folder / "out/run_failures.csv")
            self.assertEqual(int(failure["Occurrences"]), failures)
            self.assertIn("500 Server Error", failure["Error"])
            [entry] = read_json(self.folder / "out.json")
            self.assertEqual((entry["num_requests"], entry["num_failures"]), (server.of(), failures))

    def test_several_processes_share_the_users_and_the_first_knows_of_all(self):
        text = PATIENT + """
from locust import events

@events.quitting.add_listener
def tell(environment, **_):
    print(f"process {environment.runner.worker_index} of {environment.runner.worker_count}:",
          environment.stats.total.num_requests, flush=True)
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "-u", "7", "-t", "2s", "--processes", "2")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(final_table(done.stderr)["", "Aggregated"], (server.of(), 0))
            counted = dict(line.split(": ") for line in done.stdout.splitlines())
            self.assertEqual(int(counted["process 0 of 2"]), server.of())
            own = int(counted["process 1 of 2"])
            self.assertAlmostEqual(own / server.of(), 3 / 7, delta=0.1)

    def test_statistics_that_start_anew_do_so_with_the_same_request_everywhere(self):
        text = PATIENT.replace('"/health"', '"/health", name=f"/{self.environment.runner.user_count}"') + """
from locust import events

@events.quitting.add_listener
def tell(environment, **_):
    if environment.runner.worker_index == 0:
        total = environment.stats.total
        print(total.num_requests, total.num_failures, len(environment.stats.errors), round(total.total_rps, 1), flush=True)
"""
        for processes in ("1", "2"):
            with self.subTest(processes), CountingServer({"/health": Rule(fails_every=5)}) as server:
                done = self.run_file(server, text, "-u", "3", "-r", "2", "-t", "4500ms", "--reset-stats", "--processes", processes)
                counted = final_table(done.stderr)["", "Aggregated"]
                self.assertLess(counted[0], server.of() - 20)
                requests, failures, errors, rate = done.stdout.split()
                self.assertEqual((int(requests), int(failures)), counted)
                self.assertGreater(int(errors), 0)
                self.assertAlmostEqual(float(rate), self.summary()["totals"]["rps"], delta=40)

    def test_a_process_that_dies_is_named_and_what_it_measured_stays(self):
        text = PATIENT + """
import os, time

class Killer(HttpUser):
    fixed_count = 1

    @task
    def die(self):
        time.sleep(2.5)
        os.kill(os.getpid(), 9)
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "-u", "5", "-t", "20s")
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertRegex(done.stderr, r"ERROR/locust.main: The process 1 of users in Python has died \(signal 9 \(Killed\)\)")
            totals = self.summary()["totals"]
            self.assertGreater(totals["requests"], 100)
            self.assertLessEqual(totals["requests"], server.of())
            self.assertEqual(done.stderr.count("All users spawned"), 1)

    def test_an_endless_loop_is_named_with_its_line_and_ended(self):
        text = PATIENT + """
class Thinker(HttpUser):
    fixed_count = 1

    @task
    def think(self):
        self.client.get("/thought")
        while True:
            pass
"""
        with CountingServer() as server:
            run = self.start_file(server, text, "-u", "3")
            run.wait_for(r"has been busy for \d+ s without letting its other users go on, in .*/locustfile.py, "
                         r"line \d+ \(think\)")
            run.send_signal(signal.SIGINT)
            done = run.end()
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("does not end when it should, and is ended by force", done.stderr)

    def test_stopping_does_not_depend_on_the_tasks_good_will(self):
        text = PATIENT.replace("""        self.client.get("/health")""", """        while True:
            try:
                self.client.get("/health")
            except:
                pass""")
        with CountingServer() as server:
            run = self.start_file(server, text, "-u", "20", "-t", "1s")
            done = run.end(20)
            self.assertEqual(done.returncode, 0, done.stderr)
            totals = self.summary()["totals"]
            self.assertEqual(totals["requests"] + totals["in_flight_at_end"], server.settle().of())

    def test_a_stop_runs_on_stop_which_may_make_requests(self):
        text = PATIENT + """
    def on_stop(self):
        self.client.get("/bye")
"""
        with CountingServer() as server:
            run = self.start_file(server, text, "-u", "5", "--processes", "2")
            until(lambda: server.of(path="/health") > 20, "some requests")
            run.send_signal(signal.SIGTERM)
            done = run.end()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(server.settle().of(path="/bye"), 5)

    def test_what_a_locustfile_cannot_do_is_a_traceback_and_exit_code_1(self):
        for text, last in (("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
                           ("def broken(:\n  pass", "SyntaxError: invalid syntax"),
                           ("raise ValueError('no')", "ValueError: no")):
            with self.subTest(text), CountingServer() as server:
                done = self.run_file(server, text)
                self.assertEqual(done.returncode, 1)
                self.assertEqual("Traceback (most recent call last):" in done.stderr, "SyntaxError" not in last)
                self.assertEqual(done.stderr.strip().splitlines()[-1], last)
                self.assertEqual([name for name in re.findall(r'File "([^"]*)"', done.stderr) if not name.endswith("locustfile.py")],
                                 [], done.stderr)
        with CountingServer() as server:
            done = self.run_file(server, "x = 1")
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, r"No User class found in .*locustfile.py")

    def test_several_processes_tell_once_why_they_cannot_load(self):
        only_the_second = "import sys\nif sys.argv[1] == '1': raise ValueError('not here')\n"
        for text, last in (("raise ValueError('no')", "ValueError: no"), ("import sys; sys.exit('no key')", "no key"),
                           ("x = 1", "No User class found"), (only_the_second + PATIENT, "ValueError: not here")):
            with self.subTest(text), CountingServer() as server:
                done = self.run_file(server, text, "--processes", "3")
                self.assertEqual(done.returncode, 1)
                self.assertEqual(done.stderr.count(last), 1, done.stderr)

    def test_lines_that_several_processes_print_stay_whole(self):
        text = PATIENT + """
for _ in range(3000):
    print("a line of some length")
"""
        self.write("locustfile.py", text)
        for unbuffered in ("", "1"):
            done = subprocess.run([BIN / "acrida", "-f", "locustfile.py", "--list", "--processes", "4"], cwd=self.folder, text=True,
                                  stdout=subprocess.PIPE, check=True, timeout=60, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
            lines = done.stdout.splitlines()
            self.assertEqual(lines.count("a line of some length"), 12000)
            self.assertEqual(set(lines), {"a line of some length", "Available Users:", "    Patient"})

    def test_files_that_are_not_there_are_named(self):
        for name, sentence in (("users.py", "acrida: Could not find 'users.py'"),
                               (".", "acrida: Could not find any locustfiles in directory '.'")):
            done = self.acrida("-f", name, "-H", "http://127.0.0.1:1", "--headless")
            self.assertEqual(done.returncode, 1)
            self.assertIn(sentence, done.stderr)

    def test_exceptions_of_tasks_and_of_on_start_are_reported_and_make_exit_code_1(self):
        for where, name in (("on_start", "def on_start(self): raise ValueError('boom')"),
                            ("ask", "@task\n    def fail(self): raise ValueError('boom')")):
            with self.subTest(where), CountingServer() as server:
                done = self.run_file(server, PATIENT + f"\n    {name}\n", "-u", "2", "-t", "1s")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stderr, r"(?m)^\d+ +boom")
                self.assertGreater(self.summary()["totals"]["exceptions"], 0)

    def test_sys_exit_is_told_and_is_the_exit_code_wherever_it_is_called(self):
        listener = PATIENT + """
import sys
from locust import events

@events.{0}.add_listener
def leave(**_):
    sys.exit({1!r})
"""
        for text, code in (("import sys; sys.exit('set API_KEY first')", 1), ("import sys; sys.exit(7)", 7),
                           ("import sys; sys.exit()", 0), (listener.format("init", "set API_KEY first"), 1),
                           (listener.format("test_stop", "set API_KEY first"), 1)):
            with self.subTest(text), CountingServer() as server:
                done = self.run_file(server, text, "-u", "1", "-t", "1s")
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertEqual("set API_KEY first" in done.stderr.splitlines(), "API_KEY" in text)
                self.assertNotIn("Traceback", done.stderr)

    def test_an_exit_code_that_is_no_number_is_what_python_makes_of_it(self):
        for value, code in (("True", 1), ("'limits missed'", 1), ("2.5", 1), ("None", 0)):
            text = PATIENT + f"""
from locust import events

@events.quitting.add_listener
def judge(environment, **_):
    environment.process_exit_code = {value}
"""
            with self.subTest(value), CountingServer() as server:
                done = self.run_file(server, text, "-u", "1", "-t", "1s")
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertEqual("limits missed" in done.stderr, "missed" in value)

    def test_exceptions_whose_texts_are_not_plain_are_counted_like_others(self):
        text = PATIENT + """
    @task
    def fail(self):
        raise ValueError("broken \\0 answer \\udcff")
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "-u", "2", "-t", "1s")
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertNotIn("Uncaught exception in event handler", done.stderr)
            self.assertGreater(self.summary()["totals"]["exceptions"], 0)

    def test_the_runner_can_be_told_to_quit_from_anywhere(self):
        text = PATIENT + """
import os
from locust import events

@events.test_start.add_listener
def quit_at_the_start(environment, **_):
    if os.environ["WHERE"] == "test_start":
        environment.runner.quit()

class Quitter(HttpUser):
    def on_start(self):
        if os.environ["WHERE"] == "on_start":
            self.environment.runner.quit()

    @task
    def end(self):
        if os.environ["WHERE"] == "task":
            self.environment.runner.quit()
"""
        for where in ("test_start", "on_start", "task"):
            with self.subTest(where), CountingServer() as server:
                done = self.run_file(server, text, "-u", "2", "-t", "30s", env={"WHERE": where})
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertLess(self.summary()["duration_s"], 10)

    def test_ctrl_c_before_the_first_user_ends_it(self):
        text = PATIENT + """
import time
from locust import events

@events.test_start.add_listener
def wait(environment, **_):
    print("waiting", flush=True)
    time.sleep(100)
"""
        with CountingServer() as server:
            run = self.start_file(server, text, "-u", "1")
            run.wait_for("waiting")
            run.send_signal(signal.SIGINT)
            done = run.end(10)
            self.assertEqual(done.returncode, 1)
            self.assertIn("stopped before the first user was started", done.stderr)

    def test_stop_test_stops_the_test(self):
        text = PATIENT.replace("self.client.get", "self.stop_now()\n        self.client.get") + """
    def stop_now(self):
        from locust.exception import StopTest
        raise StopTest("enough")
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "-u", "2", "-t", "30s")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("enough", done.stderr)
            self.assertLess(self.summary()["duration_s"], 10)

    def test_users_without_a_host_are_wrong_usage_unless_the_file_finds_one(self):
        self.write("locustfile.py", PATIENT)
        sentence = "You must specify the base host: in Patient.host, or with --host on the command line."
        done = self.acrida("--headless", "--only-summary", "-t", "2s")
        self.assertEqual((done.returncode, done.stderr.splitlines()[-1]), (2, f"acrida: {sentence}"))
        self.assertNotIn("Aggregated", done.stderr)
        own_way = """
    def __init__(self, environment):
        {}
        super().__init__(environment)
"""
        self.write("locustfile.py", PATIENT + own_way.format("pass"))  # which only the first user finds out
        done = self.acrida("--headless", "--only-summary", "-t", "2s")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(sentence, done.stderr)
        listener = """
from locust import events

@events.test_start.add_listener
def find(environment, **_):
    environment.host = {!r}
"""
        none_needed = PATIENT.replace("HttpUser", "User").replace("self.client", "dict()")
        with CountingServer() as server:
            for text in (own_way.format(f"self.host = {server.url!r}"), listener.format(server.url)):
                self.write("locustfile.py", PATIENT + text)
                before = server.of()
                self.assertEqual(self.acrida("--headless", "--only-summary", "-t", "1s").returncode, 0)
                self.assertGreater(server.of(), before)
        self.write("locustfile.py", none_needed)
        self.assertEqual(self.acrida("--headless", "--only-summary", "-t", "1s").returncode, 0)

    def test_how_late_waiting_users_go_on_is_told(self):
        text = PATIENT + """
    @task
    def think(self):
        import time
        until = time.perf_counter() + 0.05
        while time.perf_counter() < until:
            pass
"""
        with CountingServer() as server:
            self.assertEqual(self.run_file(server, text, "-u", "5", "-t", "1s").returncode, 0)
            self.assertGreater(self.summary()["generator"]["dispatch_lag_ms"]["max"], 20)

    def test_own_options_and_tags_and_the_exit_code_of_the_file(self):
        text = """
import argparse
from locust import HttpUser, constant, events, tag, task

@events.init_command_line_parser.add_listener
def add(parser):
    parser.add_argument("-p", "--page", default="/none", help="what is asked for, 100%% of the time")
    parser.add_argument("--loud", action="store_true", help="end in %(default)s or 7")
    parser.add_argument("-z", type=int)
    parser.add_argument("--inner", help=argparse.SUPPRESS)

@events.quitting.add_listener
def end(environment, **_):
    options = environment.parsed_options
    environment.process_exit_code = options.z if options.loud else 0

class Patient(HttpUser):
    wait_time = constant(0.02)

    @tag("ask")
    @task
    def ask(self):
        self.client.get(self.environment.parsed_options.page)

    @task
    def other(self):
        self.client.get("/other")
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "-u", "1", "-t", "500ms", "-p", "/some", "--loud", "-z7", "--inner", "x", "--tags", "ask")
            self.assertEqual(done.returncode, 7, done.stderr)
            self.assertGreater(server.of(path="/some"), 3)
            self.assertEqual(server.of(), server.of(path="/some"))
        helped = self.acrida("-f", "locustfile.py", "--help")
        self.assertRegex(helped.stdout, r"-p, --page VALUE +what is asked for, 100% of the time \(/none\)\n")
        self.assertRegex(helped.stdout, r" --loud +end in False or 7\n")
        self.assertNotIn("--inner", helped.stdout)
        refused = self.acrida("-f", "locustfile.py", "--pagee", "x")
        self.assertEqual((refused.returncode, refused.stderr),
                         (2, "acrida: unknown option --pagee (did you mean --page?); 'acrida --help' lists them all\n"))
        refused = self.acrida("-f", "locustfile.py", "-z", "x", "--processes", "2")
        self.assertEqual((refused.returncode, refused.stderr), (2, "acrida: -z: invalid int value: 'x'\n"))

    def test_attributes_of_classes_from_outside(self):
        text = PATIENT + """
    @task
    def other(self):
        self.client.get("/other")

class Robot(HttpUser):
    wait_time = constant(0.02)
    page = "/none"

    @task
    def ask(self):
        self.client.get(self.page)
"""
        (self.folder / "robots.json").write_text('[{"user_class_name": "Robot", "page": "/robot", "fixed_count": 1}]')
        with CountingServer() as server:
            done = self.run_file(server, text, "-u", "3", "-t", "1s", "--config-users",
                                 '{"user_class_name": "Patient", "tasks": ["other"]}', "robots.json")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn('All users spawned: {"Patient": 2, "Robot": 1} (3 total users)', done.stderr)
            self.assertEqual({path for _, path, _ in server.arrived}, {"/other", "/robot"})
        refused = self.acrida("-f", "locustfile.py", "--headless", "--config-users", '{"user_class_name": "Nobody"}')
        self.assertEqual(refused.returncode, 1)
        self.assertIn("there is no user class Nobody", refused.stderr)

    def test_a_seed_makes_the_choices_repeat(self):
        text = """
import random
from locust import User, constant, task

class Chooser(User):
    wait_time = constant(0.01)

    @task
    def choose(self):
        print(random.random(), flush=True)
"""
        with CountingServer() as server:
            first, again = (self.run_file(server, text, "-u", "1", "-t", "500ms", "--seed", "5").stdout.split()[:10] for _ in "12")
        self.assertEqual(first, again)
        self.assertEqual(len(first), 10)

    def test_a_shape_says_how_many_users_there_are_and_when_it_is_over(self):
        text = PATIENT + """
from locust import LoadTestShape

class Steps(LoadTestShape):
    def tick(self):
        for until, users in ((1.5, 2), (3.5, 6)):
            if self.get_run_time() < until:
                return users, 100
        return None
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "--csv", "out/run")
            self.assertEqual(done.returncode, 0, done.stderr)
            users = [int(row["User Count"]) for row in read_csv(self.folder / "out/run_stats_history.csv")]
            self.assertIn(2, users)
            self.assertIn(6, users)
            self.assertEqual(self.summary()["totals"]["requests"], server.of())
            self.assertAlmostEqual(self.summary()["duration_s"], 4, delta=1.2)

    def test_a_shape_may_choose_among_user_classes(self):
        text = PATIENT + """
from locust import LoadTestShape

class Robot(HttpUser):
    wait_time = constant(0.02)

    @task
    def ask(self):
        self.client.get("/robot")

class OneAfterTheOther(LoadTestShape):
    def tick(self):
        if self.get_run_time() < 2.5:
            return 3, 100, [Patient]
        return (4, 100, [Robot]) if self.get_run_time() < 4.5 else None
"""
        with CountingServer() as server:
            run = self.start_file(server, text)
            run.wait_for(r'All users spawned: \{"Patient": 3, "Robot": 0\} \(3 total users\)')
            self.assertEqual(server.of(path="/robot"), 0)
            run.wait_for(r'All users spawned: \{"Patient": 0, "Robot": 4\} \(4 total users\)')
            done = run.end()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertGreater(server.of(path="/robot"), 100)

    def test_a_listener_that_raises_is_exit_code_2(self):
        text = PATIENT + """
from locust import events

@events.test_start.add_listener
def fail(environment, **_):
    raise RuntimeError("deaf")
"""
        with CountingServer() as server:
            done = self.run_file(server, text, "-u", "1", "-t", "500ms")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("RuntimeError: deaf", done.stderr)
            self.assertGreater(server.of(), 3)

    def test_a_python_that_cannot_run_users_says_in_one_sentence_what_it_lacks(self):
        python = self.folder / "venv/bin/python3"
        python.parent.mkdir(parents=True)
        python.write_text("#!/bin/sh\nexec /usr/bin/python3 -S \"$@\"\n")
        python.chmod(0o755)
        self.write("locustfile.py", PATIENT)
        for arguments, environment in (([], {"VIRTUAL_ENV": str(self.folder / "venv")}), (["--python", str(python)], {}),
                                       (["--python", str(python), "--processes", "2"], {})):
            done = self.acrida("-f", "locustfile.py", "--headless", *arguments, env={**os.environ, **environment})
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, r"^acrida: /usr/bin/python3 is Python 3\.\d+\.\d+ and lacks gevent; use another "
                                          r"Python: --python /usr/bin/python3\n$")

    def test_a_virtual_environment_that_is_not_there_is_named(self):
        self.write("locustfile.py", PATIENT)
        done = self.acrida("-f", "locustfile.py", "--headless", env={**os.environ, "VIRTUAL_ENV": "/nowhere/venv"})
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^acrida: there is no /nowhere/venv/bin/python3, which the variable VIRTUAL_ENV stands for; "
                                      r".*--python /usr/bin/python3\n$")

    def test_lists_and_task_ratios(self):
        self.write("locustfile.py", PATIENT)
        self.assertEqual(self.acrida("-f", "locustfile.py", "--list").stdout, "Available Users:\n    Patient\n")
        ratios = json.loads(self.acrida("-f", "locustfile.py", "--show-task-ratio-json").stdout)
        self.assertEqual(ratios["total"]["Patient"]["tasks"]["ask"]["ratio"], 1)
        refused = self.acrida("-f", "locustfile.py", "Nobody", "--headless")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("Unknown User(s): Nobody", refused.stderr)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
