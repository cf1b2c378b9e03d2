"""Tables of statistics, for the console."""

import json
import logging

import gevent

from .. import stats as settings
from ._numbers import readable
from ._request_stats import sort_stats

console_logger = logging.getLogger("locust.stats_logger")


def _separator(*widths):
    return "|".join("-" * width for width in widths)


def get_readable_percentiles(percentile_list):
    """Shares 0..1 as titles of columns: [0.5, 0.999] as ["50%", "99.9%"]."""
    return [readable(share) for share in percentile_list]


def get_stats_summary(stats, current=True):
    """The table of requests as a list of lines; current: with the rates of the last ten seconds, else of the whole test."""
    width = settings.STATS_NAME_WIDTH - settings.STATS_TYPE_WIDTH + 4
    separator = _separator(settings.STATS_TYPE_WIDTH, width, 7, 13, 7, 7, 7, 7, 8, 11)
    return [
        f"{'Type':<{settings.STATS_TYPE_WIDTH}} {'Name':<{width}} {'# reqs':>7} {'# fails':>12} |{'Avg':>7} {'Min':>7} {'Max':>7}"
        f"{'Med':>7} | {'req/s':>7} {'failures/s':>11}",
        separator,
        *(entry.to_string(current=current) for entry in sort_stats(stats.entries)),
        separator,
        stats.total.to_string(current=current),
        "",
    ]


def get_percentile_stats_summary(stats):
    """The table of percentiles as a list of lines."""
    titles = get_readable_percentiles(settings.PERCENTILES_TO_REPORT)
    columns = " ".join(f"{title:>{8 if position == 0 else 6}}" for position, title in enumerate(titles))
    separator = _separator(settings.STATS_TYPE_WIDTH, settings.STATS_NAME_WIDTH, 8, *[6] * len(titles))
    return [
        "Response time percentiles (approximated)",
        f"{'Type':<{settings.STATS_TYPE_WIDTH}} {'Name':<{settings.STATS_NAME_WIDTH}} {columns} {'# reqs':>6}",
        separator,
        *(entry.percentile() for entry in sort_stats(stats.entries) if entry.response_times),
        separator,
        *([stats.total.percentile()] if stats.total.response_times else []),
        "",
    ]


def get_error_report_summary(stats):
    """The table of failures as a list of lines."""
    separator = _separator(18, 80 + settings.STATS_NAME_WIDTH - 19)
    return [
        "Error report",
        f"{'# occurrences':<18} {'Error':<100}",
        separator,
        *(f"{error.occurrences:<18} {error.to_name():<100}" for error in stats.errors.values()),
        separator,
        "",
    ]


def _log(lines):
    for line in lines:
        console_logger.info(line)


def print_stats(stats, current=True):
    """Logs the table of requests."""
    _log(get_stats_summary(stats, current))


def print_percentile_stats(stats):
    """Logs the table of percentiles."""
    _log(get_percentile_stats_summary(stats))


def print_error_report(stats):
    """Logs the table of failures, if there are any."""
    if stats.errors:
        _log(get_error_report_summary(stats))


def _json(stats):
    entries = [entry for entry in stats.entries.values() if entry.num_requests or entry.num_failures]
    return json.dumps([entry.serialize() for entry in entries], indent=4)


def print_stats_json(stats):
    """Prints the entries as a JSON array."""
    print(_json(stats))


def save_stats_json(stats, filename):
    """Writes the entries as a JSON array to `filename`.json."""
    with open(f"{filename}.json", "w", encoding="utf-8") as file:
        file.write(_json(stats))


def stats_printer(stats):
    """A function for a greenlet that logs the table of requests every few seconds and never returns on its own."""

    def print_forever():
        while True:
            print_stats(stats)
            gevent.sleep(settings.CONSOLE_STATS_INTERVAL_SEC)

    return print_forever
