"""The load generators that are compared, and the servers they are pointed at: what to start and how to read what it said.

To add one, add a function that makes its command line, one that reads its numbers, and a line to GENERATORS or SERVERS.
"""

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "build/bin"


@dataclasses.dataclass(frozen=True)
class Request:
    """What every client sends, header for header: `acrida` adds User-Agent and Accept by itself."""

    name: str  # of bench/users/NAME.cpp
    method: str
    path: str
    body: pathlib.Path | None = None

    def __str__(self):
        return f"{self.method} {self.path}"


REQUESTS = {
    each.name: each
    for each in (Request("get", "GET", "/health"), Request("post", "POST", "/predict", ROOT / "data/payload.json"))
}
SAME_HEADERS = {"User-Agent": "acrida", "Accept": "*/*"}


@dataclasses.dataclass(frozen=True)
class Load:
    request: Request
    url: str
    connections: int
    seconds: int
    out: pathlib.Path  # a folder for whatever the client writes


@dataclasses.dataclass(frozen=True)
class Counted:
    """What a client says about its round."""

    requests: int
    seconds: float
    p99_ms: float
    failures: int


@dataclasses.dataclass(frozen=True)
class Generator:
    command: callable  # Load -> argv
    read: callable  # Load, what it printed -> Counted
    version: list  # argv; the first line it prints


def acrida_command(load):
    users = max(1000, load.connections)  # all of them within a second
    return [
        PROGRAMS / "acrida", "-f", ROOT / f"bench/users/{load.request.name}.cpp", "--headless", "-H", load.url,
        "-u", load.connections, "-r", users, "-t", f"{load.seconds}s",
        "--csv", load.out / "acrida", "--summary", load.out / "acrida.json",
    ]


def read_acrida(load, _):
    totals = json.loads((load.out / "acrida.json").read_text())["totals"]
    return Counted(
        requests=totals["requests"],
        seconds=totals["requests"] / totals["rps"],
        p99_ms=totals["latency_ms"]["p99"],
        failures=totals["failures"] + totals["exceptions"] + totals["reconnects"],
    )


def wrk_command(load):
    command = ["wrk", "-t", 1, "-c", load.connections, "-d", f"{load.seconds}s", "--latency"]
    for name, value in SAME_HEADERS.items():
        command += ["-H", f"{name}: {value}"]
    if load.request.body:
        command += ["-s", ROOT / "bench/wrk/post.lua"]
    command.append(load.url + load.request.path)
    return command + (["--", load.request.body] if load.request.body else [])


def read_wrk(_, said):
    units = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}
    requests, seconds, unit = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", said).groups()
    p99, p99_unit = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s|m)", said, re.M).groups()
    errors = re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", said)
    return Counted(
        requests=int(requests),
        seconds=float(seconds) * units[unit] / 1e3,
        p99_ms=float(p99) * units[p99_unit],
        failures=sum(map(int, errors)),
    )


GENERATORS = {
    "acrida": Generator(acrida_command, read_acrida, [PROGRAMS / "acrida", "--version"]),
    "wrk": Generator(wrk_command, read_wrk, ["wrk", "-v"]),
}


@dataclasses.dataclass(frozen=True)
class Server:
    command: callable  # a folder for its files, a port -> argv
    answered: callable  # url -> how many requests so far, asked before it is stopped; or None
    version: list


def acrida_model_command(out, port):
    model = out / "model.json"
    if not model.exists():
        train = [PROGRAMS / "acrida-model", "train", "--path", ROOT / "data/heart-disease.csv"]
        subprocess.run(
            [*train, "--model", model, "--metrics", out / "metrics.json"], check=True, stdout=subprocess.DEVNULL
        )
    return [PROGRAMS / "acrida-model", "serve", "--model", model, "--port", port]


NGINX = """
worker_processes 1; daemon off; master_process off; pid {out}/nginx.pid; error_log stderr crit;
events {{ worker_connections 20000; }}
http {{
  access_log off; keepalive_requests 1000000000; keepalive_timeout 120s; default_type text/plain;
  client_body_temp_path {out}/body; proxy_temp_path {out}/proxy; fastcgi_temp_path {out}/fastcgi;
  uwsgi_temp_path {out}/uwsgi; scgi_temp_path {out}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=20000;
    location = /health {{ return 200 "OK"; }}
    location = /status {{ stub_status; }}
  }}
}}
"""


def nginx_command(out, port):
    (out / "nginx.conf").write_text(NGINX.format(out=out, port=port))
    return ["nginx", "-p", out, "-c", out / "nginx.conf"]


def nginx_answered(url):
    with urllib.request.urlopen(url + "/status") as answer:
        return int(answer.read().split(b"\n")[2].split()[2]) - 1  # not counting this one


SERVERS = {
    "acrida-model": Server(acrida_model_command, None, [PROGRAMS / "acrida-model", "--version"]),
    "nginx": Server(nginx_command, nginx_answered, ["nginx", "-v"]),
}


def version_of(contender):
    said = subprocess.run([str(part) for part in contender.version], capture_output=True, text=True, check=False)
    return (said.stdout + said.stderr).split("\n", 1)[0].strip()


def is_installed(contender):
    program = str(contender.version[0])
    return any(os.access(os.path.join(folder, program), os.X_OK) for folder in os.environ["PATH"].split(os.pathsep))
