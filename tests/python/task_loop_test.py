#!/usr/bin/python3
"""The loop of tasks in C++ does what a loop in Python would do, and lets others run."""

import logging
import random
import sys
import time
import unittest
from unittest import mock

import gevent
from locust import SequentialTaskSet, TaskSet, User, between, constant, task
from locust.env import Environment
from locust.exception import InterruptTaskSet, RescheduleTask, RescheduleTaskImmediately, StopTest, StopUser

OUTCOMES = ["return"] * 8 + ["later", "at once", "trouble", "schedule", "schedule first", "leave", "leave and wait", "enter"]


def run_in_python(self):
    """TaskSet.run() as it could be written with the methods that classes may override."""
    try:
        self.on_start()
    except InterruptTaskSet as interrupt:
        raise (RescheduleTaskImmediately if interrupt.reschedule else RescheduleTask)() from interrupt
    while True:
        try:
            if not self._task_queue:
                self.schedule_task(self.get_next_task())
            if self.user._state == "stopping":
                raise StopUser
            try:
                self.execute_next_task()
            except RescheduleTaskImmediately:
                continue
            except RescheduleTask:
                pass
            self.wait()
        except InterruptTaskSet as interrupt:
            self.on_stop()
            raise (RescheduleTaskImmediately if interrupt.reschedule else RescheduleTask)() from interrupt
        except (StopUser, StopTest, gevent.GreenletExit):
            self.on_stop()
            raise
        except Exception as error:
            self.user.environment.events.user_error.fire(user_instance=self, exception=error, tb=error.__traceback__)
            if not self.user.environment.catch_exceptions:
                raise
            self.wait()


def story_of(seed, run=None):
    """What happens to a user whose tasks do something by chance, as a list of events."""
    story, chance = [], random.Random(seed)

    def behave(who, where, name):
        story.append((type(who).__name__, name, where.user._state if isinstance(where, TaskSet) else where._state))
        if len(story) > 300:
            raise StopUser
        outcome = chance.choice(OUTCOMES)
        if outcome == "later":
            raise RescheduleTask
        if outcome == "at once":
            raise RescheduleTaskImmediately
        if outcome == "trouble":
            raise ValueError(name)
        if isinstance(where, TaskSet):
            if outcome.startswith("schedule"):
                where.schedule_task(where.second, first=outcome == "schedule first")
            elif outcome.startswith("leave"):
                where.interrupt(reschedule=outcome == "leave")
            elif outcome == "enter":
                where.schedule_task(Inner)

    class Inner(TaskSet):
        def on_start(self):
            story.append("inner starts")

        def on_stop(self):
            story.append("inner stops")

        def wait_time(self):
            story.append(("inner waits", self.user._state))
            return 0

        @task(3)
        def first(self):
            behave(self, self, "first")

        @task
        def second(self):
            behave(self, self, "second")

    class InOrder(SequentialTaskSet):
        first = Inner.first

        @task
        def second(self):
            behave(self, self, "second")

        inner = Inner

        @task(2)
        def third(self):
            behave(self, self, "third")

    class Chooses(TaskSet):
        def get_next_task(self):
            story.append("chooses")
            return Inner.first

        def execute_task(self, task):
            story.append("executes")
            super().execute_task(task)

        def second(self):
            behave(self, self, "bound")

    class Somebody(User):
        tasks = {Inner: 2, InOrder: 1, Chooses: 1}

        def wait_time(self):
            story.append(("waits", self._state))
            return 0

        @task(5)
        def alone(self):
            behave(self, self, "alone")

        def on_stop(self):
            story.append("user stops")

    environment = Environment(user_classes=[Somebody])
    environment.events.user_error.add_listener(
        lambda user_instance, exception, tb: story.append(
            ("error", type(user_instance).__name__, repr(exception), sys.exc_info()[1] is exception, tb.tb_frame is not None)))
    random.seed(seed)
    with mock.patch.object(TaskSet, "run", run or TaskSet.run):
        Somebody(environment).run()
    return story, random.getstate()


class SameAsPython(unittest.TestCase):
    def setUp(self):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)

    def test_users_with_a_random_life_have_the_same_one(self):
        seen = set()
        for seed in range(200):
            story, state = story_of(seed)
            expected, expected_state = story_of(seed, run_in_python)
            self.assertEqual(story, expected)
            self.assertEqual(state, expected_state)
            seen.update(map(str, story))
        for event in ("inner stops", "executes", "('inner waits', 'waiting')", "('waits', 'waiting')", "user stops"):
            self.assertIn(event, seen)


class Loop(unittest.TestCase):
    def setUp(self):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.environment = Environment()

    def start(self, user_class):
        user = user_class(self.environment)
        greenlet = gevent.spawn(user.run)
        self.addCleanup(greenlet.kill)
        return user, greenlet

    def test_a_user_who_never_blocks_lets_others_run(self):
        class Busy(User):
            turns = 0

            @task
            def work(self):
                Busy.turns += 1

        class Raising(User):
            @task
            def again(self):
                raise RescheduleTaskImmediately

        for user_class in (Busy, Busy, Raising):
            self.start(user_class)
        late = []
        for _ in range(20):
            began = time.perf_counter()
            gevent.sleep(0.001)
            late.append(time.perf_counter() - began)
        self.assertLess(sorted(late)[10], 0.1)
        self.assertGreater(Busy.turns, 20)

    def test_tasks_appended_while_it_runs_are_chosen(self):
        class Growing(User):
            tasks = []

            @task
            def grow(self):
                self.tasks.append(stop)

        def stop(user):
            raise StopUser

        self.start(Growing)[1].join(5)
        self.assertIn(stop, Growing.tasks)

    def test_a_waiting_user_is_killed_in_its_wait(self):
        class Waiting(User):
            wait_time = constant(100)
            stopped = 0

            @task
            def nothing(self):
                pass

            def on_stop(self):
                Waiting.stopped += 1

        user, greenlet = self.start(Waiting)
        gevent.sleep(0.01)
        self.assertEqual(user._state, "waiting")
        greenlet.kill(timeout=5)
        self.assertEqual((greenlet.dead, Waiting.stopped), (True, 1))

    def test_a_task_cannot_swallow_the_end_of_its_user(self):
        class Stubborn(User):
            @task
            def hold_on(self):
                try:
                    gevent.sleep(100)
                except:  # noqa: E722 as people write it
                    pass

        user, greenlet = self.start(Stubborn)
        gevent.sleep(0.01)
        user.killed = True
        greenlet.kill(timeout=5)
        self.assertTrue(greenlet.dead)

    def test_a_stopping_user_ends_its_task_and_no_more(self):
        class Slow(User):
            began = ended = 0

            @task
            def slow(self):
                Slow.began += 1
                gevent.sleep(0.02)
                Slow.ended += 1

        user, greenlet = self.start(Slow)
        gevent.sleep(0.01)
        user._state = "stopping"
        greenlet.join(5)
        self.assertEqual((greenlet.dead, Slow.began, Slow.ended), (True, 1, 1))

    def test_a_stopping_user_begins_no_other_task_at_once(self):
        class Hasty(User):
            runs = 0

            @task
            def again(self):
                Hasty.runs += 1
                self._state = "stopping"
                raise RescheduleTaskImmediately

        self.start(Hasty)[1].join(5)
        self.assertEqual(Hasty.runs, 1)

    def test_an_exception_that_is_not_to_be_caught_ends_the_run(self):
        class Failing(User):
            @task
            def fail(self):
                raise ValueError("mine")

        self.environment.catch_exceptions = False
        with self.assertRaisesRegex(ValueError, "mine"):
            Failing(self.environment).run()

    def test_a_wait_time_that_is_no_number_of_seconds_is_an_error_of_the_user(self):
        class Odd(User):
            wait_time = constant("long")

            @task
            def nothing(self):
                pass

        errors = []
        self.environment.events.user_error.add_listener(lambda exception, **_: errors.append(exception))
        with self.assertRaises(TypeError):
            Odd(self.environment).run()
        self.assertIsInstance(errors[0], TypeError)

    def test_waits_last_as_long_as_they_are(self):
        class Patient(User):
            wait_time = between(0.02, 0.03)
            at = []

            @task
            def note(self):
                Patient.at.append(time.perf_counter())
                if len(Patient.at) > 5:
                    raise StopUser

        self.start(Patient)[1].join(10)
        for sooner, later in zip(Patient.at, Patient.at[1:]):
            self.assertGreaterEqual(later - sooner, 0.02)

    def test_only_users_of_the_package_have_such_a_loop(self):
        import _acrida

        with self.assertRaisesRegex(TypeError, "needs a task set of a locust.User"):
            _acrida.run_tasks(type("Other", (), {"user": 5})())


if __name__ == "__main__":
    unittest.main()
