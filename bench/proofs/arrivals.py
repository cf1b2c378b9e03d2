"""Arrivals: 60 s at 5,000/s, beside the schedule that known_schedule draws and what the server has seen."""

import os
import subprocess

from loads import ROOT
from proofs.runs import Cores, acrida, known_server, row, verdict

RATE, SECONDS, SEED = 5000, 60, 1
BIN_NS = 10_000_000


def schedule(kind):
    command = [ROOT / "build/test/known_schedule", RATE, kind, f"{SECONDS}s", SEED]
    said = subprocess.run([*map(str, command)], capture_output=True, text=True, check=True).stdout
    return [*map(int, said.split())]


def dispersion(times):
    """The variance of the counts in bins of 10 ms, over their mean."""
    bins = [0] * (SECONDS * 1_000_000_000 // BIN_NS)
    for time in times:
        if 0 <= time // BIN_NS < len(bins):
            bins[time // BIN_NS] += 1
    mean = sum(bins) / len(bins)
    return sum((each - mean) ** 2 for each in bins) / (len(bins) - 1) / mean


def arrivals(out, rounds):
    row("arrivals", "threads", "round", "drawn", "sent", "dropped", "server_saw", "core0", "core1", "dispersion_drawn",
        "dispersion_seen", "lag_p50", "lag_p99", "lag_max", "healthy")
    fine = []
    for turn in range(1, rounds + 1):
        for kind in ("poisson", "constant"):
            drawn = schedule(kind)
            for threads in (1, 2, 4):
                cores = Cores()
                with known_server(out, "--delay", "constant:1ms", "--spin", "0s") as server:
                    _, summary, _ = acrida(out, server.url, "--rate", RATE, "--arrivals", kind, "-t", f"{SECONDS}s", "--seed",
                                           SEED, "--threads", threads, core=0 if threads == 1 else None, codes=(0, 4))
                    busy, log = cores.busy(), server.stop()
                totals, lag = summary["totals"], summary["generator"]["dispatch_lag_ms"]
                sent, dropped = totals["requests"] + totals["in_flight_at_end"], totals["dropped"]
                # Its clock starts at the first arrival that it sees, which is the schedule's first, and a wire later.
                first = min(log.arrived)
                seen = [came - first + drawn[0] for came in log.arrived]
                spread = dispersion(drawn), dispersion(seen)
                row(kind, threads, turn, len(drawn), sent, dropped, len(log.arrived), *busy[:2], *spread, lag["p50"], lag["p99"],
                    lag["max"], summary["generator"]["healthy"])
                what = f"{kind}, {threads} threads"
                fine.append(verdict(sent + dropped == len(drawn), f"{what}: sent + dropped = the schedule, {len(drawn):,}"))
                fine.append(verdict(len(log.arrived) == sent, f"{what}: the server saw all {sent:,}"))
                if kind == "poisson":
                    fine.append(verdict(all(abs(each - 1) <= 0.05 for each in spread),
                                        f"{what}: index of dispersion {spread[0]:.3f} drawn, {spread[1]:.3f} at the server"))
                elif threads <= min(2, os.cpu_count()):
                    fine.append(verdict(lag["p99"] <= 0.5, f"{what}: sent within {lag['p99']:.3f} ms of its time in 99 %"))
    return all(fine)
