"""The answer of a request that requests itself has sent."""

from ..exception import CatchResponseError, ResponseError
from ._misuse import not_catching, not_entered

_class = None


def answer_class():
    """The class of such answers, a requests.Response."""
    global _class
    if _class is None:
        import requests

        class ResponseContextManager(_Managed, requests.Response):
            error = None

        _class = ResponseContextManager
    return _class


class _Managed:
    """What a with-block and the statistics need, in Python."""

    def __init__(self, raw, event, meta, name, catching):
        self.__dict__.update(raw.__dict__)
        self.request_meta = meta
        self._event, self._name, self._catching = event, name, catching
        self._entered = False
        self._manual = None
        meta["response"] = self

    def __enter__(self):
        if not self._catching:
            not_catching()
        self._entered = True
        return self

    def __exit__(self, kind, value, traceback):
        if self._manual is not None:
            self._file()
            return False
        if kind is not None:
            if not issubclass(kind, ResponseError):
                return False
            self._manual = value
        self._file()
        return kind is not None

    def success(self):
        """The request has succeeded, whatever its status. Within the with-block only."""
        if not self._entered:
            not_entered()
        self._manual = True

    def failure(self, exc):
        """The request has failed; exc says why, an exception or anything else. Within the with-block only."""
        if not self._entered:
            not_entered()
        self._manual = exc if isinstance(exc, Exception) else CatchResponseError(exc)

    def raise_for_status(self):
        """Raises why the request failed, if it did."""
        if self._manual is True:
            return
        if self._manual is not None:
            raise self._manual
        if self.error is not None:
            raise self.error
        super().raise_for_status()

    def _status_error(self):
        """The HTTPError of the status, which names the request as statistics do."""
        from requests.exceptions import HTTPError

        url = self.url
        if self._name:
            self.url = self._name
        try:
            super().raise_for_status()
        except HTTPError as error:
            return error
        finally:
            self.url = url
        return None

    def _file(self):
        """Tells of the request."""
        if self._manual is not None:
            self.request_meta["exception"] = None if self._manual is True else self._manual
        elif self.request_meta["exception"] is None:
            self.request_meta["exception"] = self._status_error()
        self._event.fire(**self.request_meta)
