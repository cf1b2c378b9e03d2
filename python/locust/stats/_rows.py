"""A StatsEntry as a row: of the page's table, and of those on the console."""

from .. import stats as settings


def page(entry):
    """The row of the page, as values of JSON."""
    return {
        "method": entry.method or "",
        "name": entry.name,
        "safe_name": entry.name,
        "num_requests": entry.num_requests,
        "num_failures": entry.num_failures,
        "min_response_time": entry.min_response_time or 0,
        "max_response_time": entry.max_response_time,
        "current_rps": entry.current_rps,
        "current_fail_per_sec": entry.current_fail_per_sec,
        "avg_response_time": entry.avg_response_time,
        "median_response_time": entry.median_response_time,
        "total_rps": entry.total_rps,
        "total_fail_per_sec": entry.total_fail_per_sec,
        **{f"response_time_percentile_{share}": entry.get_response_time_percentile(share)
           for share in settings.PERCENTILES_TO_STATISTICS},
        "avg_content_length": entry.avg_content_length,
    }


def console(entry, current):
    """The row of requests; current: with the rates of the last ten seconds, else with those of the whole test."""
    rate, failures = (entry.current_rps, entry.current_fail_per_sec) if current else (entry.total_rps, entry.total_fail_per_sec)
    failed = f"{entry.num_failures}({entry.fail_ratio * 100:.2f}%)"
    width = settings.STATS_NAME_WIDTH - settings.STATS_TYPE_WIDTH + 4
    return (f"{entry.method or '':<{settings.STATS_TYPE_WIDTH}} {entry.name:<{width}} {entry.num_requests:7d} {failed:>12} |"
            f"{int(entry.avg_response_time):7d} {int(entry.min_response_time or 0):7d} {int(entry.max_response_time):7d}"
            f"{int(entry.median_response_time or 0):7d} | {rate or 0:7.2f} {failures or 0:11.2f}")


def percentiles(entry):
    """The row of percentiles. ValueError without requests."""
    if not entry.num_requests:
        raise ValueError(f"Percentiles of {entry.name} cannot be told: there is no request yet.")
    times = [int(entry.get_response_time_percentile(share)) for share in settings.PERCENTILES_TO_REPORT]
    columns = " ".join(f"{time:{8 if position == 0 else 6}d}" for position, time in enumerate(times))
    return (f"{entry.method or '':<{settings.STATS_TYPE_WIDTH}} {entry.name:<{settings.STATS_NAME_WIDTH}} {columns} "
            f"{entry.num_requests:6d}")
