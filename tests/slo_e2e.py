#!/usr/bin/python3
"""Rules that a run must keep: how they are judged, what they print, and when they stop a run."""
import time
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import ProgramTest, read_csv, read_json

USERS = """
#include <acrida/acrida.h>
using namespace acrida;

class Patient : public HttpUser {
 public:
  Patient() { wait_time(constant(2ms)); task(&Patient::ask); }
  Task<> ask() {
    co_await client().post("/predict").payload_class("valid");
    auto answer = co_await client().post("/predict").payload_class("malformed");
    co_await client().get("/slow");
  }
};
ACRIDA_USERS(Patient)
"""
SLOW = {"/slow": Rule(delay=0.6)}
# Of one in a hundred requests, so that only this is strict: how late the generator may be, a fiftieth of its limit.
LOOSE = "p1<10s"


class Slos(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("users.cpp", USERS)

    def judged(self, server, *arguments, slos=()):
        slos = (*slos, *([LOOSE] if slos else []))
        rules = [word for rule in slos for word in ("--slo", rule)]
        done = self.acrida("-f", "users.cpp", "-H", server.url, "--headless", "--only-summary", "--summary", "summary.json",
                           "-u", "4", "-r", "100", *arguments, *rules)
        self.summary = read_json(self.folder / "summary.json")
        self.assertEqual(self.summary["exit_code"], done.returncode, done.stderr)
        self.assertEqual(self.summary["verdict"] == "pass", done.returncode == 0)
        self.assertEqual([each["rule"] for each in self.summary["slos"]], list(slos))
        return done

    def outcomes(self):
        return [each["pass"] for each in self.summary["slos"][:-1]]

    def test_rules_that_are_kept(self):
        with CountingServer(SLOW) as server:
            slos = ("p99<10s", "p50(GET /slow)<5s", "p99(/predict){valid}<9s", "errors<=0%", "rps>1", "service.p90[1s]<5s")
            done = self.judged(server, "-t", "3s", slos=slos)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.outcomes(), [True] * len(slos))
        self.assertIn("Verdict: pass\n", done.stderr)
        self.assertRegex(done.stderr, r"PASS p99<10s +[\d.]+ ms +<10s\n")

    def test_a_broken_rule_is_exit_code_3_and_is_named(self):
        with CountingServer(SLOW) as server:
            done = self.judged(server, "-t", "2s", slos=("p50(GET /slow)<500ms", "p50(POST /predict)<10s", "p99(GET /never)<9s"))
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(self.outcomes(), [False, True, False])
        self.assertGreaterEqual(self.summary["slos"][0]["actual"], 599)
        self.assertIsNone(self.summary["slos"][2]["actual"])
        self.assertRegex(done.stderr, r"FAIL p50\(GET /slow\)<500ms +\d+\.?\d* ms +<500ms\n")
        self.assertRegex(done.stderr, r"FAIL p99\(GET /never\)<9s +no request +<9s\n")

    def test_failures_are_misses_and_a_rule_about_errors_that_is_kept_excuses_them(self):
        with CountingServer({"/predict": Rule(fails_every=4)}) as server:
            done = self.judged(server, "-t", "2s", slos=("errors<30%", "p70<10s"))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertGreater(self.summary["totals"]["failures"], 0)
            done = self.judged(server, "-t", "2s", slos=("p99<10s", "p70<10s"))
            self.assertEqual((done.returncode, self.outcomes()), (3, [False, True]), done.stderr)
            self.assertIsNone(self.summary["slos"][0]["actual"])
            self.assertIn(" a miss ", done.stderr)
            done = self.judged(server, "-t", "2s", slos=("errors(GET /slow)<1%",))
            self.assertEqual((done.returncode, self.outcomes()), (1, [True]), "a rule about some excuses not all\n" + done.stderr)

    def test_a_payload_class_is_judged_by_itself(self):
        with CountingServer({"/predict": Rule(fails_every=2)}) as server:  # of one user: each second one is malformed
            done = self.judged(server, "-t", "2s", "-u", "1",
                               slos=("errors{valid}<1%", "errors(POST /predict){malformed}<1%", "errors<60%"))
        self.assertEqual((done.returncode, self.outcomes()), (3, [True, False, True]), done.stderr)

    def test_a_rule_with_an_exclamation_mark_stops_the_run(self):
        with CountingServer({"/predict": Rule(fails_every=1)}) as server:
            began = time.monotonic()
            done = self.judged(server, "-t", "60s", slos=("errors<1%!2s", "p99<10s"))
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertLess(time.monotonic() - began, 40)
        self.assertRegex(done.stderr, r"Stopping: rule errors<1%!2s is broken \d+ seconds into what is judged: 66\.\d+%")
        self.assertGreater(self.summary["duration_s"], 1.9)
        self.assertLess(self.summary["duration_s"], 30)

    def test_a_warm_up_is_told_apart_and_not_judged(self):
        with CountingServer({"/predict": Rule(fails_every=10_000_000)}) as server:
            done = self.judged(server, "-t", "5s", "--warmup", "2s", "--csv", "run", slos=("rps>1",))
        self.assertEqual(done.returncode, 0, done.stderr)
        phases = {each["name"]: each for each in self.summary["phases"]}
        self.assertEqual(list(phases), ["ramp", "warm-up", "steady"])
        self.assertEqual(phases["warm-up"]["to_s"] - phases["warm-up"]["from_s"], 2)
        self.assertEqual(phases["ramp"]["to_s"], phases["warm-up"]["from_s"])
        self.assertEqual(phases["warm-up"]["to_s"], phases["steady"]["from_s"])
        totals = self.summary["totals"]
        self.assertEqual({key: phases["steady"][key] for key in totals}, totals)
        self.assertEqual(sum(each["requests"] for each in self.summary["endpoints"]), totals["requests"])
        self.assertGreater(phases["warm-up"]["requests"], 0)
        self.assertEqual(sum(each["requests"] + each["in_flight_at_end"] for each in phases.values()), server.of())
        self.assertEqual(int(read_csv(self.folder / "run_stats.csv")[-1]["Request Count"]), totals["requests"])
        self.assertIn("the figures are those of the steady phase alone", done.stderr)

    def test_an_automatic_warm_up_decides_in_the_end_of_a_short_run(self):
        with CountingServer() as server:
            done = self.judged(server, "-t", "9s", "--warmup", "auto")
        self.assertEqual(done.returncode, 0, done.stderr)
        steady = self.summary["phases"][-1]
        self.assertEqual(steady["name"], "steady")
        self.assertGreaterEqual(steady["from_s"], 5)
        self.assertEqual(self.summary["totals"]["requests"], steady["requests"])

    def test_without_a_warm_up_all_is_judged(self):
        with CountingServer() as server:
            self.judged(server, "-t", "2s")
        self.assertEqual([each["name"] for each in self.summary["phases"]], ["ramp", "steady"])
        self.assertEqual(self.summary["totals"]["requests"], sum(each["requests"] for each in self.summary["phases"]))
        self.assertEqual(self.summary["totals"]["requests"] + self.summary["totals"]["in_flight_at_end"], server.of())

    def test_what_closed_load_hides_is_said(self):
        with CountingServer() as server:
            running = self.start("acrida", "-f", self.write("few.cpp", USERS.replace("constant(2ms)", "constant(5ms)")), "-H",
                                 server.url, "--headless", "--only-summary", "-u", "2", "-r", "100", "-t", "14s")
            running.wait_for("All users spawned")
            time.sleep(6)
            freeze = server._loop.call_soon_threadsafe(time.sleep, 2)  # nobody is answered meanwhile
            self.assertIsNotNone(freeze)
            running.end()
        self.assertRegex(running.said(), r"What these figures hide: while the server stood still, for [12]\.\d+ s at the "
                                         r"longest, its users waited, and about [\d,]+ requests were not sent")

    def test_what_cannot_be_judged_is_refused(self):
        for arguments, sentence in ((("--slo", "p99<50"), "--slo: rule 'p99<50', at '50': a time has a unit: write 50ms or 50s"),
                                    (("--slo", "latency<50ms"), "a rule begins with p99"),
                                    (("--warmup", "soon"), "--warmup: 'soon' is no time"),
                                    (("--warmup", "9s", "-t", "9s"), "--warmup: the run is no longer than its warm-up")):
            with self.subTest(arguments=arguments):
                done = self.acrida("-f", "users.cpp", "-H", "http://127.0.0.1:9", "--headless", *arguments)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(sentence, done.stderr)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
