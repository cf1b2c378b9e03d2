#!/usr/bin/python3
"""Greenlets wait on gevent's hub while the engine works, and the feed keeps what Locust's statistics are made of."""

import time
import unittest

import locust  # noqa: F401 it makes the standard library cooperative, before anything else
import _acrida
import gevent
from locust._hub import engine


class Engine(unittest.TestCase):
    def test_there_is_one(self):
        self.assertIs(engine(), engine())

    def test_sleeping_lets_others_run(self):
        order = []

        def sleeper(seconds):
            engine().sleep(seconds)
            order.append(seconds)

        gevent.joinall([gevent.spawn(sleeper, seconds) for seconds in (0.03, 0.01, 0, 0.02)])
        self.assertEqual(order, [0, 0.01, 0.02, 0.03])

    def test_the_main_greenlet_may_sleep_too(self):
        began = time.monotonic()
        engine().sleep(0.02)
        self.assertGreaterEqual(time.monotonic() - began, 0.02)

    def test_a_sleeper_can_be_killed_and_timed_out(self):
        sleeper = gevent.spawn(engine().sleep, 60)
        gevent.sleep(0)
        sleeper.kill()
        self.assertIsInstance(sleeper.value, gevent.GreenletExit)
        with self.assertRaises(gevent.Timeout), gevent.Timeout(0.01):
            engine().sleep(60)

    def test_two_sleep_on_after_a_third_was_killed(self):
        sleepers = [gevent.spawn(engine().sleep, 0.02) for _ in range(3)]
        gevent.sleep(0)
        sleepers[1].kill()
        gevent.joinall(sleepers, timeout=2)
        self.assertTrue(all(each.ready() for each in sleepers))

    def test_gevent_still_finds_that_nobody_waits(self):
        gevent.spawn(engine().sleep, 0.01).join()
        self.assertTrue(gevent.get_hub().join(timeout=5))

    def test_the_hub_itself_must_not_wait(self):
        caught = []

        def callback():
            try:
                engine().sleep(1)
            except RuntimeError as error:
                caught.append(str(error))

        gevent.get_hub().loop.run_callback(callback)
        gevent.sleep(0.01)
        self.assertIn("spawn a greenlet", caught[0])

    def test_exceptions_keep_their_place_across_a_sleep(self):
        def work():
            try:
                raise KeyError("a")
            except KeyError as error:
                try:
                    engine().sleep(0.001)
                    raise ValueError("b")
                except ValueError as other:
                    return other.__context__ is error

        greenlets = [gevent.spawn(work) for _ in range(20)]
        gevent.joinall(greenlets)
        self.assertEqual([each.value for each in greenlets], [True] * 20)


class Feed(unittest.TestCase):
    def setUp(self):
        self.feed = _acrida.StatsFeed(engine())

    def tell(self, ms, **more):
        self.feed(**{"request_type": "GET", "name": "/x", "response_time": ms, "response_length": 10, **more})

    def test_it_counts_as_a_listener(self):
        for ms in (1, 99.4, 104, 106, None):
            self.tell(ms, exception=None, context={})
        self.tell(1500, exception=ValueError("bad <A object at 0x7f01>"))
        entries, errors, anew = self.feed.take()
        method, name, requests, none, failures, total, least, most, length, times, ended, failed, last = entries[0]
        self.assertEqual((method, name, requests, none, failures, least, most, length), ("GET", "/x", 6, 1, 1, 1, 1500, 60))
        self.assertAlmostEqual(total, 1810.4)
        self.assertEqual(times, {1: 1, 99: 1, 100: 1, 110: 1, 1500: 1})
        self.assertEqual((sum(ended.values()), sum(failed.values())), (6, 1))
        self.assertAlmostEqual(last, time.time(), delta=1)
        self.assertEqual(errors[0][:4], ("GET", "/x", "ValueError('bad <A object at 0x....>')", 1))

    def test_what_was_taken_is_gone(self):
        self.tell(1)
        self.feed.take()
        self.assertEqual(self.feed.take(), ([], [], None))

    def test_times_are_rounded_to_two_digits_half_to_even(self):
        cases = {0.5: 0, 1.5: 2, 99.6: 100, 105: 100, 115: 120, 999: 1000, 1050: 1000, 1150: 1200, 12_345: 12_000, 12_500: 12_000,
                 3_600_000: 3_600_000}
        for ms, rounded in cases.items():
            self.tell(ms)
            self.assertEqual(self.feed.take()[0][0][9], {rounded: 1}, ms)

    def test_an_event_that_lacks_something_is_refused(self):
        with self.assertRaisesRegex(TypeError, "response_length"):
            self.feed(request_type="GET", name="/x", response_time=1)


if __name__ == "__main__":
    unittest.main()
