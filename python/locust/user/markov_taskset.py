"""Tasks as a Markov chain: where a user goes next depends on where it is."""

import logging
import random

from ..exception import LocustError
from .task import TaskSet, TaskSetMeta

_logger = logging.getLogger(__name__)


class NoMarkovTasksError(LocustError):
    """A MarkovTaskSet has no task with a transition."""


class InvalidTransitionError(LocustError):
    """A transition leads to what does not exist."""


class NonMarkovTaskTransitionError(LocustError):
    """A transition leads to a task that has no transitions of its own."""


class MarkovTaskTagError(LocustError):
    """A task of a MarkovTaskSet has a tag; a chain with tasks left out would be another chain."""


def is_markov_task(task):
    """Whether @transition or @transitions is on a function."""
    return callable(task) and hasattr(task, "transitions")


def transition(func_name, weight=1):
    """Lets a task be followed by the one called `func_name`; weight: how often, in relation to its other transitions."""

    def decorate(function):
        function.transitions = {func_name: weight, **getattr(function, "transitions", {})}
        return function

    return decorate


def transitions(weights):
    """Several transitions at once: a dict of name to weight, or a list of names and of (name, weight)."""
    pairs = weights.items() if isinstance(weights, dict) else (
        each if isinstance(each, tuple) else (each, 1) for each in weights)
    wanted = dict(pairs)

    def decorate(function):
        function.transitions = {**getattr(function, "transitions", {}), **wanted}
        return function

    return decorate


def _checked(name, members):
    """The tasks of a body by name, in the order of their declaration; an error if they are no chain."""
    tasks = {key: member for key, member in members.items() if is_markov_task(member)}
    if not tasks:
        raise NoMarkovTasksError(f"No Markov tasks defined in class {name}. Use the @transition(s) decorators to define some.")
    for key, task in tasks.items():
        for target in task.transitions:
            if target not in members:
                raise InvalidTransitionError(f"The transition from {key} to {target} in {name} is invalid: there is no {target}.")
            if target not in tasks:
                raise NonMarkovTaskTransitionError(f"The transition from {key} to {target} in {name} leads to a task without "
                                                   "transitions. Give it one with @transition.")
        if getattr(task, "locust_tag_set", None):
            raise MarkovTaskTagError(f"The task {key} of {name} has tags, which a MarkovTaskSet does not support. Remove @tag.")
    return tasks


def _reachable(tasks, start):
    seen, edge = {start}, [start]
    while edge:
        for target in tasks[edge.pop()].transitions:
            if target not in seen:
                seen.add(target)
                edge.append(target)
    return seen


class MarkovTaskSetMeta(TaskSetMeta):
    """Checks, when a class is made, that its tasks are a chain."""

    def __new__(mcs, name, bases, namespace):
        if not namespace.setdefault("abstract", False):
            members = {}
            for base in reversed(bases):
                for ancestor in reversed(base.__mro__):
                    members.update(vars(ancestor))
            members.update(namespace)
            tasks = _checked(name, members)
            namespace["first"] = next(iter(tasks.values()))
            unreachable = set(tasks) - _reachable(tasks, next(iter(tasks)))
            if unreachable:
                _logger.warning("The following Markov tasks of %s are unreachable: %s", name, ", ".join(sorted(unreachable)))
            namespace["tasks"] = list(tasks.values())
        return super().__new__(mcs, name, bases, namespace)


class MarkovTaskSet(TaskSet, metaclass=MarkovTaskSetMeta):
    """A TaskSet that begins with the first task of its body and goes on along its transitions."""

    abstract = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = self.first

    def get_next_task(self):
        """The task where the user is; then moves on by chance."""
        task = self.current
        names = list(task.transitions)
        following = random.choices(names, weights=[task.transitions[name] for name in names])[0]
        self.current = getattr(type(self), following)
        return task
