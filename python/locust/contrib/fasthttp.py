"""FastHttpUser, and its client: fewer things than an HttpUser's, and other names for requests and errors."""

import re
import ssl
import time

import _acrida
import gevent

from .._http._agent import LocustUserAgent, share_pool
from .._http._cookies import SessionCookies
from .._http._fast_answer import ErrorResponse, FastRequest, FastResponse, ResponseContextManager
from .._http._fast_errors import (
    FAILURE_EXCEPTIONS, ConnectionError, HTTPConnectionClosed, HTTPParseError, LocustBadStatusCode, RetriesExceeded)
from .._http._rest import RestResponseContextManager, rest
from .._hub import engine
from .._renamed import FastHttpLocust
from ..clients import _auth
from ..exception import CatchResponseError, LocustError, NoHost, ResponseError
from ..user.users import User

absolute_http_url_regexp = re.compile(r"^https?://", re.IGNORECASE)

__all__ = [
    "CatchResponseError", "ConnectionError", "ErrorResponse", "FAILURE_EXCEPTIONS", "FastHttpLocust", "FastHttpSession", "FastHttpUser",
    "FastRequest", "FastResponse", "HTTPConnectionClosed", "HTTPParseError", "LocustBadStatusCode", "LocustError",
    "LocustUserAgent", "ResponseContextManager", "ResponseError", "RestResponseContextManager", "RetriesExceeded",
    "insecure_ssl_context_factory",
]


def insecure_ssl_context_factory():
    """An SSL context that takes any certificate."""
    context = gevent.ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class FastHttpSession(_acrida.Session):
    """Sends requests, keeps cookies and connections, and tells the statistics of each request.

    Methods take name= (what the request is filed under; else the URL as it was given), data=, json=, params=, files=, headers=,
    auth=, stream=, allow_redirects=, timeout= in seconds, catch_response=True and context=.
    """

    auth_header = None

    def __init__(self, environment=None, base_url=None, user=None, insecure=True, client_pool=None, ssl_context_factory=None, *,
                 request_event=None, max_redirects=30, max_retries=0, connection_timeout=60.0, network_timeout=60.0,
                 concurrency=10, default_headers=None, headers=None, proxy_host=None, proxy_port=None, **client_args):
        """environment: whose event `request` tells of requests, or the base URL, followed by the event; insecure: any certificate
        will do; client_pool: sessions with the same one share their connections; ssl_context_factory: makes an
        SSLContext, of which it counts whether it looks at certificates; timeouts in seconds; concurrency: how many requests may
        be out at once; default_headers: sent with all requests; proxy_host, proxy_port: an HTTP proxy."""
        if isinstance(environment, str):
            environment, base_url, request_event = None, environment, request_event or base_url
        self.environment = environment
        event = request_event if request_event is not None else environment.events.request
        url, auth = _auth(base_url) if base_url else (base_url, None)
        self._open(engine(), url, event, user, True, FastResponse, ResponseContextManager,
                   type(self).request is not _acrida.Session.request)
        self._configure(connection_timeout or 0.0, network_timeout or 0.0, max(max_redirects - 1, 0), not insecure, concurrency)
        self._client_args = insecure, ssl_context_factory, concurrency, connection_timeout, network_timeout, client_args
        share_pool(self, client_pool)
        if auth is not None:
            self.auth = auth
        if default_headers or headers:
            self.headers = {**(headers or {}), **(default_headers or {})}
        if proxy_host:
            self.proxies = {"all": f"http://{proxy_host}:{proxy_port or 80}"}
        if ssl_context_factory is not None and str(url).startswith("https"):
            self.verify = ssl_context_factory  # asked when the first request is sent

    @property
    def client(self):
        """What geventhttpclient's user agent is for locustfiles: `client.clientpool.close()` closes the connections."""
        insecure, ssl_context_factory, concurrency, connection_timeout, network_timeout, more = self._client_args
        return LocustUserAgent(self, insecure=insecure, ssl_context_factory=ssl_context_factory, concurrency=concurrency,
                               connection_timeout=connection_timeout, network_timeout=network_timeout, **more)

    @property
    def cookiejar(self):
        """The cookies that are kept and sent."""
        return SessionCookies(self)

    def iter_lines(self, url, method="GET", **options):
        """Sends a request and gives the lines of the answer, as str, as they come."""
        response = self.request(method, url, stream=True, **options)
        response.raise_for_status()
        pending = ""
        for piece in response.iter_content(decode_content=True):
            *lines, pending = (pending + piece).split("\n")
            yield from (line.removesuffix("\r") for line in lines)
        if pending:
            yield pending

    def rest(self, method, url, headers=None, **options):
        """A request for JSON, for a with-block: `with self.rest("POST", "/x", json={}) as response: … response.js …`."""
        return rest(self, method, url, headers, **options)

    def _build_url(self, path):
        return path if absolute_http_url_regexp.match(path) else f"{self.base_url}{path}"


class FastHttpUser(User):
    """A user with an HTTP client that takes any certificate and names requests after their URLs as they are written.

    network_timeout: the longest silence of a server, connection_timeout: until connected, in seconds; max_redirects: how many requests
    one request may become;
    max_retries: of no use to acrida, which never sends a request twice that a server may have seen; insecure: any certificate
    will do; default_headers: a dict for all requests; concurrency: how many requests of a user may be out at once; proxy_host,
    proxy_port: an HTTP proxy; client_pool: users with the same one share connections; ssl_context_factory: see FastHttpSession.
    """

    abstract = True
    network_timeout = 60.0
    connection_timeout = 60.0
    max_redirects = 30
    max_retries = 0
    insecure = True
    default_headers = None
    concurrency = 10
    proxy_host = None
    proxy_port = None
    client_pool = None
    ssl_context_factory = None
    _needs_host = True

    def __init__(self, environment):
        super().__init__(environment)
        if self.host is None:
            raise NoHost(type(self))
        self.client = FastHttpSession(
            self.environment, base_url=self.host, user=self, insecure=self.insecure, client_pool=self.client_pool,
            ssl_context_factory=self.ssl_context_factory, max_redirects=self.max_redirects, max_retries=self.max_retries,
            connection_timeout=self.connection_timeout, network_timeout=self.network_timeout, concurrency=self.concurrency,
            default_headers=self.default_headers, proxy_host=self.proxy_host, proxy_port=self.proxy_port)

    def rest(self, method, url, headers=None, **options):
        """A request for JSON, for a with-block in which anything that is raised makes it a failure; `js` is the JSON."""
        return self.client.rest(method, url, headers, **options)

    def rest_(self, method, url, name=None, **options):
        """The same, with the time in the query, so that no cache has the answer."""
        mark = "&" if "?" in url else "?"
        return self.client.rest(method, f"{url}{mark}_={int(time.time() * 1000)}", name=name or f"{url}{mark}_=...", **options)
