"""The Environment: everything that belongs to one test."""

from collections import Counter
from operator import methodcaller

import _acrida

from . import _hub
from .event import Events
from .exception import RunnerAlreadyExistsError
from .shape import LoadTestShape
from .stats import RequestStats
from .user.task import TaskSet, filter_tasks_by_tags


class Environment:
    """One test: its user classes, events, statistics and options. All arguments by keyword.

    user_classes: User classes, of different names; shape_class: an *instance* of a LoadTestShape; tags, exclude_tags:
    lists of names that choose tasks; locustfile: the file's name; host: overrides that of the classes; events: an Events;
    reset_stats: forget what was measured while users were started; stop_timeout: seconds that tasks have to end;
    catch_exceptions: whether users live on after an exception in a task; parsed_options: what the command line says;
    available_*: by name, what the page may offer. ValueError for what cannot be run.
    """

    def __init__(self, *, user_classes=None, shape_class=None, tags=None, locustfile=None, exclude_tags=None, events=None,
                 host=None, reset_stats=False, stop_timeout=None, catch_exceptions=True, parsed_options=None,
                 parsed_locustfiles=None, available_user_classes=None, available_shape_classes=None,
                 available_user_tasks=None, dispatcher_class=None, profile=None):
        self.runner = None
        self.web_ui = None
        self.process_exit_code = None
        self.events = events or Events()
        self.locustfile = locustfile
        self.user_classes = user_classes or []
        self.shape_class = shape_class
        self.tags = tags
        self.exclude_tags = exclude_tags
        self.host = host
        self.reset_stats = reset_stats
        self.stop_timeout = stop_timeout or 0.0
        self.catch_exceptions = catch_exceptions
        self.parsed_options = parsed_options
        self.parsed_locustfiles = parsed_locustfiles
        self.available_user_classes = available_user_classes
        self.available_shape_classes = available_shape_classes
        self.available_user_tasks = available_user_tasks
        self.dispatcher_class = dispatcher_class
        self.profile = profile
        self.worker_logs = {}

        # First of all listeners, so that the others find their own request in the statistics.
        self._feed = _acrida.StatsFeed(_hub.engine())
        self.events.request._handlers.insert(0, self._feed)
        self.stats = RequestStats(feed=self._feed)

        self._remove_user_classes_with_weight_zero()
        self._validate_user_class_name_uniqueness()
        self._validate_shape_class_instance()

    def create_local_runner(self):
        """Makes the runner for a test in this process, and returns it."""
        from .runners import LocalRunner

        return self._create_runner(LocalRunner)

    def create_master_runner(self, master_bind_host="*", master_bind_port=5557):
        """A LocustError that says how acrida runs a test on several processes."""
        from .runners import MasterRunner

        return self._create_runner(MasterRunner, master_bind_host, master_bind_port)

    def create_worker_runner(self, master_host, master_port):
        """A LocustError that says how acrida runs a test on several processes."""
        from .runners import WorkerRunner

        return self._create_runner(WorkerRunner, master_host, master_port)

    def create_web_ui(self, *args, **kwargs):
        """A LocustError that says where acrida's page is."""
        from .web import WebUI

        self.web_ui = WebUI(self, *args, **kwargs)
        return self.web_ui

    def _create_runner(self, runner_class, *args):
        if self.runner is not None:
            raise RunnerAlreadyExistsError(f"Environment.runner already exists ({self.runner}): use it, or make another "
                                           "Environment.")
        self.runner = runner_class(self, *args)
        return self.runner

    @property
    def user_classes_by_name(self):
        """{name: class} of the user classes."""
        return {cls.__name__: cls for cls in self.user_classes}

    def assign_equal_weights(self):
        """Gives all user classes the weight 1, and makes each of their tasks, also of nested sets, as likely as the others."""
        for user_class in self.user_classes:
            user_class.weight = 1
            user_class.tasks = list(dict.fromkeys(_leaves(user_class)))

    def _filter_tasks_by_tags(self):
        tags = None if self.tags is None else set(self.tags)
        exclude_tags = None if self.exclude_tags is None else set(self.exclude_tags)
        if tags is None and exclude_tags is None:
            return
        for user_class in self.user_classes:
            filter_tasks_by_tags(user_class, tags, exclude_tags)

    def _stop_test(self, reason):
        """Ends the test because a user raised StopTest."""
        if self.runner is None:
            raise reason
        self.runner.stop_test(reason)

    def _remove_user_classes_with_weight_zero(self):
        if not self.user_classes:
            return
        self.user_classes = [cls for cls in self.user_classes if cls.weight > 0]
        if not self.user_classes:
            raise ValueError("There are no users with weight > 0.")

    def _validate_user_class_name_uniqueness(self):
        counts = Counter(cls.__name__ for cls in self.user_classes)
        twice = sorted(map(methodcaller("fullname"), (cls for cls in self.user_classes if counts[cls.__name__] > 1)))
        if twice:
            raise ValueError(f"The following user classes have the same class name: {', '.join(twice)}")

    def _validate_shape_class_instance(self):
        if self.shape_class is not None and not isinstance(self.shape_class, LoadTestShape):
            raise ValueError("shape_class should be instance of LoadTestShape or subclass LoadTestShape, but got: "
                             f"{self.shape_class}")


def _leaves(holder):
    """The tasks of a class and of all sets in it that are no sets themselves."""
    for task in holder.tasks:
        if isinstance(task, type) and issubclass(task, TaskSet):
            yield from _leaves(task)
        else:
            yield task
