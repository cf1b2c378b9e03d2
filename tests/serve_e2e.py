#!/usr/bin/python3
"""acrida-model serve over real sockets: every status, and nothing that a client sends brings it down."""
import contextlib
import csv
import http.client
import json
import os
import pathlib
import random
import re
import signal
import socket
import unittest

from support.programs import PATIENCE, ROOT, TABLE, ProgramTest, until

PAYLOAD = json.loads((ROOT / "data" / "payload.json").read_text(encoding="utf-8"))
FIELDS = list(PAYLOAD)
DIAGNOSES = {"0": "clear", "1": "heart-disease"}
JSON = {"Content-Type": "application/json"}


class Serve(ProgramTest):
    """One server for all tests, so that each also shows that those before have not hurt it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls("run_nothing")
        cls.owner.setUp()
        cls.addClassCleanup(cls.owner.doCleanups)
        cls.server, cls.port = cls.owner.served_model("--threads", "2")

    def run_nothing(self):
        """The name of a test is needed to make the one that owns the server; it is not run."""

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), "the server has ended")
        self.assertEqual(self.ask("GET", "/health")[:2], (200, b"OK"))

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.addCleanup(client.close)
        return client

    def keep(self):
        """A connection that stays."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        return connection

    def ask(self, method, path, body=None, headers=JSON, connection=None):
        connection = connection or self.keep()
        connection.request(method, path, body if body is None or isinstance(body, bytes) else json.dumps(body), dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers

    def assert_refused(self, status, words, *arguments, **options):
        """The answer is an object with one sentence that holds these words."""
        got, body, headers = self.ask(*arguments, **options)
        self.assertEqual(got, status, body)
        self.assertEqual(headers["Content-Type"], "application/json")
        error = json.loads(body)
        self.assertEqual(list(error), ["error"])
        for word in words:
            self.assertIn(word, error["error"])
        self.assertNotIn("\n", error["error"])
        return headers

    def raw(self, request):
        """Everything that the server says to these bytes until it closes, or has answered once and waits for more."""
        client = self.connect()
        with contextlib.suppress(ConnectionError):
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
        said = b""
        with contextlib.suppress(ConnectionError):
            while more := client.recv(1 << 16):
                said += more
        return said

    # What a well-behaved client gets

    def test_health(self):
        status, body, headers = self.ask("GET", "/health")
        self.assertEqual((status, body, headers["Content-Length"]), (200, b"OK", "2"))
        status, body, headers = self.ask("HEAD", "/health")
        self.assertEqual((status, body, headers["Content-Length"]), (200, b"", "2"))
        self.assertEqual(self.ask("GET", "/health?deep=1")[0], 200)

    def test_a_prediction(self):
        status, body, headers = self.ask("POST", "/predict", PAYLOAD)
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json"))
        self.assertEqual(list(json.loads(body)), ["diagnosis"])
        self.assertIn(json.loads(body)["diagnosis"], DIAGNOSES.values())
        for accepted in ({}, {"Content-Type": "application/json; charset=utf-8"}, {"Content-Type": "Application/JSON"}):
            self.assertEqual(self.ask("POST", "/predict", json.dumps(PAYLOAD).encode(), accepted)[:2], (200, body))

    def test_unknown_keys_are_ignored_and_the_order_does_not_matter(self):
        expected = self.ask("POST", "/predict", PAYLOAD)[1]
        more = {"name": "Ann", "nested": {"age": [1, {"sex": None}]}, **dict(reversed(PAYLOAD.items()))}
        self.assertEqual(self.ask("POST", "/predict", more)[:2], (200, expected))

    def test_predictions_are_those_of_the_command_line(self):
        with open(TABLE, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        holes = random.Random(1)
        for row in rows:  # a third of them with holes, which are imputed
            for name in holes.sample(FIELDS, 3) if holes.random() < 0.33 else ():
                row[name] = ""
        table = "\n".join([",".join(FIELDS), *(",".join(row[name] for name in FIELDS) for row in rows)]) + "\n"
        done = self.owner.acrida_model("predict", "model.json", self.owner.write("rows.csv", table))
        expected = [DIAGNOSES[row["prediction"]] for row in csv.DictReader(done.stdout.splitlines())]
        self.assertEqual(len(expected), 303)
        self.assertEqual(set(expected), set(DIAGNOSES.values()))
        connection = self.keep()
        answers = [json.loads(self.ask("POST", "/predict", {name: float(row[name]) if row[name] else None for name in FIELDS},
                                       connection=connection)[1]) for row in rows]
        self.assertEqual(answers, [{"diagnosis": each} for each in expected])

    def test_null_is_a_missing_value_in_every_field(self):
        for name in FIELDS:
            self.assertEqual(self.ask("POST", "/predict", {**PAYLOAD, name: None})[0], 200, name)
        self.assertEqual(self.ask("POST", "/predict", dict.fromkeys(FIELDS))[0], 200)

    def test_connections_are_kept_and_many_requests_may_be_sent_at_once(self):
        connection = self.keep()
        self.ask("GET", "/health", connection=connection)
        first = connection.sock
        for _ in range(3):
            self.ask("POST", "/predict", PAYLOAD, connection=connection)
            self.ask("POST", "/predict", {}, connection=connection)  # a refusal costs no connection
        self.assertIs(connection.sock, first)
        body = json.dumps(PAYLOAD).encode()
        predict = b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        chunked = b"POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        said = self.raw(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 50 + predict + chunked +
                        b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+)", said), [b"200"] * 52 + [b"404"])
        self.assertEqual(said.count(b'{"diagnosis"'), 2)
        self.assertNotIn(b"Connection: close", said)

    def test_a_client_decides_whether_its_connection_stays(self):
        said = self.raw(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertEqual(said.count(b"HTTP/1.1 200"), 1)
        self.assertIn(b"Connection: close", said)
        self.assertEqual(self.raw(b"GET /health HTTP/1.0\r\n\r\nGET /health HTTP/1.0\r\n\r\n").count(b"200 OK"), 1)

    def test_a_request_that_comes_byte_by_byte(self):
        body = json.dumps(PAYLOAD).encode()
        client = self.connect()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body:
            client.sendall(bytes([byte]))
        answer = http.client.HTTPResponse(client)
        answer.begin()
        self.assertEqual(answer.status, 200)

    # What is refused

    def test_a_missing_field_is_named(self):
        for name in FIELDS:
            rest = {key: value for key, value in PAYLOAD.items() if key != name}
            self.assert_refused(400, [f"'{name}'", "missing"], "POST", "/predict", rest)
        self.assert_refused(400, ["missing"], "POST", "/predict", {})

    def test_a_field_of_a_wrong_type_is_named(self):
        for name in FIELDS:
            for value in ("12", [1], {"a": 1}):
                self.assert_refused(400, [f"'{name}'", "number"], "POST", "/predict", {**PAYLOAD, name: value})

    def test_a_body_that_is_no_object(self):
        for body in (b"", b"{", b"nothing", b"[1, 2]", b"null", b"3", b'"text"', b'{"age": }', b'{"age": NaN}', b"{} {}", b"\xff\xfe{}",
                     b"{'age': 1}", b"[" * 100_000, b'{"a":' * 100_000):
            with self.subTest(body=body[:30]):
                self.assert_refused(400, [], "POST", "/predict", body)
        self.assert_refused(400, [], "POST", "/predict", json.dumps(PAYLOAD).encode()[:-1])

    def test_numbers_that_are_out_of_this_world(self):
        for number in (b"1e308", b"-1e308", b"1e400", b"9" * 400, b"1e-400", b"-0", b"18446744073709551616"):
            body = json.dumps({**PAYLOAD, "age": 7}).encode().replace(b'"age": 7', b'"age": ' + number)
            status, body, _ = self.ask("POST", "/predict", body)
            self.assertIn(status, (200, 400), body)

    def test_paths_and_methods_that_do_not_exist(self):
        for path in ("/", "/predict/", "/healthy", "/%2e%2e/etc/passwd", "//health"):
            self.assert_refused(404, [], "GET", path)
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"):
            status, _, headers = self.ask(method, "/predict")
            self.assertEqual((status, headers["Allow"]), (405, "POST"), method)
        for method in ("POST", "PUT", "DELETE"):
            self.assertEqual(self.assert_refused(405, [], method, "/health")["Allow"], "GET, HEAD")

    def test_a_body_that_is_said_to_be_something_else(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"):
            self.assert_refused(415, ["application/json"], "POST", "/predict", PAYLOAD, {"Content-Type": kind})

    def test_a_body_over_a_mebibyte_is_refused_and_the_client_really_learns_it(self):
        mebibyte = 1 << 20
        fits = json.dumps(PAYLOAD).encode()
        self.assertEqual(self.ask("POST", "/predict", fits + b" " * (mebibyte - len(fits)))[0], 200)
        for size in (mebibyte + 1, 20 * mebibyte):
            self.assert_refused(413, [], "POST", "/predict", b" " * size)
        chunks = b"POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b" " * 65536 + b"\r\n") * 20
        self.assertTrue(self.raw(chunks).startswith(b"HTTP/1.1 413"))
        client = self.connect()
        client.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n")  # and nothing more
        self.assertTrue(client.recv(4096).startswith(b"HTTP/1.1 413"))

    def test_requests_that_are_no_http(self):
        for request, status in ((b"nonsense\r\n\r\n", b"400"), (b"GET /health HTTP/1.1\r\n\r\n", b"400"),
                                (b"GET /health HTTP/3.0\r\nHost: x\r\n\r\n", b"505"),
                                (b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
                                (b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
                                (b"POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", b"501"),
                                (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"431")):
            with self.subTest(request=request[:50]):
                said = self.raw(request)
                self.assertTrue(said.startswith(b"HTTP/1.1 " + status), said[:80])
                self.assertIn(b"Connection: close", said)

    # What nobody should send

    def test_random_bytes_never_bring_it_down(self):
        luck = random.Random(20240229)
        body = json.dumps(PAYLOAD).encode()
        good = b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        statuses = set()
        for number in range(2000):
            kind = number % 4
            if kind == 0:
                request = luck.randbytes(luck.randrange(1, 400))
            elif kind == 1:  # a good request with a few bytes changed
                changed = bytearray(good)
                for _ in range(luck.randrange(1, 5)):
                    changed[luck.randrange(len(changed))] = luck.randrange(256)
                request = bytes(changed)
            elif kind == 2:  # in good order, with a bad body
                bad = bytearray(body)
                for _ in range(luck.randrange(1, 8)):
                    bad[luck.randrange(len(bad))] = luck.choice(b'{}[]",:0eE-+.nulltrue\\\0\xff')
                request = good[:-len(body)] + bytes(bad)
            else:
                request = good[:luck.randrange(len(good))]
            said = self.raw(request)
            answered = {int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", said)}
            self.assertEqual(bool(answered), bool(said), said)
            self.assertFalse(answered & {500, 502, 503}, request)
            statuses |= answered
        self.assertTrue({200, 400} <= statuses, statuses)
        # Their traces are gone: the server holds no connection of theirs.
        until(lambda: len(connections_of(self.server.process.pid)) <= 3, "the end of all connections")

    def test_clients_that_leave_in_the_middle(self):
        body = json.dumps(PAYLOAD).encode()
        request = b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        for length in range(1, len(request) + 1, 7):
            client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            client.sendall(request[:length])
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset, not an end
            client.close()


def connections_of(process):
    """The sockets that a process holds, its two listening ones among them."""
    sockets = set()
    for descriptor in pathlib.Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(OSError):
            target = os.readlink(descriptor)
            if target.startswith("socket:"):
                sockets.add(target)
    return sockets


class ServeAlone(ProgramTest):
    def test_two_threads_share_the_connections(self):
        server, port = self.served_model("--threads", "2")
        answers = []
        for _ in range(40):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/health")
            answers.append(connection.getresponse().read())
            connection.close()
        self.assertEqual(answers, [b"OK"] * 40)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.end().returncode, 0)

    def test_another_table_has_its_own_words(self):
        rows = "".join(f"{i},{'red' if i % 3 else 'blue'},{'yes' if i % 2 else 'no'}\n" for i in range(40))
        self.write("rows.csv", "size,colour,answer\n" + rows)
        self.assertEqual(self.acrida_model("train", "--path", "rows.csv", "--label", "answer", "--numeric", "size", "--categorical",
                                           "colour", "--model", "m.json").returncode, 0)
        server = self.start("acrida-model", "serve", "--model", "m.json", "--port", "0")
        port = int(server.wait_for(r"^listening on http://127\.0\.0\.1:(\d+)$").group(1))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        connection.request("POST", "/predict", json.dumps({"size": 3, "colour": "green"}), JSON)
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertIn(json.loads(answer.read()), ({"prediction": "yes"}, {"prediction": "no"}))


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
