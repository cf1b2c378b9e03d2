"""Loading a locustfile: as a module, with its user classes and shapes."""

import importlib.machinery
import importlib.util
import inspect
import os
import sys
from contextlib import contextmanager

from ..shape import LoadTestShape
from ..user import User


def is_user_class(item):
    """Whether something is a User class that is not abstract."""
    return inspect.isclass(item) and issubclass(item, User) and item.abstract is False


def is_shape_class(item):
    """Whether something is a LoadTestShape class that is not abstract."""
    return inspect.isclass(item) and issubclass(item, LoadTestShape) and item.abstract is False


@contextmanager
def _first_in_path(folder):
    """The folder is where modules are looked for first, and afterwards where it was before."""
    before = list(sys.path)
    sys.path[:] = [folder, *(entry for entry in before if entry != folder)]
    try:
        yield
    finally:
        sys.path[:] = before


def _module_of(path):
    folder, filename = os.path.split(os.path.abspath(path))
    name = os.path.splitext(filename)[0]
    if name == "locust":  # would take the place of the package that it imports
        name = "locustfile"
    with _first_in_path(folder):
        loader = importlib.machinery.SourceFileLoader(name, os.path.join(folder, filename))
        spec = importlib.util.spec_from_file_location(name, loader.path, loader=loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        loader.exec_module(module)
    return module


def load_locustfile(path):
    """Runs a locustfile. Returns (its docstring, {name: user class}, its shape as an instance or None).

    A file without user classes may have test functions in the style of pytest instead. What it raises is raised.
    """
    docstring, user_classes, shapes = load(path)
    return docstring, user_classes, shapes[0] if shapes else None


def load(path):
    """The same with all shapes: (docstring, {name: user class}, [instances of shape classes])."""
    if os.getcwd() not in sys.path[:1]:
        sys.path.insert(0, os.getcwd())
    module = _module_of(path)
    members = vars(module)
    user_classes = {name: value for name, value in members.items() if is_user_class(value)}
    if not user_classes:
        from ..pytest_style import user_classes_of

        user_classes = user_classes_of(module)
    return module.__doc__, user_classes, [value() for value in members.values() if is_shape_class(value)]
