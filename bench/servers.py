"""The servers that load generators are pointed at.

To add one, add a function that makes its command line and a line to SERVERS.
"""

import dataclasses
import functools
import re
import signal
import socket
import subprocess
import time

import machine
from loads import H2, H2C, HTTP1, PROGRAMS, ROOT, Failed


@dataclasses.dataclass(frozen=True)
class Server:
    program: object  # its path, or its name on PATH
    command: callable  # a folder for its files, a port -> argv
    version: list  # argv; the first line it prints
    answered: callable = lambda url: None  # how many requests so far, asked before it is stopped …
    answered_at_end: callable = lambda log: None  # … or what it said about that in the end
    scheme: str = "http"
    protocol: str = HTTP1
    note: str = ""  # what a reader of its rows should know


def acrida_model_command(out, port):
    model = out / "model.json"
    if not model.exists():
        train = [PROGRAMS / "acrida-model", "train", "--path", ROOT / "data/heart-disease.csv"]
        subprocess.run(
            [*train, "--model", model, "--metrics", out / "metrics.json"], check=True, stdout=subprocess.DEVNULL
        )
    return [PROGRAMS / "acrida-model", "serve", "--model", model, "--port", port]


def acrida_model_answered(log):
    return int(re.search(r"^answered (\d+) requests$", log, re.M)[1])


def certificate(out):
    """(certificate, key), made once: of localhost, by nobody."""
    files = out / "certificate.pem", out / "key.pem"
    if not all(file.exists() for file in files):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", files[0], "-keyout",
             files[1]], check=True, capture_output=True,
        )
    return files


NGINX = """
worker_processes 1; daemon off; master_process off; pid {out}/nginx.pid; error_log stderr crit;
events {{ worker_connections 20000; }}
http {{
  access_log off; keepalive_requests 1000000000; keepalive_timeout 120s; default_type text/plain;
  client_body_temp_path {out}/body; proxy_temp_path {out}/proxy; fastcgi_temp_path {out}/fastcgi;
  uwsgi_temp_path {out}/uwsgi; scgi_temp_path {out}/scgi;
  ssl_certificate {certificate}; ssl_certificate_key {key}; http2_max_concurrent_streams 1000;
  # One cipher: each client would choose another one, at another price.
  ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
  server {{
    listen 127.0.0.1:{port} backlog=20000 {speaks};
    location = /health {{ return 200 "OK"; }}
    location = /predict {{ return 200 '{{"prediction": 1}}'; }}
    location = /status {{ stub_status; }}
  }}
}}
"""


def nginx_command(speaks, out, port):
    cert, key = certificate(out)
    (out / "nginx.conf").write_text(NGINX.format(out=out, port=port, speaks=speaks, certificate=cert, key=key))
    return ["nginx", "-p", out, "-c", out / "nginx.conf"]


def nginx_answered(curl_options, url):
    command = ["curl", "--silent", "--show-error", "--fail", "--insecure", *curl_options, url + "/status"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(said.split("\n")[2].split()[2]) - 1  # not counting this one


def nginx(speaks="", curl_options=(), **properties):
    return Server("nginx", functools.partial(nginx_command, speaks), ["nginx", "-v"],
                  answered=functools.partial(nginx_answered, curl_options), **properties)


def nghttpd_command(options, out, port):
    (out / "health").write_text("OK")
    return ["nghttpd", "--address=127.0.0.1", f"--htdocs={out}", "--max-concurrent-streams=1000", *options, port]


def nghttpd(command, **properties):
    return Server("nghttpd", command, ["nghttpd", "--version"], note="it does not tell how many requests it has answered",
                  **properties)


SERVERS = {
    "acrida-model": Server(
        PROGRAMS / "acrida-model", acrida_model_command, [PROGRAMS / "acrida-model", "--version"],
        answered_at_end=acrida_model_answered,
    ),
    "nginx": nginx(),
    "nginx-tls": nginx("ssl", scheme="https"),
    "nginx-h2": nginx("ssl http2", scheme="https", protocol=H2),
    "nginx-h2c": nginx("http2", ["--http2-prior-knowledge"], protocol=H2C),
    "nghttpd-h2c": nghttpd(functools.partial(nghttpd_command, ["--no-tls"]), protocol=H2C),
}
VERBOSE_NGHTTPD = nghttpd(functools.partial(nghttpd_command, ["--no-tls", "--verbose"]), protocol=H2C)


class RunningServer:
    """One that listens, on a free port and on the servers' core; use it as a context."""

    def __init__(self, server, out):
        self.server = server
        self.port = free_port()
        self.url = f"{server.scheme}://127.0.0.1:{self.port}"
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
        """Returns how many requests it says it has answered; None: it does not say."""
        answered = self.server.answered(self.url)
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(30) not in (0, -signal.SIGTERM):
            raise Failed(f"the server ended in {self.process.returncode}")
        return self.server.answered_at_end(self.log.read_text()) if answered is None else answered


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
