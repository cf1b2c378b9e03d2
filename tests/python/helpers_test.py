"""Helpers for locustfiles: a log of requests as CSV, one user under a debugger, a cache."""

import contextlib
import csv
import io
import logging
import os
import tempfile
import unittest

import locust
from locust import User, debug, events, run_single_user, task
from locust.contrib.csv_request_logger import CsvRequestLogger
from locust.env import Environment
from locust.event import Events
from locust.exception import StopUser
from locust.user.inspectuser import print_task_ratio
from locust.util.cache import memoize
from locust.util.rounding import proper_round
from locust.util.timespan import parse_timespan

_REQUEST = {"request_type": "GET", "name": "/", "response_length": 5}


class Logger(unittest.TestCase):
    def test_each_request_is_a_row(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "new", "requests.csv")
            environment = Environment()
            CsvRequestLogger(path).register(environment)
            answer = type("Answer", (), {"status_code": 201})()
            fire = environment.events.request.fire
            fire(**_REQUEST, response_time=1.234, response=answer, start_time=12.5)
            fire(**_REQUEST, response_time=None, response=None, start_time=13.5, exception=ValueError("x"))
            environment.events.quitting.fire(environment=environment)
            fire(**_REQUEST, response_time=1)
            with open(path, newline="", encoding="utf-8") as file:
                rows = list(csv.reader(file))
        self.assertEqual(rows, [
            "timestamp request_type name response_time_ms response_length status_code exception".split(),
            ["12.5", "GET", "/", "1.23", "5", "201", ""],
            ["13.5", "GET", "/", "", "5", "0", "x"],
        ])


class SingleUser(unittest.TestCase):
    def test_it_runs_here_and_prints_its_requests(self):
        class Single(User):
            @task
            def work(self):
                self.environment.events.request.fire(**_REQUEST, response_time=12.3, response=None, exception=None, context={})
                raise StopUser

        self.addCleanup(setattr, locust, "events", events)
        self.addCleanup(setattr, debug, "_env", None)
        locust.events = Events()
        started = []
        locust.events.test_start.add_listener(lambda environment, **_: started.append(environment))
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            run_single_user(Single, include_length=True, loglevel=None)
        line = said.getvalue().splitlines()[-1].split("\t")
        self.assertEqual([word.strip() for word in line], ["GET", "/", "12", "", "5"])
        self.assertIsInstance(started[0].single_user_instance, Single)


class Ratios(unittest.TestCase):
    def test_they_are_printed_as_a_tree(self):
        def often(user):
            pass

        def seldom(user):
            pass

        cls = type("Somebody", (User,), {"tasks": {often: 3, seldom: 1}})
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            print_task_ratio([cls], 1, False)
        self.assertEqual([line.split() for line in said.getvalue().splitlines()],
                         [["100.0", "Somebody"], ["75.0", "often"], ["25.0", "seldom"]])


class Small(unittest.TestCase):
    def test_memoize_asks_again_after_a_while(self):
        calls = []
        counted = memoize(timeout=60)(lambda: calls.append(1) or len(calls))
        self.assertEqual((counted(), counted()), (1, 1))
        counted.clear_cache()
        self.assertEqual(counted(), 2)

    def test_times_are_read_as_people_write_them(self):
        self.assertEqual([parse_timespan(text) for text in ("20", "20s", "3m", "2h", "1h20m", "3h30m10s")],
                         [20, 20, 180, 7200, 4800, 12610])
        self.assertEqual((parse_timespan("500ms"), parse_timespan("1.5s"), parse_timespan("1.5")), (0.5, 1.5, 1.5))
        self.assertIs(type(parse_timespan("2.0s")), int)
        for text in ("", None, "s", "x", "-1s", "1x", "1s2", "1 s", "1..5s", "1e5s", "nan"):
            with self.assertRaises(ValueError):
                parse_timespan(text)

    def test_halves_are_rounded_up(self):
        self.assertEqual((proper_round(2.5), proper_round(2.45, 1)), (3, 2.5))


class Log(unittest.TestCase):
    def test_setup_logging_writes_lines_with_host_level_and_name(self):
        from locust.log import get_logs, setup_logging

        before, level = logging.root.handlers[:], logging.root.level
        self.addCleanup(lambda: (logging.root.handlers.__setitem__(slice(None), before), logging.root.setLevel(level)))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "log")
            setup_logging("info", path)
            logging.getLogger("mine").info("hello")
            with open(path, encoding="utf-8") as file:
                self.assertRegex(file.read(), r"^\[\d{4}-\d\d-\d\d [\d:,]+\] \S+/INFO/mine: hello\n$")
        self.assertRegex(get_logs()[-1], "mine: hello$")


if __name__ == "__main__":
    unittest.main()
