"""One round: a fresh server on its core, one client on another, and everything that is counted about the two."""

import dataclasses
import os
import re
import signal
import socket
import subprocess
import threading
import time

import contenders

GENERATOR_CORE, SERVER_CORE = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")


@dataclasses.dataclass
class Row:
    request: str
    connections: int
    server: str
    generator: str
    round: int
    requests: int = 0
    seconds: float = 0
    rps: float = 0
    cpu_us: float = 0  # the generator's user and system time, of all its processes, per request
    p99_ms: float = 0
    rss_mb: float = 0  # the generator's peak
    server_cpu_us: float = 0  # per request
    server_busy: float = 0  # share of the client's time that the server was busy
    others_0: float = 0  # share of the round in which somebody else had the generator's core …
    others_1: float = 0  # … or the server's
    check: str = "ok"  # or what was wrong with this round


class Failed(Exception):
    """What was wrong with a round."""


class RunningServer:
    def __init__(self, server, out, core=SERVER_CORE):
        self.server = server
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = out / "server.log"
        self.process = start(server.command(out, port), core, self.log)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        self.process.kill()
        raise Failed(f"the server did not listen within 5 s: {self.log.read_text()}")

    def cpu_seconds(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def stop(self):
        """Returns how many requests it says it has answered."""
        answered = self.server.answered(self.url) if self.server.answered else None
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(30) != 0:
            raise Failed(f"the server ended in {self.process.returncode}")
        if answered is None:
            answered = int(re.search(r"^answered (\d+) requests$", self.log.read_text(), re.M)[1])
        return answered


def start(command, core, log):
    return subprocess.Popen(
        ["taskset", "-c", str(core), *map(str, command)], stdin=subprocess.DEVNULL, stdout=log.open("w"),
        stderr=subprocess.STDOUT, cwd=contenders.ROOT,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def core_seconds(core):
    """How long this core has been busy, time stolen by the host included."""
    with open("/proc/stat") as stat:
        line = next(each for each in stat if each.startswith(f"cpu{core} "))
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, line.split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def connections_to(port):
    """Established ones, seen from the client's side."""
    with open("/proc/net/tcp") as table:
        return sum(f":{port:04X} 01 " in line[24:38] for line in table)


def play(request, connections, server_name, generator_name, number, seconds, out):
    """Plays one round. A round that a check has failed says so in its row."""
    row = Row(str(request), connections, server_name, generator_name, number)
    try:
        measure(row, request, seconds, out)
    except (Failed, OSError, AttributeError, KeyError, ValueError) as trouble:
        row.check = " ".join(f"{type(trouble).__name__}: {trouble}".split())
    return row


def measure(row, request, seconds, out):
    generator = contenders.GENERATORS[row.generator]
    server = RunningServer(contenders.SERVERS[row.server], out)
    try:
        load = contenders.Load(request, server.url, row.connections, seconds, out)
        cores = [core_seconds(GENERATOR_CORE), core_seconds(SERVER_CORE)]
        server_cpu, began = server.cpu_seconds(), time.monotonic()
        log = out / f"{row.generator}.log"
        process = start(generator.command(load), GENERATOR_CORE, log)
        seen = []
        watch = threading.Timer(
            seconds / 2, lambda: seen.append(connections_to(int(server.url.rsplit(":", 1)[1])))
        )
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - began
        watch.cancel()
        server_cpu = server.cpu_seconds() - server_cpu
        cores = [core_seconds(GENERATOR_CORE) - cores[0], core_seconds(SERVER_CORE) - cores[1]]
        answered = server.stop()
    finally:
        if server.process.poll() is None:
            server.process.kill()
    if process.returncode != 0:
        raise Failed(f"{row.generator} ended in {process.returncode}: {log.read_text()[-300:]}")
    counted = generator.read(load, log.read_text())
    cpu = used.ru_utime + used.ru_stime
    row.requests, row.seconds, row.p99_ms = counted.requests, counted.seconds, counted.p99_ms
    row.rps = counted.requests / counted.seconds
    row.cpu_us = cpu / counted.requests * 1e6
    row.rss_mb = used.ru_maxrss / 1024
    row.server_cpu_us = server_cpu / answered * 1e6
    row.server_busy = server_cpu / counted.seconds
    row.others_0 = max(0, cores[0] - cpu) / took
    row.others_1 = max(0, cores[1] - server_cpu) / took
    if counted.failures:
        raise Failed(f"{counted.failures} requests failed")
    if seen != [row.connections]:
        raise Failed(f"{seen} connections were open in the middle, not {row.connections}")
    # What was on its way at the end was answered and not counted by the client: at most one request a connection.
    if not counted.requests <= answered <= counted.requests + row.connections:
        raise Failed(f"{counted.requests} requests counted, {answered} answered by the server")


def request_as_sent(generator, request, out):
    """The request line, the headers in alphabetical order and the body that this client really sends."""
    sent = []

    def catch(listener):
        while not sent:
            connection, _ = listener.accept()
            with connection:
                data = b""
                while not is_whole(data) and (more := connection.recv(65536)):  # wrk first connects just to see
                    data += more
                if is_whole(data):
                    sent.append(data)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        catcher = threading.Thread(target=catch, args=(listener,), daemon=True)
        catcher.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process = start(generator.command(contenders.Load(request, url, 1, 1, out)), GENERATOR_CORE, out / "probe.log")
        catcher.join(60)
        process.kill()
        process.wait()
    if not sent:
        raise Failed(f"the client has sent nothing: {(out / 'probe.log').read_text()}")
    head, body = sent[0].decode().replace(url.removeprefix("http://"), "HOST").split("\r\n\r\n", 1)
    line, *headers = head.split("\r\n")
    return "\n".join([line, *sorted(headers), "", body])


def is_whole(request):
    head, end, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.I)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)
