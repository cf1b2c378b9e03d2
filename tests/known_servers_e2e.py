#!/usr/bin/python3
"""Against a live server of exactly known behaviour: what holds however busy the machine is. How near the numbers come on a
quiet one is what scripts/known-servers shows."""
import subprocess
import unittest

from support.known_server import KnownServer, exact
from support.programs import BIN, ProgramTest, read_json

PROGRAMS = BIN.parent / "test"
USERS = """
#include <acrida/acrida.h>
using namespace acrida;
class Getter : public HttpUser {
 public:
  Getter() { task(&Getter::get); }
  Task<> get() { co_await client().get("/"); }
};
ACRIDA_USERS(Getter)
"""
QUANTILES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
BUCKET = 1 / 256  # of a value, that half a bucket of a histogram is wide
INVALID, BROKEN = 4, 3  # a busy machine may be too slow to judge at all


def schedule(rate, kind, seconds, seed):
    """When the arrivals are due, in nanoseconds."""
    command = [PROGRAMS / "known_schedule", rate, kind, f"{seconds}s", seed]
    return [*map(int, subprocess.run([*map(str, command)], capture_output=True, text=True, check=True).stdout.split())]


class KnownServers(ProgramTest):
    def known_server(self, *options):
        return self.enterContext(KnownServer(PROGRAMS / "known_server", self.folder, *options))

    def run_against(self, server, *options, codes=(0, INVALID)):
        """The summary's totals, and the server's log."""
        done = self.acrida("-f", self.write("users.cpp", USERS), "-H", server.url, "--headless", "--summary", "s.json",
                           "--seed", 1, *options)
        self.assertIn(done.returncode, codes, done.stderr)
        self.summary = read_json(self.folder / "s.json")
        return self.summary["totals"], server.stop()

    def test_it_reports_what_the_server_took_and_never_less(self):
        for delay in ("constant:5ms", "exponential:5ms", "bimodal:2ms,50ms,0.1"):
            with self.subTest(delay):
                totals, log = self.run_against(self.known_server("--delay", delay), "-u", 10, "-r", 1000, "-t", "2s",
                                               "-s", 10)
                truth = log.service_ms()
                self.assertGreater(len(truth), 100)
                self.assertEqual(totals["requests"], len(truth))
                for kind in ("latency_ms", "service_ms"):
                    for name, p in QUANTILES.items():
                        self.assertGreaterEqual(totals[kind][name], exact(truth, p) * (1 - BUCKET) - 0.001, (kind, name))

    def test_it_counts_the_failures_that_the_server_made(self):
        totals, log = self.run_against(self.known_server("--delay", "constant:1ms", "--fail", "0.2"), "-u", 10, "-r", 1000,
                                       "-t", "1s", "-s", 10, "--exit-code-on-error", 0)
        self.assertEqual(totals["requests"], log.answered)
        self.assertEqual(totals["failures"], log.status.count(500))
        self.assertGreater(totals["failures"], 0)

    def test_arrivals_are_sent_or_dropped_as_the_schedule_says_on_any_number_of_threads(self):
        for kind in ("poisson", "constant"):
            drawn = len(schedule(1000, kind, 2, 1))
            for threads in (1, 2, 4):
                with self.subTest(kind, threads=threads):
                    totals, log = self.run_against(self.known_server("--delay", "exponential:5ms"), "--rate", 1000,
                                                   "--arrivals", kind, "-t", "2s", "--threads", threads)
                    sent = totals["requests"] + totals["in_flight_at_end"]
                    self.assertEqual(sent + totals["dropped"], drawn)
                    self.assertEqual(len(log.arrived), sent)

    def test_a_freeze_is_felt_by_all_who_arrive_meanwhile(self):
        totals, _ = self.run_against(self.known_server("--delay", "constant:2ms", "--freeze", "at=1s,for=1s"),
                                     "--rate", 500, "--arrivals", "constant", "-t", "4s")
        # Of 2,000 arrivals 500 have to wait, in even steps up to a second.
        self.assertGreaterEqual(totals["latency_ms"]["p99"], 960 * (1 - BUCKET))
        self.assertGreaterEqual(totals["latency_ms"]["p80"], 200 * (1 - BUCKET))

    def test_dropped_arrivals_break_an_slo_of_latency(self):
        totals, log = self.run_against(self.known_server("--delay", "constant:2ms", "--freeze", "at=1s,for=1s"),
                                       "--rate", 500, "--arrivals", "constant", "-t", "4s", "--max-in-flight", 10,
                                       "--slo", "p95<500ms", codes=(BROKEN, INVALID))
        self.assertGreaterEqual(totals["dropped"], 400)
        self.assertEqual(totals["requests"] + totals["dropped"], 2000)
        self.assertEqual(len(log.arrived), totals["requests"])
        self.assertEqual([(each["rule"], each["pass"]) for each in self.summary["slos"]], [("p95<500ms", False)])


if __name__ == "__main__":
    unittest.main()
