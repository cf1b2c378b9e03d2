"""RequestStats over a feed: what a locustfile reads is what was measured."""

import time
import unittest

from locust import stats as settings
from locust.stats import RequestStats, StatsEntry, StatsError


class FakeFeed:
    """Gives what a test puts in, once."""

    def __init__(self):
        self.entries, self.errors, self.anew = [], [], None

    def add(self, name="/", requests=1, failures=0, ms=10.0, second=1000):
        self.entries.append(("GET", name, requests, 0, failures, requests * ms, ms, ms, 5 * requests, {round(ms): requests},
                             {second: requests}, {second: failures} if failures else {}, second + 0.5))

    def take(self):
        taken = self.entries, self.errors, self.anew
        self.entries, self.errors, self.anew = [], [], None
        return taken


class Folding(unittest.TestCase):
    def setUp(self):
        self.feed = FakeFeed()
        self.stats = RequestStats(feed=self.feed)

    def test_everything_that_is_read_is_up_to_date(self):
        self.feed.add(requests=3, failures=1)
        self.assertEqual(self.stats.total.num_requests, 3)
        self.feed.add("/other", requests=2)
        self.assertEqual(set(self.stats.entries), {("/", "GET"), ("/other", "GET")})
        self.assertEqual(self.stats.num_failures, 1)

    def test_an_entry_that_somebody_kept_is_up_to_date_too(self):
        total, entry = self.stats.total, self.stats.get("/", "GET")
        self.feed.add(requests=4, ms=20.0)
        self.assertEqual(entry.num_requests, 4)
        self.assertEqual(total.avg_response_time, 20.0)
        self.assertEqual(entry.response_times, {20: 4})

    def test_the_same_failure_is_one_error(self):
        for first in (5.0, 9.0):
            self.feed.errors.append(("GET", "/", "ValueError('x')", 2, first, first + 1))
            self.stats.sync()
        (error,) = self.stats.errors.values()
        self.assertEqual((error.occurrences, error.first_seen, error.last_seen), (4, 5.0, 10.0))

    def test_what_is_logged_by_hand_comes_on_top(self):
        self.feed.add(requests=2)
        self.stats.log_request("GET", "/", 30, 1)
        self.stats.log_error("GET", "/", ValueError("x"))
        self.assertEqual((self.stats.total.num_requests, self.stats.total.num_failures), (3, 1))
        self.assertEqual(self.stats.get("/", "GET").max_response_time, 30)

    def test_a_reset_forgets_what_was_measured_and_not_yet_read(self):
        self.feed.add(requests=2)
        self.stats.reset_all()
        self.assertEqual(self.stats.total.num_requests, 0)
        self.feed.add(requests=2)
        self.stats.clear_all()
        self.assertEqual(self.stats.entries, {})

    def test_statistics_that_start_anew_forget_what_was_taken_before(self):
        self.feed.add(requests=2)
        self.assertEqual(self.stats.num_requests, 2)
        self.feed.add(requests=3, second=2000)
        self.feed.anew = 2000.0
        self.assertEqual(self.stats.num_requests, 3)
        self.assertEqual((self.stats.total.start_time, self.stats.get("/", "GET").start_time), (2000.0, 2000.0))

    def test_a_feed_that_breaks_is_asked_again(self):
        broken = self.feed.take
        self.feed.take = lambda: 1 / 0
        with self.assertRaises(ZeroDivisionError):
            self.stats.sync()
        self.feed.take = broken
        self.feed.add()
        self.assertEqual(self.stats.num_requests, 1)


class Travelling(unittest.TestCase):
    def test_an_entry_comes_back_as_it_went(self):
        entry = StatsEntry(None, "/", "GET")
        entry.log(12.5, 3)
        entry.log(None, 4)
        data = entry.serialize()
        self.assertEqual(list(data)[:4], ["name", "method", "last_request_timestamp", "start_time"])
        self.assertEqual(StatsEntry.unserialize(data).serialize(), data)
        self.assertEqual(StatsEntry.unserialize({**data, "histogram": 1}).num_none_requests, 1)

    def test_a_failure_comes_back_as_it_went(self):
        error = StatsError("GET", "/", ValueError("x"))
        error.occurred()
        data = error.serialize()
        self.assertEqual(StatsError.unserialize(data).serialize(), data)
        self.assertEqual(data["error"], "ValueError('x')")


class Numbers(unittest.TestCase):
    def test_a_failure_without_a_request_is_a_ratio_of_one(self):
        entry = StatsEntry(RequestStats(), "/", "GET")
        entry.log_error(ValueError())
        self.assertEqual(entry.fail_ratio, 1.0)

    def test_buckets_have_two_digits_and_round_halves_to_even(self):
        self.assertEqual([settings.bucket_response_time(ms) for ms in (0.5, 2.5, 99.4, 145, 155, 1450, 14500)],
                         [0, 2, 99, 140, 160, 1400, 14000])

    def test_a_locustfile_may_replace_the_buckets(self):
        self.addCleanup(setattr, settings, "bucket_response_time", settings.bucket_response_time)
        settings.bucket_response_time = int
        entry = StatsEntry(None, "/", "GET")
        entry.log(1234.5, 0)
        self.assertEqual(entry.response_times, {1234: 1})

    def test_current_percentiles_are_of_the_last_ten_seconds(self):
        stats = RequestStats()
        now = int(time.time())
        total = stats.total
        total.response_times_cache[now - 10] = settings.CachedResponseTimes({500: 10}, 10)
        total.response_times, total.num_requests = {500: 10, 20: 10}, 20
        self.assertEqual(total.get_current_response_time_percentile(0.95), 20)
        self.assertEqual(total.get_response_time_percentile(0.95), 500)


if __name__ == "__main__":
    unittest.main()
