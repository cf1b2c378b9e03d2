"""Tasks, sets of tasks, and the loop that a user spends its life in."""

from ._decorators import tag, task
from ._filter import filter_tasks_by_tags
from ._states import LOCUST_STATE_RUNNING, LOCUST_STATE_STOPPING, LOCUST_STATE_WAITING
from ._task_list import get_tasks_from_base_classes
from ._task_set import DefaultTaskSet, TaskSet, TaskSetMeta

__all__ = [
    "LOCUST_STATE_RUNNING",
    "LOCUST_STATE_STOPPING",
    "LOCUST_STATE_WAITING",
    "DefaultTaskSet",
    "TaskSet",
    "TaskSetMeta",
    "filter_tasks_by_tags",
    "get_tasks_from_base_classes",
    "tag",
    "task",
]
