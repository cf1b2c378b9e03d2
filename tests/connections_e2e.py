#!/usr/bin/python3
"""How users reach a server: by TLS with all kinds of certificates, and through a proxy."""
import contextlib
import http.server
import pathlib
import socket
import ssl
import sys
import tempfile
import threading
import unittest

from support.programs import ProgramTest, final_table, read_json
from support.proxy import Proxy
from support.real_servers.nginx_tls import NginxTls

USERS = """
#include <acrida/acrida.h>
using namespace acrida;
class Visitor : public HttpUser {
 public:
  Visitor() { task(&Visitor::visit); }
  Task<> visit() {
    co_await client().get("/plain");
    if (--visits_ == 0) stop_user();
  }

 private:
  int visits_ = 3;
};
ACRIDA_USERS(Visitor)
"""
REQUESTS = 6  # two users, three visits


class Page(http.server.BaseHTTPRequestHandler):
    def handle(self):
        try:
            self.connection.do_handshake()
        except ssl.SSLError:  # what came meanwhile is read, lest the kernel resets and takes the alert back
            self.connection.shutdown(socket.SHUT_WR)
            while socket.socket.recv(self.connection, 65536):
                pass
        else:
            super().handle()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def strict_server(folder):
    """Ends the handshake with those who show no certificate; nginx lets them in and answers with 400. Gives its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=folder / "ca.pem")
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.verify_mode = ssl.CERT_REQUIRED
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


class Connections(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(NginxTls())
        # One folder for all: started in another, acrida compiles the users file again.
        cls.home = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))

    def setUp(self):
        super().setUp()
        self.folder = self.home
        self.write("users.cpp", USERS)

    def visit(self, port, *arguments, **options):
        """What the run said and the kinds and texts of its errors, of which either every request has one or none."""
        done = self.acrida("-f", "users.cpp", "-H", self.server.url(port), "--headless", "--only-summary", "-u", "2", "-r",
                           "1000", "-s", "20s", "--summary", "s.json", *arguments, **options)
        errors = read_json(self.folder / "s.json")["errors"]
        failures = REQUESTS if errors else 0
        self.assertEqual(done.returncode, 1 if errors else 0, done.stderr)
        self.assertEqual(final_table(done.stderr)["", "Aggregated"], (REQUESTS, failures), done.stderr)
        return done, {each["kind"] for each in errors}, " ".join(each["error"] for each in errors)

    def assert_accepts(self, port, *arguments, **options):
        done, kinds, text = self.visit(port, *arguments, **options)
        self.assertEqual(kinds, set(), text)
        return done

    def assert_refuses(self, port, *arguments, kind="tls", names):
        _, kinds, text = self.visit(port, *arguments)
        self.assertEqual(kinds, {kind}, text)
        self.assertIn(names, text)

    def pem(self, name):
        return self.server.folder / name

    def trusting(self):
        return "--cacert", self.pem("ca.pem")

    def test_a_certificate_is_accepted_of_those_who_are_trusted(self):
        for version in ((), ("--http2",)):
            with self.subTest(version=version):
                self.assert_accepts("server", *self.trusting(), *version)

    def test_a_certificate_of_others_is_refused(self):
        self.assert_refuses("server", names="its issuer 'CN=acrida test CA' is unknown")
        self.assert_refuses("server", "--cacert", self.pem("other-ca.pem"), names="its issuer 'CN=acrida test CA' is unknown")

    def test_a_certificate_for_another_host_is_refused(self):
        self.assert_refuses("wrong-host", *self.trusting(), names="not made out for '127.0.0.1'; it is for other.example")

    def test_an_expired_certificate_is_refused(self):
        self.assert_refuses("expired", *self.trusting(), names="has expired (2021-01-01 00:00 UTC)")

    def test_a_self_signed_certificate_is_refused_unless_it_is_trusted(self):
        self.assert_refuses("self-signed", *self.trusting(), names="self-signed")
        self.assert_accepts("self-signed", "--cacert", self.pem("self-signed.pem"))

    def test_any_certificate_will_do_for_the_insecure(self):
        for port in ("wrong-host", "expired", "self-signed"):
            with self.subTest(certificate=port):
                self.assert_accepts(port, "--insecure")

    def test_users_show_their_certificate(self):
        self.assert_accepts("known-clients", *self.trusting(), "--cert", self.pem("client.pem"), "--key", self.pem("client.key"))

    def test_nginx_answers_those_who_show_no_certificate_with_400(self):
        self.assert_refuses("known-clients", *self.trusting(), kind="status", names="400")

    def test_a_server_that_breaks_off_for_want_of_a_certificate_is_told(self):
        with strict_server(self.server.folder) as port:
            there = "-H", f"https://127.0.0.1:{port}", *self.trusting()
            self.assert_refuses("server", *there, names="show it a client certificate")
            self.assert_accepts("server", *there, "--cert", self.pem("client.pem"), "--key", self.pem("client.key"))

    def test_a_target_without_tls_is_told(self):
        port = self.server.ports["http"]
        self.assert_refuses("server", "-H", f"https://127.0.0.1:{port}", names="the server does not speak TLS")

    def test_https_goes_through_a_tunnel(self):
        for version in ((), ("--http2",)):
            with self.subTest(version=version), Proxy() as proxy:
                self.assert_accepts("server", *self.trusting(), *version, "--proxy", f"http://{proxy.address}")
                to = f"CONNECT 127.0.0.1:{self.server.ports['server']} HTTP/1.1"
                self.assertEqual(proxy.asked, [(to, None)] * 2)  # one for each user

    def test_http_is_asked_of_the_proxy(self):
        with Proxy() as proxy:
            self.assert_accepts("http", "--proxy", f"http://{proxy.address}")
        self.assertEqual(proxy.asked, [(f"GET {self.server.url('http')}/plain HTTP/1.1", None)] * REQUESTS)

    def test_the_proxy_is_shown_its_credentials(self):
        with Proxy("Basic YW5uOnMzY3JldA==") as proxy:
            for port in ("http", "server"):
                with self.subTest(port=port):
                    self.assert_accepts(port, *self.trusting(), "--proxy", f"http://ann:s3cret@{proxy.address}")

    def test_a_proxy_that_refuses_is_told(self):
        with Proxy("Basic YW5uOnMzY3JldA==") as proxy:
            way = "--proxy", f"http://{proxy.address}"
            self.assert_refuses("server", *way, kind="unreachable",
                                names="the proxy makes no tunnel: 407")
            self.assert_refuses("http", *way, kind="status", names="407")

    def test_a_proxy_of_the_environment_is_ignored_with_one_notice(self):
        with Proxy() as proxy:
            address = f"http://{proxy.address}"
            done = self.assert_accepts("server", *self.trusting(), env={"https_proxy": address, "http_proxy": address})
        self.assertEqual(proxy.asked, [])
        self.assertEqual(done.stderr.count("is set and ignored"), 1, done.stderr)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    if NginxTls.missing():
        print(f"SKIPPED: {NginxTls.missing()}", file=sys.stderr)
        sys.exit(77)
    unittest.main()
