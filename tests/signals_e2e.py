#!/usr/bin/python3
"""Signals end the programs in order: gently at first, at once when someone insists."""
import http.client
import json
import signal
import socket
import subprocess
import time
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import PATIENCE, ROOT, ProgramTest, final_table, read_csv, read_json, until

PROMPTLY = PATIENCE / 6  # far below the minute that a stop timeout or a slow answer would take
PAYLOAD = json.dumps(json.loads((ROOT / "data" / "payload.json").read_text(encoding="utf-8"))).encode()

USERS = """
#include <thread>
#include <acrida/acrida.h>
using namespace acrida;
class Patient : public HttpUser {
 public:
  Patient() { wait_time(constant(20ms)); task(&Patient::ask); }
  Task<> ask() { co_await client().get("/ask"); }
  Task<> on_stop() override { co_await client().get("/bye"); }
};
class Frozen : public HttpUser {
 public:
  Frozen() { task(&Frozen::freeze); }
  Task<> freeze() {
    co_await client().get("/freeze");
    std::this_thread::sleep_for(600s);
  }
};
ACRIDA_USERS(Patient, Frozen)
"""


class SignalsToARun(ProgramTest):
    def endless_run(self, server, *arguments):
        """A run without a time limit, once all its users are at work."""
        self.write("users.cpp", USERS)
        run = self.start("acrida", "-f", "users.cpp", "-H", server.url, "--headless", "--only-summary", "-r", "100", "--csv",
                         "out/run", "--summary", "summary.json", *arguments)
        run.wait_for("All users spawned")
        until(lambda: server.of() > 0, "the first request")
        return run

    def assert_complete(self, done, server):
        """Tables and files are there and agree with what the server has seen."""
        server.settle()
        totals = read_json(self.folder / "summary.json")["totals"]
        counts = (totals["requests"], totals["failures"])
        self.assertEqual(final_table(done.stderr)["", "Aggregated"], counts)
        aggregated = read_csv(self.folder / "out/run_stats.csv")[-1]
        self.assertEqual((int(aggregated["Request Count"]), int(aggregated["Failure Count"])), counts)
        self.assertEqual(int(read_csv(self.folder / "out/run_stats_history.csv")[-1]["Total Request Count"]), counts[0])
        self.assertEqual(server.of(), totals["requests"] + totals["in_flight_at_end"])
        self.assertIn(f"Shutting down (exit code {done.returncode})", done.stderr)
        return totals

    def test_one_signal_ends_a_run_gently_and_the_numbers_decide_the_exit_code(self):
        for number, rule, exit_code in ((signal.SIGINT, Rule(), 0), (signal.SIGTERM, Rule(), 0),
                                        (signal.SIGINT, Rule(fails_every=2), 1)):
            with self.subTest(number=number, exit_code=exit_code), CountingServer({"/ask": rule}) as server:
                run = self.endless_run(server, "-u", "5", "-s", "20s", "Patient")
                until(lambda: server.of() > 20, "some requests")
                run.send_signal(number)
                done = run.end(PROMPTLY)
                self.assertEqual(done.returncode, exit_code, done.stderr)
                totals = self.assert_complete(done, server)
                self.assertEqual(totals["in_flight_at_end"], 0)
                self.assertEqual(server.of(path="/bye"), 5)

    def test_a_signal_while_users_are_still_being_started(self):
        with CountingServer() as server:
            self.write("users.cpp", USERS)
            run = self.start("acrida", "-f", "users.cpp", "-H", server.url, "--headless", "-u", "1000", "-r", "2", "Patient",
                             "--csv", "out/run", "--summary", "summary.json")
            until(lambda: server.of() > 3, "some requests")
            run.send_signal(signal.SIGINT)
            done = run.end(PROMPTLY)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_complete(done, server)
            self.assertNotIn("All users spawned", done.stderr)

    def test_a_second_signal_does_not_wait_for_a_task_that_hangs(self):
        with CountingServer({"/ask": Rule(delay=600)}) as server:
            run = self.endless_run(server, "-u", "2", "-s", "60s", "--threads", "2", "Patient")
            until(lambda: server.of(path="/ask") == 2, "both requests")
            run.send_signal(signal.SIGINT)
            run.wait_for("Stopping")
            with self.assertRaises(AssertionError, msg="it did not wait for its tasks"):
                until(lambda: run.process.poll() is not None, "its end", 0.5)
            run.send_signal(signal.SIGINT)
            done = run.end(PROMPTLY)
            self.assertEqual(done.returncode, 0, done.stderr)
            totals = self.assert_complete(done, server)
            self.assertEqual((totals["requests"], totals["in_flight_at_end"]), (0, 2))
            self.assertEqual(server.of(path="/bye"), 0)

    def test_a_reader_of_the_output_that_goes_takes_no_results_with_it(self):
        with CountingServer() as server:
            self.write("users.cpp", USERS)
            run = self.start("acrida", "-f", "users.cpp", "-H", server.url, "--headless", "--csv", "out/run", "--summary",
                             "summary.json", "-t", "1s", "Patient", stderr=subprocess.PIPE)
            run.process.stderr.close()
            self.assertEqual(run.process.wait(PATIENCE), 0)
            server.settle()
            totals = read_json(self.folder / "summary.json")["totals"]
            self.assertEqual(server.of(), totals["requests"] + totals["in_flight_at_end"])

    def test_a_third_signal_ends_even_a_task_that_never_returns(self):
        with CountingServer() as server:
            run = self.endless_run(server, "-u", "1", "Frozen")
            for _ in range(2):
                run.send_signal(signal.SIGINT)
                # Equal signals that are still pending become one.
                until(lambda: not signal_is_pending(run.process.pid), "the delivery of the signal")
            with self.assertRaises(AssertionError, msg="its thread was not frozen"):
                until(lambda: run.process.poll() is not None, "its end", 0.5)
            run.send_signal(signal.SIGINT)
            self.assertEqual(run.end(PROMPTLY).returncode, 130)


def signal_is_pending(process):
    with open(f"/proc/{process}/status", encoding="utf-8") as status:
        return any(int(line.split()[1], 16) for line in status if line.startswith(("SigPnd", "ShdPnd")))


class SignalsToTheServer(ProgramTest):
    def connect(self, port):
        client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.addCleanup(client.close)
        return client

    def assert_drains(self, port):
        """It has begun to drain: nobody new is let in."""
        def refused():
            try:
                socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
            except ConnectionError:
                return True
            return False
        until(refused, "the end of its listening")

    def test_a_request_that_is_on_its_way_is_answered_before_the_end(self):
        for number, threads in ((signal.SIGTERM, "1"), (signal.SIGTERM, "2"), (signal.SIGINT, "1")):
            with self.subTest(number=number, threads=threads):
                server, port = self.served_model("--threads", threads)
                client = self.connect(port)
                client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(client.recv(4096).endswith(b"OK"))
                client.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(PAYLOAD) + PAYLOAD[:20])
                server.send_signal(number)
                self.assert_drains(port)
                self.assertIsNone(server.process.poll())
                client.sendall(PAYLOAD[20:])
                answer = http.client.HTTPResponse(client)
                answer.begin()
                self.assertEqual((answer.status, list(json.loads(answer.read()))), (200, ["diagnosis"]))
                self.assertEqual(answer.getheader("Connection"), "close")
                self.assertEqual(client.recv(1), b"")
                client.close()
                self.assertEqual(server.end(PROMPTLY).returncode, 0)

    def test_idle_connections_do_not_keep_it(self):
        for threads in ("1", "2"):
            server, port = self.served_model("--threads", threads)
            silent = [self.connect(port) for _ in range(4)]
            used = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            used.request("GET", "/health")
            self.assertEqual(used.getresponse().read(), b"OK")
            began = time.monotonic()
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.end(PROMPTLY).returncode, 0)
            self.assertLess(time.monotonic() - began, PROMPTLY)
            for client in [*silent, used.sock]:
                self.assertEqual(client.recv(1), b"", "its end was not told")
            used.close()

    def test_a_second_signal_does_not_wait_for_a_client_that_hangs(self):
        server, port = self.served_model()
        client = self.connect(port)
        client.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        server.send_signal(signal.SIGTERM)
        self.assert_drains(port)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.end(PROMPTLY).returncode, 0)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
