#!/usr/bin/python3
"""Locustfiles run unmodified: the same file by Locust and by acrida, at the same time, against the same server.

Names, methods, error texts and exit codes must be equal, and so must be, within bounds, the counts where a file says how many
requests there shall be.
"""
import json
import math
import os
import pathlib
import re
import sys
import unittest

from support.programs import BIN, ROOT, ProgramTest, Running, final_table, read_csv

LOCUST = pathlib.Path("/usr/bin/locust")
SHARED = pathlib.Path(os.environ.get("ACRIDA_SHARED", ROOT.parent / "shared")) / "locustfiles"


def in_new_words(error):
    """Debian's Locust has an older name for this exception, and told the address with it."""
    return re.sub(r"^BadStatusCode\('.*', code=", "LocustBadStatusCode(code=", error)


class Run:
    """What a program has left behind."""

    def __init__(self, ended, prefix):
        self.returncode, self.said = ended.returncode, ended.stdout + ended.stderr
        self.counts = final_table(self.said)
        self.total = self.counts.pop(("", "Aggregated"))
        self.failures = {(row["Method"], row["Name"], in_new_words(row["Error"])) for row in read_csv(f"{prefix}_failures.csv")}
        self.exceptions = {row["Message"] for row in read_csv(f"{prefix}_exceptions.csv")}


class Locustfiles(ProgramTest):
    """One server for all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        owner = cls("test_health")  # any test has a folder, and ends what it has started
        owner.setUp()
        cls.addClassCleanup(owner.doCleanups)
        _, cls.port = owner.served_model()

    def run_both(self, file, *arguments, seconds="4s"):
        """What the two leave behind, Locust first."""
        programs = {"locust": LOCUST, "acrida": BIN / "acrida"}
        running = {}
        for name, program in programs.items():
            command = [program, "-f", file, "--headless", "-H", f"http://127.0.0.1:{self.port}", "--csv", self.folder / name,
                       *(["-t", seconds] if seconds else []), *arguments]
            running[name] = Running(command, self.folder, {**os.environ, "XDG_CACHE_HOME": self.cache})
            self.addCleanup(running[name].kill)
        return [Run(running[name].end(), self.folder / name) for name in programs]

    def assert_alike(self, locust, acrida):
        self.assertEqual(set(acrida.counts), set(locust.counts), acrida.said)
        self.assertEqual(acrida.failures, locust.failures)
        self.assertEqual(acrida.exceptions, locust.exceptions)
        self.assertEqual(acrida.returncode, locust.returncode, acrida.said)

    def test_health(self):
        locust, acrida = self.run_both(SHARED / "health.py", "-u", "20", "-r", "100")
        self.assert_alike(locust, acrida)
        self.assertEqual((acrida.returncode, list(acrida.counts)), (0, [("GET", "/health")]))

    def test_fixed_payload(self):
        locust, acrida = self.run_both(SHARED / "fixed_payload.py", "-u", "3", "-r", "100")
        self.assert_alike(locust, acrida)
        self.assertGreater(acrida.total[0], locust.total[0])  # no wait: as fast as they can

    def test_randomized(self):
        deviations = []
        while not deviations or abs(deviations[-1]) > 2.576:  # 99 % of all runs are within
            self.assertLess(len(deviations), 3, f"one of five payloads should be invalid; deviations: {deviations}")
            locust, acrida = self.run_both(SHARED / "randomized.py", "-u", "60", "-r", "200", seconds="6s")
            self.assert_alike(locust, acrida)
            self.assertEqual(acrida.total[1], 0)
            invalid = acrida.counts["POST", "/predict [invalid]"][0]
            deviations.append((invalid - acrida.total[0] * 0.2) / math.sqrt(acrida.total[0] * 0.2 * 0.8))

    def test_shaped(self):
        locust, acrida = self.run_both(SHARED / "shaped.py", seconds=None)  # which ends by itself
        self.assert_alike(locust, acrida)
        self.assertAlmostEqual(acrida.total[0] / locust.total[0], 1, delta=0.05)

    def test_everything(self):
        locust, acrida = self.run_both(SHARED / "everything.py", "-u", "10", "-r", "100")
        self.assert_alike(locust, acrida)
        for run in (locust, acrida):
            seen = json.loads(re.search(r"seen by the listener: (\{.*\})", run.said)[1])
            self.assertEqual((sum(seen.values()), seen["failures"]), run.total, run.said)

    def test_everything_with_tags(self):
        locust, acrida = self.run_both(SHARED / "everything.py", "-u", "4", "-r", "100", "Robot", "--tags", "fast")
        self.assert_alike(locust, acrida)
        self.assertEqual(list(acrida.counts), [("GET", "robot: health")])

    def test_errors(self):
        locust, acrida = self.run_both(ROOT / "tests/locustfiles/errors.py", "-u", "10", "-r", "100")
        self.assert_alike(locust, acrida)
        self.assertEqual(acrida.returncode, 1)


if __name__ == "__main__":
    if not LOCUST.exists():
        print(f"skipped: there is no {LOCUST}; cure: apt-get install python3-locust")
        sys.exit(77)
    if not SHARED.is_dir():
        print(f"skipped: there are no locustfiles in {SHARED}")
        sys.exit(77)
    unittest.main()
