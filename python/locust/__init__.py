"""The package that locustfiles import: users in Python, on acrida's engine."""

from . import _interpreter

_interpreter.check()

from . import _patches  # noqa: E402

_patches.apply()

from . import debug, env, event, exception, log, runners, shape, stats, user, util  # noqa: E402
from ._renamed import HttpLocust, Locust  # noqa: E402
from ._version import __version__  # noqa: E402
from .debug import run_single_user  # noqa: E402
from .event import Events  # noqa: E402
from .shape import LoadTestShape  # noqa: E402
from .user import wait_time  # noqa: E402
from .user.markov_taskset import MarkovTaskSet, transition, transitions  # noqa: E402
from .user.sequential_taskset import SequentialTaskSet  # noqa: E402
from .user.task import TaskSet, tag, task  # noqa: E402
from .user.users import HttpUser, User  # noqa: E402
from .user.wait_time import between, constant, constant_pacing, constant_throughput, poisson  # noqa: E402

events = Events()

__all__ = [
    "FastHttpUser", "HttpLocust", "HttpUser", "LoadTestShape", "Locust", "MarkovTaskSet", "SequentialTaskSet", "TaskSet", "User",
    "__version__", "between", "constant", "constant_pacing", "constant_throughput", "events", "poisson", "run_single_user",
    "tag", "task", "transition", "transitions", "wait_time",
]

# What costs time to import, or is seldom used, is imported when somebody asks for it.
_LATER = {"FastHttpUser": "contrib.fasthttp"}
_MODULES = {"argument_parser", "clients", "contrib", "dispatch", "html", "main", "rpc", "web"}


def __getattr__(name):
    from importlib import import_module

    if name in _LATER:
        value = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
