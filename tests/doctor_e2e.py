#!/usr/bin/python3
"""acrida doctor on this machine: quick, and what it prints is plausible. How fast the machine is, is not judged."""
import json
import os
import resource
import time
import unittest

from support.programs import SANITIZED, ProgramTest

ADVICE = {"others", "steal", "one_core", "quota", "governor", "clock", "timers", "schedule", "memory", "descriptors", "ports", "time_wait",
          "somaxconn"}


class Doctor(ProgramTest):
    def test_it_prints_one_object_within_40_seconds(self):
        begin = time.monotonic()
        done = self.acrida("doctor", "--json")
        took = time.monotonic() - begin
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        if not SANITIZED:
            self.assertLess(took, 40)
        found = json.loads(done.stdout)
        self.assertEqual(found["format"], 1)
        self.assertIn("requests/s", found["verdict"])
        self.check_load(found["load"])
        self.check_schedule(found["schedule"])
        self.check_machine(found)
        self.assertLessEqual({each["key"] for each in found["advice"]}, ADVICE)
        for advice in found["advice"]:
            self.assertTrue(advice["text"])
            self.assertIn("command", advice)

    def check_load(self, load):
        self.assertEqual([step["connections"] for step in load["steps"]] + load["skipped_connections"], [1, 16, 100, 1000])
        if load["engine_core"] is not None:
            self.assertNotEqual(load["engine_core"], load["server_core"])
            self.assertLessEqual({load["engine_core"], load["server_core"]}, os.sched_getaffinity(0))
        for step in load["steps"]:
            with self.subTest(connections=step["connections"]):
                self.assertEqual(step["failures"], 0)
                self.assertGreater(step["requests_per_s"], 1)
                self.assertGreater(step["engine_busy"], 0)
                self.assertLessEqual(step["engine_busy"], 1)
                self.assertAlmostEqual(step["cpu_us_per_request"] * step["requests_per_s"] / 1e6, step["engine_busy"], delta=0.02)
                self.assertGreater(step["latency_ms"]["p50"], 0)
                self.assertLessEqual(step["latency_ms"]["p50"], step["latency_ms"]["p99"])

    def check_schedule(self, schedule):
        steps = schedule["steps"]
        self.assertEqual([step["offered_per_s"] for step in steps], sorted(step["offered_per_s"] for step in steps))
        kept = [step["offered_per_s"] for step in steps if step["kept"]]
        self.assertEqual(schedule["highest_per_s"], max(kept, default=None))
        for step in steps:
            fast = step["dispatch_lag_ms"]["p99"] <= 1 and step["achieved_per_s"] >= 0.99 * step["offered_per_s"]
            self.assertEqual(step["kept"], fast, step)

    def check_machine(self, found):
        self.assertEqual(set(found["cores"]["allowed"]), os.sched_getaffinity(0))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.assertEqual((found["descriptors"]["soft"], found["descriptors"]["hard"]),
                         tuple(None if limit == resource.RLIM_INFINITY else limit for limit in (soft, hard)))
        late = found["timers"]["late_ms"]
        self.assertEqual(found["timers"]["sleeps"], 2000)
        self.assertTrue(0 <= late["p50"] <= late["p99"] <= late["max"], late)
        self.assertGreater(found["clock"]["reading_ns"], 0)
        for topic, keys in {"ports": {"first", "last", "users", "new_connections_per_s", "tcp_tw_reuse"},
                            "memory": {"available_bytes", "users", "assumed_bytes_per_user"},
                            "network": {"somaxconn", "congestion_control"}}.items():
            self.assertEqual(set(found[topic]), keys)

    def test_a_person_gets_tables_of_80_columns_and_advice(self):
        def on_a_small_machine():
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            resource.setrlimit(resource.RLIMIT_NOFILE, (256, 1024))  # not enough for a thousand connections

        done = self.acrida("doctor", preexec_fn=on_a_small_machine)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        for topic in ("Rate", "Schedule", "Cores", "Timers", "Clock", "Users", "Network", "Advice"):
            self.assertEqual(sum(line.split(" ")[0] == topic for line in lines), 1, topic)
        for line in lines:
            if not line.startswith(" " * 6):  # a command to type is one line, however long
                self.assertLessEqual(len(line), 80, line)
        self.assertTrue(done.stdout.startswith("This machine can offer at least "), done.stdout)
        self.assertIn("                  engine and null server share a core", lines)
        self.assertIn("        1,000 not measured: too few descriptors", lines)
        self.assertIn("  - This process may use one core, ", done.stdout)
        self.assertIn("  - Descriptors end at 960 users.", done.stdout)

    def test_without_descriptors_it_says_so_and_ends_with_1(self):
        done = self.acrida("doctor", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40)))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^acrida: only 40 descriptors .*ulimit")

    def test_help_teaches(self):
        done = self.acrida("doctor", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("--json", "Examples", "Exit codes"):
            self.assertIn(word, done.stdout)

    def test_wrong_usage_ends_with_2(self):
        for wrong in ("--fast", "http://127.0.0.1:8080"):
            done = self.acrida("doctor", wrong)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertRegex(done.stderr, r"^acrida: doctor: .*'acrida doctor --help' shows how\n$")


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
