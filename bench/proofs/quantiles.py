"""Quantiles: what acrida reports, beside what the server's own log says, in closed and in open load."""

from proofs.runs import Cores, acrida, known_server, row, verdict
from support.known_server import exact

DELAYS = ["constant:5ms", "exponential:5ms", "bimodal:2ms,50ms,0.05"]  # whose p90 and p99 are not where it jumps
SECONDS = 10
LOADS = {
    "20 users": ["-u", 20, "-r", 1000],
    "1000/s poisson": ["--rate", 1000],
    "1000/s constant": ["--rate", 1000, "--arrivals", "constant"],
}
# How far a client may be off: a part of the value for its buckets, and what the wire and being woken add.
ALLOWED = {"p50": (0.5, 0.02, 0.25), "p90": (0.9, 0.02, 0.25), "p99": (0.99, 0.02, 0.8)}  # rank, part, ms


def quantiles(out, rounds):
    row("delay", "load", "round", "answered", "core0", "core1", "late_p50", "late_p99",
        *(f"{who}_{name}" for name in ALLOWED for who in ("server", "latency", "service")), "healthy", "worst")
    within = {}
    for turn in range(1, rounds + 1):
        for delay in DELAYS:
            for load, options in LOADS.items():
                cores = Cores()
                with known_server(out, "--delay", delay, "--seed", turn) as server:
                    _, summary, _ = acrida(out, server.url, *options, "-t", f"{SECONDS}s", "--seed", turn,
                                            codes=(0, 4))
                    busy, log = cores.busy(), server.stop()
                truth, late, totals = log.service_ms(), log.late_ms(), summary["totals"]
                cells, worst = [], 0.0
                for name, (p, part, ms) in ALLOWED.items():
                    there = exact(truth, p)
                    here = [totals[f"{kind}_ms"][name] for kind in ("latency", "service")]
                    cells += [there, *here]
                    worst = max(worst, *(abs(each - there) / (part * there + ms) for each in here))
                row(delay, load, turn, len(truth), *busy, exact(late, 0.5), exact(late, 0.99), *cells,
                    summary["generator"]["healthy"], worst)
                within.setdefault((delay, load), []).append(worst)
    print("\nworst: the largest difference of a round, as a part of what is allowed (p50, p90: 2 % + 0.25 ms; p99: 2 % + 0.8 ms)")
    return all([verdict(sorted(worst)[len(worst) // 2] <= 1, f"{delay}, {load}: {', '.join(f'{w:.2f}' for w in worst)}")
                for (delay, load), worst in within.items()])
