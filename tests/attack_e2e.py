#!/usr/bin/python3
"""acrida attack: what is typed is what a server gets, its count is ours, and the end fits on a screen."""
import http.server
import os
import pty
import subprocess
import threading
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import BIN, PATIENCE, ProgramTest, read_json

SHORT = ("-c", "3", "-d", "300ms")
INVALID = 4  # of open load, where other programs take the cores from the generator: its times are no good, its counts are


class Echo(http.server.BaseHTTPRequestHandler):
    """Keeps what it was asked."""
    protocol_version = "HTTP/1.1"
    asked = []

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.command, self.path, dict(self.headers), body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = do_REPORT = _answer  # noqa: N815

    def log_message(self, *_):
        pass


class Attack(ProgramTest):
    def attack(self, *words, **options):
        return self.acrida("attack", *words, **options)

    def asked(self, *words, user="", path="/p", **options):
        """The one request that a server got from a user who had time for some: method, path, fields, body."""
        Echo.asked = []
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            done = self.attack(f"{user}127.0.0.1:{server.server_port}{path}", "-c", "1", "-d", "100ms", *words, **options)
            server.shutdown()
            thread.join()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(len(Echo.asked), 0)
        self.assertTrue(all(each == Echo.asked[0] for each in Echo.asked), "requests differ")
        return Echo.asked[0]

    def test_the_servers_count_is_ours(self):
        with CountingServer({"/p": Rule(delay=0.005)}) as server:
            done = self.attack(f"{server.url}/p", *SHORT, "--data", '{"age": 52}', "--summary", "s.json", "--csv", "run")
            self.assertEqual(done.returncode, 0, done.stderr)
            totals = read_json(self.folder / "s.json")["totals"]
            self.assertGreater(totals["requests"], 0)
            self.assertEqual(server.settle().of(), totals["requests"] + totals["in_flight_at_end"])
            self.assertEqual(set(server.bodies["/p"]), {b'{"age": 52}'})
        endpoints = read_json(self.folder / "s.json")["endpoints"]
        self.assertEqual([(each["method"], each["name"]) for each in endpoints], [("POST", "/p")])
        self.assertTrue((self.folder / "run_stats.csv").exists())
        self.assertIn(f"{totals['requests']:,} in ", done.stdout)

    def test_it_sends_exactly_as_many_as_were_wanted(self):
        for load in (("-c", "4"), ("-c", "3", "--threads", "2"), ("--rate", "400"), ("--rate", "400", "--arrivals", "constant")):
            with self.subTest(load=load), CountingServer() as server:
                done = self.attack(server.url, "-n", "101", *load, "--summary", "s.json")
                self.assertIn(done.returncode, (0, INVALID), done.stderr)
                totals = read_json(self.folder / "s.json")["totals"]
                self.assertEqual((totals["requests"], totals["dropped"], totals["in_flight_at_end"]), (101, 0, 0))
                self.assertEqual(server.settle().of(), 101)

    def test_open_load_does_not_wait_for_a_slow_server(self):
        with CountingServer({"/": Rule(delay=0.3)}) as server:
            done = self.attack(server.url, "--rate", "100", "--arrivals", "constant", "-d", "1s", "--summary", "s.json")
            self.assertIn(done.returncode, (0, INVALID), done.stderr)
            self.assertIn("Offering 100 arrivals a second (constant), at most 10,000 in flight\n", done.stderr)
            totals = read_json(self.folder / "s.json")["totals"]
            self.assertEqual(server.settle().of(), totals["requests"] + totals["in_flight_at_end"])
            self.assertGreater(totals["requests"], 90)
            dropping = self.attack(server.url, "--rate", "100", "--max-in-flight", "5", "-d", "1s")
        self.assertRegex(dropping.stdout, r"\n  dropped +\d+ arrivals found --max-in-flight reached and asked nothing\n")

    def test_failures_end_in_1_and_are_explained(self):
        with CountingServer() as server:
            done = self.attack(f"{server.url}/p?want=503", *SHORT)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"\nErrors\n +[\d,]+ 503 Service Unavailable\n")
        self.assertIn("GET /p: 503 Service Unavailable", done.stdout)
        self.assertEqual(self.attack("127.0.0.1:1", "-c", "1", "-d", "100ms", "--exit-code-on-error", "0").returncode, 0)

    def test_a_request_is_sent_as_it_is_typed(self):
        method, path, fields, body = self.asked(path="/a%20b/%2F?q=1&next=http://x/#part")
        self.assertEqual((method, path, body), ("GET", "/a%20b/%2F?q=1&next=http://x/", b""))
        self.assertNotIn("Content-Type", fields)
        self.write("payload", '{"a": [1, 2]}\n')
        method, _, fields, body = self.asked("--body", "payload")
        self.assertEqual((method, fields["Content-Type"], body), ("POST", "application/json", b'{"a": [1, 2]}\n'))
        method, _, fields, body = self.asked("-X", "REPORT", "--data", "@payload", "-H", "Content-Type: text/plain",
                                             "-H", "X-Time: 10:30", "-H", "Host: example.com")
        self.assertEqual((method, fields["Content-Type"], fields["X-Time"]), ("REPORT", "text/plain", "10:30"))
        self.assertEqual((fields["Host"], body), ("example.com", b'{"a": [1, 2]}\n'))
        with open(self.write("bytes", b"\x00\xff"), "rb") as stdin:
            method, _, fields, body = self.asked("--body", "-", stdin=stdin)
        self.assertEqual((method, fields["Content-Type"], body), ("POST", "application/octet-stream", b"\x00\xff"))

    def test_credentials_in_the_url_are_sent_and_shown_nowhere(self):
        with CountingServer() as server:
            done = self.attack(server.url.replace("//", "//ann:s3cret@") + "/p?token=s3cret", *SHORT, "-L", "DEBUG",
                               "--summary", "s.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("s3cret", done.stdout + done.stderr + (self.folder / "s.json").read_text())
        self.assertEqual(self.asked(user="ann:s3cret@")[2]["Authorization"], "Basic YW5uOnMzY3JldA==")
        self.assertEqual(self.asked("-H", "Authorization: Bearer x", user="ann:s3cret@")[2]["Authorization"], "Bearer x")

    def test_the_end_goes_to_stdout_and_seconds_go_to_stderr(self):
        with CountingServer() as server:
            done = self.attack(server.url, "-c", "2", "-d", "1500ms", env={"LC_ALL": "C.UTF-8"})
            ascii_only = self.attack(server.url, *SHORT, env={"LC_ALL": "C"})
            quiet = self.attack(server.url, *SHORT, "--only-summary", "--json")
        self.assertRegex(done.stderr, r"\AGET http://127.0.0.1:\d+/, 2 users for 1.5 s\n +time +requests +failed")
        self.assertRegex(done.stderr, r"\n +0:01 +[\d,]+ +0 +\d")
        self.assertRegex(done.stdout, r"\A\nTotals\n  requests +[\d,]+ in 1\.\d+ s, [\d,.]+ a second\n")
        self.assertRegex(done.stdout, r"\nLatency of all requests\n +up to +requests +share +to here\n")
        self.assertRegex(done.stdout, r"█+.* p50")
        self.assertNotIn("\x1b", done.stdout + done.stderr)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)
        self.assertTrue(ascii_only.stdout.isascii())
        self.assertRegex(ascii_only.stdout, "##")
        self.assertTrue(quiet.stdout.startswith("["), quiet.stdout)
        self.assertRegex(quiet.stderr, r"(\A|\n)\nTotals\n")

    def test_colours_are_for_terminals_that_want_them(self):
        with CountingServer() as server:
            for variables, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
                with self.subTest(variables=variables):
                    self.assertEqual("\x1b[1m" in self._on_a_terminal(server.url, variables), coloured)

    def _on_a_terminal(self, url, variables):
        ours, theirs = pty.openpty()
        shown = b""
        env = {**os.environ, **variables}
        if not variables:
            env.pop("NO_COLOR", None)
        with subprocess.Popen([BIN / "acrida", "attack", url, *SHORT], stdin=theirs, stdout=theirs, stderr=theirs, env=env,
                              cwd=self.folder, start_new_session=True) as process:
            os.close(theirs)
            try:
                while piece := os.read(ours, 65536):
                    shown += piece
            except OSError:  # the other end is gone
                pass
            self.assertEqual(process.wait(PATIENCE), 0)
        os.close(ours)
        return shown.decode()

    def test_what_is_wrong_is_told_in_one_sentence(self):
        for words, code, sentence in (
                ((), 2, "nothing to attack: name a URL, as in acrida attack http://127.0.0.1:8080/health"),
                (("a", "b"), 2, "'a' and 'b' are two URLs, and an attack has one; quote what holds blanks"),
                (("http://a b",), 2, "'http://a b' is not a usable URL: it holds a blank or a control character; write a blank as %20"),
                (("u", "--body", "gone.json"), 1, "--body: cannot read 'gone.json': No such file or directory"),
                (("u", "-H", "Accept"), 2, "--header: 'Accept' is no header; write 'Name: value'"),
                (("u", "-f", "users.cpp"), 2, "unknown option -f; 'acrida attack --help' lists them all"),
                (("u", "--tags", "fast"), 2, "--tags is for users files: acrida -f users.cpp"),
                (("u", "-d", "soon"), 2, "--run-time: 'soon' is no time; write 20, 20s, 3m, 2h, 1h20m or 500ms")):
            with self.subTest(words=words):
                done = self.attack(*words)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (code, "", f"acrida: {sentence}\n"))

    def test_a_report_that_cannot_be_written_ends_in_1(self):
        with CountingServer() as server, open("/dev/full", "w", encoding="utf-8") as full:
            running = self.start("acrida", "attack", server.url, *SHORT, stdout=full)
            self.assertEqual(running.process.wait(PATIENCE), 1)
            self.assertIn("cannot write the report: No space left on device", running.said())

    def test_config_files_and_variables_of_runs_say_nothing(self):
        self.write("locust.conf", "users = many\nlocustfile = users.py\n")
        with CountingServer() as server:
            done = self.attack(server.url, *SHORT, env={"LOCUST_USERS": "many", "LOCUST_LOCUSTFILE": "x.py"})
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_help_is_narrow(self):
        done = self.attack("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)
        self.assertIn("Examples:", done.stdout)

    def test_the_model_answers_every_one(self):
        _, port = self.served_model("--threads", "1")
        body = '{"age": 52, "sex": 1, "cp": 0, "trestbps": 125, "chol": 212, "fbs": 0, "restecg": 1, "thalach": 168,' \
               ' "exang": 0, "oldpeak": 1.0, "slope": 2, "ca": 2, "thal": 3}'
        done = self.attack(f"127.0.0.1:{port}/predict", *SHORT, "--data", body, "--threads", "2", "--summary", "s.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(read_json(self.folder / "s.json")["totals"]["requests"], 10)
        self.assertNotRegex(done.stdout, r"\nErrors\n")
        self.assertRegex(done.stdout, r"\n  failed +0\n")


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
