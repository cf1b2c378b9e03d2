"""Answers that have to be JSON."""

import json
import os
import traceback
from contextlib import contextmanager

from ..exception import ResponseError
from ._fast_answer import ResponseContextManager

_MOST_SHOWN = 200


class RestResponseContextManager(ResponseContextManager):
    """An answer whose `js` is what its JSON says; None if there is none."""

    js = None


def _read_json(response):
    """Sets `js`, or says why there is none."""
    if response.content is None:
        response.failure(str(response.error))
        return
    if not response.text:
        return
    try:
        response.js = response.json()
    except json.JSONDecodeError as error:
        response.failure(f"Could not parse response as JSON. {response.text[:250]}, response code {response.status_code}, "
                         f"error {error}")


def _told(error, response):
    """What is recorded for an exception in the block."""
    shown = (response.text or "")[:_MOST_SHOWN]
    if isinstance(error, AssertionError):
        message = str(error) or "Assertion failed"
        return f"{message} response was {shown}" if message.endswith(",") else message
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} at {os.path.basename(frame.filename)}:{frame.lineno}. Response was {shown}"


@contextmanager
def rest(session, method, url, headers=None, **options):
    """A request for JSON, judged in a with-block: whatever is raised in it makes the request a failure, and goes no further."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
    with session.request(method, url, catch_response=True, headers=headers, **options) as response:
        _read_json(response)
        try:
            yield response
        except ResponseError:
            raise
        except Exception as error:
            response.failure(_told(error, response))
