"""Answers that are kept for a while."""

import functools
import time


def memoize(timeout, dynamic_timeout=False):
    """A decorator that keeps what a function without arguments returned.

    timeout: for how many seconds; dynamic_timeout: for longer if the function is slow, at most half of the time is spent in it.
    The function gets an attribute clear_cache, a callable.
    """

    def decorate(function):
        state = {"until": 0.0, "value": None}

        @functools.wraps(function)
        def cached():
            began = time.monotonic()
            if began >= state["until"]:
                state["value"] = function()
                took = time.monotonic() - began
                state["until"] = time.monotonic() + (max(timeout, 2 * took) if dynamic_timeout else timeout)
            return state["value"]

        cached.clear_cache = lambda: state.update(until=0.0, value=None)
        return cached

    return decorate
