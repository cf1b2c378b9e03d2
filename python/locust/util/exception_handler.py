"""Trying again."""

import functools
import logging
import time

_logger = logging.getLogger(__name__)


def retry(delays=(1, 3, 5), exception=Exception):
    """A decorator that calls a function again after an exception, `delays` seconds later each, then lets it go."""

    def decorate(function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            for delay in delays:
                try:
                    return function(*args, **kwargs)
                except exception as error:
                    _logger.info("Exception found on retry: -- retry after %ss: %s", delay, error)
                    time.sleep(delay)
            return function(*args, **kwargs)

        return call

    return decorate
