"""The engine of this process, and the hub of gevent that turns it."""

import gevent

import _acrida

_engine = None


def engine():
    """The _acrida.Engine of this process. The first call makes it, for the hub of the thread that calls."""
    global _engine
    if _engine is None:
        hub = gevent.get_hub()
        made = _acrida.Engine(hub)
        watcher = hub.loop.io(made.fileno(), 1, ref=False)
        watcher.start(made.pump)
        made.watched_by(watcher)
        _engine = made
    return _engine
