"""How users are spread over workers: a name to import."""

from .exception import unavailable


class UsersDispatcher:
    """Locust's own is replaced by acrida's: exact counts first, then by weight, spread evenly."""

    def __init__(self, worker_nodes, user_classes):
        raise unavailable("A UsersDispatcher", "acrida spreads users over its processes itself, see --processes")
