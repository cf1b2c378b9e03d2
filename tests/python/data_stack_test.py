#!/usr/bin/python3
"""Pieces of Python's stack of frames are used again, rather than taken from the system for each greenlet and each deep call."""

import resource
import unittest

import _acrida  # noqa: F401 it does so when it is imported
import greenlet


def faults_of(work):
    """How many pages the system had to give while it worked."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def down(depth, then):
    return down(depth - 1, then) if depth else then()


class DataStacks(unittest.TestCase):
    def test_a_greenlet_takes_the_piece_of_one_that_has_ended(self):
        def work():
            for _ in range(5_000):
                greenlet.greenlet(lambda: 1).switch()

        self.assertLess(faults_of(work), 500)

    def test_calls_across_the_end_of_a_piece_take_the_same_one_again(self):
        def work():
            for depth in range(300):
                down(depth, lambda: [down(3, lambda: 1) for _ in range(100)])

        greenlet.greenlet(work).switch()  # whatever it needs at first
        faults = []
        greenlet.greenlet(lambda: faults.append(faults_of(work))).switch()
        self.assertLess(faults[0], 500)

    def test_many_at_once_and_none_thereafter(self):
        for _ in range(3):
            waiting = [greenlet.greenlet(lambda: greenlet.getcurrent().parent.switch()) for _ in range(2_000)]
            for each in waiting:
                each.switch()
            for each in waiting:
                each.switch()
            self.assertTrue(all(each.dead for each in waiting))


if __name__ == "__main__":
    unittest.main()
