#!/usr/bin/python3
"""What `cmake --install` installs: all that a person needs to compile users by hand, and nothing of the inside."""
import pathlib
import re
import subprocess
import tempfile
import unittest

from support.programs import BIN, ROOT, SANITIZED, ProgramTest

WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror".split()


class Install(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prefix = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        subprocess.run(["cmake", "--install", BIN.parent, "--prefix", cls.prefix], check=True, stdout=subprocess.DEVNULL)

    def test_examples_compile_by_hand_and_without_a_warning(self):
        library = next(self.prefix.glob("lib*/**/libacrida.so")).parent
        for example in sorted((ROOT / "examples").glob("*.cpp")):
            with self.subTest(example.name):
                done = subprocess.run(
                    ["g++", "-std=c++20", *WARNINGS, "-shared", "-fPIC", "-I", self.prefix / "include", example,
                     "-o", self.folder / "users.so", "-L", library, "-lacrida"],
                    capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_nothing_of_the_inside_is_installed(self):
        installed = {str(file.relative_to(self.prefix)) for file in self.prefix.rglob("*") if not file.is_dir()}
        headers = {f"include/{file.relative_to(ROOT / 'include')}" for file in (ROOT / "include").rglob("*.h")}
        programs = {"bin/acrida", "bin/acrida-model"}
        package = set() if SANITIZED else {f"python/{file.relative_to(ROOT / 'python')}" for file in (ROOT / "python").rglob("*.py")}
        libraries = {file for file in installed if file.endswith(".so")}
        self.assertEqual({re.sub("^lib.*/acrida/", "", file) for file in installed - libraries},
                         headers | programs | package)
        self.assertEqual({pathlib.Path(file).name.partition(".")[0] for file in libraries},
                         {"libacrida"} if SANITIZED else {"libacrida", "_acrida"})

    @unittest.skipIf(SANITIZED, "users in Python are not built with sanitizers")
    def test_users_in_python_run_from_where_it_is_installed(self):
        self.write("locustfile.py", "from locust import User, task\nclass Idle(User):\n    @task\n    def rest(self): pass\n")
        done = subprocess.run([self.prefix / "bin/acrida", "-f", "locustfile.py", "--list"], cwd=self.folder,
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, "Available Users:\n    Idle\n"), done.stderr)


if __name__ == "__main__":
    unittest.main()
