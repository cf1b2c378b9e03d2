"""The HTTP client of an HttpUser: what requests.Session offers, sent by acrida's engine."""

import re
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit, urlunsplit

import _acrida

from ._http._agent import share_pool
from ._http._answer import ResponseContextManager, response_class
from ._http._cookies import SessionCookies
from ._http._headers import default_headers
from ._http._lazy import Lazy
from ._http._requests import is_imported
from ._hub import engine

_with_requests = {}

absolute_http_url_regexp = re.compile(r"^https?://", re.IGNORECASE)


def _class_with_requests(cls):
    """The class as a subclass of requests.Session, too."""
    made = _with_requests.get(cls)
    if made is None:
        from requests import Session

        from ._http._fallback import prepare_request, send

        made = cls if issubclass(cls, Session) else type(cls)(cls.__name__, (cls, Session), {
            "__module__": cls.__module__, "__doc__": cls.__doc__, "prepare_request": prepare_request, "send": send})
        _with_requests[cls] = made
    return made


def _auth(url):
    """The URL without a user name and password, and these as a pair, or None if they are not both there."""
    parts = urlsplit(url)
    if not parts.username or not parts.password:
        return url, None
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=server)), (unquote(parts.username), unquote(parts.password))


def _adapters(session):
    from requests import Session

    return Session().adapters


def _no_hooks(session):
    return {"response": []}


class HttpSession(_acrida.Session):
    """Sends requests, keeps cookies and connections, and tells the statistics of each request.

    Has the methods and fields of requests.Session, and is one if requests is imported when it is made. Besides the arguments
    that requests knows, each method takes name= (what the request is filed under), catch_response=True (the answer is judged
    in a with-block) and context= (a dict for listeners of the event `request`).
    """

    headers = Lazy(lambda self: default_headers(), "Fields that every request sends, a dict that does not regard case.")
    auth = Lazy(lambda self: None, "(user, password) for all requests, or what requests takes for authentication.")
    verify = Lazy(lambda self: True, "Whether the certificates of servers are looked at.")
    cert = Lazy(lambda self: None, "The client's certificate: a file, or a pair of files.")
    params = Lazy(lambda self: {}, "What is added to the query of every URL.")
    proxies = Lazy(lambda self: {}, "URLs of proxies by scheme.")
    hooks = Lazy(_no_hooks, "Functions that requests calls with each answer.")
    adapters = Lazy(_adapters, "What sends requests, by the beginning of URLs; requests' own.")
    stream = Lazy(lambda self: False, "Whether bodies of answers are left to be read piece by piece.")
    pool_manager = None
    max_redirects = Lazy(lambda self: 30, "How many redirects are followed.")

    def __new__(cls, *args, **kwargs):
        return super().__new__(_class_with_requests(cls) if is_imported() else cls)

    def __init__(self, base_url, request_event, user, pool_manager=None):
        """base_url: what URLs without a scheme are appended to; request_event: the EventHook that tells of requests; user: whose
        session it is, or None; pool_manager: sessions with the same one share connections."""
        url, auth = _auth(base_url) if base_url else (base_url, None)
        self._open(engine(), url, request_event, user, False, response_class(), response_class(),
                   type(self).request is not _acrida.Session.request)
        self.trust_env = True
        if auth is not None:
            self.auth = auth
        if pool_manager is not None:
            self.pool_manager = pool_manager
            share_pool(self, pool_manager)

    @property
    def cookies(self):
        """The cookies that are kept and sent, a dict that knows where each belongs."""
        return SessionCookies(self)

    @cookies.setter
    def cookies(self, cookies):
        self._clear_cookies()
        SessionCookies(self).update(cookies or {})

    @contextmanager
    def rename_request(self, name):
        """Within the with-block, requests without a name= are filed under this one."""
        self.request_name = name
        try:
            yield
        finally:
            self.request_name = None

    def mount(self, prefix, adapter):
        """Requests whose URLs begin with `prefix` are sent by that adapter of requests."""
        adapters = self.adapters
        adapters[prefix] = adapter
        for key in [key for key in adapters if len(key) < len(prefix)]:
            adapters[key] = adapters.pop(key)

    def close(self):
        """Closes the connections; the session can still be used."""
        self._close_connections()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _build_url(self, path):
        return path if absolute_http_url_regexp.match(path) else f"{self.base_url}{path}"


def __getattr__(name):
    if name == "LocustHttpAdapter":
        from ._http._adapter import LocustHttpAdapter

        return LocustHttpAdapter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["HttpSession", "LocustHttpAdapter", "ResponseContextManager"]
