"""What geventhttpclient's user agent and pool of connections are for locustfiles: names to hold on to."""

from weakref import WeakKeyDictionary

_first_of_pool = WeakKeyDictionary()


class ClientPool:
    """The connections of a session. client_args: what they were asked to be like."""

    def __init__(self, session, **client_args):
        self._session = session
        self.client_args = client_args

    def close(self):
        """Closes them; the next request makes new ones."""
        self._session._close_connections()


class LocustUserAgent:
    """`client.client` of a FastHttpUser."""

    def __init__(self, session, **client_args):
        self._session = session
        self.clientpool = ClientPool(session, **client_args)

    @property
    def cookiejar(self):
        """The cookies that are kept and sent."""
        return self._session.cookiejar

    def close(self):
        """Closes the connections."""
        self.clientpool.close()


def share_pool(session, client_pool):
    """Lets sessions that were given the same pool use the same connections."""
    if client_pool is None:
        return
    first = _first_of_pool.get(client_pool)
    if first is None:
        _first_of_pool[client_pool] = session
    else:
        session._share(first)
