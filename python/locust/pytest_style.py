"""Test functions as users: `def test_something(session): …` in a file without user classes."""

import inspect

from .user.users import HttpUser

# What a test may ask for, and where a user finds it.
_SESSION = "session"
_FAST_SESSION = "fastsession"


def _harmless():
    """The exceptions that a request has been recorded with already."""
    import requests

    from .exception import CatchResponseError

    kinds = [requests.exceptions.RequestException, CatchResponseError]
    try:
        from geventhttpclient.client import ConnectionError as fast_error
    except ImportError:
        pass
    else:
        kinds.append(fast_error)
    return tuple(kinds)


def _run(function, wanted, client):
    try:
        function(**{wanted: client})
    except Exception as error:
        # A wrong address is an error of the test, although `requests` says so as well.
        if not isinstance(error, _harmless()) or isinstance(error, ValueError):
            raise


def _user_class(module, name, function):
    (wanted,) = inspect.signature(function).parameters

    def run_test(user):
        _run(function, wanted, user.client)

    run_test.__name__ = name
    base = HttpUser
    if wanted == _FAST_SESSION:
        from .contrib.fasthttp import FastHttpUser

        base = FastHttpUser
    return type(base)(name, (base,), {"tasks": [run_test], "__module__": module.__name__, "__doc__": function.__doc__})


def user_classes_of(module):
    """{name: user class} of the functions `test_…` of a module that ask for nothing but `session` or `fastsession`."""
    tests = ((name, value) for name, value in vars(module).items() if name.startswith("test_") and inspect.isfunction(value))
    return {name: _user_class(module, name, function) for name, function in tests
            if set(inspect.signature(function).parameters) in ({_SESSION}, {_FAST_SESSION})}
