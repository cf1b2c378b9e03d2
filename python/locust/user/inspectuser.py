"""How often each task is run in relation to the others."""

import json
from collections import Counter


def get_ratio(user_classes, user_spawned, total):
    """The shares of user classes and, below them, of their tasks.

    user_classes: the classes; user_spawned: users by class name; total: True for shares of the whole test, False for
    shares of the class or the task set that a task is in. Returns {name: {"ratio": 0..1[, "tasks": {…}]}}.
    """
    users = sum(user_spawned.values()) or 1
    shares = {cls: user_spawned.get(cls.__name__, 0) / users for cls in user_classes}
    return {cls.__name__: _branch(cls, share, total) for cls, share in shares.items() if share}


def _branch(task, share, total):
    tree = {"ratio": share}
    tasks = getattr(task, "tasks", None)
    if tasks:
        tree["tasks"] = _get_task_ratio(tasks, total, share)
    return tree


def _get_task_ratio(tasks, total, parent_ratio):
    """The shares of a flat list of tasks, the whole of which has the share `parent_ratio`."""
    scale = (parent_ratio if total else 1.0) / len(tasks)
    return {task.__name__: _branch(task, count * scale, total) for task, count in Counter(tasks).items()}


def _shares_by_weight(user_classes, num_users, total):
    fixed = {cls.__name__: cls.fixed_count for cls in user_classes if cls.fixed_count}
    weighted = [cls for cls in user_classes if not cls.fixed_count]
    left = max(0, num_users - sum(fixed.values())) if fixed else 1
    weights = sum(cls.weight for cls in weighted) or 1
    return get_ratio(user_classes, {**fixed, **{cls.__name__: cls.weight * left / weights for cls in weighted}}, total)


def _lines(tree, indent):
    for name, branch in sorted(tree.items(), key=lambda entry: -entry[1]["ratio"]):
        yield f"{' ' * indent}{branch['ratio'] * 100:-10.1f} {name}"
        yield from _lines(branch.get("tasks", {}), indent + 1)


def print_task_ratio(user_classes, num_users, total):
    """Prints the shares as an indented list, in percent, the largest first."""
    print("\n".join(_lines(_shares_by_weight(user_classes, num_users, total), 1)))


def print_task_ratio_json(user_classes, num_users):
    """Prints the shares within each parent and those of the whole, as one JSON object."""
    print(json.dumps({
        "per_class": _shares_by_weight(user_classes, num_users, False),
        "total": _shares_by_weight(user_classes, num_users, True),
    }, indent=4))
