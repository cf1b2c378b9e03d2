"""Test functions in pytest: what acrida runs as users, pytest calls once."""

import os
import subprocess
import sys
import tempfile
import unittest

import locust  # noqa: F401 (whose patches let the server here answer while subprocess waits)
from support.echo_server import EchoServer

TESTS = """
def test_plain(session):
    answer = session.get("/text")
    answer.raise_for_status()

def test_fast(fastsession):
    assert fastsession.get("/text").status_code == 200

def test_that_fails(session):
    session.get("/status/500").raise_for_status()
"""


class Plugin(unittest.TestCase):
    def pytest(self, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "test_server.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(TESTS)
            done = subprocess.run([sys.executable, "-m", "pytest", "-p", "pytest_locust", "-p", "no:cacheprovider", path, *arguments],
                                  capture_output=True, text=True, check=False, timeout=60)
            return done.stdout + done.stderr

    def test_sessions_ask_the_host_that_is_named(self):
        with EchoServer() as server:
            said = self.pytest("--host", server.url)
        self.assertRegex(said, r"1 failed, 2 passed")
        self.assertRegex(said, r"HTTPError.*500")

    def test_without_a_host_it_says_what_to_do(self):
        self.assertIn("name a server with --host URL", self.pytest())


if __name__ == "__main__":
    unittest.main()
