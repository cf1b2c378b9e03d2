"""Locust's connection between machines: names to import."""

from ..exception import unavailable

_CURE = "run `acrida -f FILE --processes N`, which uses several processes of one machine"


class Server:
    """The master's end."""

    def __init__(self, host, port):
        raise unavailable("rpc.zmqrpc.Server", _CURE)


class Client:
    """A worker's end."""

    def __init__(self, host, port, identity):
        raise unavailable("rpc.zmqrpc.Client", _CURE)
