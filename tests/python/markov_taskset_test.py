"""MarkovTaskSet: chains of tasks, and what is no chain."""

import unittest
from collections import Counter

from locust import MarkovTaskSet, User, tag, task, transition, transitions
from locust.env import Environment
from locust.user.markov_taskset import (
    InvalidTransitionError, MarkovTaskTagError, NoMarkovTasksError, NonMarkovTaskTransitionError)


class Chain(MarkovTaskSet):
    """In from the first, then to and fro."""

    @transition("left")
    def first(self):
        pass

    @transitions({"right": 3, "left": 1})
    def left(self):
        pass

    @transitions(["left", ("right", 1)])
    def right(self):
        pass


class Walking(unittest.TestCase):
    def setUp(self):
        self.chain = Chain(User(Environment()))

    def walk(self, steps):
        return [self.chain.get_next_task().__name__ for _ in range(steps)]

    def test_it_begins_with_the_first_of_the_body(self):
        self.assertEqual(self.walk(2), ["first", "left"])

    def test_it_goes_on_by_weight(self):
        way = self.walk(20_001)[1:]
        seen = Counter(zip(way, way[1:]))
        self.assertNotIn("first", way)
        ratio = seen["left", "right"] / (seen["left", "right"] + seen["left", "left"])
        self.assertAlmostEqual(ratio, 0.75, delta=0.03)

    def test_a_class_may_derive_from_a_chain(self):
        class Longer(Chain):
            @transition("first")
            def again(self):
                pass

        self.assertEqual(Longer(User(Environment())).get_next_task().__name__, "first")


class NoChain(unittest.TestCase):
    def refused(self, error, **body):
        with self.assertRaises(error) as caught:
            type(MarkovTaskSet)("Broken", (MarkovTaskSet,), body)
        self.assertIn("Broken", str(caught.exception))

    def test_what_is_no_chain_is_refused_when_the_class_is_made(self):
        def plain(self):
            pass

        @transition("there")
        def there(self):
            pass

        @tag("x")
        @transition("tagged")
        def tagged(self):
            pass

        self.refused(NoMarkovTasksError, plain=plain)
        self.refused(InvalidTransitionError, here=there)
        self.refused(NonMarkovTaskTransitionError, here=there, there=plain)
        self.refused(MarkovTaskTagError, tagged=tagged)

    def test_a_task_that_is_never_reached_is_named(self):
        with self.assertLogs("locust.user.markov_taskset", "WARNING") as logged:
            class Lonely(MarkovTaskSet):
                @transition("here")
                def here(self):
                    pass

                @transition("here")
                def lost(self):
                    pass

        self.assertIn("lost", logged.output[0])

    def test_a_task_cannot_be_called_run(self):
        with self.assertRaisesRegex(Exception, "cannot be called run"):
            @task
            def run(self):
                pass


if __name__ == "__main__":
    unittest.main()
