"""What FastHttpSession seldom needs: the C++ side of a session calls these by name."""

import json
import logging
import ssl
import string
from urllib.parse import quote, urlencode

from gevent import Timeout

from ..exception import CatchResponseError, ResponseError
from ._bodies import FORM, encode_cookies, pairs, read_file
from ._environment import environment_says
from ._fast_errors import bad_header, bad_url, make_error, make_stream_error, text_of_failure
from ._listeners import listener_raised
from ._misuse import not_catching, not_entered
from ._multipart import encode_multipart
from ._proxies import choose_proxy, proxies_are_plain
from ._urls import appended, with_params

_logger = logging.getLogger(__name__)


def whole_url(base_url, url, params, session_params):
    """Where a request goes: unlike with requests, it is left as it was written, but for what cannot be sent."""
    whole = quote(appended(base_url, url), safe=string.punctuation)
    return with_params(whole, params) if params else whole


def dump_json(value):
    """The JSON of a value that C++ does not write itself."""
    return json.dumps(value)


def encode_body(data, files):
    """The body of data= and files=: (bytes, its Content-Type)."""
    if files:
        return encode_multipart(pairs(data) if data else [], files)
    if isinstance(data, bytearray):
        return bytes(data), "application/octet-stream"
    if hasattr(data, "read"):
        return read_file(data), "application/octet-stream"
    if isinstance(data, (dict, list, tuple)):
        return urlencode(data).encode(), f"{FORM}; charset=utf-8"
    if hasattr(data, "__iter__"):
        return [piece.encode() if isinstance(piece, str) else piece for piece in data], "application/octet-stream"
    raise TypeError(f"data= is a {type(data).__name__}, which cannot be sent: give it text, bytes, a dict, a list of pairs or a file")


def decode_text(response):
    """The body of an answer as text; None if none came."""
    content = response.content
    if content is None:
        return None
    encoding = response.encoding
    if encoding is None:
        encoding = (response.headers or {}).get("content-type", "").partition("charset=")[2] or "utf-8"
    return str(content, encoding, errors="replace")


def load_json(response, **options):
    """What the JSON of an answer says; json's JSONDecodeError if it is none."""
    return json.loads(response.text or "", **options)


def perform(session, method, url, **options):
    """Asks an ssl_context_factory what it thinks of certificates, and refuses what FastHttpSession cannot send."""
    factory = session.__dict__.get("verify")
    if callable(factory):
        session.verify = factory().verify_mode != ssl.CERT_NONE
        _logger.info("Of ssl_context_factory it counts only whether certificates are looked at: %s.", session.verify)
        return session.request(method, url, **options)
    named = ", ".join(sorted(key for key, value in options.items() if value is not None))
    raise TypeError(f"FastHttpUser cannot send a {method} of {url} with the options {named} as they are: an HttpUser can")


__all__ = [
    "CatchResponseError", "ResponseError", "Timeout", "bad_header", "bad_url", "choose_proxy", "decode_text", "dump_json", "encode_body",
    "encode_cookies", "environment_says", "listener_raised", "load_json", "make_error", "make_stream_error", "not_catching",
    "not_entered", "perform", "proxies_are_plain", "text_of_failure", "whole_url",
]
