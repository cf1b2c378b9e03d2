"""Leaving out tasks by their tags."""

import logging

_logger = logging.getLogger(__name__)


def filter_tasks_by_tags(task_holder, tags=None, exclude_tags=None, checked=None):
    """Leaves in a class only the tasks that the tags let through; changes its `tasks`, and those of the sets in it.

    task_holder: a User or TaskSet class; tags: names of which a task must have one, None for no such rule;
    exclude_tags: names of which it must have none; checked: what was decided about tasks already, of this function's own.
    """
    checked = {} if checked is None else checked

    def passes(each):
        if each not in checked:
            if isinstance(getattr(each, "tasks", None), list):
                filter_tasks_by_tags(each, tags, exclude_tags, checked)
                checked[each] = bool(each.tasks)
            else:
                own = getattr(each, "locust_tag_set", set())
                checked[each] = (tags is None or bool(own & tags)) and not (exclude_tags and own & exclude_tags)
        return checked[each]

    task_holder.tasks = [each for each in task_holder.tasks if passes(each)]
    if not task_holder.tasks:
        _logger.warning("%s had no tasks left after filtering, instantiating it will fail!", task_holder.__name__)
