#!/usr/bin/python3
"""Servers of others: every answer is what it should be, and acrida has counted what the server's log says."""
import collections
import pathlib
import tempfile
import unittest

from support import real_servers
from support.programs import ROOT, ProgramTest, read_json

VISITOR = ROOT / "tests/support/real_servers/visitor.cpp"
USERS, VISITS = 4, 5
# What a run needs to speak to a server: its options.
SPEAKING = {
    "http": [],
    "https": ["--insecure"],
    "h2": ["--insecure", "--http2"],
    "h2c": ["--h2c"],
}
VERSIONS = {"http": "HTTP/1.1", "https": "HTTP/1.1", "h2": "HTTP/2.0", "h2c": "HTTP/2.0"}


class RealServers(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # One folder for all: started in another, acrida compiles the users file again.
        cls.home = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))

    def setUp(self):
        super().setUp()
        self.folder = self.home

    def visit(self, server, speaking, closing):
        """A run, of which every answer must be right. Gives {path: requests} by its summary."""
        summary = self.folder / "summary.json"
        done = self.acrida("-f", VISITOR, "-H", server.url(speaking), "--headless", "--only-summary", "-u", USERS, "-r", 1000,
                           "-s", "20s", "--summary", summary, "--pages", ",".join(sorted(server.offers)), "--visits", VISITS,
                           f"--closing={'yes' if closing else 'no'}", *SPEAKING[speaking])
        self.assertEqual(done.returncode, 0, done.stderr + server.output.read_text(errors="replace"))
        found = read_json(summary)
        totals = found["totals"]
        self.assertEqual([totals[key] for key in ("failures", "exceptions", "in_flight_at_end")], [0, 0, 0], done.stderr)
        counted = {each["name"]: each["requests"] for each in found["endpoints"]}
        self.assertEqual(counted, {f"/{page}": USERS * VISITS for page in server.offers})
        return counted

    def check(self, kind, speaking, closing):
        with kind() as server:
            counted = self.visit(server, speaking, closing)
            logged = server.stop()
        counted["/plain"] += counted.get("/redirect", 0)  # where that leads
        self.assertEqual(collections.Counter(each.path for each in logged), counted)
        self.assertEqual({each.version for each in logged}, {VERSIONS[speaking]})
        if server.tells_clients:
            connections = len({each.client for each in logged})
            if speaking in ("h2", "h2c"):
                self.assertLessEqual(connections, USERS)
            elif server.keeps_alive and not closing:
                self.assertEqual(connections, USERS)
            else:  # nearly as many as requests: a port may come up twice
                self.assertGreater(connections, 0.9 * len(logged))

    def check_all(self, kind):
        missing = kind.missing()
        if missing:
            self.skipTest(missing)
        for speaking in sorted(kind.speaks):
            for closing in (False, True) if speaking in ("http", "https") else (False,):
                with self.subTest(speaking=speaking, closing=closing):
                    self.check(kind, speaking, closing)


def test_of(kind):
    return lambda self: self.check_all(kind)


for each in real_servers.ALL:
    setattr(RealServers, f"test_{each.__name__}", test_of(each))

del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
