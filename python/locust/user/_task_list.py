"""The flat list of tasks a class has: a task is in it as often as its weight says."""


def expand(tasks):
    """Tasks as a locustfile writes them, as a flat list.

    tasks: a list of tasks or of (task, weight), or a dict of task to weight; weights are whole numbers of at least 0.
    """
    if isinstance(tasks, dict):
        tasks = tasks.items()
    flat = []
    for entry in tasks:
        if isinstance(entry, tuple):
            chosen, weight = entry
            flat += [chosen] * weight
        else:
            flat.append(entry)
    return flat


def declared(member):
    """A member of a class body as the list of tasks it stands for; empty if @task is not on it."""
    weight = getattr(member, "locust_task_weight", None)
    return [member] * weight if isinstance(weight, int) else []


def get_tasks_from_base_classes(bases, class_dict):
    """All tasks of a class that is being made: those of its bases, then its `tasks`, then its decorated members.

    bases: its base classes; class_dict: its body. Returns a new list.
    """
    flat = []
    for base in bases:
        flat += getattr(base, "tasks", None) or []
    if class_dict.get("tasks") is not None:
        flat += expand(class_dict["tasks"])
    for member in class_dict.values():
        flat += declared(member)
    return flat


def missing(instance, kind):
    """The exception for an object without tasks; kind: "User" or "TaskSet"."""
    hint = ", but you have set a 'task' attribute: did you mean 'tasks'?" if getattr(instance, "task", None) else "."
    cure = f"Use the @task decorator or set the 'tasks' attribute of the {kind}"
    if kind == "User":
        cure += " (or mark it with abstract = True if other classes shall derive from it)"
    return Exception(f"No tasks defined on {type(instance).__name__}{hint} {cure}.")
