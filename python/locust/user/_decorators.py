"""What a locustfile writes above its tasks."""

import logging

_logger = logging.getLogger(__name__)


def task(weight=1):
    """Makes a function or a TaskSet class a task: `@task`, `@task()` or `@task(3)`.

    weight: how often it is picked in relation to its neighbours, a whole number of at least 0.
    """

    def decorate(function):
        if function.__name__ in ("on_start", "on_stop"):
            _logger.warning("@task on %s makes it a task like any other; leave the decorator away.", function.__name__)
        if function.__name__ == "run":
            raise Exception("A task cannot be called run: that is the method in which a user or a TaskSet spends its life. "
                            "Give it another name.")
        function.locust_task_weight = weight
        return function

    if callable(weight):
        function, weight = weight, 1
        return decorate(function)
    return decorate


def tag(*tags):
    """Gives a task, or all tasks of a TaskSet, names that --tags and --exclude-tags know. ValueError without a name."""

    def decorate(decorated):
        if isinstance(getattr(decorated, "tasks", None), list):
            decorated.tasks = [decorate(each) for each in decorated.tasks]
        else:
            decorated.locust_tag_set = set(getattr(decorated, "locust_tag_set", ())) | set(tags)
        return decorated

    if not tags or callable(tags[0]):
        raise ValueError("No tag name was supplied")
    return decorate
