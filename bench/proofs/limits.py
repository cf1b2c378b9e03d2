"""`acrida limit` against six live queues whose limit is known by theory, or by a long simulation."""

import concurrent.futures
import dataclasses
import json
import subprocess
import time

import machine
from loads import PROGRAMS
from proofs.queues import limit_md, limit_mm
from proofs.runs import Cores, known_server, row, verdict


@dataclasses.dataclass(frozen=True)
class Queue:
    servers: int
    kind: str  # of its service times: exponential or constant
    service_ms: float
    slo_ms: float  # for p99

    def __str__(self):
        return f"c={self.servers} {self.kind} {self.service_ms:g} ms, p99<{self.slo_ms:g}ms"

    def limit(self):
        of = limit_mm if self.kind == "exponential" else limit_md
        return of(self.servers, self.service_ms / 1e3, self.slo_ms / 1e3)


QUEUES = [
    Queue(1, "exponential", 6.5, 100), Queue(1, "exponential", 1, 15),
    Queue(2, "exponential", 10, 66), Queue(2, "exponential", 1.5, 11),
    Queue(8, "constant", 20, 32), Queue(8, "constant", 6, 10),
]
HOLDING = 5  # of the six intervals hold the truth, at least
MINUTES = 10  # an answer takes no longer


def search(out, queue, seed):
    """One answer, and how long it took: (exit code, the summary's limit, seconds)."""
    out.mkdir(parents=True, exist_ok=True)
    summary = out / "limit.json"
    summary.unlink(missing_ok=True)
    options = "--delay", f"{queue.kind}:{queue.service_ms}ms", "--servers", queue.servers, "--seed", seed
    with known_server(out, *options) as server:
        command = ["taskset", "-c", machine.GENERATOR_CORE, PROGRAMS / "acrida", "limit", server.url, "--slo",
                   f"p99<{queue.slo_ms:g}ms", "--budget", f"{MINUTES}m", "--seed", seed, "--summary", summary]
        began = time.monotonic()
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=3600)
        took = time.monotonic() - began
        server.stop()
    (out / "limit.log").write_text(done.stdout + done.stderr)
    return done.returncode, json.loads(summary.read_text())["limit"] if summary.exists() else {}, took


def limits(out, rounds):
    """All six at a time: together they keep neither core busy, and each takes minutes."""
    truths = [queue.limit() for queue in QUEUES]
    row("queue", "round", "exit", "truth", "pass", "fail", "width", "holds", "probes", "seconds")
    fine = []
    for turn in range(1, rounds + 1):
        cores = Cores()
        with concurrent.futures.ThreadPoolExecutor(len(QUEUES)) as pool:
            answers = list(pool.map(lambda number: search(out / str(number), QUEUES[number], 10 * turn + number),
                                    range(len(QUEUES))))
        holding, slowest = 0, 0.0
        for queue, truth, (code, limit, took) in zip(QUEUES, truths, answers):
            low, high = limit.get("pass"), limit.get("fail")
            holds = None not in (low, high) and low <= truth <= high
            width = high / low - 1 if None not in (low, high) else ""
            row(queue, turn, code, truth, low, high, width, holds, len(limit.get("probes", [])), took)
            holding, slowest = holding + holds, max(slowest, took)
        print("cores busy:", *(f"{busy:.2f}" for busy in cores.busy()[:2]), flush=True)
        fine += [verdict(holding >= HOLDING, f"{holding} of {len(QUEUES)} intervals hold the truth"),
                 verdict(slowest <= 60 * MINUTES + 30, f"the slowest answer took {slowest / 60:.1f} min")]
    return all(fine)
