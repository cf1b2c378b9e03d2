"""The exceptions that tell why a request failed, as requests and Locust would raise them.

C++ writes their repr() itself (src/scenario/python/flavour.cc): both have to say the same.
"""

import http.client
import socket
import ssl

from ._requests import exceptions


class ProtocolError(http.client.HTTPException):
    """The answer is not HTTP."""


class ReadTimeoutError(Exception):
    """No byte came for too long."""


def bad_url(url, why):
    raise exceptions().InvalidURL(f"Failed to parse: {url}: {why}")


def bad_header(name, value):
    raise exceptions().InvalidHeader(
        f"Header {name!r} cannot have the value {value!r}: both have to be str or bytes without line breaks")


def text_of_failure(response):
    """The text of an answer that never came."""
    return ""


def make_error(response, name):
    """The exception to be recorded for an answer that counts as a failure.

    Of a request without an answer, sets `response.error` to what requests would have raised.
    """
    failure = response._failure()
    if failure is None:
        return status_error(response, name)
    cause = failure_error(failure)
    raised = wrapped(failure, cause)
    response.error = raised
    return cause


def status_error(response, name):
    """The HTTPError of a bad status; `name` stands for the URL in it, so that errors of one name are one error."""
    status = response.status_code
    side = "Client" if status < 500 else "Server"
    return exceptions().HTTPError(f"{status} {side} Error: {response.reason} for url: {name or response.url}", response=response)


def failure_error(failure):
    """The innermost reason of a failure: (kind, text, url, host, port, secure, read timeout, most redirects)."""
    kind, text, _, host, port, secure, timeout, redirects = failure
    if kind == "refused":
        return ConnectionRefusedError(111, "Connection refused")
    if kind == "reset":
        return ConnectionResetError(104, "Connection reset by peer")
    if kind == "closed":
        return http.client.RemoteDisconnected("Remote end closed connection without response")
    if kind == "connect_timeout":
        return TimeoutError("timed out")
    if kind in ("read_timeout", "timeout"):
        pool = f"{'HTTPS' if secure else 'HTTP'}ConnectionPool(host='{host}', port={port})"
        return exceptions().ReadTimeout(ReadTimeoutError(f"{pool}: Read timed out. (read timeout={timeout})"))
    if kind == "dns":
        return socket.gaierror(-2, "Name or service not known")
    if kind == "tls":
        return ssl.SSLError(1, text)
    if kind == "redirects":
        return exceptions().TooManyRedirects(f"Exceeded {redirects} redirects.")
    if kind == "truncated":
        return exceptions().ChunkedEncodingError(text)
    if kind == "unreachable":
        return OSError(text)
    if kind == "malformed":
        return ProtocolError(text)
    return exceptions().ConnectionError(text)


def wrapped(failure, cause):
    """What requests raises for that reason."""
    errors = exceptions()
    if isinstance(cause, errors.RequestException):
        return cause
    kinds = {"tls": errors.SSLError, "connect_timeout": errors.ConnectTimeout}
    error = kinds.get(failure[0], errors.ConnectionError)(cause)
    error.__context__ = cause
    return error


def make_stream_error(response):
    """What reading on a broken streamed answer raises."""
    failure = response._failure()
    return wrapped(failure, failure_error(failure))
