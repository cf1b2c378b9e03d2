"""The same locustfile, run by acrida and by Locust, with either of its two clients; and wrk, which sends one fixed request."""

import functools
import re
import shutil
import sys

import generators
import rounds
from generators import Generator
from loads import PAYLOAD, PROGRAMS, ROOT, Counted, Failed, Request
from tables import middle, number, print_table, ratio

SERVER = "nginx"
USERS = 50
REQUESTS = {
    "get": Request("get", "GET", "/health", title="GET"),
    "post": Request("post", "POST", "/predict", PAYLOAD, title="POST, 13 randint"),
    "catch": Request("catch", "GET", "/health", title="GET, catch_response"),
}
CLASSES = {"HttpUser": "Http", "FastHttpUser": "FastHttp"}  # in each of the files, by what they derive from
HEAD = ["request", "users", "generator", "requests/s", "CPU/req", "p99", "server busy", "others",
        "× requests/s", "÷ CPU/req", "× requests/s", "÷ CPU/req"]


def argv(program, client, load):
    """Both run with statistics, tables and CSV files, as people run them; and only the class of one client is named."""
    file = ROOT / f"bench/locustfiles/{load.request.users}.py"
    return [program, "-f", file, "--headless", "-H", load.url, "-u", load.at_once, "-r", max(1000, load.at_once), "-t",
            f"{load.seconds}s", "--csv", load.out / program_name(program), CLASSES[client]]


def program_name(program):
    return str(program).rsplit("/", 1)[-1]


def read(load, said):
    """From the tables at the end: what it counted, in which time, and the percentiles."""
    totals = re.findall(r"^\s+Aggregated\s+(\d+)\s+(\d+)\([\d.]+%\) +\|.*\|\s+([\d.]+)\s+[\d.]+$", said, re.M)
    percentiles = re.findall(r"^\s+Aggregated((?:\s+\d+){12})$", said, re.M)
    if not totals or not percentiles:
        raise Failed("it printed no table at the end")
    requests, failures, per_second = totals[-1]
    return Counted(
        requests=int(requests),
        seconds=int(requests) / float(per_second) if float(per_second) else 0.0,
        p99_ms=float(percentiles[-1].split()[7]),
        failures=int(failures),
    )


def contender(program, client):
    return Generator(program, functools.partial(argv, program, client), read, [program, "--version"])


CONTENDERS = {f"{name} {client}": contender(program, client)
              for name, program in {"acrida": PROGRAMS / "acrida", "Locust": "/usr/bin/locust"}.items()
              for client in CLASSES}


def same_locustfile(options):
    for program in ("/usr/bin/locust", "wrk", "nginx"):
        if not shutil.which(program):
            sys.exit(f"bench: not installed: {program}; cure: apt-get install python3-locust wrk nginx")
    generators.GENERATORS.update(CONTENDERS)
    print(rounds.Row.head(), flush=True)
    rows = []
    for name in options.requests or REQUESTS:
        for users in options.connections or [USERS]:
            for turn in range(1, options.rounds + 1):
                for generator in [*CONTENDERS, "wrk"]:
                    rows.append(rounds.play(REQUESTS[name], users, SERVER, generator, turn, options.seconds, options.out))
                    print(rows[-1].line(), flush=True)
    print()
    print_table(table(rows), left=3)
    return all(row.check == "ok" for row in rows)


def table(rows):
    """A line for each contender; how many times its requests/s acrida makes, and how many times less CPU time it takes for
    one, with either client and in the same round."""
    lines = [[""] * 8 + ["acrida HttpUser", "", "acrida FastHttpUser", ""], HEAD]
    for key in dict.fromkeys((row.request, row.connections, row.generator) for row in rows):
        mine = [row for row in rows if (row.request, row.connections, row.generator) == key and row.check == "ok"]
        if mine:
            lines.append([
                *map(str, key), f"{middle(mine, 'rps'):,.0f}", f"{middle(mine, 'cpu_us'):.2f} µs",
                number(middle(mine, "p99_ms"), ".2f", " ms"), f"{middle(mine, 'server_busy'):.0%}",
                f"{middle(mine, 'others_0'):.0%} {middle(mine, 'others_1'):.0%}",
                *(compared(mine, rows, f"acrida {client}", what) for client in CLASSES for what in ("rps", "cpu_us")),
            ])
        else:
            lines.append([*map(str, key), "no round passed its checks"])
    return lines


def compared(mine, rows, name, what):
    """How much better acrida is, within each round; nothing for acrida itself."""
    firsts = {row.round: row for row in rows if row.check == "ok" and
              (row.request, row.connections, row.generator) == (mine[0].request, mine[0].connections, name)}
    pairs = [(firsts[row.round], row) for row in mine if row.round in firsts]
    if mine[0].generator == name:
        return ""
    return ratio(pairs, what) if what == "rps" else ratio([(row, first) for first, row in pairs], what)
