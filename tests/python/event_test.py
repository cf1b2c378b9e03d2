"""Events: listeners, their order, and what they raise."""

import logging
import unittest

from locust import log
from locust.event import EventHook, Events
from locust.exception import StopUser


class Hook(unittest.TestCase):
    def setUp(self):
        self.hook = EventHook()
        self.heard = []
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.addCleanup(setattr, log, "unhandled_greenlet_exception", False)

    def test_listeners_are_called_in_order_or_the_last_first(self):
        for name in "ab":
            self.hook.add_listener(lambda name=name, **_: self.heard.append(name))
        self.hook.fire()
        self.hook.fire(reverse=True)
        self.assertEqual(self.heard, ["a", "b", "b", "a"])

    def test_add_listener_is_a_decorator(self):
        @self.hook.add_listener
        def listener(**_):
            self.heard.append(1)

        self.hook.remove_listener(listener)
        self.hook.fire()
        self.assertEqual(self.heard, [])

    def test_a_listener_that_raises_is_reported_and_the_others_are_called(self):
        self.hook.add_listener(lambda **_: 1 / 0)
        self.hook.add_listener(lambda **_: self.heard.append(1))
        logging.disable(logging.NOTSET)
        with self.assertLogs("locust.event", "ERROR") as logged:
            self.hook.fire()
        self.assertEqual(self.heard, [1])
        self.assertIn("ZeroDivisionError", logged.output[0])
        self.assertTrue(log.unhandled_greenlet_exception)

    def test_what_steers_a_user_goes_through(self):
        @self.hook.add_listener
        def stop(**_):
            raise StopUser

        with self.assertRaises(StopUser):
            self.hook.fire()
        self.assertFalse(log.unhandled_greenlet_exception)

    def test_measure_tells_how_long_its_block_took_and_keeps_its_exception(self):
        self.hook.add_listener(lambda **told: self.heard.append(told))
        with self.hook.measure("WS", "talk") as meta:
            meta["response_length"] = 7
        with self.hook.measure("WS", "talk"):
            raise ValueError("no")
        good, bad = self.heard
        self.assertEqual((good["request_type"], good["name"], good["response_length"]), ("WS", "talk", 7))
        self.assertGreaterEqual(good["response_time"], 0)
        self.assertIsNone(good["exception"])
        self.assertEqual(repr(bad["exception"]), "ValueError('no')")


class EventsOfATest(unittest.TestCase):
    def test_a_subclass_has_the_events_that_it_annotates(self):
        class Mine(Events):
            paid: EventHook

        self.assertIsInstance(Mine().paid, EventHook)
        self.assertIsNot(Mine().paid, Mine().paid)

    def test_old_listeners_hear_their_part_of_the_requests(self):
        events = Events()
        heard = []
        with self.assertLogs("locust.event", "WARNING"):
            events.request_success.add_listener(lambda **told: heard.append(("good", told)))
            events.request_failure.add_listener(lambda **told: heard.append(("bad", told)))
        request = {"request_type": "GET", "name": "/", "response_time": 1.5, "response_length": 2}
        error = ValueError()
        events.request.fire(**request, exception=None, context={})
        events.request.fire(**request, exception=error, context={})
        self.assertEqual(heard, [("good", request), ("bad", {**request, "exception": error})])

    def test_old_files_may_fire_the_old_events(self):
        events = Events()
        heard = []
        events.request.add_listener(lambda exception, **_: heard.append(exception))
        events.request_success.fire(request_type="X", name="y", response_time=1, response_length=0)
        events.request_failure.fire(request_type="X", name="y", response_time=1, response_length=0, exception="bad")
        self.assertEqual(heard, [None, "bad"])


if __name__ == "__main__":
    unittest.main()
