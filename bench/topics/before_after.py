"""Whether a change made acrida slower: another build of it, this one and wrk, in turns."""

import dataclasses
import functools
import sys

import generators
import rounds
from acrida_run import compile_users
from loads import PROGRAMS, REQUESTS
from tables import middle, print_table, ratio

SERVER = "acrida-model"
CONNECTIONS = 100
HEAD = ["request", "conns", "generator", "requests/s", "CPU/req", "others", "requests/s", "CPU/req", "requests/s", "CPU/req"]


def before_after(options):
    if not options.before or not (options.before / "acrida").exists():
        sys.exit("bench: before-after needs the programs of another build: --before /elsewhere/build/bin")
    generators.GENERATORS["before"] = dataclasses.replace(
        generators.GENERATORS["acrida"], program=options.before / "acrida",
        command=functools.partial(generators.acrida_command, programs=options.before),
    )
    names = options.requests or list(REQUESTS)
    for programs in (options.before, PROGRAMS):
        compile_users(*(REQUESTS[name].users_file for name in names), programs=programs)
    print(rounds.Row.head(), flush=True)
    rows = [row for name in names for connections in options.connections or [CONNECTIONS]
            for row in play(REQUESTS[name], connections, options)]
    print()
    print_table(table([row for row in rows if row.check == "ok"]), left=3)
    return all(row.check == "ok" for row in rows)


def play(request, connections, options):
    for turn in range(1, options.rounds + 1):
        for generator in ("before", "acrida", "wrk"):
            row = rounds.play(request, connections, SERVER, generator, turn, options.seconds, options.out)
            print(row.line(), flush=True)
            yield row


def table(rows):
    """A line for each generator under each load; ratios are those of the same round."""
    lines = [[""] * 6 + ["this ÷ before", "", "this ÷ wrk", ""], HEAD]
    for load in dict.fromkeys((row.request, row.connections) for row in rows):
        under = [row for row in rows if (row.request, row.connections) == load]
        for generator in dict.fromkeys(row.generator for row in under):
            mine = [row for row in under if row.generator == generator]
            lines.append([
                *map(str, load), generator, f"{middle(mine, 'rps'):,.0f}", f"{middle(mine, 'cpu_us'):.2f} µs",
                f"{middle(mine, 'others_0'):.0%} {middle(mine, 'others_1'):.0%}",
                *(compared(mine, under, other, what) for other in ("before", "wrk") for what in ("rps", "cpu_us")),
            ])
    return lines


def compared(mine, under, other, what):
    others = {row.round: row for row in under if row.generator == other}
    return "" if mine[0].generator == other else ratio([(row, others[row.round]) for row in mine if row.round in others], what)
