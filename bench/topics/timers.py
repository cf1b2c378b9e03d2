"""How late sleeping users are woken: by the engine's own account, and by the users'."""

import dataclasses
import re

from acrida_run import AcridaRun, compile_users
from loads import ROOT, Failed
from tables import middle, print_table

WAKING = ROOT / "bench/users/waking.cpp"
USERS = [100, 1000, 10000]
AGREE_MS = 0.1  # at least: the medians that the engine and the users tell
NOBODY = "http://127.0.0.1:9"  # they ask nothing
TOLD = re.compile(r"users woke (\d+) times, late by p50 ([\d.]+) ms, p99 ([\d.]+) ms, max ([\d.]+) ms")


@dataclasses.dataclass
class Row:
    users: int
    round: int
    wakes_per_s: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    users_p50_ms: float
    users_p99_ms: float
    users_max_ms: float
    cpu_us: float  # per wake, starting the program included


def timers(options):
    compile_users(WAKING)
    print("\t".join(field.name for field in dataclasses.fields(Row)), flush=True)
    rows = []
    for users in options.connections or USERS:
        for turn in range(1, options.rounds + 1):
            rows.append(measure(users, turn, options))
            print("\t".join(f"{value:.3f}" if isinstance(value, float) else str(value)
                            for value in dataclasses.astuple(rows[-1])), flush=True)
    print()
    print_table(table(rows), left=0)
    return True


def measure(users, turn, options):
    with AcridaRun(WAKING, NOBODY, users, users, options.seconds, options.out) as run:
        cpu, summary = run.finish()
        told = TOLD.search(run.log.read_text())
    if not told:
        raise Failed(f"the users did not tell how late they woke; see {run.log}")
    wakes, *seen = map(float, told.groups())
    lag = summary["generator"]["dispatch_lag_ms"]
    if abs(lag["p50"] - seen[0]) > AGREE_MS:
        raise Failed(f"the engine says that half of the users woke at most {lag['p50']} ms late, the users say {seen[0]} ms")
    return Row(users, turn, wakes / options.seconds, lag["p50"], lag["p99"], lag["max"], *seen, cpu / wakes * 1e6)


def table(rows):
    lines = [["", "", "engine:", "", "", "users:", "", "", ""],
             ["users", "wakes/s", "p50", "p99", "max", "p50", "p99", "max", "CPU/wake"]]
    for users in dict.fromkeys(row.users for row in rows):
        mine = [row for row in rows if row.users == users]
        times = [f"{middle(mine, f'{who}{what}_ms'):.3f} ms" for who in ("", "users_") for what in ("p50", "p99", "max")]
        lines.append([f"{users:,}", f"{middle(mine, 'wakes_per_s'):,.0f}", *times, f"{middle(mine, 'cpu_us'):.1f} µs"])
    return lines
