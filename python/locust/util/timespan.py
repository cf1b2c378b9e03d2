"""Times as people write them."""

import re

_UNITS = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
_NUMBER = r"(?:\d+\.?\d*|\.\d+)"
_BARE = re.compile(_NUMBER)
_PART = re.compile(rf"({_NUMBER})(ms|h|m|s)")


def parse_timespan(time_str):
    """Seconds of "20", "20s", "3m", "2h", "1h20m", "3h30m10s", and as a float of "500ms" and "1.5s". ValueError for others."""
    if time_str and _BARE.fullmatch(time_str):
        seconds = float(time_str)
    elif time_str and re.fullmatch(rf"(?:{_PART.pattern})+", time_str):
        seconds = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(time_str))
    else:
        raise ValueError(f"{time_str!r} is no time span. Valid ones are: 20, 20s, 3m, 2h, 1h20m, 3h30m10s, 500ms.")
    return int(seconds) if seconds == int(seconds) else seconds
