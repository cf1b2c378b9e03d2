"""The tables of CSV files, as rows."""

from itertools import chain

from ._error import timestamp_text
from ._numbers import readable
from ._request_stats import sort_stats

_REQUESTS = ["Type", "Name", "Request Count", "Failure Count", "Median Response Time", "Average Response Time",
             "Min Response Time", "Max Response Time", "Average Content Size", "Requests/s", "Failures/s"]
_TOTALS = ["Total Request Count", "Total Failure Count", "Total Median Response Time", "Total Average Response Time",
           "Total Min Response Time", "Total Max Response Time", "Total Average Content Size"]


class StatsCSV:
    """Writes the statistics of an environment as tables, to what csv.writer() returns.

    percentiles_to_report: shares 0..1, a column each.
    """

    def __init__(self, environment, percentiles_to_report):
        self.environment = environment
        self.percentiles_to_report = percentiles_to_report
        titles = [readable(share) for share in percentiles_to_report]
        self.percentiles_na = ["N/A"] * len(titles)
        self.requests_csv_columns = _REQUESTS + titles
        self.stats_history_csv_columns = ["Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s", *titles,
                                          *_TOTALS]
        self.failures_columns = ["Method", "Name", "Error", "Occurrences", "First Seen", "Last Seen"]
        self.exceptions_columns = ["Count", "Message", "Traceback", "Nodes"]

    def _percentiles(self, entry, percentile):
        return [int(percentile(share)) for share in self.percentiles_to_report] if entry.num_requests else self.percentiles_na

    def requests_csv(self, csv_writer):
        """The table of requests, a row an endpoint and one for all."""
        csv_writer.writerow(self.requests_csv_columns)
        stats = self.environment.stats
        for entry in chain(sort_stats(stats.entries), [stats.total]):
            csv_writer.writerow([
                entry.method, entry.name, *_counts(entry), entry.total_rps, entry.total_fail_per_sec,
                *self._percentiles(entry, entry.get_response_time_percentile)])

    def history_rows(self, now, full_history):
        """The rows of one moment, for the history; full_history: a row an endpoint, not only that of all."""
        stats = self.environment.stats
        runner = self.environment.runner
        for entry in chain(sort_stats(stats.entries) if full_history else (), [stats.total]):
            percentile = _current(entry) if full_history else entry.get_response_time_percentile
            yield [int(now), runner.user_count if runner else 0, entry.method or "", entry.name,
                   f"{entry.current_rps:2f}", f"{entry.current_fail_per_sec:2f}",
                   *self._percentiles(entry, percentile), *_counts(entry)]

    def failures_csv(self, csv_writer):
        """The table of failures."""
        csv_writer.writerow(self.failures_columns)
        for error in sort_stats(self.environment.stats.errors):
            csv_writer.writerow([error.method, error.name, error.parse_error(error.error), error.occurrences,
                                 timestamp_text(error.first_seen), timestamp_text(error.last_seen)])

    def exceptions_csv(self, csv_writer):
        """The table of exceptions that left tasks."""
        csv_writer.writerow(self.exceptions_columns)
        runner = self.environment.runner
        for exception in runner.exceptions.values() if runner else ():
            csv_writer.writerow([exception["count"], exception["msg"], exception["traceback"], ", ".join(exception["nodes"])])


def _counts(entry):
    return [entry.num_requests, entry.num_failures, entry.median_response_time, entry.avg_response_time,
            entry.min_response_time or 0, entry.max_response_time, entry.avg_content_length]


def _current(entry):
    """The percentiles of the last ten seconds as a function; those of the whole test while nothing older is known."""

    def percentile(share):
        current = entry.get_current_response_time_percentile(share)
        return entry.get_response_time_percentile(share) if current is None else current

    return percentile

