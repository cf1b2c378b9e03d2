"""The request that an answer belongs to."""

from urllib.parse import urlsplit

from ._headers import headers_of
from ._requests import is_imported


class SentRequest:
    """What was sent: method, url, headers and body (bytes, None if there was none)."""

    def __init__(self, method, url, headers, body):
        self.method, self.url, self.headers, self.body = method, url, headers, body

    @property
    def path_url(self):
        """Path and query."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def __repr__(self):
        return f"<SentRequest [{self.method}]>"


def sent_request(method, url, fields, body):
    """It, as requests' PreparedRequest if that is imported."""
    headers = headers_of(fields)
    for name, value in (("User-Agent", "acrida"), ("Accept", "*/*")):
        headers.setdefault(name, value)
    if body:
        headers.setdefault("Content-Length", str(len(body)))
    if not is_imported():
        return SentRequest(method, url, headers, body or None)
    from requests import PreparedRequest
    from requests.hooks import default_hooks

    request = PreparedRequest()
    request.method, request.url, request.headers, request.body = method, url, headers, body or None
    request.hooks = default_hooks()
    return request
