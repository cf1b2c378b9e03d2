"""Coordinated omission: a server that answers nothing for a second in the middle of a run."""

import re

from proofs.runs import Cores, acrida, known_server, row, verdict
from support.known_server import exact

RATE, SECONDS = 1000, 20
DELAY_MS, FREEZE_AT_MS, FREEZE_FOR_MS = 20.0, 5000.0, 1000.0
SERVER = ["--delay", f"constant:{DELAY_MS:.0f}ms", "--freeze", f"at={FREEZE_AT_MS / 1e3:.0f}s,for={FREEZE_FOR_MS / 1e3:.0f}s"]
USERS = 20  # with a service of 20 ms they ask about as often


def exact_latencies(step_ms=1e3 / RATE, seconds=SECONDS):
    """Of arrivals in even steps, the first at 0, as the server's arithmetic says; sorted."""
    latencies, end = [], FREEZE_AT_MS + FREEZE_FOR_MS
    for number in range(round(seconds * 1e3 / step_ms)):
        arrival = number * step_ms
        due = arrival + DELAY_MS
        latencies.append((end if FREEZE_AT_MS <= due < end else due) - arrival)
    return sorted(latencies)


CASES = {  # options, exit codes
    "open": (["--rate", RATE, "--arrivals", "constant", "--slo", "p99<500ms"], (3,)),
    "open, at most 50 in flight": (
        ["--rate", RATE, "--arrivals", "constant", "--max-in-flight", 50, "--slo", "p99<500ms"], (3,)),
    "20 users": (["-u", USERS, "-r", 1000], (0,)),
}


def freeze(out, rounds):
    truth = exact(exact_latencies(), 0.99)
    print(f"by the schedule the p99 of what {RATE}/s would feel is {truth:.1f} ms\n")
    row("case", "round", "exit", "requests", "dropped", "core0", "core1", "latency_p99", "service_p99", "service_max")
    fine = []
    for turn in range(1, rounds + 1):
        for case, (options, codes) in CASES.items():
            cores = Cores()
            with known_server(out, *SERVER) as server:
                code, summary, said = acrida(out, server.url, *options, "-t", f"{SECONDS}s", codes=range(5))
                busy = cores.busy()
                server.stop()
            totals = summary["totals"]
            latency, service = totals["latency_ms"]["p99"], totals["service_ms"]["p99"]
            row(case, turn, code, totals["requests"], totals["dropped"], *busy, latency, service, totals["service_ms"]["max"])
            fine.append(verdict(code in codes, f"{case}: exit code {code}"))
            if case == "open":
                fine.append(verdict(abs(latency / truth - 1) <= 0.05, f"{case}: latency's p99 is {latency / truth - 1:+.2%} of it"))
                fine.append(verdict(abs(service / truth - 1) <= 0.05, f"{case}: service's p99 is {service / truth - 1:+.2%} of it"))
            elif case == "20 users":
                fine.append(verdict(service < 2 * DELAY_MS, f"{case}: the naive p99 is {service:.1f} ms"))
                hint = re.search(r"^What these figures hide: .*", said, re.M)
                fine.append(verdict(bool(hint), f"{case}: {hint[0] if hint else 'it does not say what that hides'}"))
            else:
                fine.append(verdict(totals["dropped"] > 0, f"{case}: {totals['dropped']} arrivals dropped"))
    return all(fine)
