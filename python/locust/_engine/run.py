"""One run in this process: what its listeners and its users see of it."""

import json
import logging
import random
import time

import gevent

from .. import log
from ..exception import NoHost
from ..runners import STATE_RUNNING, STATE_SPAWNING, STATE_STOPPED, STATE_STOPPING
from ..stats import RequestStats
from ..runners._runner import logger
from ..user.users import is_homeless
from .ending import exit_code_of
from .merged import MergedFeed
from .runner import EngineRunner, names_of
from .users import RunningUser, see_off


class Run:
    """The life of a run, as acrida tells it: prepare, on_spawned (again after each change), on_stopping, conclude, quit.

    child: the conversation with acrida; environment: of what was loaded; number, processes: which process this is, of how
    many.
    """

    def __init__(self, child, environment, number, processes):
        self.child = child
        self.environment = environment
        self.runner = EngineRunner(environment, child, number, processes)
        environment.runner = self.runner
        self._classes = environment.user_classes
        self._number = number
        self._merged = None
        if number == 0 and processes > 1:  # whose listeners may judge the whole run
            self._merged = MergedFeed()
            environment.stats = RequestStats(feed=self._merged)
        # The users of all processes follow one shape, which lives in the first.
        self._shape = environment.shape_class if number == 0 else None
        self._wanted = None  # by the shape
        self._shaping = False  # it is asked each second
        self._cpu_before = 0.0
        self._leaving = []  # users that were stopped

    def prepare(self, users, spawn_rate, host):
        """What comes before the first user. Returns whether all went well, and what the shape wants if there is one; or why there
        can be no user at all.
        """
        environment = self.environment
        seed = environment.parsed_options.seed
        if seed is not None:
            random.seed(seed + self._number)
        environment.events.init.fire(environment=environment, runner=self.runner, web_ui=None)
        if log.unhandled_greenlet_exception:
            raise SystemExit(1)
        if host:
            environment.host = host
        self._set_host()
        self.runner.expect(users)
        self.runner.update_state(STATE_SPAWNING)
        environment.events.test_start.fire(environment=environment)
        self._set_host()  # which a listener may have found out
        if self._classes and all(map(is_homeless, self._classes)):
            return {"refusal": str(NoHost(self._classes[0])), "good": False, "shape": None}
        shape = self._first_of_shape() if self._shape is not None else None
        self.child.run_users([(each.__name__, each.weight, each.fixed_count) for each in self._classes], self._spawn,
                             environment._feed)
        self._cpu_before = time.process_time()
        return {"refusal": None, "good": not log.unhandled_greenlet_exception, "shape": shape}

    def _set_host(self):
        if self.environment.host:
            for user_class in self._classes:
                user_class.host = self.environment.host

    def _first_of_shape(self):
        self._shape.runner = self.runner
        self._shape.reset_time()
        self._wanted = self._shape.tick()
        users, rate, *user_classes = self._wanted if self._wanted is not None else (0, 1)
        logger.info("Shape test updating to %d users at %.2f spawn rate", users, rate)
        return {"users": users, "rate": rate, "classes": names_of(user_classes[0] if user_classes else None),
                "common_options": self._shape.use_common_options}

    def _begin_shape(self):
        """With the first user, not when all are there: a shape counts the time from the start."""
        if self._shape is not None and not self._shaping:
            self._shaping = True
            self.runner.begin_shape(self._wanted)

    def _spawn(self, class_index, index, on_call):
        self._begin_shape()
        user_class = self._classes[class_index]
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug("Spawning additional %s (%s already running)...", json.dumps({user_class.__name__: 1}),
                         json.dumps(self.runner.user_classes_count))
        return RunningUser(self, user_class, index, on_call)

    def see_off(self, user):
        """It was stopped; should its task take no notice, it ends all the same."""
        self._leaving.append(user)
        if len(self._leaving) == 1:
            gevent.spawn(see_off, self._leaving)

    def report(self, user_class, error):
        """A user could not be made, or ended by what nobody has caught."""
        self.environment.events.user_error.fire(user_instance=user_class, exception=error, tb=error.__traceback__)

    def on_spawned(self, users):
        """All users of the last change are there, in all processes together."""
        self.runner.update_state(STATE_RUNNING)
        self._begin_shape()
        self.environment.events.spawning_complete.fire(user_count=users)

    def on_second(self, *second):
        """What all users of the run did in one second, see MergedFeed.add()."""
        self._merged.add(*second)

    def on_stopping(self):
        """The users are about to be stopped."""
        self.runner.end_shape()
        self.environment.events.test_stopping.fire(environment=self.environment)
        self.runner.update_state(STATE_STOPPING)

    def conclude(self):
        """What comes after the last user. Returns what acrida wants to know of it."""
        environment = self.environment
        self.runner.update_state(STATE_STOPPED)
        environment.events.test_stop.fire(environment=environment)
        environment.events.quitting.fire(environment=environment, reverse=True)
        exit_code = environment.process_exit_code
        return {
            "good": not log.unhandled_greenlet_exception,
            "exit_code": None if exit_code is None else exit_code_of(exit_code),
            "cpu_ns": int((time.process_time() - self._cpu_before) * 1e9),
            "peak_rss": _peak_rss(),
        }

    def quit(self, exit_code):
        """The very last: the listeners of `quit`."""
        self.environment.events.quit.fire(exit_code=exit_code)


def _peak_rss():
    """Bytes of this process at its largest; getrusage() would tell of whoever has started it."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
