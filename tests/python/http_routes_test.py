#!/usr/bin/python3
"""Requests over TLS and through proxies, with deadlines of their own."""

import contextlib
import pathlib
import ssl
import subprocess
import tempfile
import unittest

import locust  # noqa: F401 it makes the standard library cooperative, before anything else
from gevent.server import StreamServer
from locust.clients import HttpSession
from locust.contrib.fasthttp import FastHttpSession
from locust.env import Environment
from support.echo_server import EchoServer

MAKE_CERTIFICATES = pathlib.Path(__file__).parent.parent / "support" / "certificates"


def answer(socket, _):
    while b"\r\n\r\n" in socket.recv(65536):
        socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


class Routes(unittest.TestCase):
    def setUp(self):
        self.environment = Environment()

    def errors(self):
        return [str(error.error) for error in self.environment.stats.errors.values()]

    def http(self, url):
        session = HttpSession(url, self.environment.events.request, None)
        session.trust_env = False
        return session

    def serve_tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        subprocess.run([MAKE_CERTIFICATES, folder], check=True, capture_output=True)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")

        def serve(socket, address):
            with contextlib.suppress(ssl.SSLError), context.wrap_socket(socket, server_side=True) as secure:
                answer(secure, address)

        server = StreamServer(("127.0.0.1", 0), serve)
        server.start()
        self.addCleanup(server.stop, 0)
        return f"https://127.0.0.1:{server.server_port}"

    def test_an_http_session_looks_at_certificates_unless_it_is_told_not_to(self):
        session = self.http(self.serve_tls())
        self.assertEqual(session.get("/").status_code, 0)
        self.assertRegex(self.errors()[0], r"^SSLError\(1, ")
        self.assertEqual(session.get("/", verify=False).text, "ok")
        session.verify = False
        self.assertEqual(session.get("/").text, "ok")

    def test_a_fast_session_takes_any_certificate_unless_it_is_told_not_to(self):
        url = self.serve_tls()
        self.assertEqual(FastHttpSession(self.environment, url, None).get("/").text, "ok")
        self.assertEqual(FastHttpSession(self.environment, url, None, insecure=False).get("/").status_code, 0)

    def test_proxies_are_asked(self):
        with EchoServer() as proxy:
            for session, options in [(self.http("http://there.invalid"), {"proxies": {"http": proxy.url}}),
                                     (FastHttpSession(self.environment, "http://there.invalid", None, proxy_host="127.0.0.1",
                                                      proxy_port=proxy.port), {})]:
                self.assertEqual(session.get("/x", **options).status_code, 200)
                self.assertEqual(proxy.seen[-1]["target"], "http://there.invalid/x")

    def test_deadlines(self):
        with EchoServer() as server:
            session = self.http(server.url)
            self.assertEqual(session.get("/slow/0.05", timeout=2).status_code, 200)
            self.assertEqual(session.get("/slow/1", timeout=(2, 0.05)).status_code, 0)
            self.assertEqual(self.errors(), [f"ReadTimeout(ReadTimeoutError(\"HTTPConnectionPool(host='127.0.0.1', port={server.port}): "
                                             'Read timed out. (read timeout=0.05)"))'])
            with self.assertRaises(ValueError):
                session.get("/", timeout=0)


if __name__ == "__main__":
    unittest.main()
