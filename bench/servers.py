"""The servers that load generators are pointed at.

To add one, add a function that makes its command line and a line to SERVERS.
"""

import dataclasses
import re
import signal
import socket
import subprocess
import time
import urllib.request

import machine
from loads import PROGRAMS, ROOT, Failed


@dataclasses.dataclass(frozen=True)
class Server:
    program: object  # its path, or its name on PATH
    command: callable  # a folder for its files, a port -> argv
    answered: callable  # url -> how many requests so far, asked before it is stopped; None: it says so at its end
    version: list  # argv; the first line it prints


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
    "acrida-model": Server(
        PROGRAMS / "acrida-model", acrida_model_command, None, [PROGRAMS / "acrida-model", "--version"]
    ),
    "nginx": Server("nginx", nginx_command, nginx_answered, ["nginx", "-v"]),
}


class RunningServer:
    """One that listens, on a free port and on the servers' core; use it as a context."""

    def __init__(self, server, out):
        self.server = server
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = out / "server.log"
        self.process = machine.start(server.command(out, self.port), machine.SERVER_CORE, self.log)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.process.kill()
        raise Failed(f"the server did not listen within 5 s: {self.log.read_text()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def cpu_seconds(self):
        return machine.cpu_seconds(self.process.pid)

    def stop(self):
        """Returns how many requests it says it has answered."""
        answered = self.server.answered(self.url) if self.server.answered else None
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(30) != 0:
            raise Failed(f"the server ended in {self.process.returncode}")
        if answered is None:
            answered = int(re.search(r"^answered (\d+) requests$", self.log.read_text(), re.M)[1])
        return answered


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
