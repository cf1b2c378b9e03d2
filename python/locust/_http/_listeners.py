"""Listeners of the event `request` that raise."""

from ..event import EventHook


def listener_raised(error):
    """Logs it, or raises it again if it steers the test: as for any other event."""

    def again(**_):
        raise error

    hook = EventHook()
    hook.add_listener(again)
    hook.fire()
