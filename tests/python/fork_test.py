#!/usr/bin/python3
"""A process that forks goes on as before, and so does its child: multiprocessing is used in locustfiles."""

import subprocess
import sys
import unittest

import locust  # noqa: F401 it makes the standard library cooperative, before anything else
from support.echo_server import EchoServer

# Requests are on their way while a child is made, which waits, and sends one of its own.
FORKS = """
import os, sys, time
import locust
import gevent
from locust.clients import HttpSession
from locust.env import Environment

session = HttpSession(sys.argv[1], Environment().events.request, None)
session.trust_env = False
session.get("/echo")

def ask():
    return [session.get("/slow/0.05").status_code for _ in range(8)]

users = [gevent.spawn(ask) for _ in range(4)]
gevent.sleep(0.02)
child = os.fork()
if child == 0:
    for _ in range(20):
        time.sleep(0.01)
    own = HttpSession(sys.argv[1], Environment().events.request, None)
    own.trust_env = False
    statuses = session.get("/echo").status_code, own.get("/echo").status_code
    os._exit(0 if statuses == (200, 200) else 9)
gevent.joinall(users)
print({status for user in users for status in user.value}, os.waitpid(child, 0)[1])
"""


class Fork(unittest.TestCase):
    def test_leaves_the_requests_that_are_out_to_the_parent(self):
        with EchoServer() as server:
            done = subprocess.run([sys.executable, "-c", FORKS, server.url], capture_output=True, text=True, timeout=20)
            self.assertEqual((done.returncode, done.stdout), (0, "{200} 0\n"), done.stderr)
            self.assertEqual(len(server.seen), 1 + 4 * 8 + 2)


if __name__ == "__main__":
    unittest.main()
