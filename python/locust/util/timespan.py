"""Times as people write them."""

import math
import re
from datetime import timedelta

_PATTERN = re.compile(r"(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?(?:(?P<seconds>\d+)(?:s|\Z))?(?:(?P<milliseconds>\d+)ms)?")


def parse_timespan(time_str):
    """Whole seconds of "20", "20s", "3m", "2h", "1h20m", "3h30m10s" or, rounded up, "500ms". ValueError for anything else."""
    parts = _PATTERN.fullmatch(time_str) if time_str else None
    if parts is None:
        raise ValueError("Invalid time span format. Valid formats: 20, 20s, 3m, 2h, 1h20m, 3h30m10s, etc.")
    return math.ceil(timedelta(**{name: int(count) for name, count in parts.groupdict().items() if count}).total_seconds())
