"""Locust's page: names to import."""

from .exception import unavailable

HOST_IS_REQUIRED = True
"""Whether a host must be given before a test can be started from the page."""


class WebUI:
    """Locust's page, a Flask application."""

    def __init__(self, environment, *args, **kwargs):
        raise unavailable("The page of Locust (WebUI)", "start the runner from Python, or run `acrida -f FILE`")
