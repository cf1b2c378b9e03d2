"""A live server of exactly known behaviour, tests/known_server, and its own log: the truth about what it did."""
import array
import dataclasses
import json
import math
import pathlib
import re
import signal
import subprocess
import time
import urllib.request


def exact(times, p):
    """The quantile as acrida defines it: the value of rank max(1, ⌈p·n⌉) of sorted values."""
    return times[max(1, math.ceil(p * len(times) * (1 - 1e-12))) - 1]


@dataclasses.dataclass
class Served:
    """Every request that arrived; nanoseconds of CLOCK_MONOTONIC, in the order of answers."""
    arrived: list
    due: list
    written: list  # 0: the client had gone before
    status: list   # likewise

    @property
    def answered(self):
        return sum(map(bool, self.status))

    def service_ms(self):
        """What it took for each answer, sorted."""
        return sorted((done - came) / 1e6 for came, done in zip(self.arrived, self.written) if done)

    def late_ms(self):
        """How much later than due each answer was written, sorted."""
        return sorted((done - due) / 1e6 for due, done in zip(self.due, self.written) if done)


class KnownServer:
    """Use it as a context; `options` are known_server's. `core`: the one it must run on; None: any."""

    def __init__(self, program, folder, *options, core=None):
        self._file = pathlib.Path(folder) / "known-server.bin"
        self._file.unlink(missing_ok=True)
        pinned = [] if core is None else ["taskset", "-c", str(core)]
        self._process = subprocess.Popen([*pinned, str(program), *map(str, options), "--log", str(self._file)],
                                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.pid = self._process.pid  # taskset becomes it
        self.url = re.match(r"listening on (\S+)", self._process.stdout.readline())[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def report(self):
        """Counts and exact quantiles, while it runs; it answers nobody else meanwhile."""
        with urllib.request.urlopen(f"{self.url}/log", timeout=30) as answer:
            return json.load(answer)

    def stop(self):
        """Ends it; its log."""
        if self._process.poll() is not None:
            raise AssertionError("somebody has ended known_server in the middle of the run")
        time.sleep(0.1)  # for it to see that its clients are gone
        self._process.send_signal(signal.SIGTERM)
        if self._process.wait(30) != 0:
            raise AssertionError(f"known_server ended in {self._process.returncode}")
        words = array.array("q")
        words.frombytes(self._file.read_bytes())
        return Served(*(list(words[column::4]) for column in range(4)))
