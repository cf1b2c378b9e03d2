#!/usr/bin/python3
"""What between(), constant() and their like return: methods of users that give seconds."""

import random
import time
import unittest
import weakref

from _acrida import Between, Constant, ConstantPacing, ConstantThroughput, Poisson, TaskSetBase, UserBase


def user_who_waits(wait, base=UserBase):
    class User(base):
        wait_time = wait

        def __init__(self, environment, *, note=None):
            self.environment, self.note = environment, note

    return User("an environment", note="kept")


def between_clocks(call):
    """What a call gives, and the times before and after it: a busy machine may stop us anywhere."""
    before = time.perf_counter()
    result = call()
    return result, (before, time.perf_counter())


class WaitTimes(unittest.TestCase):
    def test_between_draws_as_uniform_does(self):
        user = user_who_waits(Between(1.25, 5))
        random.seed(11)
        waits = [user.wait_time() for _ in range(10_000)]
        random.seed(11)
        self.assertEqual(waits, [random.uniform(1.25, 5) for _ in range(10_000)])

    def test_poisson_draws_as_expovariate_does(self):
        user = user_who_waits(Poisson(4))
        random.seed(11)
        waits = [user.wait_time() for _ in range(10_000)]
        random.seed(11)
        self.assertEqual(waits, [random.expovariate(4) for _ in range(10_000)])

    def test_constant_gives_back_what_it_was_given(self):
        for given in (13, 0.5, "odd"):
            self.assertIs(user_who_waits(Constant(given)).wait_time(), given)

    def test_pacing_takes_the_run_off_the_wait(self):
        for wait in (ConstantPacing(0.05), ConstantThroughput(20)):
            for base in (UserBase, TaskSetBase):
                user, made, waited = *between_clocks(lambda: user_who_waits(wait, base)), 0
                for run in (0.0, 0.02, 0.01, 0.04, 0.0, 0.03):
                    time.sleep(waited + run)
                    (seconds, asked), (sooner, later) = between_clocks(user.wait_time), made
                    least, most = (0.05 - (now - last - waited) for now, last in ((asked[1], sooner), (asked[0], later)))
                    self.assertLessEqual(max(0, least) - 1e-6, seconds)
                    self.assertLessEqual(seconds, max(0, most) + 1e-6)
                    made, waited = asked, seconds

    def test_pacing_never_waits_when_the_run_was_too_long(self):
        user = user_who_waits(ConstantPacing(0.01))
        time.sleep(0.02)
        self.assertEqual(user.wait_time(), 0)

    def test_each_user_is_paced_for_itself(self):
        one, other = user_who_waits(ConstantPacing(9)), user_who_waits(ConstantPacing(9))
        first = one.wait_time()
        self.assertGreater(one.wait_time(), 17)
        self.assertAlmostEqual(other.wait_time(), first, delta=0.1)

    def test_they_take_the_user_like_a_function(self):
        wait = Constant(2)
        self.assertEqual(wait("anybody"), 2)
        self.assertIs(type(user_who_waits(wait)).wait_time, wait)
        for wrong in (lambda: wait(), lambda: wait(1, 2), lambda: wait(user=1)):
            with self.assertRaisesRegex(TypeError, "one argument, the user"):
                wrong()

    def test_what_cannot_be_waited_for_is_refused_with_a_cure(self):
        with self.assertRaises(TypeError):
            Between("a", 2)
        for kind in (ConstantThroughput, Poisson):
            with self.assertRaisesRegex(ZeroDivisionError, "above 0"):
                kind(0)
        with self.assertRaisesRegex(TypeError, "cure: set it as the wait_time"):
            ConstantPacing(1)("somebody else")


class Users(unittest.TestCase):
    def test_the_state_is_a_name_or_none(self):
        user = user_who_waits(Constant(0))
        self.assertIsNone(user._state)
        for state in ("running", "waiting", "stopping", None):
            user._state = state
            self.assertEqual(user._state, state)
        with self.assertRaisesRegex(ValueError, "not 'asleep'"):
            user._state = "asleep"
        with self.assertRaises(ValueError):
            del user._state

    def test_being_killed_is_a_truth(self):
        user = user_who_waits(Constant(0))
        self.assertIs(user.killed, False)
        user.killed = 1
        self.assertIs(user.killed, True)

    def test_subclasses_have_attributes_weak_references_and_mixins(self):
        class Mixin:
            def hello(self):
                return self.environment

        user = type("Both", (Mixin, type(user_who_waits(Constant(0)))), {})("here")
        user.anything = 1
        self.assertEqual((user.hello(), weakref.ref(user)()), ("here", user))
        note = weakref.ref(user)
        del user
        self.assertIsNone(note())


if __name__ == "__main__":
    unittest.main()
