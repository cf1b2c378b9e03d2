"""What HttpSession seldom needs: the C++ side of a session calls these by name."""

from ..exception import CatchResponseError, ResponseError
from ._bodies import dump_json, encode_body, encode_cookies
from ._decoding import decode_text, load_json
from ._environment import environment_says
from ._errors import bad_header, bad_url, make_error, make_stream_error, text_of_failure
from ._fallback import perform
from ._listeners import listener_raised
from ._misuse import not_catching, not_entered
from ._proxies import choose_proxy, proxies_are_plain
from ._urls import whole_url

__all__ = [
    "CatchResponseError", "ResponseError", "bad_header", "bad_url", "choose_proxy", "decode_text", "dump_json", "encode_body",
    "encode_cookies", "environment_says", "listener_raised", "load_json", "make_error", "make_stream_error", "not_catching",
    "not_entered", "perform", "proxies_are_plain", "text_of_failure", "whole_url",
]
