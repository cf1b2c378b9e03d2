"""One user in this process, to be looked at with a debugger."""

import inspect
import os
import time

from .env import Environment
from .exception import CatchResponseError
from .log import setup_logging


class PrintListener:
    """Prints a line with tabs for each request. Arguments: which columns there are besides method, name, time and error."""

    def __init__(self, include_length=False, include_time=False, include_context=False, include_payload=False):
        self._length, self._time, self._context, self._payload = include_length, include_time, include_context, include_payload
        self._print("type", "name", "resp_ms", "exception", "length", "time", "context", "payload")

    def on_request(self, request_type, name, response_time, response_length, exception=None, context=None, start_time=None,
                   response=None, **_):
        """Listens to the event `request`."""
        if exception:
            error = str(exception) if isinstance(exception, CatchResponseError) else repr(exception)
            error = error.replace("\n", " ")
        else:
            error = ""
        at = time.strftime("%H:%M:%S", time.localtime(start_time or time.time()))
        took = "" if response_time is None else round(response_time)
        self._print(request_type, name, took, error, response_length, at, context or "", self._body(response))

    def _body(self, response):
        if not self._payload:
            return ""
        text = getattr(response, "text", None) or ""
        return text.replace("\n", "\\n")

    def _print(self, method, name, took, error, length, at, context, payload):
        columns = [f"{method}", f"{name:<50}", f"{took}", f"{error or '':<20}"]
        if self._length:
            columns.append(str(length))
        if self._time:
            columns.append(str(at))
        if self._context:
            columns.append(str(context))
        if self._payload:
            columns.append(str(payload))
        print("\t".join(columns))


_env = None


def run_single_user(user_class, include_length=False, include_time=False, include_context=False, include_payload=False,
                    loglevel="WARNING"):
    """Runs one user in this greenlet until it stops, and prints its requests; for a debugger, from a locustfile's main part.

    include_*: whether lines have the length of the body, the time of day, the context, the body; loglevel: None leaves
    logging as it is. `_env.single_user_instance` is the user.
    """
    global _env

    if loglevel:
        setup_logging(loglevel)
    if not _env:
        import locust

        locustfile = os.path.basename(inspect.getsourcefile(user_class) or "")
        _env = Environment(events=locust.events, locustfile=locustfile, host=user_class.host, user_classes=[user_class])
        _env.events.init.fire(environment=_env, runner=None, web_ui=None)
        _env.events.test_start.fire(environment=_env)
    _env.events.request.add_listener(PrintListener(include_length, include_time, include_context, include_payload).on_request)
    _env.single_user_instance = user_class(_env)
    _env.single_user_instance.run()
