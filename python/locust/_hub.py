"""The engine of this process, and gevent's hub that turns it."""

import gevent

import _acrida

_READABLE = 1
_engine = None


def engine():
    """The `_acrida.Engine` of this process: made when it is first asked for, on the hub of the thread that asks."""
    global _engine
    if _engine is None:
        hub = gevent.get_hub()
        made = _acrida.Engine(hub)
        watcher = hub.loop.io(made.fileno(), _READABLE)
        watcher.ref = False  # the hub need not go on for us unless a greenlet waits for the engine
        watcher.start(made.pump)
        made.watched_by(watcher)
        _engine = made
    return _engine
