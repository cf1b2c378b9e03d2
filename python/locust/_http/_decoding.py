"""Texts of answers whose encoding has to be found out, and their JSON."""

import codecs
import json

from ._requests import exceptions, is_imported


def encoding_of(content_type):
    """The encoding that a Content-Type implies; None if it says nothing of it."""
    kind, *parameters = (part.strip() for part in content_type.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return value.strip("'\" ")
    if "text" in kind:
        return "ISO-8859-1"
    return "utf-8" if "application/json" in kind else None


def guessed_encoding(content):
    """A guess from the bytes: by what requests guesses with if that is imported, else UTF-8 if they are that."""
    if is_imported():
        from requests.compat import chardet

        return chardet.detect(content)["encoding"]
    try:
        content.decode()
        return "utf-8"
    except UnicodeDecodeError:
        return "ISO-8859-1"


def decode_text(response):
    """The body of an answer as text, whatever is wrong with it."""
    content = response.content
    if not content:
        return ""
    encoding = response.encoding or guessed_encoding(content)
    try:
        return str(content, encoding or "utf-8", errors="replace")
    except (LookupError, TypeError):
        return str(content, errors="replace")


def encoding_of_json(content):
    """The encoding of bytes that are JSON, by their first four."""
    start = content[:4]
    if start in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return "utf-32"
    if start[:3] == codecs.BOM_UTF8:
        return "utf-8-sig"
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    return json.detect_encoding(content)


def load_json(response, **options):
    """What the JSON of an answer says; requests' JSONDecodeError, if requests is imported, or json's."""
    text = None
    if response.encoding is None and response.content and len(response.content) > 3:
        try:
            text = response.content.decode(encoding_of_json(response.content))
        except UnicodeDecodeError:
            pass
    try:
        return json.loads(response.text if text is None else text, **options)
    except json.JSONDecodeError as error:
        if not is_imported():
            raise
        raise exceptions().JSONDecodeError(error.msg, error.doc, error.pos) from None
