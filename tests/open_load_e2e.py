#!/usr/bin/python3
"""Open load, shapes and counted iterations, seen by the server that they reach."""
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import ProgramTest, read_csv, read_json

USERS = """
#include <acrida/acrida.h>
using namespace acrida;
class Patient : public HttpUser {
 public:
  Patient() { task(&Patient::ask); }
  Task<> ask() { co_await client().get("/ask"); }
};
class Robot : public HttpUser {
 public:
  Robot() {
    task(&Robot::look);
    %s
  }
  Task<> look() { co_await client().get("/look"); }
};
ACRIDA_USERS(Patient, Robot)
"""


class OpenLoad(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("users.cpp", USERS % "")
        self.acrida("-f", "users.cpp", "--list")  # compiled now, so that no later run tells of it

    def offered(self, server, *options, classes=("Patient",), file="users.cpp"):
        """A run that has ended, with what it summed up: (program, summary). A busy machine makes it invalid, not bad."""
        done = self.acrida("-f", file, "-H", server.url, "--headless", "--only-summary", "--csv", "run", "--summary", "run.json",
                           *options, *classes)
        self.assertIn(done.returncode, (0, 4), done.stderr)
        server.settle()
        return done, read_json(self.folder / "run.json")

    def requests_a_second(self):
        """How many were done by the end of each second of the last run, less those before."""
        counts = [int(row["Total Request Count"]) for row in read_csv(self.folder / "run_stats_history.csv")]
        return [count - before for before, count in zip([0, *counts], counts)]

    def refused(self, sentence, *options, code=2):
        done = self.acrida("-f", "users.cpp", "-H", "http://127.0.0.1:1", "--headless", *options)
        self.assertEqual((done.returncode, done.stderr.splitlines()[-1]), (code, f"acrida: {sentence}"), done.stderr)

    def test_a_rate_is_kept(self):
        with CountingServer() as server:
            done, run = self.offered(server, "--rate", "100", "--arrivals", "constant", "-t", "3s")
            self.assertIn("Offering 100 arrivals a second (constant), at most 10,000 in flight", done.stderr)
            self.assertNotIn("Ramping", done.stderr)
            self.assertNotIn("All users spawned", done.stderr)
            self.assertEqual((server.of(), run["totals"]["requests"], run["totals"]["dropped"]), (300, 300, 0))
            self.assertEqual(run["load_model"], "open")
            self.assertAlmostEqual(run["duration_s"], 3, delta=0.5)

    def test_so_many_iterations_begin_as_were_asked_for(self):
        for options in (("--rate", "200"), ("--rate", "200", "--threads", "2"), ("-u", "3", "-r", "30"),
                        ("-u", "3", "-r", "30", "--threads", "2")):
            with self.subTest(options=options), CountingServer() as server:
                _, run = self.offered(server, *options, "-n", "301")
                self.assertEqual((server.of(), run["totals"]["requests"]), (301, 301))

    def test_any_number_of_threads_offers_the_same_arrivals(self):
        counts = []
        for threads in ("1", "2"):
            with CountingServer() as server:
                self.offered(server, "--rate", "150/s", "-t", "2s", "--seed", "7", "--threads", threads)
                counts.append(server.of())
        self.assertEqual(counts[0], counts[1])
        self.assertAlmostEqual(counts[0], 300, delta=100)

    def test_a_rate_follows_its_shape_and_the_run_ends_with_it(self):
        with CountingServer() as server:
            done, run = self.offered(server, "--stages", "steps(from=40/s, to=120/s, by=40/s, every=1s)", "--arrivals", "constant")
            self.assertIn("Offering up to 120 arrivals a second for 3 seconds (constant)", done.stderr)
            self.assertEqual(server.of(), 40 + 80 + 120)
            for seen, wanted in zip(self.requests_a_second(), (40, 80, 120), strict=False):
                self.assertAlmostEqual(seen, wanted, delta=8)
            self.assertAlmostEqual(run["duration_s"], 3, delta=0.5)

    def test_the_last_level_goes_on_when_the_time_is_longer(self):
        with CountingServer() as server:
            self.offered(server, "--rate", "0s:0/s, 1s:100/s", "--arrivals", "constant", "-t", "2s")
            self.assertEqual(server.of(), 50 + 100)

    def test_users_follow_a_shape(self):
        with CountingServer({"/ask": Rule(delay=0.01)}) as server:
            done, run = self.offered(server, "--stages", "0s:1, 1s:6, 3s:6", "-s", "5s")
            self.assertIn("Following a shape of up to 6 users for 3 seconds", done.stderr)
            users = [int(row["User Count"]) for row in read_csv(self.folder / "run_stats_history.csv")]
            self.assertEqual(max(users), 6)
            self.assertEqual((server.of(), run["load_model"]), (run["totals"]["requests"], "closed"))
            self.assertAlmostEqual(run["duration_s"], 3, delta=0.5)

    def test_recorded_arrivals_are_replayed(self):
        self.write("arrivals.txt", "# seconds\n1764000000.25\n1764000000.25\n1764000001\n1764000001.5\n")
        with CountingServer() as server:
            done, run = self.offered(server, "--stages", "replay(arrivals.txt)")
            self.assertIn("Replaying 4 arrivals within 1.25 seconds", done.stderr)
            self.assertEqual(server.of(), 4)
            self.assertAlmostEqual(run["duration_s"], 1.25, delta=0.4)

    def test_requests_that_are_out_may_finish_unless_it_is_said(self):
        for options, done_in_time in (((), 20), (("-s", "0"), 0)):
            with self.subTest(options=options), CountingServer({"/ask": Rule(delay=1.2)}) as server:
                _, run = self.offered(server, "--rate", "20", "--arrivals", "constant", "-t", "1s", *options)
                totals = run["totals"]
                self.assertEqual((totals["requests"], totals["in_flight_at_end"]), (done_in_time, 20 - done_in_time))

    def test_arrivals_beyond_the_most_in_flight_are_dropped_and_told(self):
        with CountingServer({"/ask": Rule(delay=0.5)}) as server:
            done, run = self.offered(server, "--rate", "50", "--arrivals", "constant", "--max-in-flight", "5", "-t", "2s")
            totals = run["totals"]
            self.assertEqual(totals["requests"] + totals["dropped"], 100)
            self.assertEqual(server.of(), totals["requests"])
            self.assertLessEqual(totals["requests"], 5 * 5)
            self.assertIn(f"Dropped arrivals\n{totals['dropped']} arrivals found as many iterations under way", done.stderr)

    def test_a_class_wants_its_own_load_and_the_others_share_the_users(self):
        self.write("robot.cpp", USERS % 'rate("0s:50/s, 2s:50/s"); arrivals(Arrivals::constant);')
        with CountingServer({"/ask": Rule(delay=0.05)}) as server:
            done, run = self.offered(server, "-u", "3", "-r", "100", classes=(), file="robot.cpp")
            self.assertIn("Ramping to 3 users", done.stderr)
            self.assertIn("Offering up to 50 arrivals a second for 2 seconds (constant) to Robot", done.stderr)
            self.assertEqual((server.of(path="/look"), run["load_model"]), (100, "mixed"))
            self.assertGreater(server.of(path="/ask"), 30)
        with CountingServer() as server:
            self.offered(server, "--rate", "50", "--arrivals", "constant", "-t", "2s", classes=(), file="robot.cpp")
            self.assertEqual((server.of(path="/ask"), server.of(path="/look")), (50, 50))

    def test_what_makes_no_sense_is_refused_in_a_sentence(self):
        self.refused("--users: open load (--rate) needs no users: it has as many as it takes, up to --max-in-flight; leave it out",
                     "--rate", "10", "-u", "5")
        self.refused("--rate: '0s:0, 9s:9' has users where arrivals a second are meant: write 100/s instead of 100",
                     "--rate", "0s:0, 9s:9")
        self.refused("--stages: steps: by= is missing: write steps(from=…, to=…, by=…, every=…)",
                     "--stages", "steps(from=1, to=9, every=5s)")
        self.refused("--arrivals says how arrivals of open load follow each other, and there is none: add --rate",
                     "--arrivals", "constant", "-u", "5")
        self.write("unordered.txt", "5\n4\n")
        self.refused("unordered.txt: line 2: '4' is earlier than the line before it: put the times in order (sort -g)",
                     "--rate", "replay(unordered.txt)", code=1)
        self.write("both.cpp", USERS % 'rate(5); users("9");')
        done = self.acrida("-f", "both.cpp", "--list")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("the user class Robot wants users() and rate()", done.stderr)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
