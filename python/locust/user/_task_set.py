"""TaskSet: tasks that belong together, and the loop that picks and runs them."""

import logging
import random
import traceback

import _acrida
from gevent import GreenletExit

from .. import _hub
from ..exception import InterruptTaskSet, MissingWaitTimeError, RescheduleTask, RescheduleTaskImmediately, StopTest, StopUser
from ._states import LOCUST_STATE_RUNNING, LOCUST_STATE_STOPPING, LOCUST_STATE_WAITING
from ._task_list import get_tasks_from_base_classes, missing

_logger = logging.getLogger(__name__)

# These end a task set, and its on_stop is called on the way.
_ENDINGS = (StopUser, StopTest, GreenletExit)


class TaskSetMeta(type):
    """Collects the tasks of a class when the class is made."""

    def __new__(mcs, name, bases, namespace):
        namespace["tasks"] = get_tasks_from_base_classes(bases, namespace)
        return super().__new__(mcs, name, bases, namespace)


class TaskSet(_acrida.TaskSetBase, metaclass=TaskSetMeta):
    """A set of tasks. As a task of a user or of another set it runs until it is interrupted.

    tasks: a list of tasks or (task, weight), or a dict of task to weight; methods with @task are added to it.
    wait_time: seconds to wait after a task; without one, that of the user.
    """

    tasks = []
    min_wait = None
    max_wait = None
    wait_function = None

    def __init__(self, parent):
        """parent: the User, or the TaskSet of which this one is a task."""
        super().__init__()
        self._task_queue = []
        self._parent = parent
        self._user = parent.user if isinstance(parent, TaskSet) else parent
        for name in ("min_wait", "max_wait", "wait_function"):
            if getattr(self, name) is None:
                setattr(self, name, getattr(self._user, name, None))

    @property
    def user(self):
        """The User that runs this set."""
        return self._user

    @property
    def parent(self):
        """The TaskSet that this one is a task of, or the User."""
        return self._parent

    @property
    def client(self):
        """The user's client."""
        return self._user.client

    def on_start(self):
        """Called when a user begins with this set."""

    def on_stop(self):
        """Called when a user leaves this set, or ends in it."""

    def run(self):
        """The life of a user in this set. Ends by an exception, and only by one: what interrupts the set or stops the user."""
        try:
            self.on_start()
        except InterruptTaskSet as interrupt:
            raise _leave(interrupt) from interrupt
        try:
            # Picks, executes and waits over and over, by the methods below where a class has its own.
            _acrida.run_tasks(self)
        except InterruptTaskSet as interrupt:
            self._stop()
            raise _leave(interrupt) from interrupt
        except _ENDINGS:
            self._stop()
            raise

    def _raise_if_stopping(self):
        user = self._user
        if user.killed:
            raise GreenletExit
        if user._state == LOCUST_STATE_STOPPING:
            raise StopUser

    def _stop(self):
        self._user.killed = False  # on_stop may make requests of its own
        try:
            self.on_stop()
        except _ENDINGS:
            raise
        except Exception as error:
            _logger.error("%s\n%s", error, traceback.format_exc())

    def _report(self, error):
        """Tells of what a task has raised, within an `except`. Returns whether the user goes on after it."""
        environment = self._user.environment
        environment.events.user_error.fire(user_instance=self, exception=error, tb=error.__traceback__)
        if environment.catch_exceptions:
            _logger.error("%s\n%s", error, traceback.format_exc())
        return environment.catch_exceptions

    def execute_next_task(self):
        """Runs the task that is first in the queue."""
        self.execute_task(self._task_queue.pop(0))

    def execute_task(self, task):
        """Runs one task: a method of this set, a function that gets the set, or a TaskSet class."""
        if getattr(task, "__self__", None) is self:
            task()
        elif isinstance(task, type) and issubclass(task, TaskSet):
            task(self).run()
        else:
            task(self)

    def schedule_task(self, task_callable, first=False):
        """Queues a task to be run next, before any is picked.

        first: before those that are queued already.
        """
        if first:
            self._task_queue.insert(0, task_callable)
        else:
            self._task_queue.append(task_callable)

    def get_next_task(self):
        """Picks the task to run next; may be overridden. An Exception if there is none."""
        if not self.tasks:
            raise missing(self, "TaskSet")
        return random.choice(self.tasks)

    def wait_time(self):
        """Seconds to wait after a task, as a float: what the user says."""
        user = self._user
        if user.wait_time:
            return user.wait_time()
        if self.min_wait is not None and self.max_wait is not None:
            return random.randint(self.min_wait, self.max_wait) / 1000
        if self.wait_function:
            return self.wait_function() / 1000
        raise MissingWaitTimeError(f"{type(user).__name__} has no wait_time: set it in the class, for example to between(1, 5).")

    def wait(self):
        """Sleeps for wait_time(). A user may be stopped in it without harm to a task."""
        self._raise_if_stopping()
        self._user._state = LOCUST_STATE_WAITING
        self._sleep(self.wait_time())
        self._raise_if_stopping()
        self._user._state = LOCUST_STATE_RUNNING

    def _sleep(self, seconds):
        _hub.engine().sleep(seconds)

    def interrupt(self, reschedule=True):
        """Leaves this set for its parent, which picks another task.

        reschedule: True for at once, False lets the parent wait first.
        """
        raise InterruptTaskSet(reschedule)


def _leave(interrupt):
    """What the parent of an interrupted set has to see."""
    return (RescheduleTaskImmediately if interrupt.reschedule else RescheduleTask)()


class DefaultTaskSet(TaskSet):
    """The tasks of a User itself: they get the user as argument, and are read from the user at each pick."""

    def get_next_task(self):
        """Picks one of the user's tasks. An Exception if there is none."""
        if not self.user.tasks:
            raise missing(self.user, "User")
        return random.choice(self.user.tasks)

    def execute_task(self, task):
        """Runs one task: a function that gets the user, or a TaskSet class."""
        if isinstance(task, type) and issubclass(task, TaskSet):
            task(self.user).run()
        else:
            task(self.user)
