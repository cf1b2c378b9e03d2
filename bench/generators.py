"""The load generators that are compared: what to start, and how to read what it said.

To add one, add a function that makes its command line, one that reads its numbers, and a line to GENERATORS.
"""

import dataclasses
import json
import math
import re

from loads import H2, H2C, HTTP1, JSON_HEADER, PROGRAMS, ROOT, SAME_HEADERS, Counted, Failed


@dataclasses.dataclass(frozen=True)
class Generator:
    program: object  # its path, or its name on PATH
    command: callable  # Load -> argv
    read: callable  # Load, what it printed -> Counted
    version: list  # argv of whoever tells it in the first line
    note: str = ""  # what a reader of its rows should know
    connections_at_most: int = 1  # times those asked for
    # Request -> {header in small letters: what it sends there}, where it cannot be made to send what the others do.
    differs: callable = lambda request: {}


def acrida_argv(users_file, url, users, spawn_rate, seconds, out, programs=PROGRAMS):
    """As people run it: statistics, CSV files and summary are always on."""
    return [
        programs / "acrida", "-f", users_file, "--headless", "-H", url, "-u", users, "-r", spawn_rate, "-t", f"{seconds}s",
        "--csv", out / "acrida", "--summary", out / "acrida.json",
    ]


# What the others do unasked: none of them looks at a certificate, and h2load speaks HTTP/2.
ACRIDA_SPEAKS = {HTTP1: [], H2: ["--http2"], H2C: ["--h2c"]}


def acrida_command(load, programs=PROGRAMS):
    spawn_rate = max(1000, 10 * load.at_once)  # all of them within a tenth of a second, if it can
    command = acrida_argv(load.request.users_file, load.url, load.at_once, spawn_rate, load.seconds, load.out, programs)
    command += ["--insecure"] * load.url.startswith("https:") + ACRIDA_SPEAKS[load.protocol]
    return command + (["--http2-connections", load.connections] if load.protocol != HTTP1 else [])


def read_acrida(load, said):
    spawned = re.search(r"All users spawned: ({.*?})", said)
    if not spawned:
        raise Failed("it could not start all users")
    users = json.loads(spawned[1])
    if load.at_once >= len(users) and not all(users.values()):
        raise Failed(f"a class without a user: {users}")
    summary = json.loads((load.out / "acrida.json").read_text())
    totals = summary["totals"]
    return Counted(
        requests=totals["requests"],
        seconds=summary["duration_s"],
        p99_ms=totals["latency_ms"]["p99"],
        failures=totals["failures"] + totals["exceptions"] + totals["reconnects"],
    )


def same_headers():
    return [part for name, value in SAME_HEADERS.items() for part in ("-H", f"{name}: {value}")]


UNITS_MS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}


def wrk_command(load):
    command = ["wrk", "-t", 1, "-c", load.connections, "-d", f"{load.seconds}s", "--latency", *same_headers()]
    if load.request.body:
        command += ["-s", ROOT / "bench/wrk/post.lua"]
    command.append(load.url + load.request.path)
    return command + (["--", load.request.body] if load.request.body else [])


def read_wrk(_, said):
    requests, seconds, unit = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", said).groups()
    p99, p99_unit = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s|m)", said, re.M).groups()
    errors = re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", said)
    return Counted(
        requests=int(requests),
        seconds=float(seconds) * UNITS_MS[unit] / 1e3,
        p99_ms=float(p99) * UNITS_MS[p99_unit],
        failures=sum(map(int, errors)),
    )


def h2load_command(load):
    """By duration and without its warm-up, whose requests it would not count though the server answers them."""
    command = ["h2load", "-t", 1, "-c", load.connections, "-D", f"{load.seconds}s", *same_headers()]
    command += ["--h1"] if load.protocol == HTTP1 else ["-m", load.streams]
    if load.request.body:
        command += ["-H", JSON_HEADER, "-d", load.request.body]
    return [*command, load.url + load.request.path]


def read_h2load(load, said):
    """Its rate is what it says: over the duration asked for. The time in which it has `finished` includes its reckoning."""
    done = int(re.search(r"^requests: .* (\d+) done", said, re.M)[1])
    fine = int(re.search(r"^status codes: (\d+) 2xx", said, re.M)[1])
    errors = re.search(r"(\d+) failed, (\d+) errored, (\d+) timeout", said).groups()
    return Counted(
        requests=done,
        seconds=float(load.seconds),
        p99_ms=math.nan,
        failures=max(done - fine, sum(map(int, errors))),
    )


def hey_command(load):
    command = ["hey", "-z", f"{load.seconds}s", "-c", load.connections, "-disable-compression", "-m", load.request.method]
    command += ["-A", SAME_HEADERS["Accept"], "-T", JSON_HEADER.split(": ")[1] if load.request.body else ""]
    if load.request.body:
        command += ["-D", load.request.body]
    return [*command, load.url + load.request.path]


def read_hey(_, said):
    statuses = {int(status): int(count) for status, count in re.findall(r"^\s+\[(\d+)\]\t(\d+) responses", said, re.M)}
    errors = re.findall(r"^\s+\[(\d+)\]\t", said.partition("Error distribution:")[2], re.M)
    return Counted(
        requests=sum(statuses.values()),
        seconds=float(re.search(r"Total:\s+([\d.]+) secs", said)[1]),
        p99_ms=float(re.search(r"99%+ in ([\d.]+) secs", said)[1]) * 1e3,
        failures=sum(map(int, errors)) + sum(count for status, count in statuses.items() if status >= 400),
    )


def hey_differs(request):
    return {"user-agent": "hey/0.0.1"} | ({} if request.body else {"content-type": ""})


GENERATORS = {
    "acrida": Generator(
        PROGRAMS / "acrida", acrida_command, read_acrida, [PROGRAMS / "acrida", "--version"],
        note="statistics, CSV files and summary on, two user classes in the mix; its window includes connecting",
    ),
    "wrk": Generator(
        "wrk", wrk_command, read_wrk, ["wrk", "-v"],
        note="its window includes connecting",
    ),
    "h2load": Generator(
        "h2load", h2load_command, read_h2load, ["h2load", "--version"],
        note="its window begins once it has connected; it reads a body from its file for each request; it tells no "
        "percentiles (its log of every request would, at a cost that the others do not have)",
    ),
    "hey": Generator(
        "hey", hey_command, read_hey, ["dpkg-query", "--show", "hey"],
        note="its window includes connecting; it tells times in steps of 0.1 ms, opens more connections than asked for (up "
        "to twice as many pass the check), keeps at most 500 of those that are idle, and sends another User-Agent and, with "
        "GET, an empty Content-Type",
        connections_at_most=2,
        differs=hey_differs,
    ),
}
