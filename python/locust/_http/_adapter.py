"""An adapter of requests with a pool of connections that users share."""

from requests.adapters import HTTPAdapter


class LocustHttpAdapter(HTTPAdapter):
    """pool_manager: the urllib3 PoolManager to be used, None for one of its own."""

    def __init__(self, pool_manager=None, *args, **kwargs):
        self.poolmanager = pool_manager
        super().__init__(*args, **kwargs)

    def init_poolmanager(self, *args, **kwargs):
        if self.poolmanager is None:
            super().init_poolmanager(*args, **kwargs)
