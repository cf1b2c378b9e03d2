"""How locustfiles end a run, and with which exit code."""

import sys


def exit_code_of(value):
    """The exit code that Python makes of what sys.exit() is given: what is no number is told on stderr, and is 1."""
    if value is None:
        return 0
    if isinstance(value, int):
        return int(value)
    print(value, file=sys.stderr, flush=True)
    return 1
