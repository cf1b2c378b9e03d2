"""The statistics of one endpoint, or of all."""

import time
from collections import OrderedDict

from .. import stats as settings
from . import _rows
from ._live import Live
from ._numbers import CachedResponseTimes, calculate_response_time_percentile, diff_response_time_dicts, median_from_dict

# What an entry counts, in the order in which it travels.
_SERIALIZED = ("name", "method", "last_request_timestamp", "start_time", "num_requests", "num_none_requests", "num_failures",
               "total_response_time", "max_response_time", "min_response_time", "total_content_length", "response_times",
               "num_reqs_per_sec", "num_fail_per_sec")

# Seconds of which the cache remembers the counts, beyond those that current percentiles look back.
_SPARE_SECONDS = 10


class StatsEntry:
    """The statistics of all requests with one name and method. Times are in milliseconds, sizes in bytes."""

    num_requests = Live("Requests that ended, failed ones and those without a time too.")
    num_none_requests = Live("Requests without a time.")
    num_failures = Live("Requests that failed.")
    total_response_time = Live("Sum of the times, ms.")
    min_response_time = Live("The shortest time in ms, None if there is none.")
    max_response_time = Live("The longest time, ms.")
    total_content_length = Live("Sum of the lengths of bodies, bytes.")
    response_times = Live("{time in ms, rounded: how often}.")
    num_reqs_per_sec = Live("{second since 1970: requests that ended in it}.")
    num_fail_per_sec = Live("{second since 1970: failures in it}.")
    last_request_timestamp = Live("When the last request ended, seconds since 1970; None if none did.")

    def __init__(self, stats, name, method, use_response_times_cache=False):
        """stats: the RequestStats it belongs to, or None; use_response_times_cache: whether it knows current percentiles."""
        self.stats = stats
        self.name = name
        self.method = method
        self.use_response_times_cache = use_response_times_cache
        self.response_times_cache = None
        self.reset()

    def reset(self):
        """Forgets all it counted."""
        self.start_time = time.time()
        self.num_requests = 0
        self.num_none_requests = 0
        self.num_failures = 0
        self.total_response_time = 0
        self.response_times = {}
        self.min_response_time = None
        self.max_response_time = 0
        self.last_request_timestamp = None
        self.num_reqs_per_sec = {}
        self.num_fail_per_sec = {}
        self.total_content_length = 0
        if self.use_response_times_cache:
            self.response_times_cache = OrderedDict()
            self._cache_response_times(int(time.time()))

    def log(self, response_time, content_length):
        """Counts a request: its time in ms or None, and the length of its body in bytes."""
        now = time.time()
        second = int(now)
        if self.use_response_times_cache and self.last_request_timestamp and second > int(self.last_request_timestamp):
            self._cache_response_times(second - 1)
        self.num_requests += 1
        self.num_reqs_per_sec[second] = self.num_reqs_per_sec.get(second, 0) + 1
        self.last_request_timestamp = now
        self.total_content_length += content_length
        if response_time is None:
            self.num_none_requests += 1
            return
        self.total_response_time += response_time
        shortest = self.min_response_time
        self.min_response_time = response_time if shortest is None else min(shortest, response_time)
        self.max_response_time = max(self.max_response_time, response_time)
        bucket = settings.bucket_response_time(response_time)
        self.response_times[bucket] = self.response_times.get(bucket, 0) + 1

    def log_error(self, error):
        """Counts a failure, of a request that is counted by log()."""
        self.num_failures += 1
        second = int(time.time())
        self.num_fail_per_sec[second] = self.num_fail_per_sec.get(second, 0) + 1

    @property
    def fail_ratio(self):
        """The share of failures, 0..1."""
        if self.num_requests:
            return self.num_failures / self.num_requests
        return 1.0 if self.num_failures else 0.0

    @property
    def avg_response_time(self):
        """The mean time, ms; 0 without times."""
        timed = self.num_requests - self.num_none_requests
        return self.total_response_time / timed if timed else 0

    @property
    def median_response_time(self):
        """The time in the middle, ms, rounded as the buckets are but never outside of what was measured."""
        if not self.response_times:
            return 0
        median = median_from_dict(self.num_requests - self.num_none_requests, self.response_times) or 0
        # A bucket may lie beyond its only value: the median of 6034 alone is not 6000.
        return max(min(median, self.max_response_time), self.min_response_time)

    def _rate(self, per_second):
        """Mean of the seconds from 12 to 2 before the last request of all; those after are not complete yet."""
        last = self.stats.last_request_timestamp
        if last is None:
            return 0
        from_second = max(int(last) - 12, int(self.stats.start_time or 0))
        seconds = range(from_second, int(last) - 2)
        counts = [per_second.get(second, 0) for second in seconds]
        return sum(counts) / len(counts) if counts else 0

    @property
    def current_rps(self):
        """Requests a second in the last ten seconds."""
        return self._rate(self.num_reqs_per_sec)

    @property
    def current_fail_per_sec(self):
        """Failures a second in the last ten seconds."""
        return self._rate(self.num_fail_per_sec)

    def _total_rate(self, count):
        last, start = self.stats.last_request_timestamp, self.stats.start_time
        if not last or not start:
            return 0.0
        return count / max(last - start, 1e-9) if last > start else 0.0

    @property
    def total_rps(self):
        """Requests a second since the start."""
        return self._total_rate(self.num_requests)

    @property
    def total_fail_per_sec(self):
        """Failures a second since the start."""
        return self._total_rate(self.num_failures)

    @property
    def avg_content_length(self):
        """The mean length of a body, bytes; 0 without requests."""
        return self.total_content_length / self.num_requests if self.num_requests else 0

    def get_response_time_percentile(self, percent):
        """The time, in ms as rounded for its bucket, that a share `percent` (0..1) of the requests did not exceed."""
        return calculate_response_time_percentile(self.response_times, self.num_requests, percent)

    def get_current_response_time_percentile(self, percent):
        """The same of the last ten seconds; None if nothing is known of them. Only with use_response_times_cache."""
        if not self.use_response_times_cache:
            raise ValueError("Current percentiles are known only of entries that were made with use_response_times_cache=True.")
        begin = int(time.time()) - settings.CURRENT_RESPONSE_TIME_PERCENTILE_WINDOW
        for second in _nearest(begin):
            cached = self.response_times_cache.get(second)
            if cached:
                break
        else:
            return None
        return calculate_response_time_percentile(
            diff_response_time_dicts(self.response_times, cached.response_times),
            self.num_requests - cached.num_requests, percent)

    def _cache_response_times(self, second):
        self.response_times_cache[second] = CachedResponseTimes(dict(self.response_times), self.num_requests)
        size = settings.CURRENT_RESPONSE_TIME_PERCENTILE_WINDOW + _SPARE_SECONDS
        while len(self.response_times_cache) > size:
            self.response_times_cache.popitem(last=False)

    def extend(self, other):
        """Adds what another entry counted."""
        if self.use_response_times_cache and other.last_request_timestamp:
            second = int(other.last_request_timestamp)
            if self.last_request_timestamp is None or second > int(self.last_request_timestamp):
                self._cache_response_times(second - 1)
        self.last_request_timestamp = max(
            (time for time in (self.last_request_timestamp, other.last_request_timestamp) if time is not None), default=None)
        self.start_time = min(self.start_time, other.start_time)
        for count in ("num_requests", "num_none_requests", "num_failures", "total_response_time", "total_content_length"):
            setattr(self, count, getattr(self, count) + getattr(other, count))
        self.max_response_time = max(self.max_response_time, other.max_response_time)
        self.min_response_time = min((time for time in (self.min_response_time, other.min_response_time) if time is not None),
                                     default=None)
        for counts in ("response_times", "num_reqs_per_sec", "num_fail_per_sec"):
            mine = getattr(self, counts)
            for key, count in getattr(other, counts).items():
                mine[key] = mine.get(key, 0) + count

    def serialize(self):
        """What it counted, as it travels from a worker to its master."""
        return {key: getattr(self, key) for key in _SERIALIZED}

    @classmethod
    def unserialize(cls, data):
        """The entry that serialize() gave; keys that are missing keep their beginnings, unknown ones are left out."""
        entry = cls(None, data["name"], data["method"])
        for key in _SERIALIZED:
            if key in data:
                setattr(entry, key, data[key])
        return entry

    def get_stripped_report(self):
        """serialize(), after which the entry begins anew."""
        report = self.serialize()
        self.reset()
        return report

    def to_dict(self):
        """The entry as the page's table has it."""
        return _rows.page(self)

    def to_string(self, current=True):
        """The entry as a row of the table on the console; current: with the rates of the last ten seconds."""
        return _rows.console(self, current)

    def __str__(self):
        return self.to_string(current=True)

    def percentile(self):
        """The entry as a row of the table of percentiles. ValueError without requests."""
        return _rows.percentiles(self)


def _nearest(second):
    """A second and those around it, the nearest first: a second without requests has no counts of its own."""
    for distance in range(_SPARE_SECONDS):
        yield second - distance
        yield second + distance
