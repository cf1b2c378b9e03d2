"""The statistics of all processes together, as the first one hears of them each second."""

from .. import stats as settings


class MergedFeed:
    """Keeps what acrida tells of all users until it is taken, like the extension module's StatsFeed."""

    def __init__(self):
        self._endpoints = {}
        self._entries = []
        self._errors = []
        self._anew = None

    def add(self, anew, started_at, endpoints, tallies, errors):
        """One second: whether the statistics begin with it, when it began (seconds since 1970), and what cluster/share_text.h says."""
        if anew:
            self._entries, self._errors, self._anew = [], [], started_at
        self._endpoints.update((number, (method, name)) for number, method, name, _ in endpoints)
        for tally in tallies:
            if tally.get("requests"):
                self._entries.append(_entry(*self._endpoints[tally["endpoint"]], started_at, tally))
        for number, _, text, count, first, last, _ in errors:
            self._errors.append((*self._endpoints[number], text, count, first / 1e9, last / 1e9))

    def take(self):
        """What has come since the last time, as StatsFeed.take() tells it."""
        taken = self._entries, self._errors, self._anew
        self._entries, self._errors, self._anew = [], [], None
        return taken


def _entry(method, name, started_at, tally):
    requests = tally["requests"]
    failures = tally.get("failures", 0)
    second = int(started_at)
    times = tally.get("service", tally["latency"])
    _, total, shortest, longest = times[:4]
    return (method, name, requests, 0, failures, total / 1000, shortest / 1000, longest / 1000, tally.get("content_bytes", 0),
            _rounded(times[4:], shortest, longest), {second: requests}, {second: failures} if failures else {}, started_at + 1)


def _rounded(buckets, shortest, longest):
    """{time in ms, rounded as the statistics round it: how often}, of [lowest µs of a bucket, its count, …]."""
    rounded = {}
    for lowest, count in zip(buckets[::2], buckets[1::2]):
        middle = lowest + (1 << max(0, lowest.bit_length() - 8)) // 2
        time = settings.bucket_response_time(min(max(middle, shortest), longest) / 1000)
        rounded[time] = rounded.get(time, 0) + count
    return rounded
