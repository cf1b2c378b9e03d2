"""Bodies that are neither text nor JSON that C++ can write."""

import json
import os
from collections.abc import Mapping
from urllib.parse import urlencode

from ._multipart import encode_multipart
from ._requests import exceptions

FORM = "application/x-www-form-urlencoded"


def dump_json(value):
    """The JSON of a value that C++ does not write itself. NaN and infinity are refused, as by requests."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError as error:
        raise exceptions().InvalidJSONError(error) from error


def pairs(data):
    """A mapping or a list of pairs as a list of pairs; a value that is a list becomes several pairs, None becomes none."""
    found = []
    for key, values in data.items() if isinstance(data, Mapping) else data:
        if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
            values = [values]
        found += [(key, value) for value in values if value is not None]
    return found


def read_file(file):
    """What is left of a file, as bytes."""
    content = file.read()
    return content.encode() if isinstance(content, str) else content


def encode_body(data, files):
    """The body of data= and files=: (bytes, or a list of bytes to be sent in chunks; its Content-Type or None)."""
    if files:
        return encode_multipart(pairs(data) if data else [], files)
    if hasattr(data, "read"):
        return read_file(data), None
    if isinstance(data, bytearray):
        return bytes(data), None
    if isinstance(data, (Mapping, list, tuple)):
        return urlencode(pairs(data)).encode(), FORM
    if hasattr(data, "__iter__"):
        # All of it is made before it is sent: while the loop sends, nothing may wait for others.
        return [piece.encode() if isinstance(piece, str) else piece for piece in data], None
    raise TypeError(f"data= is a {type(data).__name__}, which cannot be sent: give it text, bytes, a dict, a list of pairs, a file "
                    "or an iterator of bytes")


def name_of_file(file):
    """The name under which a file is sent, if it has one."""
    name = getattr(file, "name", None)
    if isinstance(name, str) and name and name[0] != "<" and name[-1] != ">":
        return os.path.basename(name)
    return None


def encode_cookies(cookies):
    """cookies= as the value of a Cookie field. A dict, or a jar with cookies of names and values."""
    items = cookies.items() if isinstance(cookies, Mapping) else ((each.name, each.value) for each in cookies)
    return "; ".join(f"{name}={value}" for name, value in items)
