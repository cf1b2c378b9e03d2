"""User, and HttpUser with its client."""

import logging
import traceback

import _acrida
from gevent import GreenletExit, getcurrent

from ..exception import NoHost, StopTest, StopUser
from ._no_client import NoClient
from ._states import LOCUST_STATE_RUNNING, LOCUST_STATE_STOPPING, LOCUST_STATE_WAITING
from ._task_list import get_tasks_from_base_classes
from ._task_set import DefaultTaskSet
from .wait_time import constant

_logger = logging.getLogger(__name__)


class UserMeta(type):
    """Collects the tasks of a class when the class is made; a class is abstract only if its own body says so."""

    def __new__(mcs, name, bases, namespace):
        namespace["tasks"] = get_tasks_from_base_classes(bases, namespace)
        namespace.setdefault("abstract", False)
        if "task_set" in namespace:
            _logger.warning("task_set of %s is not run: use tasks = [...] instead.", name)
        return super().__new__(mcs, name, bases, namespace)


class User(_acrida.UserBase, metaclass=UserMeta):
    """One simulated client: starts, then picks a task, runs it and waits, over and over, until it is stopped.

    host: what relative addresses begin with; wait_time: a callable that gets the user and returns seconds to wait after
    each task; tasks: a list of tasks or (task, weight), or a dict of task to weight; weight: how many of the users are of
    this class in relation to others, 0 for none; fixed_count: exactly so many users, before any are chosen by weight;
    abstract: True for a class that is only derived from.
    """

    host = None
    min_wait = None
    max_wait = None
    wait_function = None
    wait_time = constant(0)
    tasks = []
    weight = 1
    fixed_count = 0
    abstract = True
    client = NoClient()

    def __init__(self, environment):
        """environment: the Environment of the test."""
        super().__init__()
        self.environment = environment
        self._greenlet = None
        self._group = None
        self._taskset_instance = None

    @property
    def group(self):
        """The gevent group that this user's greenlet is in, None before the start."""
        return self._group

    @property
    def greenlet(self):
        """The greenlet this user runs in, None before the start."""
        return self._greenlet

    def on_start(self):
        """Called when the user starts, before its first task."""

    def on_stop(self):
        """Called when the user is stopped."""

    def run(self):
        """The life of the user, from on_start to on_stop; returns when it is stopped."""
        try:
            if self._begin():
                self._taskset_instance.run()
        except BaseException as end:
            self._finish(end)

    def _begin(self):
        """Everything before the first task. Returns whether there shall be one."""
        self._check_construction()
        self._state = LOCUST_STATE_RUNNING
        self._taskset_instance = DefaultTaskSet(self)
        return self._start()

    def _finish(self, end):
        """Everything after the last task. end: the exception that ended the tasks; raised again if it is nobody's wish."""
        if not isinstance(end, (GreenletExit, StopUser, StopTest)):
            raise end
        self._stop()
        if isinstance(end, StopTest):
            self.environment._stop_test(end)

    def _check_construction(self):
        if "environment" not in self.__dict__:
            raise AssertionError(
                f"Attribute 'environment' is missing on user {type(self).__name__}. Perhaps you defined your own __init__ and "
                "forgot to call the base constructor? Begin it with super().__init__(*args, **kwargs).")

    def _start(self):
        """Whether on_start let the user live; what it raised is reported like a task's."""
        try:
            self.on_start()
        except (StopUser, StopTest):
            raise
        except Exception as error:
            self.environment.events.user_error.fire(user_instance=self, exception=error, tb=error.__traceback__)
            if not self.environment.catch_exceptions:
                raise
            _logger.error("A user of %s ended, for its on_start failed: %s\n%s", type(self).__name__, error,
                          traceback.format_exc())
            return False
        return True

    def _stop(self):
        self.killed = False  # on_stop may make requests of its own
        self.on_stop()

    def wait(self):
        """Sleeps for wait_time(), within a task. The user may be stopped meanwhile, even if tasks are given time to end."""
        self._taskset_instance.wait()

    def start(self, group):
        """Starts the user in a greenlet of its own, in a gevent Group; returns the greenlet."""
        self._check_construction()
        self._group = group
        self._greenlet = group.spawn(run_user, self)
        return self._greenlet

    def stop(self, force=False):
        """Stops the user: now if it waits or with force, else when its task ends. Returns whether it was stopped now."""
        if force or self._state == LOCUST_STATE_WAITING:
            self.killed = True
            # Whoever kills its own greenlet must not wait for its end.
            self._group.killone(self._greenlet, block=self._greenlet is not getcurrent())
            return True
        if self._state == LOCUST_STATE_RUNNING:
            self._state = LOCUST_STATE_STOPPING
        return False

    def context(self):
        """A dict that is added to the context of each of the user's requests; may be overridden."""
        return {}

    @classmethod
    def json(cls):
        """What the page shows and may change of the class, as a dict; may be overridden."""
        return {
            "host": cls.host,
            "weight": cls.weight,
            "fixed_count": cls.fixed_count,
            "tasks": [task.__name__ for task in cls.tasks],
        }

    @classmethod
    def fullname(cls):
        """Module and name of the class, with dots."""
        return f"{cls.__module__}.{cls.__qualname__}".replace(".<locals>", "")


def is_homeless(user_class):
    """Whether it is known by now that no user of the class can be made, for want of a host: its own __init__ may find one."""
    maker = next(cls for cls in user_class.__mro__ if "__init__" in vars(cls))
    return user_class.host is None and vars(maker).get("_needs_host", False)


def run_user(user):
    """What the greenlet of a user runs."""
    user.run()


class HttpUser(User):
    """A user with an HTTP client: `self.client`, an HttpSession that keeps cookies and connections.

    pool_manager: a urllib3 PoolManager that all users of the class share, None for connections of each user's own.
    """

    abstract = True
    pool_manager = None
    _needs_host = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.host is None:
            raise NoHost(type(self))
        from ..clients import HttpSession  # only when there is such a user: its module is not needed to load a file

        self.client = HttpSession(base_url=self.host, request_event=self.environment.events.request, user=self,
                                  pool_manager=self.pool_manager)
        self.client.trust_env = False
