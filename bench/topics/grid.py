"""Contenders side by side: load generators against one server, or one generator against servers."""

import dataclasses
import itertools
import shutil
import subprocess
import sys

import rounds
import same_request
from generators import GENERATORS
from loads import REQUESTS
from machine import GENERATOR_CORE, SERVER_CORE
from servers import SERVERS
from tables import middle, number, print_table, ratio


@dataclasses.dataclass(frozen=True)
class Grid:
    """What is varied and what stays."""

    generators: list
    servers: list
    requests: list
    connections: list
    promise: str = ""
    streams: tuple = (1,)  # requests at once on a connection
    compares_servers: bool = False  # the first server with the others, or else the first generator


CLIENTS = Grid(
    ["acrida", "wrk", "h2load", "hey"], ["acrida-model"], ["get", "post"], [1, 16, 100, 1000, 10000],
    "the floor, at 100 connections: at least 1.10x wrk's requests/s, or at most 0.85x its CPU per request",
)
SERVERS_GRID = Grid(["wrk", "acrida"], ["acrida-model", "nginx"], ["get"], [100], compares_servers=True)

TLS = Grid(
    ["acrida", "wrk", "h2load"], ["nginx-tls"], ["get"], [16, 100],
    "the floor: at least 1.10x wrk's requests/s, or at most 0.85x its CPU per request",
)
HTTP2 = Grid(
    ["acrida", "h2load"], ["nginx-h2c", "nginx-h2", "nghttpd-h2c"], ["get"], [10],
    "the floor: at least 1.00x h2load's requests/s, one request at once on a connection and ten", (1, 10),
)


def clients(options):
    return play(CLIENTS, options)


def servers(options):
    return play(SERVERS_GRID, options)


def tls(options):
    return play(TLS, options)


def http2(options):
    return play(HTTP2, options)


def play(grid, options):
    grid = dataclasses.replace(
        grid, generators=options.generators or grid.generators, servers=options.servers or grid.servers,
        requests=options.requests or grid.requests, connections=options.connections or grid.connections,
    )
    require_installed(grid)
    describe(grid)
    for name, protocol in itertools.product(grid.requests, dict.fromkeys(SERVERS[each].protocol for each in grid.servers)):
        same_request.check(grid.generators, REQUESTS[name], protocol, options.out)
    rows = play_all(grid, options)
    print()
    print_table(medians(rows, grid), left=4)
    for name, contender in contenders(grid):
        if contender.note:
            print(f"{name}: {contender.note}")
    print(grid.promise)
    return verdict(rows)


def contenders(grid):
    return [(name, GENERATORS[name]) for name in grid.generators] + [(name, SERVERS[name]) for name in grid.servers]


def require_installed(grid):
    missing = {str(each.program) for _, each in contenders(grid) if not shutil.which(each.program)}
    if missing:
        sys.exit(f"bench: not installed: {' '.join(sorted(missing))}; cure: scripts/deps bench")


def describe(grid):
    print(f"generator on core {GENERATOR_CORE}, server on core {SERVER_CORE}")
    for name, contender in contenders(grid):
        said = subprocess.run([str(part) for part in contender.version], capture_output=True, text=True, check=False)
        print(f"{name}: {(said.stdout + said.stderr).splitlines()[0].strip()}")


def play_all(grid, options):
    print(rounds.Row.head(), flush=True)
    rows = []
    for name, connections, streams in itertools.product(grid.requests, grid.connections, grid.streams):
        for turn in range(1, options.rounds + 1):
            for server, generator in itertools.product(grid.servers, grid.generators):
                row = rounds.play(REQUESTS[name], connections, server, generator, turn, options.seconds, options.out, streams)
                rows.append(row)
                print(row.line(), flush=True)
    return rows


HEAD = ["request", "conns", "server", "generator", "requests/s", "CPU/req", "p99", "memory", "peak", "server CPU/req",
        "server busy", "others", "requests/s", "CPU/req", "server CPU/req"]


def medians(rows, grid):
    """A line for each contender under each load; ratios to the others are those of the same round."""
    lines = [[""] * 12 + ["first ÷ this"] * 3, HEAD]
    for key in dict.fromkeys(key_of(row) for row in rows):
        mine = [row for row in rows if key_of(row) == key and row.check == "ok"]
        if mine:
            lines.append([*map(str, key), *measured(mine), *ratios(rows, mine, first_of(grid, key))])
        else:
            why = next(row.check for row in rows if key_of(row) == key)
            lines.append([*map(str, key), f"no round passed its checks: {why}"])
    return lines


def key_of(row):
    connections = f"{row.connections} × {row.streams}" if row.streams > 1 else row.connections
    return row.request, connections, row.server, row.generator


def first_of(grid, key):
    """What this contender is compared with."""
    if grid.compares_servers:
        return (*key[:2], grid.servers[0], key[3])
    return (*key[:3], grid.generators[0])


def measured(mine):
    others = f"{middle(mine, 'others_0'):.0%} {middle(mine, 'others_1'):.0%}"
    return [
        number(middle(mine, "rps"), ",.0f", ""), number(middle(mine, "cpu_us"), ".2f", " µs"),
        number(middle(mine, "p99_ms"), ".2f", " ms"), number(middle(mine, "rss_mb"), ".1f", " MB"),
        number(middle(mine, "peak_mb"), ".1f", " MB"),
        number(middle(mine, "server_cpu_us"), ".2f", " µs"), f"{middle(mine, 'server_busy'):.0%}", others,
    ]


def ratios(rows, mine, first):
    if first == key_of(mine[0]):
        return ["", "", ""]
    firsts = {row.round: row for row in rows if key_of(row) == first and row.check == "ok"}
    pairs = [(firsts[row.round], row) for row in mine if row.round in firsts]
    return [ratio(pairs, name) for name in ("rps", "cpu_us", "server_cpu_us")]


def verdict(rows):
    """Whether our own rounds passed. That another client cannot carry a load is a finding about it."""
    failed = [row for row in rows if row.check != "ok"]
    if failed:
        print(f"{len(failed)} of {len(rows)} rounds failed their checks and are left out")
    return not any(row.generator == "acrida" for row in failed)
