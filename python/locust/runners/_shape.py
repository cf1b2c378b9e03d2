"""A test whose users follow a shape."""

import gevent

from .. import runners as settings
from ._runner import logger


def run_shape(runner):
    """Asks the shape once a second how many users it wants, until it wants none any more; for a greenlet of its own."""
    shape = runner.environment.shape_class
    while runner.state in (settings.STATE_INIT, settings.STATE_SPAWNING, settings.STATE_RUNNING):
        wanted = shape.tick()
        if wanted is None:
            logger.info("Shape test stopping")
            runner.shape_greenlet = None
            runner._end()
            return
        if wanted != runner.shape_last_state:
            user_count, spawn_rate, *user_classes = wanted
            logger.info("Shape test updating to %d users at %.2f spawn rate", user_count, spawn_rate)
            runner.start(user_count=user_count, spawn_rate=spawn_rate, user_classes=user_classes[0] if user_classes else None)
            runner.shape_last_state = wanted
        gevent.sleep(1)
