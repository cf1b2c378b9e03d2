#!/usr/bin/python3
"""acrida limit: it asks a server until it knows, says what it knows, and leaves nothing in flight."""
import signal
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import ProgramTest, SANITIZED, read_json

# On a machine that is busy with other things an honest answer is that nobody can tell.
TOO_BUSY = 4


class Limit(ProgramTest):
    def limit(self, *words, **options):
        return self.acrida("limit", *words, **options)

    def refused(self, *words):
        done = self.limit(*words)
        self.assertEqual(done.returncode, 2, done.stderr)
        return done.stderr

    def test_it_says_what_it_needs(self):
        url = "http://127.0.0.1:1/"
        self.assertIn("needs a rule that can be broken", self.refused(url))
        self.assertIn("--slo rps>5", self.refused(url, "--slo", "rps>5"))
        self.assertIn("acrida limit http://127.0.0.1:8080/predict", self.refused("--slo", "p99<1s"))
        self.assertIn("--start, --highest and --budget bound it", self.refused(url, "--slo", "p99<1s", "--rate", "5"))
        self.assertIn("--start, --highest and --budget bound it", self.refused(url, "--slo", "p99<1s", "-n", "5"))
        self.assertIn("--budget bounds the search", self.refused(url, "--slo", "p99<1s", "-d", "5s"))
        self.assertIn("without a window", self.refused(url, "--slo", "p99[30s]<1s"))
        self.assertIn("--warmup is for runs", self.refused(url, "--slo", "p99<1s", "--warmup", "1s"))
        self.assertIn("neither rate nor users", self.refused(url, "--slo", "p99<1s", "--over", "time"))

    def test_help_names_every_option_of_its_own(self):
        done = self.limit("--help")
        self.assertEqual(done.returncode, 0)
        for option in ("--slo", "--over", "--start", "--highest", "--precision", "--budget"):
            self.assertIn(option, done.stdout)

    def test_a_service_that_is_too_slow_for_any_load_fails_at_the_lowest(self):
        with CountingServer({"/p": Rule(delay=0.05)}) as server:
            done = self.limit(f"{server.url}/p", "--slo", "p50<10ms", "--start", "40", "--budget", "20s", "--summary", "s.json")
            summary = read_json(self.folder / "s.json")
            self.assertEqual(server.settle().of(), summary["totals"]["requests"], "something was left in flight")
        self.assertIn(done.returncode, (3, TOO_BUSY), done.stdout + done.stderr)
        self.assertEqual(summary["exit_code"], done.returncode)
        self.assertEqual(summary["limit"]["rules"], ["p50<10ms"])
        self.assertEqual(summary["limit"]["pass"], None)
        if done.returncode == 3:
            self.assertIn("already breaks p50<10ms", done.stdout)
            self.assertEqual(summary["verdict"], "fail")
            self.assertGreater(summary["limit"]["probes"][0]["rules"][0]["misses"], 0)

    def test_a_highest_load_that_passes_is_told_as_such(self):
        with CountingServer({"/p": Rule()}) as server:
            done = self.limit(f"{server.url}/p", "--slo", "errors<5%", "--start", "100", "--highest", "100", "--budget", "20s",
                              "--summary", "s.json")
        self.assertIn(done.returncode, (5, TOO_BUSY), done.stdout + done.stderr)
        if done.returncode == 5:
            self.assertIn("The limit is above 100.0/s", done.stdout)
            self.assertEqual(read_json(self.folder / "s.json")["limit"]["outcome"], "no fail")

    def test_users_of_a_file_are_searched_over_as_well(self):
        self.write("users.cpp", """
#include <acrida/acrida.h>
struct Caller : acrida::HttpUser {
  Caller() { task(&Caller::call); }
  acrida::Task<> call() { co_await client().get("/p"); }
};
ACRIDA_USERS(Caller)
""")
        with CountingServer({"/p": Rule(delay=0.03)}) as server:
            done = self.limit("-f", "users.cpp", "-H", server.url, "--over", "users", "--slo", "p90<10ms", "--budget", "20s")
        self.assertIn(done.returncode, (3, TOO_BUSY), done.stdout + done.stderr)
        if done.returncode == 3:
            self.assertIn("the lowest load, 1 user, already breaks p90<10ms", done.stdout)

    def test_ctrl_c_keeps_what_was_proven(self):
        with CountingServer({"/p": Rule()}) as server:
            search = self.start("acrida", "limit", f"{server.url}/p", "--slo", "errors<20%", "--start", "50", "--highest", "50",
                                "--budget", "1h", "--summary", "s.json")
            probe = search.wait_for(r"^ +1 climb .* (pass|undecided|invalid)").group(1)
            search.send_signal(signal.SIGINT)
            done = search.end()
        self.assertEqual(done.returncode, 5, done.stdout + done.stderr)
        self.assertIn("it was interrupted", done.stdout)
        limit = read_json(self.folder / "s.json")["limit"]
        self.assertEqual(limit["pass"], 50 if probe == "pass" else None)
        self.assertGreaterEqual(len(limit["probes"]), 1)

    def test_a_plan_is_asked_whatever_it_says_of_load_and_time(self):
        self.write("plan.yaml", """
rate: 5
run_time: 1s
slos: ["p50<10ms"]
requests:
  - get: /p
""")
        with CountingServer({"/p": Rule(delay=0.05)}) as server:
            done = self.limit("-f", "plan.yaml", "-H", server.url, "--start", "40", "--budget", "20s", "--summary", "s.json")
        self.assertIn(done.returncode, (3, TOO_BUSY), done.stdout + done.stderr)
        self.assertEqual(read_json(self.folder / "s.json")["limit"]["probes"][0]["load"], 40)

    @unittest.skipIf(SANITIZED, "users in Python are not built with sanitizers")
    def test_users_in_python_are_asked_in_processes_of_their_own(self):
        self.write("locustfile.py", """
from locust import FastHttpUser, task
class Caller(FastHttpUser):
    @task
    def call(self):
        self.client.get("/p")
""")
        with CountingServer({"/p": Rule(delay=0.05)}) as server:
            done = self.limit("-f", "locustfile.py", "-H", server.url, "--slo", "p50<10ms", "--start", "40", "--budget", "20s",
                              "--processes", "2", "--summary", "s.json")
            summary = read_json(self.folder / "s.json")
            self.assertEqual(server.settle().of(), summary["totals"]["requests"])
        self.assertIn(done.returncode, (3, TOO_BUSY), done.stdout + done.stderr)
        self.assertGreater(summary["totals"]["requests"], 40)

    @unittest.skipIf(SANITIZED, "users in Python are not built with sanitizers")
    def test_a_process_of_users_that_dies_ends_the_search_and_is_told(self):
        self.write("locustfile.py", """
import os
from locust import FastHttpUser, task
class Caller(FastHttpUser):
    @task
    def call(self):
        os._exit(7)
""")
        with CountingServer({"/p": Rule()}) as server:
            done = self.limit("-f", "locustfile.py", "-H", server.url, "--slo", "p99<1s", "--budget", "20s", "--summary", "s.json")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("the users' own code has ended the probe", done.stderr)
        self.assertEqual(read_json(self.folder / "s.json")["limit"]["pass"], None)


if __name__ == "__main__":
    unittest.main()
