<<<<<<< HEAD
"""The engine of this process, and the hub of gevent that turns it."""
=======
"""The engine of this process, and gevent's hub that turns it."""
>>>>>>> wt-accel

import gevent

import _acrida

<<<<<<< HEAD
=======
_READABLE = 1
>>>>>>> wt-accel
_engine = None


def engine():
<<<<<<< HEAD
    """The _acrida.Engine of this process. The first call makes it, for the hub of the thread that calls."""
=======
    """The `_acrida.Engine` of this process: made when it is first asked for, on the hub of the thread that asks."""
>>>>>>> wt-accel
    global _engine
    if _engine is None:
        hub = gevent.get_hub()
        made = _acrida.Engine(hub)
<<<<<<< HEAD
        watcher = hub.loop.io(made.fileno(), 1, ref=False)
=======
        watcher = hub.loop.io(made.fileno(), _READABLE)
        watcher.ref = False  # the hub need not go on for us unless a greenlet waits for the engine
>>>>>>> wt-accel
        watcher.start(made.pump)
        made.watched_by(watcher)
        _engine = made
    return _engine
