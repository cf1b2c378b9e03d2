"""The client of users that have none."""

from ..exception import LocustError


class _NoClientError(LocustError, AttributeError):
    """For those who try, and for those who only look what is there."""


class NoClient:
    """What a user without a client has instead of one, until it makes its own."""

    def __getattr__(self, name):
        raise _NoClientError(f"There is no client to use .{name} of: derive the user from HttpUser or FastHttpUser, or set "
                             "self.client in its __init__.")
