"""The runner of a test in one process."""

import json
import math
import time
import traceback

import gevent

from .. import runners as settings
from ..rpc.protocol import Message
from ._allocation import Allocation
from ._runner import Runner, greenlet_exception_handler, logger
from ._shape import run_shape


class LocalRunner(Runner):
    """Runs all users in this process."""

    def __init__(self, environment):
        """environment: the Environment of the test."""
        super().__init__(environment)
        self.client_id = "local"
        self.worker_index = 0
        self.worker_count = 1
        self._allocation = None
        self._quits = False

        @environment.events.user_error.add_listener
        def on_user_error(user_instance, exception, tb, **_):
            self.log_exception("local", str(exception), "".join(traceback.format_tb(tb)))

    def start(self, user_count, spawn_rate, wait=False, user_classes=None):
        """Starts a test, or changes the number of users of one that runs. Returns at once, or with `wait` when they are there.

        spawn_rate: users started or stopped a second, above 0; user_classes: only these. ValueError for no such rate.
        """
        if user_count > 0 and not spawn_rate > 0:
            raise ValueError(f"The spawn rate must be above 0 users a second, not {spawn_rate}.")
        self.target_user_count = user_count
        self._kill_spawning()
        if self.state not in (settings.STATE_RUNNING, settings.STATE_SPAWNING):
            self._begin()
        chosen = [cls for cls in self.user_classes if user_classes is None or cls in user_classes]
        if self._allocation is None or self._allocation.user_classes != chosen:
            self._allocation = Allocation(chosen)
        logger.info("Ramping to %d users at a rate of %.2f per second", user_count, spawn_rate)
        self.update_state(settings.STATE_SPAWNING)
        self.spawning_greenlet = self.greenlet.spawn(self._ramp, user_count, spawn_rate)
        self.spawning_greenlet.link_exception(greenlet_exception_handler)
        if wait:
            self.spawning_greenlet.join()

    def _begin(self):
        self.stats.clear_all()
        self.exceptions = {}
        self.cpu_warning_emitted = False
        self._allocation = None
        self.environment._filter_tasks_by_tags()
        if self.environment.host is not None:
            for user_class in self.user_classes:
                user_class.host = self.environment.host
        self.environment.events.test_start.fire(environment=self.environment)

    def _ramp(self, user_count, spawn_rate):
        batch = max(1, math.floor(spawn_rate))
        users = sum(self.user_classes_count.values())
        while True:
            began = time.monotonic()
            users = min(user_count, users + batch) if users < user_count else max(user_count, users - batch)
            self._change_to(self._allocation.counts(users))
            if users == user_count:
                break
            gevent.sleep(max(0, batch / spawn_rate - (time.monotonic() - began)))
        counts = self.user_classes_count
        logger.info("All users spawned: %s (%d total users)", json.dumps(counts), sum(counts.values()))
        self.update_state(settings.STATE_RUNNING)
        self.environment.events.spawning_complete.fire(user_count=sum(counts.values()))

    def _change_to(self, counts):
        """Starts and stops users until there are so many of each class."""
        self.target_user_classes_count = {cls.__name__: count for cls, count in counts.items()}
        now = self.user_classes_count
        change = {name: self.target_user_classes_count.get(name, 0) - count for name, count in now.items()}
        starts = {name: count for name, count in change.items() if count > 0}
        stops = {name: -count for name, count in change.items() if count < 0}
        if starts:
            self.spawn_users(starts)
        if stops:
            # A ramp goes on while the users it has stopped take their time to end a task.
            self.greenlet.spawn(self.stop_users, stops).link_exception(greenlet_exception_handler)
            gevent.sleep(0)

    def start_shape(self):
        """Starts the test that the environment's shape draws."""
        if self.shape_greenlet is not None:
            logger.info("There is an ongoing shape test running. Editing is disabled")
            return
        logger.info("Shape test starting.")
        self.environment.shape_class.reset_time()
        self.environment.shape_class.runner = self
        self.update_state(settings.STATE_INIT)
        self.shape_greenlet = self.greenlet.spawn(run_shape, self)
        self.shape_greenlet.link_exception(greenlet_exception_handler)

    def stop(self):
        """Ends the test: all users, and what starts them. Nothing to do if no test runs."""
        if self.state in (settings.STATE_STOPPED, settings.STATE_STOPPING):
            return
        logger.debug("Stopping all users")
        self.environment.events.test_stopping.fire(environment=self.environment)
        self.update_state(settings.STATE_STOPPING)
        self._kill_spawning()
        shape, self.shape_greenlet, self.shape_last_state = self.shape_greenlet, None, None
        if shape is not None and shape is not gevent.getcurrent():
            shape.kill()
        self.stop_users(self.user_classes_count)
        self.update_state(settings.STATE_STOPPED)
        self.environment.events.test_stop.fire(environment=self.environment)
        if self._quits:
            self._kill_own()

    def _kill_spawning(self):
        spawning, self.spawning_greenlet = self.spawning_greenlet, None
        if spawning is not None and spawning is not gevent.getcurrent():
            spawning.kill()

    def quit(self):
        """Ends the test and the runner: `runner.greenlet.join()` returns."""
        self._quits = True
        if self.state == settings.STATE_STOPPING:  # somebody is at it, and may even be waiting for whoever calls this
            return
        self.stop()
        self._kill_own()

    def _kill_own(self):
        own = gevent.getcurrent()
        gevent.killall([greenlet for greenlet in self.greenlet if greenlet is not own])

    def send_message(self, msg_type, data=None, client_id=None):
        """Sends a message to whoever is registered for its type; in one process that is oneself."""
        logger.debug("Running locally: sending %s message to self", msg_type)
        if msg_type not in self.custom_messages:
            logger.warning("Unknown message type received: %s", msg_type)
            return
        listener, concurrent = self.custom_messages[msg_type]
        message = Message(msg_type, data, "local")
        if concurrent:
            self.greenlet.spawn(listener, environment=self.environment, msg=message).link_exception(greenlet_exception_handler)
        else:
            listener(environment=self.environment, msg=message)
