"""What the machine says about its processes: cores, time, memory, connections."""

import os
import pathlib
import resource
import subprocess
import threading
import time

from loads import ROOT

GENERATOR_CORE, SERVER_CORE = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")
WATCH_EVERY = 0.05  # seconds


def raise_descriptor_limit():
    """For this process and all that it starts: a connection takes a descriptor."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def start(command, core, log):
    return subprocess.Popen(
        ["taskset", "-c", str(core), *map(str, command)], stdin=subprocess.DEVNULL, stdout=log.open("w"),
        stderr=subprocess.STDOUT, cwd=ROOT,
    )


def wait_for(process):
    """Waits for its end. Returns the CPU seconds of it and of all the processes that it has waited for."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def children_of(pid):
    """The processes that this one has started; none when it is gone."""
    try:
        return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def memory_kb(pid, what):
    """VmRSS: resident now; VmHWM: the most it ever was. 0 for a process that is gone.

    Not ru_maxrss: that is inherited, so it would never be less than what this Python takes.
    """
    try:
        with open(f"/proc/{pid}/status") as status:
            return next((int(line.split()[1]) for line in status if line.startswith(what + ":")), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def core_seconds(core):
    """How long this core has been busy, time stolen by the host included."""
    with open("/proc/stat") as stat:
        line = next(each for each in stat if each.startswith(f"cpu{core} "))
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, line.split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def connections_to(port):
    """Established ones, seen from the client's side."""
    with open("/proc/net/tcp") as table:
        return sum(f":{port:04X} 01 " in line[24:38] for line in table)


class Watch(threading.Thread):
    """Looks at a process until it is stopped: its peak of memory, and once, after `when` seconds, its memory and its
    connections."""

    def __init__(self, pid, port, when):
        super().__init__(daemon=True)
        self.peak_kb, self.resident_kb, self.connections = 0, 0, 0
        self._pid, self._port, self._when = pid, port, time.monotonic() + when
        self._over, self._looked = threading.Event(), False
        self.start()

    def run(self):
        while not self._over.wait(WATCH_EVERY):
            self.peak_kb = max(self.peak_kb, memory_kb(self._pid, "VmHWM"))
            if not self._looked and time.monotonic() >= self._when:
                self._looked = True
                self.resident_kb, self.connections = memory_kb(self._pid, "VmRSS"), connections_to(self._port)

    def stop(self):
        self._over.set()
        self.join()
