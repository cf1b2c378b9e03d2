"""Answers of a FastHttpSession."""

import _acrida

from ._answer import Pieces
from ._fast_errors import error_of, not_catching_here
from ._headers import Headers
from ._lazy import Lazy
from ._raw import Raw
from ._sent import SentRequest

_OK = frozenset((*range(200, 209), 226, 301, 302, 303, 304, 307, 308))


class FastRequest(SentRequest):
    """What was sent: url, method, headers and body (str, or bytes if bytes were given; None: nothing)."""

    @property
    def payload(self):
        """The body."""
        return self.body


def _sent(response):
    method, url, fields, body = response._sent()
    headers = Headers(fields)
    text = body or None
    if text is not None and headers.get("Content-Type") != "application/octet-stream":
        try:
            text = body.decode()
        except UnicodeDecodeError:
            pass
    return FastRequest(method, url, headers, text)


def _headers(response):
    if response._failure() is not None:
        return None
    headers = Headers()
    for name, value in response._fields():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _error(response):
    if response._verdict not in (None, True) and response._failure() is not None:
        return response._verdict
    return None if response._failure() is None and response.status_code in _OK else error_of(response)


class FastResponse(Pieces, _acrida.Response):
    """An answer: status_code, ok, text, content, json(), headers, url, request, encoding, error."""

    headers = Lazy(_headers, "The header fields: a dict that does not regard case; None if no answer came.")
    url = Lazy(lambda self: self._first_url(), "What was asked for.")
    request = Lazy(_sent, "The request that was answered.")
    encoding = Lazy(lambda self: None, "The encoding of `text`, if it is set; else what the answer says, or UTF-8.")
    error = Lazy(_error, "Why the request failed; None: it did not.")
    stream = Lazy(Raw, "The answer as a file.")

    @property
    def status(self):
        """The status of the answer."""
        return self.status_code

    def _content_taken(self):
        return not self._streaming or self._content_known

    def iter_content(self, chunk_size=1024, decode_content=True):
        """Pieces of the body as they come, of at most chunk_size bytes; decode_content: as str, if it is UTF-8."""
        said = (self.headers or {}).get("content-type", "").partition("charset=")[2].lower()
        text = decode_content and (self.encoding or said or "utf-8").lower() in ("utf-8", "utf8")
        if not text:
            return self._pieces(chunk_size)
        from ._answer import _decoded

        return _decoded(self._pieces(chunk_size), "utf-8")

    def raise_for_status(self):
        """Raises `error`, if there is one."""
        if self.error is not None:
            raise self.error

    def success(self):
        """A LocustError: only with catch_response=True may one say that a request has succeeded."""
        not_catching_here()

    def failure(self, exc=None):
        """A LocustError: only with catch_response=True may one say that a request has failed."""
        not_catching_here()

    def release(self):
        """Gives up the rest of a streamed answer."""
        self._close()

    close = release

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class ResponseContextManager(_acrida.ManagedResponse, FastResponse):
    """An answer to be judged in a with-block, by success() and failure(); else its status decides."""


class _Failed(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, FastResponse) and instance._failure() is not None


class ErrorResponse(metaclass=_Failed):
    """What answers are whose requests failed: status_code 0, without content, text and headers; `error` says why."""
