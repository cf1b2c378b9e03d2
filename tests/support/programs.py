"""Starts the programs as a person does, and reads what they leave behind."""
import contextlib
import csv
import dataclasses
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(os.environ.get("ACRIDA_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("ACRIDA_BIN", ROOT / "build" / "bin"))
SANITIZED = bool(os.environ.get("ACRIDA_SANITIZE"))
PATIENCE = 180 if SANITIZED else 60  # seconds for anything that must end; reached only when a test fails
TABLE = ROOT / "data" / "heart-disease.csv"


def until(condition, what, seconds=PATIENCE):
    """Waits for the condition to hold and returns what it gave."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.01)


def free_port():
    """A port that nobody listens on, or so it was a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def group_is_gone(group):
    """Whether no process of the group lives; one that nobody has waited for yet is dead."""
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = status.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                return False
    return True


@dataclasses.dataclass
class Ended:
    """A program that has ended, and what it said."""
    returncode: int
    stdout: str
    stderr: str

    def complaints(self):
        """The lines that tell of trouble: the program's last words and errors in its log."""
        return [line for line in self.stderr.splitlines() if re.match(r"acrida(-model)?: |\[[^]]*\] \S+/ERROR/", line)]


class Running:
    """A program with its output in files, in a process group of its own."""

    def __init__(self, command, folder, env, **options):
        self._out = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self._err = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([str(word) for word in command], cwd=folder, env=env,
                                        **{"stdin": subprocess.DEVNULL, "stdout": self._out, "stderr": self._err,
                                           "start_new_session": True, **options})

    def said(self):
        """What it has written so far, to both of its outputs."""
        return self._read(self._out) + self._read(self._err)

    @staticmethod
    def _read(file):
        return os.pread(file.fileno(), 1 << 26, 0).decode(errors="replace")

    def wait_for(self, pattern):
        """Waits until it has said this; gives the match."""
        def found():
            match = re.search(pattern, self.said(), re.MULTILINE)
            if match is None and self.process.poll() is not None and not re.search(pattern, self.said(), re.MULTILINE):
                raise AssertionError(f"it ended in {self.process.returncode} and never said {pattern}:\n{self.said()}")
            return match
        return until(found, pattern)

    def send_signal(self, number):
        self.process.send_signal(number)

    def end(self, seconds=PATIENCE):
        """Waits for its end."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired as late:
            said = self.said()
            self.kill()
            raise AssertionError(f"it has not ended after {seconds} s:\n{said}") from late
        until(lambda: group_is_gone(self.process.pid), "the end of all its processes", 5)
        return Ended(code, self._read(self._out), self._read(self._err))

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._out.close()
        self._err.close()


class ProgramTest(unittest.TestCase):
    """Runs programs in a folder that is thrown away; compiled users files are kept for the whole class."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.cache = cls.enterClassContext(tempfile.TemporaryDirectory())

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def start(self, program, *arguments, env=None, **options):
        running = Running([BIN / program, *arguments], self.folder,
                          {**os.environ, "XDG_CACHE_HOME": self.cache, **(env or {})}, **options)
        self.addCleanup(running.kill)
        return running

    def acrida(self, *arguments, **options):
        return self.start("acrida", *arguments, **options).end()

    def acrida_model(self, *arguments, **options):
        return self.start("acrida-model", *arguments, **options).end()

    def trained_model(self):
        path = self.folder / "model.json"
        done = self.acrida_model("train", "--path", TABLE, "--model", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        return path

    def served_model(self, *arguments):
        """A running server of a freshly trained model and its port."""
        server = self.start("acrida-model", "serve", "--model", self.trained_model(), "--port", "0", *arguments)
        return server, int(server.wait_for(r"^listening on http://127\.0\.0\.1:(\d+)$").group(1))


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def final_table(stderr):
    """The last table of requests as {(method, name): (requests, failures)}; the last line's key is ("", "Aggregated")."""
    before, title, _ = stderr.partition("Response time percentiles")
    if not title:
        raise AssertionError("no final tables:\n" + stderr)
    rows = {}
    for line in before[before.rindex("Type     Name"):].splitlines():
        match = re.match(r"(\S*) +(\S.*?) +(\d+) +(\d+)\(\d+\.\d\d%\) \|", line)
        if match:
            rows[match[1], match[2]] = (int(match[3]), int(match[4]))
    return rows
