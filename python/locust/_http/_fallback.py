"""Requests that only the library requests can send: adapters, hooks, authentication of one's own, client certificates …

They are sent by requests itself, over gevent's sockets, and told of like all others.
"""

import time
from contextlib import contextmanager

from ._cookies import SessionCookies
from ._fallback_answer import answer_class
from ._requests import exceptions
from ._urls import appended

_OWN = ("headers", "auth", "proxies", "hooks", "params", "verify", "cert", "max_redirects", "stream", "adapters")


@contextmanager
def sender_of(session):
    """A session of requests that sends for ours, with its settings; cookies that come are ours, too."""
    import requests

    sender = session.__dict__.get("_sender")
    if sender is None:
        sender = session.__dict__["_sender"] = requests.Session()
    for name in _OWN:
        if name in session.__dict__:
            setattr(sender, name, session.__dict__[name])
    sender.trust_env = session.trust_env
    sender.cookies.clear()
    for each in SessionCookies(session).cookies():
        sender.cookies.set(each.name, each.value, domain=each.domain, path=each.path, secure=each.secure)
    try:
        yield sender
    finally:
        SessionCookies(session).update(sender.cookies)


def prepare_request(session, request):
    """As of requests.Session."""
    with sender_of(session) as sender:
        return sender.prepare_request(request)


def send(session, request, **options):
    """As of requests.Session: it is not told of."""
    with sender_of(session) as sender:
        return sender.send(request, **options)


def perform(session, method, url, name=None, catch_response=False, context=None, **options):
    """Sends a request as requests does, and tells of it; options as of requests.Session.request."""
    where = appended(session.base_url, url)
    started_at, start = time.time(), time.perf_counter()
    cause = None
    try:
        with sender_of(session) as sender:
            raw = sender.request(method, where, **options)
    except (exceptions().MissingSchema, exceptions().InvalidSchema, exceptions().InvalidURL):
        raise
    except exceptions().RequestException as error:
        raw, cause = _no_answer(error), _innermost(error)
    first = raw.history[0] if raw.history else raw
    request = first.request
    meta = {
        "request_type": method,
        "response_time": (time.perf_counter() - start) * 1000,
        "name": name or session.request_name or (request.path_url if request is not None else where),
        "context": context or {},
        "response": None,
        "exception": cause,
        "start_time": started_at,
        "url": request.url if request is not None else where,
        "response_length": 0,
    }
    if cause is None:
        streamed = options.get("stream", session.__dict__.get("stream", False))
        meta["response_length"] = int(raw.headers.get("content-length") or 0) if streamed else len(raw.content or b"")
    answer = answer_class()(raw, session.request_event, meta, name or session.request_name, catch_response)
    if not catch_response:
        answer._file()
    return answer


def _no_answer(error):
    """A Response for a request that got none."""
    import requests

    raw = requests.Response()
    raw.status_code, raw._content, raw.error = 0, None, error
    raw.request = error.request
    return raw


def _innermost(error):
    """What is behind a ConnectionError; other errors speak for themselves."""
    if not isinstance(error, exceptions().ConnectionError):
        return error
    while error.__context__ is not None:
        error = error.__context__
    return error
