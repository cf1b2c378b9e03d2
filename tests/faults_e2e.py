#!/usr/bin/python3
"""A hostile server on real sockets: each of its faults is one kind of failure, is counted, and never ends the run."""
import collections
import contextlib
import pathlib
import socket
import ssl
import struct
import subprocess
import threading
import time
import unittest

from support.programs import ProgramTest, read_json

ROUNDS = 2
HUNDRED_MEGABYTES = 100 * 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

# What a path does to a connection that has asked for it, and the one kind that comes of it; None: all is well.
FAULTS = {
    "/fine": None,
    "/drip": None,
    "/interim": None,
    "/closed": "closed",
    "/reset": "reset",
    "/reset-within": "reset",
    "/truncated": "truncated",
    "/garbage": "malformed",
    "/junk": "malformed",
    "/huge": "body_limit",
    "/endless": "body_limit",
    "/header": "header_limit",
    "/hang": "timeout",
    "/silent": "read_timeout",
    "/loop": "redirects",
    "/broken-gzip": "malformed",
}
USERS = """
#include <string>

#include <acrida/acrida.h>
using namespace acrida;

class Victim : public HttpUser {
 public:
  Victim() { option("beside", "", "Base of what is no server"); task(&Victim::suffer); }
  Task<> suffer() {
    for (const std::string path : {%s}) {
      Request request = client().post(path);
      if (path == "/hang") request.timeout(2s);
      if (path == "/silent") request.read_timeout(500ms);
      auto answer = co_await request;
    }
    for (const char* url : {%s}) auto answer = co_await client().post(url);
    if (++rounds_ == %d) stop_user();
  }

 private:
  int rounds_ = 0;
};
ACRIDA_USERS(Victim)
"""


class HostileServer:
    """Use it as a context; `heard` counts requests by path."""

    def __init__(self, tls=None):
        self.heard = collections.Counter()
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self._listener.getsockname()[1]
        self._closing = False

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._closing = True
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, raw):
        with contextlib.suppress(OSError):
            connection = self._tls.wrap_socket(raw, server_side=True) if self._tls else raw
            connection.settimeout(20)
            with connection:
                while path := self._hear(connection):
                    self.heard[path] += 1
                    if not self._answer(connection, path):
                        break

    def _hear(self, connection):
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                return None
            request += piece
            if request[0] == 0x16:  # the first of TLS
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return None
        return request.split()[1].decode()

    def _answer(self, connection, path):
        """Whether the connection lives on."""
        if path == "/fine":
            connection.sendall(OK)
        elif path == "/drip":
            for byte in OK:
                connection.sendall(bytes([byte]))
                time.sleep(0.002)
        elif path == "/interim":
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK)
        elif path == "/loop":
            connection.sendall(b"HTTP/1.1 307 Again\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n")
        elif path in ("/hang", "/silent"):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in range(25 if path == "/hang" else 0):
                connection.sendall(b"x")
                time.sleep(0.1)
            connection.recv(1)
            return False
        else:
            self._answer_and_go(connection, path)
            return False
        return True

    def _answer_and_go(self, connection, path):
        if path == "/reset-within":
            connection.sendall(OK[:-1])
            time.sleep(0.05)  # it is to be read before the reset takes it away
        if path in ("/reset", "/reset-within"):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif path == "/truncated":
            connection.sendall(OK[:-1])
        elif path == "/garbage":
            connection.sendall(bytes(range(256)) * 10)
        elif path == "/junk":
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\njunk\r\n" + OK)
        elif path == "/header":
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n")
        elif path == "/broken-gzip":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08garbage!!")
        elif path == "/huge":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % HUNDRED_MEGABYTES)
            self._send_much(connection)
        elif path == "/endless":
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            self._send_much(connection)

    @staticmethod
    def _send_much(connection):
        megabyte = b"x" * 1024 * 1024
        with contextlib.suppress(OSError):
            for _ in range(100):
                connection.sendall(megabyte)


class Faults(ProgramTest):
    def suffer(self, server, scheme, beside, *arguments):
        paths = ", ".join(f'"{path}"' for path in FAULTS)
        urls = ", ".join(f'"{url}"' for url in beside)
        self.write("users.cpp", USERS % (paths, urls, ROUNDS))
        done = self.acrida("-f", "users.cpp", "-H", f"{scheme}://localhost:{server.port}", "--headless", "--only-summary",
                           "-u", "2", "-r", "10", "--summary", "summary.json", *arguments)
        self.assertEqual(done.returncode, 1, done.stderr)
        summary = read_json(self.folder / "summary.json")
        expected = {**FAULTS, **beside}
        kinds = collections.defaultdict(dict)
        for error in summary["errors"]:
            kinds[error["name"]][error["kind"]] = kinds[error["name"]].get(error["kind"], 0) + error["count"]
        each = 2 * ROUNDS
        self.assertEqual(dict(kinds), {name: {kind: each} for name, kind in expected.items() if kind})
        self.assertEqual(summary["totals"]["requests"], each * len(expected))
        self.assertEqual(summary["totals"]["failures"], each * sum(1 for kind in expected.values() if kind))
        self.assertEqual(summary["totals"]["exceptions"], 0)
        self.assertEqual(summary["totals"]["in_flight_at_end"], 0)
        hops = 31  # the first request and thirty redirects
        self.assertEqual(server.heard, {path: each * (hops if path == "/loop" else 1) for path in FAULTS})

    def test_over_http(self):
        with HostileServer() as server, socket.create_server(("127.0.0.1", 0)) as taken:
            free = taken.getsockname()[1]
            taken.close()
            self.suffer(server, "http", {
                f"http://127.0.0.1:{free}/": "refused",
                "http://nosuch.invalid/": "dns",
                f"https://localhost:{server.port}/": "tls",
            })

    def test_over_tls(self):
        certificates = self.folder / "certificates"
        subprocess.run([pathlib.Path(__file__).parent / "support/certificates", certificates], check=True,
                       capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
        with HostileServer(context) as server:
            self.suffer(server, "https", {"http://nosuch.invalid/": "dns"}, "--cacert", str(certificates / "ca.pem"))


if __name__ == "__main__":
    unittest.main()
