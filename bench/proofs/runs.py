"""acrida against a server of exactly known behaviour: what every proof shares."""

import json
import os
import subprocess
import time

import machine
from loads import PROGRAMS, ROOT, Failed
from support.known_server import KnownServer

USERS = ROOT / "bench/users/get.cpp"


def known_server(out, *options):
    return KnownServer(ROOT / "build/test/known_server", out, *options, core=machine.SERVER_CORE)


def acrida(out, url, *options, users=USERS, core=machine.GENERATOR_CORE, codes=(0,)):
    """Runs it to its end on one core, or on any (None). Returns its exit code, its summary and all it said."""
    summary = out / "acrida.json"
    summary.unlink(missing_ok=True)
    pinned = [] if core is None else ["taskset", "-c", core]
    command = [*pinned, PROGRAMS / "acrida", "-f", users, "-H", url, "--headless", "--summary", summary, *options]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=900)
    if done.returncode not in codes:
        raise Failed(f"acrida ended in {done.returncode}: {done.stderr[-2000:]}")
    return done.returncode, json.loads(summary.read_text()), done.stdout + done.stderr


class Cores:
    """How busy the cores have been since this was made, by anybody. Making one waits for idle cores, `patience` seconds at
    most."""
    patience = 0

    def __init__(self):
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            before = self._seconds()
            time.sleep(1)
            if all(now - then < 0.1 for then, now in zip(before, self._seconds())):
                break
        self._began, self._before = time.monotonic(), self._seconds()

    def busy(self):
        """The share of each core, from 0 to 1."""
        took = time.monotonic() - self._began
        return [(now - then) / took for then, now in zip(self._before, self._seconds())]

    @staticmethod
    def _seconds():
        return [machine.core_seconds(core) for core in range(os.cpu_count())]


def verdict(holds, what):
    print(f"{'PASS' if holds else 'FAIL'}  {what}", flush=True)
    return holds


def row(*cells):
    print(*(f"{cell:.3f}" if isinstance(cell, float) else cell for cell in cells), sep="\t", flush=True)
