"""What this process uses of the machine."""

import os
import resource
import time


def _cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Usage:
    """Tells, each time it is asked, what was used since the time before."""

    def __init__(self):
        self._at = time.monotonic()
        self._cpu = _cpu_seconds()

    def take(self):
        """(percent of one core, resident bytes)."""
        now, cpu = time.monotonic(), _cpu_seconds()
        percent = 100 * (cpu - self._cpu) / max(now - self._at, 1e-9)
        self._at, self._cpu = now, cpu
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[1])
        return percent, pages * os.sysconf("SC_PAGESIZE")
