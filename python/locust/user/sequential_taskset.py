"""Tasks in the order in which they are written."""

import itertools

from ..exception import LocustError
from ._task_list import declared, expand, get_tasks_from_base_classes
from .task import TaskSet, TaskSetMeta


class SequentialTaskSetMeta(TaskSetMeta):
    """Collects the tasks of a class in the order of its body, `tasks` at the place where it stands."""

    def __new__(mcs, name, bases, namespace):
        ordered = get_tasks_from_base_classes(bases, {})
        for key, member in list(namespace.items()):
            if key == "tasks":
                if not isinstance(member, (list, dict)):
                    raise ValueError(f"tasks of the SequentialTaskSet {name} must be a list or a dict.")
                ordered += expand(member)
            else:
                ordered += declared(member)
        made = super().__new__(mcs, name, bases, namespace)
        made.tasks = ordered
        return made


class SequentialTaskSet(TaskSet, metaclass=SequentialTaskSetMeta):
    """A TaskSet whose tasks are run one after the other, from the first again after the last. A weight repeats a task."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._tasks_in_order = itertools.cycle(self.tasks)

    def get_next_task(self):
        """The task after the last one. A LocustError if there is none."""
        if not self.tasks:
            raise LocustError(f"No tasks defined on {type(self).__name__}. Use the @task decorator or set its 'tasks' attribute.")
        return next(self._tasks_in_order)
