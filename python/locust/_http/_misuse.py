"""Errors of locustfiles that use answers wrongly."""

from ..exception import LocustError


def not_catching():
    raise LocustError("In order to use a with-block for requests, you must also pass catch_response=True")


def not_entered():
    raise LocustError(
        "Tried to set status on a request that has not yet been made. Make sure you use a with-block, like this:\n\n"
        "with self.client.request(..., catch_response=True) as response:\n    response.success()")
