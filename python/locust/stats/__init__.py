"""Statistics of requests, their tables and files. The constants here may be assigned from a locustfile."""

import os
import shutil
import sys

CONSOLE_STATS_INTERVAL_SEC = 2
"""Seconds between two tables on the console."""
HISTORY_STATS_INTERVAL_SEC = 5
"""Seconds between two points of the history."""
CSV_STATS_INTERVAL_SEC = 1
"""Seconds between two rows of the history file."""
CSV_STATS_FLUSH_INTERVAL_SEC = 5
"""Seconds after which CSV files are on the disk at the latest."""
CURRENT_RESPONSE_TIME_PERCENTILE_WINDOW = 10
"""Seconds that current percentiles look back."""
PERCENTILES_TO_REPORT = [0.50, 0.66, 0.75, 0.80, 0.90, 0.95, 0.98, 0.99, 0.999, 0.9999, 1.0]
"""Columns of the table and the files."""
PERCENTILES_TO_STATISTICS = [0.95, 0.99]
"""Columns of the page's table."""
PERCENTILES_TO_CHART = [0.50, 0.95]
"""Lines of the page's chart, at most six."""
STATS_TYPE_WIDTH = 8
"""Characters of the column Type."""
STATS_AUTORESIZE = True
"""Whether tables follow the width of the terminal."""


def width_of_names():
    """Characters that a table's column Name may have, from what the terminal leaves: 0 to 80."""
    if not sys.stdout.isatty() or "COLUMNS" in os.environ and not os.environ["COLUMNS"].isdigit():
        return 80
    return min(80, max(0, shutil.get_terminal_size().columns - 80))


STATS_NAME_WIDTH = width_of_names()
"""Characters of the columns Type and Name together, less 4."""

from ._csv_files import StatsCSV, StatsCSVFileWriter  # noqa: E402
from ._entry import StatsEntry  # noqa: E402
from ._error import StatsError  # noqa: E402
from ._history import stats_history, update_stats_history  # noqa: E402
from ._numbers import (  # noqa: E402
    CachedResponseTimes,
    bucket_response_time,
    calculate_response_time_percentile,
    diff_response_time_dicts,
    median_from_dict,
)
from ._request_stats import RequestStats, sort_stats  # noqa: E402
from ._tables import (  # noqa: E402
    get_error_report_summary,
    get_percentile_stats_summary,
    get_readable_percentiles,
    get_stats_summary,
    print_error_report,
    print_percentile_stats,
    print_stats,
    print_stats_json,
    save_stats_json,
    stats_printer,
)

__all__ = [
    "CONSOLE_STATS_INTERVAL_SEC", "CSV_STATS_FLUSH_INTERVAL_SEC", "CSV_STATS_INTERVAL_SEC",
    "CURRENT_RESPONSE_TIME_PERCENTILE_WINDOW", "CachedResponseTimes", "HISTORY_STATS_INTERVAL_SEC", "PERCENTILES_TO_CHART",
    "PERCENTILES_TO_REPORT", "PERCENTILES_TO_STATISTICS", "RequestStats", "STATS_AUTORESIZE", "STATS_NAME_WIDTH",
    "STATS_TYPE_WIDTH", "StatsCSV", "StatsCSVFileWriter", "StatsEntry", "StatsError", "bucket_response_time",
    "calculate_response_time_percentile", "diff_response_time_dicts", "get_error_report_summary",
    "get_percentile_stats_summary", "get_readable_percentiles", "get_stats_summary", "median_from_dict", "print_error_report",
    "print_percentile_stats", "print_stats", "print_stats_json", "save_stats_json", "sort_stats", "stats_history",
    "stats_printer", "update_stats_history", "width_of_names",
]
