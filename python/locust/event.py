"""Events that locustfiles listen to."""

import logging
import time
import traceback
from contextlib import contextmanager

from . import log
from .exception import InterruptTaskSet, RescheduleTask, RescheduleTaskImmediately, StopTest, StopUser

# A listener may steer the user or the test with these; all else that it raises is its own trouble.
_STEERING = (StopUser, StopTest, RescheduleTask, RescheduleTaskImmediately, InterruptTaskSet)

_logger = logging.getLogger(__name__)


class EventHook:
    """One event. Listeners are called in the order in which they were added, with keyword arguments only."""

    def __init__(self):
        self._handlers = []

    def add_listener(self, handler):
        """Adds a callable and returns it, so that this can be used as a decorator."""
        self._handlers.append(handler)
        return handler

    def remove_listener(self, handler):
        """Removes a callable that was added; ValueError if it is not there."""
        self._handlers.remove(handler)

    def fire(self, *, reverse=False, **kwargs):
        """Calls every listener. What one raises is logged and the others are still called; exit code 2 tells of it.

        reverse: the listener that was added last comes first.
        """
        handlers = self._handlers
        for handler in reversed(handlers) if reverse else list(handlers):
            try:
                handler(**kwargs)
            except _STEERING:
                raise
            except Exception:
                _logger.error("Uncaught exception in event handler: \n%s", traceback.format_exc())
                log.unhandled_greenlet_exception = True

    @contextmanager
    def measure(self, request_type, name, response_length=0, context=None):
        """Times its block and fires itself for it, as a request. What the block raises is recorded and goes no further.

        Yields the arguments of the event as a dict, which the block may change; response_length is in bytes.
        """
        start = time.perf_counter()
        meta = {
            "request_type": request_type,
            "name": name,
            "response_length": response_length,
            "context": context or {},
            "exception": None,
            "start_time": time.time(),
        }
        try:
            yield meta
        except Exception as error:
            meta["exception"] = error
        finally:
            meta["response_time"] = (time.perf_counter() - start) * 1000
            self.fire(**meta)


class _Deprecated(EventHook):
    """An event of older locustfiles, which is now a part of `request`: the requests that failed, or those that did not."""

    def __init__(self, name, request, failures):
        super().__init__()
        self._name = name
        self._request = request
        self._failures = failures
        self._forwards = {}

    def add_listener(self, handler):
        """Has `handler` called for its part of the requests, with the arguments it had in older versions."""
        _logger.warning("The event %s is deprecated: listen to `request` instead, whose `exception` tells failures.",
                        self._name)

        def forward(request_type, name, response_time, response_length, exception=None, **_):
            if (exception is not None) == self._failures:
                failure = {"exception": exception} if self._failures else {}
                handler(request_type=request_type, name=name, response_time=response_time,
                        response_length=response_length, **failure)

        self._forwards[handler] = self._request.add_listener(forward)
        return handler

    def remove_listener(self, handler):
        """Removes a callable that was added; KeyError if it is not there."""
        self._request.remove_listener(self._forwards.pop(handler))

    def fire(self, *, reverse=False, **kwargs):
        """Fires `request` for one that ended."""
        self._request.fire(reverse=reverse, **{"exception": None, "context": {}, **kwargs})


class Events:
    """All events of a test. A subclass gets a hook for each of its own annotations `name: EventHook`."""

    request: EventHook
    """After each request: request_type, name, response_time (ms or None), response_length (bytes), response, context,
    exception (None: a success), start_time (epoch seconds), url."""

    user_error: EventHook
    """A task raised: user_instance, exception, tb."""

    report_to_master: EventHook
    """A worker is about to report: client_id, data (a dict to add to)."""

    worker_report: EventHook
    """The master has a worker's report: client_id, data."""

    worker_connect: EventHook
    """A worker has come to the master: client_id."""

    spawning_complete: EventHook
    """All users are there: user_count."""

    quitting: EventHook
    """The process is about to exit, and environment.process_exit_code may be set: environment. Last listener first."""

    quit: EventHook
    """The process exits: exit_code."""

    init: EventHook
    """The process is ready: environment, runner, web_ui."""

    init_command_line_parser: EventHook
    """The options are about to be read, and a locustfile may add its own: parser."""

    test_start: EventHook
    """A test begins: environment."""

    test_stopping: EventHook
    """A test is about to be stopped, its users still run: environment."""

    test_stop: EventHook
    """A test has stopped: environment."""

    reset_stats: EventHook
    """The statistics begin anew."""

    cpu_warning: EventHook
    """The process needs more than 90 % of a core: environment, cpu_usage."""

    heartbeat_sent: EventHook
    """The master has answered a heartbeat: client_id, timestamp."""

    heartbeat_received: EventHook
    """A worker has heard from its master: client_id, timestamp."""

    usage_monitor: EventHook
    """What the process uses: environment, cpu_usage (%), memory_usage (bytes)."""

    def __init__(self):
        for cls in reversed(type(self).__mro__):
            for name, kind in cls.__dict__.get("__annotations__", {}).items():
                if kind is EventHook or kind == "EventHook":
                    setattr(self, name, EventHook())
        self.request_success = _Deprecated("request_success", self.request, False)
        self.request_failure = _Deprecated("request_failure", self.request, True)
