"""A proxy as small as can be: tunnels by CONNECT, and GET for http:// targets. It keeps what it was asked for."""
import contextlib
import http.client
import http.server
import socket
import threading
import urllib.parse


class Proxy:
    """Use it as a context; `asked` holds (request line, Proxy-Authorization) of each request, in their order."""

    def __init__(self, authorization=None):
        self.authorization = authorization  # whoever shows another gets 407
        self.asked = []

    def __enter__(self):
        class Asked(_Handler):
            proxy = self

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.address = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def is_welcome(self):
        shown = self.headers["Proxy-Authorization"]
        self.proxy.asked.append((self.requestline, shown))
        if self.proxy.authorization in (None, shown):
            return True
        self.send_response(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def do_CONNECT(self):
        if not self.is_welcome():
            return
        self.close_connection = True
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as target:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=carry, args=(target, self.connection))
            back.start()
            carry(self.connection, target)
            back.join()

    def do_GET(self):
        if not self.is_welcome():
            return
        to = urllib.parse.urlsplit(self.path)
        with contextlib.closing(http.client.HTTPConnection(to.netloc)) as target:
            target.request("GET", to.path)
            answer = target.getresponse()
            body = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def carry(source, sink):
    """Bytes, one way, to their end."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
