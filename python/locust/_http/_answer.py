"""The answer of an HttpSession: what requests' Response shows."""

import codecs
from datetime import timedelta

import _acrida

from ._cookies import ResponseCookies
from ._decoding import encoding_of, guessed_encoding
from ._errors import failure_error, status_error, wrapped
from ._headers import headers_of
from ._lazy import Lazy
from ._links import links_of
from ._raw import Raw
from ._requests import is_imported
from ._sent import sent_request


def _failed(response):
    return response._failure() is not None


def _headers(response):
    return headers_of([] if _failed(response) else response._fields())


def _history(response):
    return [Earlier(response, *hop) for hop in response._hops()]


def _error(response):
    failure = response._failure()
    if failure is None:
        return None
    return wrapped(failure, failure_error(failure))


class Pieces:
    """Reading an answer piece by piece, for any class that has its body or gives it by _read()."""

    def iter_content(self, chunk_size=1, decode_unicode=False):
        """Pieces of the body: of at most chunk_size bytes; None: as they come. decode_unicode: as str, if the encoding is known."""
        if chunk_size is not None and not isinstance(chunk_size, int):
            raise TypeError(f"chunk_size must be an int, it is instead a {type(chunk_size)}.")
        pieces = self._pieces(chunk_size)
        if not decode_unicode or self.encoding is None:
            return pieces
        return _decoded(pieces, self.encoding)

    def _pieces(self, size):
        if self._content_taken():
            left = self.content or b""
            for at in range(0, len(left), size or len(left) or 1):
                yield left[at:at + (size or len(left))]
            return
        while (piece := self._read()) is not None:
            for at in range(0, len(piece), size or len(piece)):
                yield piece[at:at + (size or len(piece))]

    def iter_lines(self, chunk_size=512, decode_unicode=False, delimiter=None):
        """The lines of the body, each as soon as it is there."""
        pending = None
        for chunk in self.iter_content(chunk_size=chunk_size, decode_unicode=decode_unicode):
            if pending is not None:
                chunk = pending + chunk
            lines = chunk.split(delimiter) if delimiter else chunk.splitlines()
            pending = lines.pop() if lines and lines[-1] and chunk and lines[-1][-1] == chunk[-1] else None
            yield from lines
        if pending is not None:
            yield pending

    def __iter__(self):
        return self.iter_content(128)


def _decoded(pieces, encoding):
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for piece in pieces:
        text = decoder.decode(piece)
        if text:
            yield text
    rest = decoder.decode(b"", final=True)
    if rest:
        yield rest


class ResponseContextManager(Pieces, _acrida.ManagedResponse):
    """An answer. With catch_response=True it may be used in a with-block, in which success() and failure() say how the
    request went."""

    headers = Lazy(_headers, "The header fields: a dict that does not regard case.")
    url = Lazy(lambda self: None if _failed(self) else self._url(), "Where the answer came from, redirects included.")
    reason = Lazy(lambda self: None if _failed(self) else self._reason(), "\"Not Found\", as the server said it.")
    encoding = Lazy(lambda self: encoding_of(self.headers.get("Content-Type", "")) if "Content-Type" in self.headers else None,
                    "The encoding of `text`, which may be set; None: it is guessed.")
    cookies = Lazy(lambda self: ResponseCookies([] if _failed(self) else self._cookies()), "The cookies that the answer sets.")
    elapsed = Lazy(lambda self: timedelta(seconds=self._seconds()), "From sending the request to the answer's first byte.")
    request = Lazy(lambda self: sent_request(*self._sent()), "The request that was answered.")
    history = Lazy(_history, "The answers that led here, oldest first.")
    error = Lazy(_error, "Why there is no answer, as requests would have raised it; None: there is one.")
    raw = Lazy(Raw, "The answer as a file.")
    connection = None

    def _content_taken(self):
        return not self._streaming or self._content_known

    @property
    def apparent_encoding(self):
        """The encoding, guessed from the bytes of the body."""
        return guessed_encoding(self.content)

    @property
    def links(self):
        """The Link fields, by rel or url."""
        return links_of(self.headers.get("link"))

    @property
    def is_redirect(self):
        """Whether it leads elsewhere."""
        return "location" in self.headers and self.status_code in (301, 302, 303, 307, 308)

    @property
    def is_permanent_redirect(self):
        """Whether it leads elsewhere for good."""
        return "location" in self.headers and self.status_code in (301, 308)

    @property
    def next(self):
        """None: redirects that are followed were followed."""
        return None

    def raise_for_status(self):
        """Raises why the request failed: what failure() said, why there is no answer, or requests' HTTPError for the status."""
        verdict = self._verdict
        if verdict is True:
            return
        if verdict is not None:
            raise verdict
        if self.error is not None:
            raise self.error
        if 400 <= self.status_code < 600:
            raise status_error(self, None)

    def close(self):
        """Gives up the rest of a streamed answer."""
        self._close()

    def __bool__(self):
        return self.ok

    def __repr__(self):
        return f"<Response [{self.status_code}]>"


class Earlier(Pieces):
    """An answer that led on."""

    def __init__(self, last, status, method, url, reason, fields):
        self.status_code, self.url, self.reason = status, url, reason
        self.headers = headers_of(fields)
        self.request = sent_request(method, url, [], None)
        self.content, self.text, self.history, self.error = b"", "", [], None
        self.encoding = encoding_of(self.headers.get("Content-Type", ""))
        self.cookies = ResponseCookies([])
        self.elapsed = timedelta(0)
        self.ok = True
        self.is_redirect = True

    def _content_taken(self):
        return True

    def raise_for_status(self):
        """Nothing: it was no error."""

    def close(self):
        """Nothing is left of it."""

    def __bool__(self):
        return True

    def __repr__(self):
        return f"<Response [{self.status_code}]>"


_with_requests = None


def response_class():
    """The class of answers: one that is requests' Response, too, if that is imported."""
    global _with_requests
    if not is_imported():
        return ResponseContextManager
    if _with_requests is None:
        from requests import Response

        _with_requests = type("ResponseContextManager", (ResponseContextManager, Response),
                              {"__module__": "locust.clients", "__doc__": ResponseContextManager.__doc__})
    return _with_requests
