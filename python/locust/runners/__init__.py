"""Runners: who starts and stops the users of a test. The constants here may be assigned from a locustfile."""

STATE_INIT = "ready"
STATE_SPAWNING = "spawning"
STATE_RUNNING = "running"
STATE_CLEANUP = "cleanup"
STATE_STOPPING = "stopping"
STATE_STOPPED = "stopped"
STATE_MISSING = "missing"

WORKER_REPORT_INTERVAL = 3.0
"""Seconds between two reports of a worker."""
WORKER_LOG_REPORT_INTERVAL = 10
"""Seconds between two reports of a worker's log."""
CPU_MONITOR_INTERVAL = 10.0
"""Seconds between two looks at what the process uses."""
CPU_WARNING_THRESHOLD = 90
"""Percent of a core from which on the process is too busy to measure well."""
HEARTBEAT_INTERVAL = 1
HEARTBEAT_LIVENESS = 3
HEARTBEAT_DEAD_INTERNAL = -60
MASTER_HEARTBEAT_TIMEOUT = 60
CONNECT_TIMEOUT = 5
CONNECT_RETRY_COUNT = 60
FALLBACK_INTERVAL = 5

from ._distributed import DistributedRunner, MasterRunner, WorkerNode, WorkerRunner  # noqa: E402
from ._local import LocalRunner  # noqa: E402
from ._runner import Runner  # noqa: E402

__all__ = [
    "CONNECT_RETRY_COUNT", "CONNECT_TIMEOUT", "CPU_MONITOR_INTERVAL", "CPU_WARNING_THRESHOLD", "DistributedRunner",
    "FALLBACK_INTERVAL", "HEARTBEAT_DEAD_INTERNAL", "HEARTBEAT_INTERVAL", "HEARTBEAT_LIVENESS",
    "LocalRunner", "MASTER_HEARTBEAT_TIMEOUT", "MasterRunner", "Runner", "STATE_CLEANUP", "STATE_INIT", "STATE_MISSING",
    "STATE_RUNNING", "STATE_SPAWNING", "STATE_STOPPED", "STATE_STOPPING", "WORKER_LOG_REPORT_INTERVAL",
    "WORKER_REPORT_INTERVAL", "WorkerNode", "WorkerRunner",
]
