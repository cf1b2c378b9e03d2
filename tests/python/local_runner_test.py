"""LocalRunner: the users of a test that was started from Python."""

import logging
import time
import unittest

import gevent

from locust import LoadTestShape, TaskSet, User, constant, log, task
from locust.env import Environment
from locust.exception import LocustError, RunnerAlreadyExistsError, StopTest, StopUser
from locust.runners import STATE_INIT, STATE_RUNNING, STATE_STOPPED, LocalRunner, MasterRunner, WorkerRunner
from locust.runners._allocation import Allocation


def noop(user):
    """A task that does nothing."""


class Idle(User):
    wait_time = constant(10)
    tasks = [noop]


class Test(unittest.TestCase):
    """With a time limit, and silence."""

    def setUp(self):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.addCleanup(setattr, log, "unhandled_greenlet_exception", False)
        limit = gevent.Timeout(20)
        limit.start()
        self.addCleanup(limit.close)
        self.story = []

    def runner_of(self, *user_classes, **arguments):
        self.environment = Environment(user_classes=list(user_classes), **arguments)
        runner = self.environment.create_local_runner()
        self.addCleanup(runner.quit)
        return runner

    def until(self, condition):
        while not condition():
            gevent.sleep(0.005)


class Counting(Test):
    def test_exact_counts_come_first_and_the_rest_by_weight(self):
        fixed = type("Fixed", (User,), {"fixed_count": 2})
        heavy = type("Heavy", (User,), {"weight": 3})
        light = type("Light", (User,), {})
        allocation = Allocation([light, fixed, heavy])
        self.assertEqual(allocation.counts(1), {light: 0, fixed: 1, heavy: 0})
        self.assertEqual(allocation.counts(10), {light: 2, fixed: 2, heavy: 6})
        self.assertEqual(allocation.counts(2), {light: 0, fixed: 2, heavy: 0})

    def test_one_user_more_is_one_of_one_class_more(self):
        classes = [type(f"Of{weight}", (User,), {"weight": weight}) for weight in (1, 2.5, 4)]
        allocation = Allocation(classes)
        for users in range(200):
            before, after = allocation.counts(users), allocation.counts(users + 1)
            self.assertEqual(sorted(after[cls] - before[cls] for cls in classes), [0, 0, 1])

    def test_no_more_users_than_exact_counts_if_all_are_exact(self):
        fixed = type("Fixed", (User,), {"fixed_count": 2})
        self.assertEqual(Allocation([fixed]).counts(5), {fixed: 2})


class Ramping(Test):
    def test_states_and_events_come_in_order(self):
        runner = self.runner_of(Idle)
        events = self.environment.events
        for name in ("test_start", "spawning_complete", "test_stopping", "test_stop"):
            getattr(events, name).add_listener(
                lambda name=name, **_: self.story.append((name, runner.state, runner.user_count)))
        self.assertEqual(runner.state, STATE_INIT)
        runner.start(3, 100, wait=True)
        runner.stop()
        self.assertEqual(self.story, [("test_start", "ready", 0), ("spawning_complete", "running", 3),
                                      ("test_stopping", "running", 3), ("test_stop", "stopped", 0)])

    def test_a_ramp_takes_its_time(self):
        runner = self.runner_of(Idle)
        began = time.monotonic()
        runner.start(3, 20, wait=True)
        self.assertLess(time.monotonic() - began, 0.1)  # a rate is a whole batch at once
        began = time.monotonic()
        runner.start(6, 10, wait=True)
        runner.start(5, 0.5, wait=True)
        self.assertEqual(runner.user_classes_count, {"Idle": 5})

    def test_a_ramp_that_is_changed_goes_to_the_new_number(self):
        runner = self.runner_of(Idle)
        runner.start(100, 1)
        self.until(lambda: runner.user_count == 1)
        runner.start(4, 100, wait=True)
        self.assertEqual((runner.user_count, runner.state, runner.target_user_count), (4, STATE_RUNNING, 4))
        runner.start(1, 100, wait=True)
        self.until(lambda: runner.user_count == 1)

    def test_spawn_users_starts_them_at_once(self):
        runner = self.runner_of(Idle)
        runner.spawn_users({"Idle": 7})
        self.assertEqual(runner.user_count, 7)

    def test_a_rate_of_nothing_is_refused(self):
        with self.assertRaisesRegex(ValueError, "above 0"):
            self.runner_of(Idle).start(1, 0)

    def test_the_host_of_the_environment_is_that_of_the_classes(self):
        hosted = type("Hosted", (Idle,), {"host": "http://own"})
        self.runner_of(hosted, host="http://other").start(1, 10, wait=True)
        self.assertEqual(hosted.host, "http://other")

    def test_there_is_one_runner(self):
        self.runner_of(Idle)
        with self.assertRaises(RunnerAlreadyExistsError):
            self.environment.create_local_runner()


class Stopping(Test):
    def test_a_task_may_stop_the_runner(self):
        class Stops(User):
            @task
            def stop_all(self):
                gevent.sleep(0.01)
                self.environment.runner.quit()

            def on_stop(inner):
                self.story.append("on_stop")

        runner = self.runner_of(Stops)
        runner.start(3, 100)
        runner.greenlet.join()
        self.until(lambda: runner.user_count == 0)
        self.assertEqual(runner.state, STATE_STOPPED)
        self.assertEqual(self.story, ["on_stop"] * 3)

    def test_stop_test_in_a_task_ends_the_test(self):
        class Stops(User):
            @task
            def stop_all(self):
                raise StopTest("enough")

        runner = self.runner_of(Stops, Idle)
        self.environment.events.test_stop.add_listener(lambda **_: self.story.append("stopped"))
        runner.start(4, 100)
        runner.greenlet.join()
        self.assertEqual((runner.state, runner.user_count, self.story), (STATE_STOPPED, 0, ["stopped"]))
        self.assertEqual(runner.exceptions, {})

    def test_stop_test_in_a_constructor_ends_the_test(self):
        class Homeless(Idle):
            def __init__(self, environment):
                super().__init__(environment)
                raise StopTest("no host")

        runner = self.runner_of(Homeless)
        runner.start(1, 1)
        runner.greenlet.join()
        self.assertEqual(runner.state, STATE_STOPPED)

    def test_a_task_has_the_stop_timeout_to_end(self):
        class Works(User):
            @task
            def work(inner):
                gevent.sleep(0.2)
                self.story.append("done")

        runner = self.runner_of(Works, stop_timeout=5)
        runner.start(2, 100, wait=True)
        gevent.sleep(0.05)
        runner.stop()
        self.assertEqual(self.story, ["done", "done"])

    def test_after_the_stop_timeout_it_is_over(self):
        class Works(User):
            @task
            def work(inner):
                gevent.sleep(10)
                self.story.append("done")

        runner = self.runner_of(Works, stop_timeout=0.1)
        runner.start(2, 100, wait=True)
        runner.stop()
        self.assertEqual((self.story, runner.user_count), ([], 0))

    def test_a_user_who_swallows_its_end_gets_it_again(self):
        class Stubborn(User):
            @task
            def work(inner):
                while True:
                    try:
                        inner.wait()
                        gevent.sleep(10)
                    except:  # noqa: E722
                        self.story.append("swallowed")
                        return

        runner = self.runner_of(Stubborn)
        runner.start(1, 100, wait=True)
        gevent.sleep(0.05)
        runner.stop()
        self.assertEqual((self.story, runner.user_count), (["swallowed"], 0))


class Exceptions(Test):
    def test_those_of_tasks_are_counted_by_traceback(self):
        class Fails(User):
            @task
            def fail(self):
                raise AssertionError("no")

        runner = self.runner_of(Fails)
        runner.start(2, 100)
        self.until(lambda: runner.exceptions and next(iter(runner.exceptions.values()))["count"] >= 2)
        (row,) = runner.exceptions.values()
        self.assertEqual((row["msg"], row["nodes"]), ("no", {"local"}))
        self.assertIn("in fail", row["traceback"])

    def test_those_of_on_start_are_counted_and_end_the_user(self):
        class Fails(User):
            tasks = [noop]

            def on_start(self):
                raise ValueError("not today")

            def on_stop(inner):
                self.story.append("on_stop")

        runner = self.runner_of(Fails)
        runner.start(1, 100, wait=True)
        self.until(lambda: runner.user_count == 0)
        self.assertEqual([row["msg"] for row in runner.exceptions.values()], ["not today"])
        self.assertEqual(self.story, [])

    def test_stop_user_in_on_start_is_no_exception(self):
        class Leaves(User):
            tasks = [noop]

            def on_start(self):
                raise StopUser

            def on_stop(inner):
                self.story.append("on_stop")

        runner = self.runner_of(Leaves)
        runner.start(1, 100, wait=True)
        self.until(lambda: runner.user_count == 0)
        self.assertEqual((runner.exceptions, self.story), ({}, ["on_stop"]))

    def test_a_user_that_forgot_the_base_constructor_is_told_so(self):
        class Forgot(User):
            def __init__(self, environment):
                pass

        with self.assertRaisesRegex(AssertionError, "Attribute 'environment' is missing on user Forgot"):
            Forgot(Environment()).run()

    def test_a_user_without_a_client_is_told_where_to_get_one(self):
        with self.assertRaisesRegex(LocustError, "no client to use .get of: derive the user from HttpUser"):
            Idle(Environment()).client.get("/")


class OldWaits(Test):
    def waits(self, **body):
        user = type("Old", (User,), {"wait_time": None, "tasks": [noop], **body})(Environment())
        return TaskSet(user).wait_time()

    def test_milliseconds_of_old_files_count_if_there_is_no_wait_time(self):
        self.assertEqual(self.waits(min_wait=50, max_wait=50), 0.05)
        self.assertEqual(self.waits(wait_function=lambda user: 70), 0.07)
        with self.assertRaisesRegex(LocustError, "Old has no wait_time: set it in the class"):
            self.waits()


class Shapes(Test):
    def test_a_shape_draws_the_users_until_it_ends(self):
        class Other(Idle):
            pass

        class Steps(LoadTestShape):
            def tick(self):
                return [(2, 100), (2, 100), (1, 100, [Other])][ticks.pop(0)] if ticks else None

        ticks = [0, 1, 2]
        runner = self.runner_of(Idle, Other, shape_class=Steps())
        self.environment.events.spawning_complete.add_listener(lambda user_count, **_: self.story.append(runner.user_classes_count))
        runner.start_shape()
        runner.greenlet.join()
        self.assertEqual(runner.state, STATE_STOPPED)
        self.assertEqual(self.story, [{"Idle": 1, "Other": 1}, {"Idle": 0, "Other": 1}])


class Messages(Test):
    def test_what_is_sent_comes_back(self):
        runner = self.runner_of(Idle)
        runner.register_message("hello", lambda environment, msg: self.story.append((msg.type, msg.data, environment)))
        runner.send_message("hello", {"a": 1})
        self.assertEqual(self.story, [("hello", {"a": 1}, self.environment)])
        with self.assertRaisesRegex(Exception, "already had a listener"):
            runner.register_message("hello", print)

    def test_runners_of_several_machines_are_only_names(self):
        environment = Environment()
        self.assertNotIsInstance(environment.create_local_runner(), (MasterRunner, WorkerRunner))
        self.assertIsInstance(environment.runner, LocalRunner)
        for make in (lambda: Environment().create_master_runner(), lambda: Environment().create_worker_runner("a", 1)):
            with self.assertRaisesRegex(LocustError, "--processes"):
                make()


class NestedSets(Test):
    def test_on_stop_of_inner_and_outer_set_and_user_are_called_in_this_order(self):
        class Outer(TaskSet):
            def on_stop(inner):
                self.story.append("outer")

            @task
            class Inner(TaskSet):
                def on_stop(inner):
                    self.story.append("inner")

                @task
                def work(self):
                    gevent.sleep(10)

        class Nested(User):
            tasks = [Outer]

            def on_stop(inner):
                self.story.append("user")

        runner = self.runner_of(Nested)
        runner.start(1, 100, wait=True)
        gevent.sleep(0.02)
        runner.stop()
        self.assertEqual(self.story, ["inner", "outer", "user"])


if __name__ == "__main__":
    unittest.main()
