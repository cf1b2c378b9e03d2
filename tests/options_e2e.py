#!/usr/bin/python3
"""Options come from config files, the environment and the command line; the later wins, and a wrong one is told with its place."""
import re
import subprocess
import unittest

from support.programs import BIN, PATIENCE, ROOT, ProgramTest

USERS = """
#include <acrida/acrida.h>
using namespace acrida;
class Patient : public HttpUser {
 public:
  Patient() { wait_time(constant(20ms)); task(&Patient::ask); }
  Task<> ask() { co_await client().get("/health"); }
};
class Doctor : public Patient {};
ACRIDA_USERS(Patient, Doctor)
"""
BOTH = "Available Users:\n    Patient\n    Doctor\n"
NO_HOST = "http://127.0.0.1:1"  # nobody listens there


class Options(ProgramTest):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.home.mkdir()
        self.write("users.cpp", USERS)
        self.acrida("-f", "users.cpp", "--list")  # compiled now, so that no later run tells of it

    def start(self, program, *arguments, env=None, **options):
        return super().start(program, *arguments, env={"HOME": str(self.home), **(env or {})}, **options)

    def refused(self, sentence, *arguments, **env):
        done = self.acrida(*arguments, env=env)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertEqual(done.stderr, f"acrida: {sentence}\n")

    def listed(self, *arguments, **env):
        done = self.acrida("--list", *arguments, env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_a_users_file_is_named_by_each_source(self):
        self.assertEqual(self.listed(LOCUST_LOCUSTFILE="users.cpp"), BOTH)
        for path, text in (("home/.locust.conf", "locustfile = users.cpp"), ("locust.conf", "locustfile: users.cpp"),
                           ("pyproject.toml", '[tool.locust]\nlocustfile = "users.cpp"')):
            with self.subTest(path=path):
                file = self.write(path, text)
                self.assertEqual(self.listed(), BOTH)
                file.unlink()
        self.write("other.conf", "locustfile users.cpp")
        self.assertEqual(self.listed("--config", "other.conf"), BOTH)
        self.refused("nothing to run: name a users file with -f FILE; in this folder there is no locustfile.py", "--list")

    def test_user_classes_are_named_by_a_variable(self):
        self.assertEqual(self.listed("-f", "users.cpp", LOCUST_USER_CLASSES="Doctor"), "Available Users:\n    Doctor\n")
        self.assertEqual(self.listed("-f", "users.cpp", "Patient", LOCUST_USER_CLASSES="Doctor"),
                         "Available Users:\n    Patient\n")

    def test_the_later_source_wins(self):
        self.write("home/.locust.conf", f"host = {NO_HOST}\nheadless\nusers = 9\nspawn-rate = 9\nrun-time = 9h\nloglevel = DEBUG\n")
        self.write("locust.conf", "[a section]\nusers = 8\nspawn-rate = 8\nrun-time = 8h  # too long\n")
        self.write("pyproject.toml", '[tool.locust]\nspawn-rate = 7.5\nrun-time = "7h"\nlocustfile = "users.cpp"\n')
        self.write("night.conf", "run-time = 6h\nexit-code-on-error = 6\n")
        done = self.acrida("--config", "night.conf", "-t", "200ms", env={"LOCUST_EXIT_CODE_ON_ERROR": "5", "LOCUST_RUN_TIME": "5h"})
        self.assertIn("Run time limit set to 0.2 seconds", done.stderr)
        self.assertIn("Ramping to 8 users at a rate of 7.50 per second", done.stderr)
        self.assertEqual(done.returncode, 5, done.stderr)

    def test_what_is_wrong_is_told_with_its_place(self):
        run = ("-f", "users.cpp", "-H", NO_HOST, "--headless")
        self.refused("LOCUST_USERS: 'many' is not a whole number from 0 to 10000000", *run, LOCUST_USERS="many")
        self.refused("LOCUST_HTML (--html) is not built yet; unset it", *run, LOCUST_HTML="report.html")
        self.refused("--processes is for users in Python; users in C++ have --threads N", *run,
                     LOCUST_PROCESSES="4")
        for text, sentence in (("\nusers = many", "locust.conf:2: users: 'many' is not a whole number from 0 to 10000000"),
                               ("uesrs = 5", "locust.conf:1: there is no option 'uesrs' (did you mean users?)"),
                               ("headless = perhaps", "locust.conf:1: headless: 'perhaps' is none of true, yes, 1, false, no and 0"),
                               ("master", "locust.conf:1: master is not built yet; remove the line"),
                               ("= 5", "locust.conf:1: not an option and its value; write: users = 100")):
            with self.subTest(text=text):
                self.write("locust.conf", text)
                self.refused(sentence, *(word for word in run if text != "headless = perhaps" or word != "--headless"))
        self.write("locust.conf", "master = false\nhtml =\nusers = 0\n")
        self.assertEqual(self.listed("-f", "users.cpp", LOCUST_MODE_WORKER="false", LOCUST_WEB_PORT=""), BOTH)
        (self.folder / "locust.conf").unlink()
        self.write("pyproject.toml", "[tool.locust]\nusers = 5\nusers = 6\n")
        done = self.acrida(*run)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"\Aacrida: pyproject\.toml:3: .*users.*\n\Z")
        (self.folder / "pyproject.toml").unlink()
        self.refused("--config: cannot read 'nowhere.conf': No such file or directory", *run, "--config", "nowhere.conf")

    def test_help_is_narrow_and_is_given_whatever_is_wrong(self):
        self.write("locust.conf", "= 5")
        done = self.acrida("--nonsense", "--users", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)
        self.assertIn("Exit codes:", done.stdout)
        self.assertRegex(self.acrida("--version").stdout, r"\Aacrida \d+\.\d+\.\d+\n\Z")

    def test_the_documentation_lists_every_option_and_no_other(self):
        document = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
        listed = set(re.findall(r"--[a-z][a-z-]*", document))
        helped = set(re.findall(r"^  (?:-.,|   ) (--[a-z][a-z-]*)", self.acrida("--help").stdout, re.MULTILINE))
        self.assertGreater(len(helped), 30)
        self.assertEqual(helped - listed, set())
        for name in sorted(listed - helped):
            done = subprocess.run([BIN / "acrida", name], capture_output=True, text=True, check=False, timeout=PATIENCE)
            self.assertNotIn("unknown option", done.stderr, name)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
