"""The statistics of a test: an entry for each endpoint, one for all, and the failures."""

from ._entry import StatsEntry
from ._error import StatsError


def sort_stats(stats):
    """The values of a dict in the order of its keys."""
    return [stats[key] for key in sorted(stats)]


class RequestStats:
    """What the requests of a test did. Whatever is read here is up to date.

    history: points of the page's charts, dicts.
    """

    def __init__(self, use_response_times_cache=True, feed=None):
        """use_response_times_cache: whether the total knows current percentiles; feed: whose take() has what was measured."""
        self.use_response_times_cache = use_response_times_cache
        self._feed = None  # until all is there that take() is folded into
        self._entries = {}
        self._errors = {}
        self._total = StatsEntry(self, "Aggregated", "", use_response_times_cache=use_response_times_cache)
        self.history = []
        self._feed = feed

    def sync(self):
        """Folds in what the feed has measured since the last time; called by whatever reads."""
        feed, self._feed = self._feed, None  # what is read on the way needs no folding
        if feed is None:
            return
        try:
            entries, errors, anew = feed.take()
            if anew is not None:
                self._start_anew(anew)
            for measured in entries:
                self._fold(measured)
            for method, name, error, count, first_seen, last_seen in errors:
                self._fold_error(StatsError(method, name, error, count, first_seen, last_seen))
        finally:
            self._feed = feed

    def _start_anew(self, at):
        self.reset_all()
        for entry in (self._total, *self._entries.values()):
            entry.start_time = at

    def _fold(self, measured):
        (method, name, requests, untimed, failures, total_ms, min_ms, max_ms, length, times, seconds, failed_seconds,
         last) = measured
        part = StatsEntry(None, name, method)
        part.num_requests = requests
        part.num_none_requests = untimed
        part.num_failures = failures
        part.total_response_time = total_ms
        part.min_response_time = min_ms
        part.max_response_time = max_ms
        part.total_content_length = length
        part.response_times = times
        part.num_reqs_per_sec = seconds
        part.num_fail_per_sec = failed_seconds
        part.last_request_timestamp = last
        self._entry(name, method).extend(part)
        self._total.extend(part)

    def _fold_error(self, error):
        key = StatsError.create_key(error.method, error.name, error.error)
        known = self._errors.get(key)
        if known is None:
            self._errors[key] = error
        else:
            known._extend(error)

    def _entry(self, name, method):
        entry = self._entries.get((name, method))
        if entry is None:
            entry = StatsEntry(self, name, method, use_response_times_cache=self.use_response_times_cache)
            self._entries[name, method] = entry
        return entry

    @property
    def entries(self):
        """{(name, method): StatsEntry}."""
        self.sync()
        return self._entries

    @entries.setter
    def entries(self, entries):
        self._entries = entries

    @property
    def errors(self):
        """{key: StatsError}."""
        self.sync()
        return self._errors

    @errors.setter
    def errors(self, errors):
        self._errors = errors

    @property
    def total(self):
        """The StatsEntry of all requests."""
        self.sync()
        return self._total

    @total.setter
    def total(self, total):
        self._total = total

    @property
    def num_requests(self):
        """Requests that ended."""
        return self.total.num_requests

    @property
    def num_none_requests(self):
        """Requests without a time."""
        return self.total.num_none_requests

    @property
    def num_failures(self):
        """Requests that failed."""
        return self.total.num_failures

    @property
    def last_request_timestamp(self):
        """When the last request ended, seconds since 1970, or None."""
        return self.total.last_request_timestamp

    @property
    def start_time(self):
        """Since when is counted, seconds since 1970."""
        return self.total.start_time

    def log_request(self, method, name, response_time, content_length):
        """Counts a request: its time in ms or None, and the length of its body in bytes."""
        self.total.log(response_time, content_length)
        self._entry(name, method).log(response_time, content_length)

    def log_error(self, method, name, error):
        """Counts a failure, of a request that is counted by log_request(); error: an exception or a text."""
        self.total.log_error(error)
        self._entry(name, method).log_error(error)
        key = StatsError.create_key(method, name, error)
        if key not in self._errors:
            self._errors[key] = StatsError(method, name, error)
        self._errors[key].occurred()

    def get(self, name, method):
        """The StatsEntry of an endpoint, made if there is none yet."""
        self.sync()
        return self._entry(name, method)

    def reset_all(self):
        """Begins anew: entries stay, with nothing in them; failures and history go."""
        self.total.reset()
        self._errors = {}
        for entry in self._entries.values():
            entry.reset()
        self.history = []

    def clear_all(self):
        """Begins anew, without entries."""
        self.sync()
        self._total = StatsEntry(self, "Aggregated", "", use_response_times_cache=self.use_response_times_cache)
        self._entries = {}
        self._errors = {}
        self.history = []

    def serialize_stats(self):
        """The entries with requests as they travel; each begins anew."""
        return [entry.get_stripped_report() for entry in self.entries.values() if entry.num_requests or entry.num_failures]

    def serialize_errors(self):
        """{key: failure as it travels}."""
        return {key: error.serialize() for key, error in self.errors.items()}
