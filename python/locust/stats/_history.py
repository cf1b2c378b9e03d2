"""Points of the page's charts."""

from datetime import datetime, timezone

import gevent

from .. import stats as settings


def update_stats_history(runner):
    """Adds a point to the history of a runner's statistics."""
    total = runner.stats.total
    now = datetime.now(timezone.utc).isoformat()
    values = {
        "user_count": runner.user_count or 0,
        "current_rps": total.current_rps or 0,
        "current_fail_per_sec": total.current_fail_per_sec or 0,
        "total_avg_response_time": round(total.avg_response_time, 2),
    }
    for share in settings.PERCENTILES_TO_CHART:
        values[f"response_time_percentile_{share}"] = total.get_current_response_time_percentile(share) or 0
    runner.stats.history.append({"time": now, **{key: [now, value] for key, value in values.items()}})


def stats_history(runner):
    """Adds a point every few seconds while the runner has a test; for a greenlet of its own, never returns on its own."""
    from ..runners import STATE_STOPPED, WorkerRunner

    while not isinstance(runner, WorkerRunner):
        if runner.state != STATE_STOPPED and runner.stats.total.use_response_times_cache:
            update_stats_history(runner)
        gevent.sleep(settings.HISTORY_STATS_INTERVAL_SEC)
