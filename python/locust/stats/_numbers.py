"""Arithmetic of response times that were counted in buckets: {milliseconds: how often}."""

import math
from collections import namedtuple

CachedResponseTimes = namedtuple("CachedResponseTimes", ["response_times", "num_requests"])


def bucket_response_time(response_time):
    """The bucket for a response time in milliseconds: whole ones below 100, else two significant digits, halves to even."""
    if response_time < 100:
        return round(response_time)
    if response_time < 1000:
        return round(response_time, -1)
    if response_time < 10000:
        return round(response_time, -2)
    return round(response_time, -3)


def calculate_response_time_percentile(response_times, num_requests, percent):
    """The bucket below which a share `percent` (0..1) of `num_requests` is; 0 if there are none."""
    rank = int(num_requests * percent)
    counted = 0
    for response_time in sorted(response_times, reverse=True):
        counted += response_times[response_time]
        if num_requests - counted <= rank:
            return response_time
    return 0


def diff_response_time_dicts(latest, old):
    """What came to the buckets `latest` since they were `old`; without those to which nothing came."""
    added = {bucket: count - old.get(bucket, 0) for bucket, count in latest.items()}
    return {bucket: count for bucket, count in added.items() if count}


def median_from_dict(total, count):
    """The bucket in the middle of `total` values; None if there are none."""
    position = (total - 1) / 2
    for bucket in sorted(count):
        if position < count[bucket]:
            return bucket
        position -= count[bucket]
    return None


def readable(percentile):
    """A share as a column's title: 0.999 as "99.9%"."""
    percent = round(percentile * 100, 6)
    return f"{int(percent) if math.isclose(percent, int(percent)) else percent}%"
