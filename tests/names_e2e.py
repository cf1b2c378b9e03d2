#!/usr/bin/python3
"""Hosts by name and by address, and what a machine runs out of: the real program against servers on the loopback."""
import os
import re
import resource
import socket
import unittest

from support.counting_server import CountingServer
from support.programs import ProgramTest, final_table, read_json

USERS = """
#include <acrida/acrida.h>
using namespace acrida;
class Patient : public HttpUser {
 public:
  Patient() { wait_time(constant(20ms)); task(&Patient::ask); }
  Task<> ask() { co_await client().get("/health"); }
};
ACRIDA_USERS(Patient)
"""


class Names(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("users.cpp", USERS)

    def run_against(self, host, *arguments, **options):
        done = self.acrida("-f", "users.cpp", "-H", host, "--headless", "-r", "1000", "-s", "20s", "--summary", "s.json",
                           *arguments, **options)
        return done, read_json(self.folder / "s.json")

    def test_a_name_of_etc_hosts(self):
        if "127.0.0.1" not in {each[4][0] for each in socket.getaddrinfo("localhost", None)}:
            self.skipTest("localhost is not 127.0.0.1 here")
        with CountingServer() as server:
            done, summary = self.run_against(f"http://localhost:{server.port}", "-u", "50", "-t", "1s", "--threads", "2")
            server.settle()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(final_table(done.stderr)["", "Aggregated"], (server.of(), 0))
        self.assertGreater(server.of(), 50)
        self.assertLess(summary["totals"]["timing_ms"]["dns"], 5)

    def test_an_address_of_ipv6(self):
        try:
            with socket.socket(socket.AF_INET6) as probe:
                probe.bind(("::1", 0))
        except OSError as error:
            self.skipTest(f"no IPv6 here: {error}")
        server = self.start("acrida-model", "serve", "--model", self.trained_model(), "--host", "::1", "--port", "0")
        port = server.wait_for(r"^listening on http://\[::1\]:(\d+)$").group(1)
        done, _ = self.run_against(f"http://[::1]:{port}", "-u", "5", "-t", "500ms")
        self.assertEqual(done.returncode, 0, done.stderr)
        requests, failures = final_table(done.stderr)["", "Aggregated"]
        self.assertEqual(failures, 0)
        self.assertGreater(requests, 5)

    def test_a_name_that_does_not_exist_is_a_failure_of_every_request(self):
        done, summary = self.run_against("http://nosuch.invalid", "-u", "5", "-t", "500ms")
        self.assertEqual(done.returncode, 1, done.stderr)
        requests, failures = final_table(done.stderr)["", "Aggregated"]
        self.assertGreater(requests, 5)
        self.assertEqual(failures, requests)
        [error] = summary["errors"]
        self.assertEqual((error["kind"], error["count"]), ("dns", requests))
        self.assertIn("cannot find the address of 'nosuch.invalid': there is no such name", error["error"])

    @unittest.skipIf("undefined" in os.environ.get("ACRIDA_SANITIZE", ""),
                     "UBSan looks at memory through a pipe, and takes any for broken when there are no descriptors left")
    def test_too_few_descriptors_are_told_before_the_start_and_by_every_request(self):
        with CountingServer() as server:
            done, summary = self.run_against(
                server.url, "-u", "150", "-t", "1s",
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128)))
        self.assertEqual(done.returncode, 1, done.stderr)
        warning = re.search(r"WARNING.*150 users .* need 214 descriptors and this process may have 128: .*", done.stderr)
        self.assertIsNotNone(warning, done.stderr)
        self.assertLess(warning.start(), done.stderr.index("Ramping to"))
        self.assertIn("LimitNOFILE=", warning[0])
        requests, failures = final_table(done.stderr)["", "Aggregated"]
        self.assertGreater(requests - failures, 50)
        [error] = summary["errors"]
        self.assertIn("no file descriptors are left for this process; raise their number with ulimit -n", error["error"])


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
