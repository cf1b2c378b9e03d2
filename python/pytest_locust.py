"""A plugin for pytest: `pytest -p pytest_locust --host URL FILE` calls once what acrida runs as users, functions such as

    def test_health(session):
        session.get("/health").raise_for_status()
"""

import pytest


def pytest_addoption(parser):
    """The host, under the names that it has in acrida."""
    parser.addoption("-H", "--host", default=None, help="Base URL of the server that `session` and `fastsession` ask")


def _host(config):
    host = config.getoption("--host")
    if host is None:
        raise pytest.UsageError("`session` and `fastsession` have nobody to ask: name a server with --host URL")
    return host


@pytest.fixture
def session(pytestconfig):
    """An HttpSession, as users have it in `self.client`."""
    host = _host(pytestconfig)
    # Not before somebody asks for it: it makes the standard library's blocking calls cooperative.
    from locust.clients import HttpSession
    from locust.event import EventHook

    with HttpSession(base_url=host, request_event=EventHook(), user=None) as client:
        yield client


@pytest.fixture
def fastsession(pytestconfig):
    """A FastHttpSession, likewise."""
    host = _host(pytestconfig)
    from locust.contrib.fasthttp import FastHttpSession
    from locust.event import EventHook

    yield FastHttpSession(base_url=host, request_event=EventHook(), user=None)
