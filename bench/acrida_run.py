"""A run of `acrida` that is looked at while it goes on."""

import csv
import dataclasses
import json
import subprocess
import time

import generators
import machine
from loads import PROGRAMS, Failed


def compile_users(*files, programs=PROGRAMS):
    """Beforehand, so that the compiler's time is nobody's."""
    for file in files:
        subprocess.run([programs / "acrida", "-f", file, "--list"], check=True, capture_output=True)


@dataclasses.dataclass(frozen=True)
class Second:
    """A row of the history; all but the time are from the run's start to here."""

    time: int  # since 1970
    requests: int
    failures: int
    mean_ms: float


class AcridaRun:
    """Use it as a context: what still runs at its end is killed."""

    def __init__(self, users_file, url, users, spawn_rate, seconds, out, options=()):
        self.log = out / "acrida.log"
        self._out = out
        command = generators.acrida_argv(users_file, url, users, spawn_rate, seconds, out)
        self.process = machine.start([*command, *options], machine.GENERATOR_CORE, self.log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.returncode is None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def resident_kb(self):
        """Of acrida and of the processes of users in Python that it has started."""
        return sum(machine.memory_kb(pid, "VmRSS") for pid in (self.process.pid, *machine.children_of(self.process.pid)))

    def cpu_seconds(self):
        return machine.cpu_seconds(self.process.pid)

    def wait_for_connections(self, port, count, seconds):
        deadline = time.monotonic() + seconds
        while (seen := machine.connections_to(port)) != count:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise Failed(f"{seen} connections were open, not {count}; see {self.log}")
            time.sleep(0.2)

    def finish(self):
        """Waits for the end. Returns the CPU seconds it took and its summary."""
        cpu = machine.wait_for(self.process)
        if self.process.returncode != 0:
            raise Failed(f"acrida ended in {self.process.returncode}: {self.log.read_text()[-300:]}")
        return cpu, json.loads((self._out / "acrida.json").read_text())

    def history(self):
        """The rows of the history that are of all endpoints; one that is being written just now is left out."""
        text = (self._out / "acrida_stats_history.csv").read_text(encoding="utf-8")
        return [
            Second(int(row["Timestamp"]), int(row["Total Request Count"]), int(row["Total Failure Count"]),
                   float(row["Total Average Response Time"]))
            for row in csv.DictReader(text[:text.rfind("\n")].splitlines()) if row["Name"] == "Aggregated"
        ]


def failures_of(totals):
    return totals["failures"] + totals["exceptions"] + totals["reconnects"]
