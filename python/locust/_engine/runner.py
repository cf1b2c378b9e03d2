"""The runner that a locustfile sees in a process of users: what it asks for is acrida's to do."""

import json

import gevent

from ..runners import STATE_STOPPED, STATE_STOPPING, LocalRunner
from ..runners._runner import greenlet_exception_handler
from ..runners._shape import run_shape


def names_of(user_classes):
    """The names of user classes, None for None."""
    return None if user_classes is None else [each.__name__ for each in user_classes]


class EngineRunner(LocalRunner):
    """Runs a part of a test's users, all of them when there is one process.

    worker_index: the number of this process, from 0; worker_count: how many there are.
    """

    def __init__(self, environment, child, number, processes):
        super().__init__(environment)
        self.worker_index = number
        self.worker_count = processes
        self._child = child
        self.live_users = set()

    def _tell(self, what, **values):
        self._child.tell(json.dumps({"tell": what, **values}))

    def _users(self):
        return list(self.live_users)

    @property
    def user_count(self):
        """How many users there are in this process."""
        return len(self.live_users)

    def log_exception(self, node_id, msg, formatted_tb):
        """Counts an exception that left a task, here and in acrida."""
        super().log_exception(node_id, msg, formatted_tb)
        self.environment._feed.record_exception(msg, formatted_tb)

    def _reset_stats(self):
        """Left to the feed, which starts anew at the moment at which acrida's tables do."""

    def expect(self, users):
        """So many users are wanted in all processes together."""
        self.target_user_count = users

    def start(self, user_count, spawn_rate, wait=False, user_classes=None):
        """Changes the number of users of the whole test; returns at once, or with `wait` when they are there.

        spawn_rate: users started or stopped a second, above 0; user_classes: only these, None for all.
        """
        if user_count > 0 and not spawn_rate > 0:
            raise ValueError(f"The spawn rate must be above 0 users a second, not {spawn_rate}.")
        self.expect(user_count)
        self._tell("change", users=user_count, rate=spawn_rate, classes=names_of(user_classes))
        while wait and self.user_count != user_count:
            gevent.sleep(0.1)

    def stop(self):
        """Ends the test."""
        if self.state not in (STATE_STOPPING, STATE_STOPPED):
            self._tell("stop")

    def quit(self):
        """Ends the test, and acrida with it."""
        self.stop()

    def begin_shape(self, wanted):
        """From now on the shape is asked each second. wanted: what it has just said."""
        self.shape_last_state = wanted
        self.shape_greenlet = self.greenlet.spawn(run_shape, self)
        self.shape_greenlet.link_exception(greenlet_exception_handler)

    def end_shape(self):
        """It is asked no more."""
        shape, self.shape_greenlet = self.shape_greenlet, None
        if shape is not None and shape is not gevent.getcurrent():
            shape.kill(block=False)
