"""The exceptions of FastHttpSession. C++ writes their repr() itself (src/scenario/python/flavour.cc): both have to say the same."""

import socket
import ssl

from gevent import Timeout

from ..exception import LocustError


class ConnectionError(Exception):
    """No answer, for the reason that `original` says."""

    def __init__(self, url="", original=None):
        super().__init__(url)
        self.url, self.original = url, original

    def _what(self):
        return f"original={self.original}"

    def __str__(self):
        return f"URL {self.url}: {self._what()}"

    def __repr__(self):
        # Without the URL, so that requests of one name have one error.
        return f"{type(self).__name__}({self._what()})"


class RetriesExceeded(ConnectionError):
    """More redirects than are followed."""


class LocustBadStatusCode(ConnectionError):
    """An answer whose status says that the request failed: `code`."""

    def __init__(self, url="", code=0):
        super().__init__(url)
        self.code = code

    def _what(self):
        return f"code={self.code}"


class HTTPConnectionClosed(Exception):
    """The server has closed the connection before it answered."""


class HTTPParseError(Exception):
    """The answer is not HTTP."""


# What a request does not raise: `error` of the answer is one of these.
FAILURE_EXCEPTIONS = (ConnectionError, ConnectionRefusedError, ConnectionResetError, OSError, ssl.SSLError, Timeout,
                      HTTPConnectionClosed, HTTPParseError)


def bad_url(url, why):
    raise ValueError(f"{url} is no URL: {why}")


def bad_header(name, value):
    raise ValueError(f"header {name!r} cannot have the value {value!r}: it must not have line breaks")


def text_of_failure(response):
    """The text of an answer that never came."""
    return None


def make_error(response, name):
    """The exception to be recorded for an answer that counts as a failure."""
    return response.error


def error_of(response):
    """Why the request counts as a failure; None: it does not."""
    failure = response._failure()
    if failure is None:
        return LocustBadStatusCode(response._first_url(), code=response.status_code)
    kind, text, url, *_, redirects = failure
    if kind == "refused":
        return ConnectionRefusedError(111, "Connection refused")
    if kind in ("reset", "closed"):
        return HTTPConnectionClosed("connection closed.")
    if kind in ("read_timeout", "timeout"):
        return ConnectionError(url, original=TimeoutError("timed out"))
    if kind == "connect_timeout":
        return TimeoutError("timed out")
    if kind == "dns":
        return socket.gaierror(-2, "Name or service not known")
    if kind == "tls":
        return ssl.SSLError(1, text)
    if kind == "redirects":
        return RetriesExceeded(url, original=f"more than {redirects} redirects")
    if kind == "truncated":
        return HTTPParseError("Incomplete response.")
    return OSError(text) if kind == "unreachable" else HTTPParseError(text)


def make_stream_error(response):
    """What reading on a broken streamed answer raises."""
    return error_of(response)


def not_catching_here():
    raise LocustError("If you want to change the state of the request, you must pass catch_response=True.")
