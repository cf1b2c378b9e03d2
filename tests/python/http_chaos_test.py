#!/usr/bin/python3
"""Users that do everything at once, are killed and time out: nothing is lost, left over or mixed up."""

import gc
import random
import unittest

import locust  # noqa: F401 it makes the standard library cooperative, before anything else
import gevent
from locust.clients import HttpSession
from locust.contrib.fasthttp import FastHttpSession
from locust.env import Environment
from support.echo_server import EchoServer


def judge(session):
    with session.get("/echo", catch_response=True, context={"a": 1}) as response:
        response.request_meta["name"] = "judged"
        response.failure("x")


def leave_a_block(session):
    try:
        with session.get("/echo", catch_response=True):
            raise KeyError
    except KeyError:
        pass


def time_out(session):
    try:
        with gevent.Timeout(0.002):
            session.get("/slow/0.02")
    except gevent.Timeout:
        pass


def echo(session):
    number = str(random.random())
    assert session.post("/echo", json={"n": number}).json()["body"] == f'{{"n": "{number}"}}'


DEEDS = [echo, echo, echo, judge, leave_a_block, time_out,
         lambda session: session.get("/status/404"),
         lambda session: session.get("http://127.0.0.1:1/"),
         lambda session: session.get("/close"),
         lambda session: session.get("/redirect?/echo").url,
         lambda session: session.get("/a b?x").headers,
         lambda session: session.get("/echo", headers={"X": "y"}, name="n", params={"p": 1}),
         lambda session: session.get("/stream/2", stream=True).content,
         lambda session: session.get("/stream/9", stream=True),
         lambda session: session.post("/echo", data={"a": 1}, files={"f": b"x"}),
         lambda session: session.get("/cookie/a=1"),
         lambda session: session.get("/slow/0.01", timeout=0.005)]


class Chaos(unittest.TestCase):
    def live(self, number):
        session = FastHttpSession(self.environment, self.server.url, None)
        if number % 2:
            session = HttpSession(self.server.url, self.environment.events.request, None)
            session.trust_env = False
        for _ in range(20):
            random.choice(DEEDS)(session)

    def round(self):
        users = [gevent.spawn(self.live, number) for number in range(40)]
        gevent.sleep(0.03)
        for user in random.sample(users, 10):
            user.kill(block=False)
        gevent.joinall(users, timeout=30)
        self.assertEqual([user for user in users if not user.ready() or user.exception], [])
        del users
        self.server.seen.clear()
        self.environment.stats.clear_all()
        gc.collect()
        return len(gc.get_objects())

    def test_nothing_is_left_over(self):
        self.server = self.enterContext(EchoServer())
        self.environment = Environment()
        counts = [self.round() for _ in range(4)]
        self.assertLess(counts[-1], counts[1] + 1_000)


if __name__ == "__main__":
    unittest.main()
