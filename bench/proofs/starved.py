"""A generator that is starved of CPU must say so; one that is not must not."""

import contextlib
import subprocess

import machine
from proofs.runs import Cores, acrida, row, verdict
from servers import SERVERS, RunningServer

SECONDS, RUNS = 5, 20


@contextlib.contextmanager
def spinning(core):
    """A process that wants all of this core, at ordinary priority: at a higher one the machine would stand still."""
    process = subprocess.Popen(["taskset", "-c", str(core), "chrt", "-o", "0", "sh", "-c", "while :; do :; done"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def offer(out, url, rate):
    return acrida(out, url, "--rate", rate, "--arrivals", "constant", "-t", f"{SECONDS}s", codes=range(5))


def ceiling(out, url):
    """The highest rate, by halving, at which the generator calls itself healthy, alone on its core. On a busy
    machine that says little."""
    low, high = 1000, 2000
    while offer(out, url, high)[1]["generator"]["healthy"]:
        low, high = high, high * 2
    for _ in range(4):
        middle = (low + high) // 2
        low, high = (middle, high) if offer(out, url, middle)[1]["generator"]["healthy"] else (low, middle)
    return low


def starved(out, rounds):
    with RunningServer(SERVERS["acrida-model"], out) as server:
        top = ceiling(out, server.url)
        print(f"the ceiling of this generator on one core, against acrida-model: {top:,}/s\n")
        cases = {"starved": (0.8 * top, True), "alone, at half its ceiling": (0.5 * top, False)}
        row("case", "run", "rate", "exit", "verdict", "core0", "core1", "requests", "dropped", "lag_p99", "lag_max")
        counted = {}
        for run in range(1, RUNS + 1):
            for case, (rate, is_starved) in cases.items():
                cores = Cores()
                with spinning(machine.GENERATOR_CORE) if is_starved else contextlib.nullcontext():
                    code, summary, _ = offer(out, server.url, round(rate))
                totals, lag = summary["totals"], summary["generator"]["dispatch_lag_ms"]
                row(case, run, round(rate), code, summary["verdict"], *cores.busy()[:2], totals["requests"], totals["dropped"],
                    lag["p99"], lag["max"])
                counted.setdefault(case, []).append(summary["verdict"] == "invalid" and code == 4)
    alone = "alone, at half its ceiling"
    return all([verdict(sum(counted["starved"]) == RUNS, f"starved: invalid {sum(counted['starved'])} of {RUNS} times"),
                verdict(sum(counted[alone]) <= 1, f"{alone}: invalid {sum(counted[alone])} of {RUNS} times")])
