"""The engine of this process, and the hub of gevent that turns it."""

import os

import gevent

import _acrida

_engine = None
_watcher = None


def engine():
    """The _acrida.Engine of this process. The first call makes it, for the hub of the thread that calls."""
    global _engine, _watcher
    if _engine is None:
        hub = gevent.get_hub()
        made = _acrida.Engine(hub)
        watcher = hub.loop.io(made.fileno(), 1, ref=False)
        watcher.start(made.pump)
        made.watched_by(watcher)
        _engine, _watcher = made, watcher
    return _engine


def _leave_to_parent():
    """In a process that was forked: the engine's connections are its parent's. One of its own is made when it is needed."""
    global _engine, _watcher
    if _engine is not None:
        _watcher.stop()
        _engine.leave_to_parent()
        _engine = _watcher = None


os.register_at_fork(after_in_child=_leave_to_parent)
