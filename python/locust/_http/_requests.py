"""The library requests, which is imported only when an object of its is really needed."""

import sys


def is_imported():
    """Whether somebody has imported requests: then its classes are expected."""
    return "requests" in sys.modules


def exceptions():
    """The module requests.exceptions."""
    import requests.exceptions

    return requests.exceptions
