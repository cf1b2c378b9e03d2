"""A small HTTP/1.1 server on gevent, in the test's own process: a path decides what is answered."""

import contextlib
import gzip
import json

import gevent
from gevent.server import StreamServer


class EchoServer:
    """Use it as a context. `seen`: the requests, as dicts with method, target, headers (small letters) and body;
    `connections`: how many there were."""

    def __enter__(self):
        self.seen = []
        self.connections = 0
        self._server = StreamServer(("127.0.0.1", 0), self._serve)
        self._server.start()
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self._server.stop(timeout=0)

    def _serve(self, socket, _):
        self.connections += 1
        with socket, contextlib.suppress(OSError, ValueError):  # of clients that go, or do not speak HTTP
            self._converse(socket)

    def _converse(self, socket):
        stream = socket.makefile("rb")
        if stream.peek(1)[:1] == b"\x16":  # of TLS
            return
        while line := stream.readline():
            method, target, _ = line.decode("latin-1").split(" ", 2)
            headers = {}
            while (field := stream.readline().decode("latin-1").rstrip("\r\n")):
                name, _, value = field.partition(":")
                headers[name.lower()] = value.strip()
            if headers.get("transfer-encoding") == "chunked":
                body = b""
                while size := int(stream.readline(), 16):
                    body += stream.read(size)
                    stream.readline()
                stream.readline()
            else:
                body = stream.read(int(headers.get("content-length", 0)))
            self.seen.append({"method": method, "target": target, "headers": headers, "body": body})
            if not self._answer(socket, method, target, headers, body):
                return

    def _answer(self, socket, method, target, headers, body):
        path, _, query = target.partition("?")
        kind, _, rest = path.strip("/").partition("/")
        if kind == "status":
            return self._send(socket, method, int(rest), b"status " + rest.encode())
        if kind == "redirect":
            return self._send(socket, method, int(rest or 302), b"", {"Location": query or "/echo"})
        if kind == "cookie":
            return self._send(socket, method, 200, b"", {"Set-Cookie": f"{rest}; Path=/"})
        if kind == "slow":
            gevent.sleep(float(rest))
        if kind == "close":
            return False
        if kind == "latin1":
            return self._send(socket, method, 200, "ä".encode("latin-1"), {"Content-Type": "text/plain"})
        if kind == "utf8":
            return self._send(socket, method, 200, "ä€".encode(), {"Content-Type": "text/plain; charset=utf-8"})
        if kind == "gzip":
            return self._send(socket, method, 200, gzip.compress(b"unpacked"), {"Content-Encoding": "gzip"})
        if kind == "stream":
            return self._stream(socket, int(rest))
        told = {"method": method, "target": target, "headers": headers, "body": body.decode("latin-1")}
        return self._send(socket, method, 200, json.dumps(told).encode(), {"Content-Type": "application/json"})

    @staticmethod
    def _send(socket, method, status, body, fields=()):
        lines = [f"HTTP/1.1 {status} Some Reason", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in dict(fields).items()]
        socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if method == "HEAD" else body))
        return True

    @staticmethod
    def _stream(socket, pieces):
        socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in range(pieces):
            piece = f"data: {number}\n\n".encode()
            socket.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            gevent.sleep(0.02)
        socket.sendall(b"0\r\n\r\n")
        return True
