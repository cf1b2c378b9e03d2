#!/usr/bin/python3
"""The examples run without a failure, and compile once, against an installed acrida as well as here."""
import contextlib
import os
import pathlib
import re
import socket
import subprocess
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import BIN, PATIENCE, ROOT, SANITIZED, ProgramTest, Running, final_table, free_port, read_csv, read_json, until

LOCUSTFILES = [] if SANITIZED else sorted((ROOT / "examples").glob("*.py"))
EXAMPLES = [*sorted((ROOT / "examples").glob("*.cpp")), *LOCUSTFILES]
USERS = """
#include <acrida/acrida.h>
#include "settings.h"
using namespace acrida;
class Patient : public HttpUser {
 public:
  Patient() { task(&Patient::ask); }
  Task<> ask() { co_await client().get(kPath); }
};
ACRIDA_USERS(Patient)
"""


def listens(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Examples(ProgramTest):
    def test_each_example_runs_against_the_model_without_a_failure(self):
        _, port = self.served_model("--threads", "2")
        self.assertGreaterEqual(len(EXAMPLES), 3)
        runs = {example: self.start("acrida", "-f", example, "-H", f"http://127.0.0.1:{port}", "--headless", "--only-summary",
                                    "-u", "4", "-r", "20", "-t", "3s", "-s", "20s", "--summary", f"{example.stem}.json")
                for example in EXAMPLES}
        for example, run in runs.items():
            with self.subTest(example=example.name):
                done = run.end()
                self.assertIn(done.returncode, (0, 4), done.stderr)  # 4: of open load, when too many run at once
                totals = read_json(self.folder / f"{example.stem}.json")["totals"]
                self.assertGreater(totals["requests"], 4)
                self.assertEqual((totals["failures"], totals["exceptions"]), (0, 0))
                self.assertEqual(final_table(done.stderr)["", "Aggregated"], (totals["requests"], 0))

    @unittest.skipIf(SANITIZED, "users in Python run in other builds")
    def test_the_locustfile_judges_the_whole_run_by_its_own_option(self):
        self.assertEqual([file.name for file in LOCUSTFILES], ["locustfile.py", "open_load.py", "shaped.py"])
        for delay, exit_code in ((0.4, 1), (0, 0)):
            with self.subTest(delay), CountingServer({"/predict": Rule(body='{"diagnosis": "clear"}', delay=delay)}) as server:
                done = self.acrida("-f", ROOT / "examples/locustfile.py", "-H", server.url, "--headless", "--only-summary", "-u", "6",
                                   "-r", "20", "-t", "2s", "-s", "20s", "--processes", "2", "--exclude-tags", "invalid",
                                   "--limit", "300")
                self.assertEqual(done.returncode, exit_code, done.stderr)
                self.assertEqual(final_table(done.stderr).keys(), {("GET", "/health"), ("POST", "/predict"), ("", "Aggregated")})
                self.assertEqual("more than 300 ms" in done.stdout, bool(exit_code))

    @unittest.skipIf(SANITIZED, "users in Python run in other builds")
    def test_the_shape_draws_its_day(self):
        with CountingServer() as server:
            done = self.acrida("-f", ROOT / "examples/shaped.py", "-H", server.url, "--headless", "-s", "20s", "--csv", "day")
            self.assertEqual(done.returncode, 0, done.stderr)
            rows = read_csv(self.folder / "day_stats_history.csv")
            users = [int(row["User Count"]) for row in rows]
            self.assertEqual(max(users), 20)
            self.assertIn(2, users[:2])
            self.assertLess(users.index(5), users.index(20))
            self.assertEqual(int(rows[-1]["Total Request Count"]), server.settle().of())

    def test_tokens_of_a_stream_are_timed(self):
        port = free_port()
        streaming = ROOT / "examples" / "streaming"
        with subprocess.Popen(["/usr/bin/python3", streaming / "server.py", str(port)]) as server:
            try:
                until(lambda: listens(port), "the server of the example")
                done = self.acrida("-f", streaming / "tokens.cpp", "-H", f"http://127.0.0.1:{port}", "--headless", "-u", "4",
                                   "-r", "20", "-t", "2s", "-s", "20s", "--summary", "tokens.json")
            finally:
                server.terminate()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Event gaps", done.stderr)
        totals = read_json(self.folder / "tokens.json")["totals"]
        self.assertGreater(totals["requests"], 4)
        self.assertEqual(totals["event_gaps_ms"]["count"], totals["requests"] * 10)  # eleven events each
        self.assertGreater(totals["timing_ms"]["first_byte"], 100)
        self.assertGreater(totals["gap_ms"], 15)

    def test_random_patients_are_all_different_and_the_same_again_for_the_same_seed(self):
        with CountingServer() as one, CountingServer() as same, CountingServer() as another:
            runs = [self.start("acrida", "-f", ROOT / "examples" / "randomized.cpp", "-H", server.url, "--headless", "-t", "2s",
                               "--seed", seed) for server, seed in ((one, 7), (same, 7), (another, 8))]
            for run in runs:
                run.end()
            first, again, other = (server.settle().bodies["/predict"] for server in (one, same, another))
        self.assertGreater(len(first), 3)
        self.assertEqual(len(set(first + other)), len(first + other))
        self.assertEqual(first[:4], again[:4])

    def test_an_installed_acrida_needs_nothing_of_the_checkout(self):
        if not (BIN.parent / "CMakeCache.txt").exists():
            self.skipTest(f"{BIN.parent} is no build folder to install from")
        prefix = self.folder / "prefix"
        subprocess.run(["cmake", "--install", BIN.parent, "--prefix", prefix], check=True, capture_output=True, timeout=PATIENCE)
        example = self.write("users.cpp", (ROOT / "examples" / "randomized.cpp").read_bytes())
        run = Running([prefix / "bin" / "acrida", "-f", example, "--list"], self.folder,
                      {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache"), "ACRIDA_CXXFLAGS": "-H"})  # names headers
        self.addCleanup(run.kill)
        done = run.end()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, "Available Users:\n    Patient\n")
        headers = re.findall(r"(?m)^\.+ (\S*/acrida/\S+\.h)$", done.stderr)
        self.assertIn(prefix / "include/acrida/acrida.h", map(pathlib.Path, headers))
        for header in headers:
            self.assertTrue(pathlib.Path(header).resolve().is_relative_to(prefix.resolve()), header)
        self.assertNotIn(str(ROOT / "include"), done.stderr)
        version = subprocess.run([prefix / "bin" / "acrida-model", "--version"], check=True, capture_output=True, text=True,
                                 timeout=PATIENCE)
        self.assertRegex(version.stdout, r"^acrida-model \d")


class CompileCache(ProgramTest):
    def setUp(self):
        super().setUp()
        self.cache = str(self.folder / "cache")
        self.log = self.write("log", "")
        self.compiler = self.write("compiler", f'#!/bin/sh\necho "$@" >>{self.log}\nexec g++ "$@"\n')
        self.compiler.chmod(0o755)
        self.write("users.cpp", USERS)
        self.write("settings.h", 'inline constexpr const char* kPath = "/a";\n')

    def compiles(self, **env):
        """How often the compiler makes a library for one --list."""
        self.log.write_text("")
        done = self.acrida("-f", "users.cpp", "--list", env={"CXX": str(self.compiler), **env})
        self.assertEqual((done.returncode, done.stdout), (0, "Available Users:\n    Patient\n"), done.stderr)
        return self.log.read_text().count("-shared")

    def test_a_file_is_compiled_again_only_when_something_has_changed(self):
        self.assertEqual(self.compiles(), 1)
        self.assertEqual(self.compiles(), 0)
        os.utime(self.folder / "users.cpp", (1, 1))
        self.assertEqual(self.compiles(), 0, "a new date is no change")
        self.write("settings.h", 'inline constexpr const char* kPath = "/b";\n')
        self.assertEqual(self.compiles(), 1, "a header has changed")
        self.write("users.cpp", USERS.replace("get(", "head("))
        self.assertEqual(self.compiles(), 1, "the file has changed")
        self.assertEqual(self.compiles(ACRIDA_CXXFLAGS="-O0"), 1, "the flags have changed")
        self.write("users.cpp", USERS)
        self.write("settings.h", 'inline constexpr const char* kPath = "/a";\n')
        self.assertEqual(self.compiles(), 0, "it is as it was")

    def test_the_cache_is_its_owners_alone(self):
        self.compiles()
        folder = pathlib.Path(self.cache) / "acrida"
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual(sorted(file.suffix for file in folder.iterdir()), [".from", ".so"],
                         "a library and its manifest, and nothing left behind")
        for mode in (0o722, 0o720, 0o702):
            folder.chmod(mode)
            done = self.acrida("-f", "users.cpp", "--list")
            self.assertEqual(done.returncode, 1)
            self.assertIn("can be written by others", done.stderr)
        if os.geteuid() == 0:
            folder.chmod(0o700)
            os.chown(folder, 12345, -1)
            self.assertEqual(self.acrida("-f", "users.cpp", "--list").returncode, 1, "it is somebody else's")

    def test_what_does_not_compile_leaves_nothing_in_the_cache(self):
        self.write("users.cpp", USERS + "static int unknown = nothing;")
        self.assertEqual(self.acrida("-f", "users.cpp", "--list").returncode, 1)
        self.assertEqual(list(pathlib.Path(self.cache).rglob("*.*")), [])

    def test_two_runs_that_compile_at_once_both_succeed(self):
        runs = [self.start("acrida", "-f", "users.cpp", "--list") for _ in range(2)]
        for run in runs:
            done = run.end()
            self.assertEqual((done.returncode, done.stdout), (0, "Available Users:\n    Patient\n"), done.stderr)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
