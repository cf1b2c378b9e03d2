"""One round: a fresh server on its core, one client on another, and everything that is counted about the two."""

import dataclasses
import time

import machine
from generators import GENERATORS
from loads import Failed, Load
from machine import GENERATOR_CORE, SERVER_CORE
from servers import SERVERS, RunningServer


@dataclasses.dataclass
class Row:
    request: str
    connections: int
    streams: int  # requests at once on each of them
    server: str
    generator: str
    round: int
    requests: int = 0
    seconds: float = 0
    rps: float = 0
    cpu_us: float = 0  # the generator's user and system time, of all its processes, per request
    p99_ms: float = 0
    rss_mb: float = 0  # the generator's, in the middle of the round …
    peak_mb: float = 0  # … and the most it ever had
    server_cpu_us: float = 0  # per request
    server_busy: float = 0  # share of the client's time that the server was busy
    others_0: float = 0  # share of the round in which somebody else had the generator's core …
    others_1: float = 0  # … or the server's
    open: int = 0  # connections, in the middle of the round
    check: str = "ok"  # or what was wrong with this round

    def line(self):
        values = dataclasses.astuple(self)
        return "\t".join(f"{value:.3f}" if isinstance(value, float) else str(value) for value in values)

    @classmethod
    def head(cls):
        return "\t".join(field.name for field in dataclasses.fields(cls))


def play(request, connections, server_name, generator_name, number, seconds, out, streams=1):
    """Plays one round. A round that a check has failed says so in its row."""
    row = Row(str(request), connections, streams, server_name, generator_name, number)
    try:
        measure(row, request, seconds, out)
    except (Failed, OSError, TypeError, KeyError, ValueError) as trouble:
        kind = "" if isinstance(trouble, Failed) else f"{type(trouble).__name__}: "
        row.check = " ".join(f"{kind}{trouble}".split())
    return row


def measure(row, request, seconds, out):
    generator = GENERATORS[row.generator]
    log = out / f"{row.generator}.log"
    with RunningServer(SERVERS[row.server], out) as server:
        load = Load(request, server.url, row.connections, seconds, out, server.server.protocol, row.streams)
        cores = [machine.core_seconds(GENERATOR_CORE), machine.core_seconds(SERVER_CORE)]
        server_cpu, began = server.cpu_seconds(), time.monotonic()
        process = machine.start(generator.command(load), GENERATOR_CORE, log)
        watch = machine.Watch(process.pid, server.port, seconds / 2)
        cpu = machine.wait_for(process)
        took = time.monotonic() - began
        watch.stop()
        server_cpu = server.cpu_seconds() - server_cpu
        cores = [machine.core_seconds(GENERATOR_CORE) - cores[0], machine.core_seconds(SERVER_CORE) - cores[1]]
        answered = server.stop()
    if process.returncode != 0:
        raise Failed(f"{row.generator} ended in {process.returncode}: {log.read_text()[-300:]}")
    counted = generator.read(load, log.read_text())
    if counted.requests == 0:
        raise Failed("not one request came back")
    row.requests, row.seconds, row.p99_ms = counted.requests, counted.seconds, counted.p99_ms
    row.rps = counted.requests / counted.seconds
    row.cpu_us = cpu / counted.requests * 1e6
    row.rss_mb, row.peak_mb = watch.resident_kb / 1024, watch.peak_kb / 1024
    row.server_cpu_us = server_cpu / (answered or counted.requests) * 1e6
    row.server_busy = server_cpu / counted.seconds
    row.others_0 = max(0, cores[0] - cpu) / took
    row.others_1 = max(0, cores[1] - server_cpu) / took
    row.open = watch.connections
    check(row, load, counted, answered, generator.connections_at_most)


def check(row, load, counted, answered, connections_at_most):
    if counted.failures:
        raise Failed(f"{counted.failures} requests failed")
    if not row.connections <= row.open <= row.connections * connections_at_most:
        raise Failed(f"{row.open} connections were open in the middle, not {row.connections}")
    # What was on its way at the end was answered and not counted by the client.
    if answered is not None and not counted.requests <= answered <= counted.requests + load.at_once:
        raise Failed(f"{counted.requests} requests counted, {answered} answered by the server")
