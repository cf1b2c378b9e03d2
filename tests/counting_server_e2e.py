#!/usr/bin/python3
"""Every number that a run reports agrees with every other one, and with what a counting server has seen."""
import collections
import math
import re
import unittest

from support.counting_server import CLOSED, CountingServer, Rule
from support.programs import ROOT, ProgramTest, final_table, read_csv, read_json

PERCENTILES = ["min", "p50", "p66", "p75", "p80", "p90", "p95", "p98", "p99", "p99_9", "p99_99", "max"]

HEAD = """
#include <stdexcept>
#include <thread>
#include <acrida/acrida.h>
using namespace acrida;
"""

# Two classes that do everything which changes how a request is counted. Each name stands for one path.
SHOP = HEAD + """
class Shopper : public HttpUser {
 public:
  Shopper() {
    weight(2);
    wait_time(between(1ms, 6ms));
    task(3, &Shopper::plain);
    task(2, &Shopper::item);
    task(2, &Shopper::order);
    task(&Shopper::forgiven);
    task(&Shopper::doubted);
    task(&Shopper::undecided);
    task(&Shopper::dropped);
    task(&Shopper::throws);
    task(&Shopper::throws_before_the_verdict);
    task(&Shopper::all_methods);
  }
  Task<> on_start() override { co_await client().post("/login").form("user", "Ann"); }
  Task<> on_stop() override { co_await client().post("/logout"); }

  Task<> plain() { co_await client().get("/plain"); }
  Task<> item() {
    const auto id = std::to_string(random().integer(1, 1000));
    co_await client().get("/items/" + id).query("want", "200").named("/items/[id]");
  }
  Task<> order() { co_await client().post("/orders").json(JsonObject().set("count", 3)); }
  Task<> forgiven() {
    Response answer = co_await client().get("/forgiven").query("want", "404").check();
    if (answer.status() == 404) answer.success();
  }
  Task<> doubted() {
    Response answer = co_await client().get("/doubted").check();
    answer.failure("no price in '{}', \\"status\\" {}", answer.text(), answer.status());
  }
  Task<> undecided() { Response answer = co_await client().get("/undecided").query("want", "503").check(); }
  Task<> dropped() { co_await client().post("/dropped"); }
  Task<> throws() {
    co_await client().get("/throws");
    throw std::runtime_error("no such \\"patient\\", sorry");
  }
  Task<> throws_before_the_verdict() {
    Response answer = co_await client().get("/torn").check();
    if (answer.json()["absent"].is_null()) answer.success();
  }
  Task<> all_methods() {
    for (const char* method : {"PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}) co_await client().request(method, "/all");
  }
};

class Robot : public HttpUser {
 public:
  Robot() { wait_time(constant(3ms)); task(2, &Robot::valid); task(&Robot::malformed); }
  Task<> valid() { co_await client().post("/predict").json("{}").payload_class("valid"); }
  Task<> malformed() {
    Response answer = co_await client().post("/predict").query("want", "422").body("}").payload_class("malformed").check();
    if (answer.status() == 422) answer.success(); else answer.failure("accepted");
  }
};

ACRIDA_USERS(Shopper, Robot)
"""
SHOP_RULES = {"/orders": Rule(fails_every=3, body='{"why": "sold out", "token": "hunter2"}'), "/dropped": Rule(closes_every=4), "/doubted": Rule(body='{"a": 1}')}

SLOW = HEAD + """
class Patient : public HttpUser {
 public:
  Patient() { task(&Patient::slow); }
  Task<> slow() { co_await client().get("/slow"); }
};
ACRIDA_USERS(Patient)
"""


class Report:
    """Everything that one run wrote."""

    def __init__(self, test, done):
        self.returncode = done.returncode
        self.summary = read_json(test.folder / "summary.json")
        self.totals = self.summary["totals"]
        self.endpoints = self.summary["endpoints"]
        self.stats, self.history, self.failures, self.exceptions = (
            read_csv(test.folder / f"out/run_{name}.csv") for name in ("stats", "stats_history", "failures", "exceptions"))
        self.table = final_table(done.stderr)
        self.stderr = done.stderr

    def of(self, name, key="requests", method=None, payload_class=None):
        return sum(each[key] for each in self.endpoints if each["name"] == name and
                   method in (None, each["method"]) and payload_class in (None, each["class"]))

    def by_line(self, key):
        """Sums over payload classes, as tables and CSV files have them: {(method, name): sum}."""
        sums = collections.Counter()
        for each in self.endpoints:
            sums[each["method"], each["name"]] += each[key]
        return dict(sums)


class CountingServerTest(ProgramTest):
    def run_against(self, server, users, *arguments):
        files = users if users.endswith(".cpp") else self.write("users.cpp", users)
        done = self.acrida("-f", files, "-H", server.url, "--headless", "--csv", "out/run", "--summary",
                           "summary.json", *arguments)
        server.settle()
        report = Report(self, done)
        self.assert_consistent(report)
        self.assertEqual(server.of(), sum(report.totals[key] for key in ("requests", "in_flight_at_end", "reconnects")))
        return report

    def assert_consistent(self, report):
        """All files and tables tell the same."""
        totals = report.totals
        for key in ("requests", "failures", "dropped", "in_flight_at_end", "reconnects", "bytes_sent", "bytes_received"):
            self.assertEqual(totals[key], sum(each[key] for each in report.endpoints), key)
        counts = (totals["requests"], totals["failures"])
        expected = {line: (requests, report.by_line("failures")[line])
                    for line, requests in report.by_line("requests").items()} | {("", "Aggregated"): counts}
        self.assertEqual(report.table, expected)
        in_csv = {(row["Type"], row["Name"]): (int(row["Request Count"]), int(row["Failure Count"])) for row in report.stats}
        self.assertEqual(in_csv, expected)
        self.assertEqual(len(report.stats), len(expected))
        self.assert_times(report)
        self.assert_errors(report)
        self.assert_history(report, counts)
        wrong = totals["failures"] + totals["exceptions"] > 0
        self.assertEqual(report.summary["exit_code"], report.returncode)
        self.assertEqual(report.summary["verdict"], "pass" if report.returncode == 0 else "fail")
        self.assertIn(f"Shutting down (exit code {report.returncode})", report.stderr)
        if not wrong:
            self.assertEqual(report.returncode, 0)

    def assert_times(self, report):
        duration = report.summary["duration_s"]
        self.assertGreater(duration, 0)
        for each in [report.totals, *report.endpoints]:
            self.assertAlmostEqual(each["rps"], each["requests"] / duration, delta=1e-4 * (1 + each["rps"]))
            self.assertAlmostEqual(each["failures_per_s"], each["failures"] / duration, delta=1e-4 * (1 + each["rps"]))
            for times in (each["latency_ms"], each["service_ms"]):
                values = [times[key] for key in PERCENTILES]
                if each["requests"] == 0:
                    self.assertEqual(values, [None] * len(PERCENTILES))
                    continue
                self.assertEqual(values, sorted(values))
                self.assertTrue(0 < times["min"] <= times["mean"] <= times["max"])
            parts = each["timing_ms"]
            if each["requests"]:
                self.assertLessEqual(parts["connect"] + parts["first_byte"] + parts["body"],
                                     each["service_ms"]["mean"] + 0.01)
        for row in report.stats:
            same = [each for each in report.endpoints if (each["method"], each["name"]) == (row["Type"], row["Name"])]
            if row["Name"] == "Aggregated" and not row["Type"]:
                same = [report.totals]
            if len(same) == 1 and same[0]["requests"]:
                for column, key in (("Average", "mean"), ("Min", "min"), ("Max", "max")):
                    self.assertAlmostEqual(float(row[column + " Response Time"]), same[0]["service_ms"][key], delta=0.002)
                self.assertAlmostEqual(float(row["Requests/s"]), same[0]["rps"], delta=1e-4)
                self.assertAlmostEqual(float(row["50%"]), same[0]["service_ms"]["p50"], delta=0.51)
                # A percentile is the middle of a bucket that is less than 0.8 % wide to each side.
                slowest = same[0]["service_ms"]["max"]
                self.assertAlmostEqual(float(row["100%"]), slowest, delta=0.51 + 0.008 * slowest)

    def assert_errors(self, report):
        self.assertEqual(sum(each["count"] for each in report.summary["errors"]), report.totals["failures"])
        self.assertEqual(sum(int(row["Occurrences"]) for row in report.failures), report.totals["failures"])
        self.assertEqual(sum(int(row["Count"]) for row in report.exceptions), report.totals["exceptions"])
        counted = collections.Counter()
        for each in report.summary["errors"]:
            counted[each["method"], each["name"], each["error"]] += each["count"]
            self.assertLessEqual(report.summary["started_at"], each["first_seen"])
            self.assertLessEqual(each["first_seen"], each["last_seen"])
            self.assert_answers(each)
        answered = any(each["answers"] for each in report.summary["errors"])
        self.assertEqual("\nFirst answer of each error\n" in report.stderr, answered)
        in_csv = {(row["Method"], row["Name"], row["Error"]): int(row["Occurrences"]) for row in report.failures}
        self.assertEqual(in_csv, dict(counted))
        console = collections.Counter()
        if in_csv:
            for line in report.stderr.partition("Error report")[2].partition("Exception report")[0].splitlines():
                match = re.match(r"(\d+) +(\S+) (.+?): (.*?) *$", line)
                if match:
                    console[match[2], match[3], match[4]] += int(match[1])
        self.assertEqual(dict(console), in_csv)

    def assert_answers(self, error):
        """The first three answers of an error, if it had any."""
        had_one = error["kind"] in ("status", "check")
        self.assertEqual(len(error["answers"]), min(error["count"], 3) if had_one else 0, error)
        times = [each["at"] for each in error["answers"]]
        self.assertEqual(times, sorted(times))
        self.assertEqual(times[:1], [error["first_seen"]] if had_one else [])
        for each in error["answers"]:
            self.assertEqual([name for name, _ in each["headers"]], ["Content-Length"])
            if error["kind"] == "status":
                self.assertEqual(str(each["status"]), error["error"].split()[0])

    def assert_history(self, report, counts):
        seconds = [int(row["Timestamp"]) for row in report.history]
        self.assertEqual(seconds, list(range(seconds[0], seconds[0] + len(seconds))), "a second is missing")
        self.assertGreaterEqual(len(seconds), math.floor(report.summary["duration_s"]))
        self.assertLessEqual(len(seconds), math.ceil(report.summary["duration_s"]) + 2)
        totals = [(int(row["Total Request Count"]), int(row["Total Failure Count"])) for row in report.history]
        self.assertEqual(totals, sorted(totals))
        self.assertEqual(totals[-1], counts)

    def assert_shop_counts(self, report, server):
        """Each name's numbers against what the server did; only for runs that end with nothing in flight."""
        for name, path in (("/plain", "/plain"), ("/orders", "/orders"), ("/forgiven", "/forgiven"), ("/doubted", "/doubted"),
                           ("/dropped", "/dropped"), ("/torn", "/torn"), ("/throws", "/throws"), ("/all", "/all"),
                           ("/predict", "/predict"), ("/login", "/login"), ("/logout", "/logout")):
            self.assertGreater(report.of(name), 0, name)
            self.assertEqual(report.of(name), server.of(path=path), name)
        items = sum(count for (_, path, _), count in server.arrived.items() if path.startswith("/items/"))
        self.assertEqual(report.of("/items/[id]"), items)
        for method in ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
            self.assertEqual(report.of("/all", method=method), server.of(method, "/all"))
        for name, failed in (("/plain", 0), ("/orders", server.of(path="/orders", outcome="5xx")), ("/forgiven", 0),
                             ("/doubted", server.of(path="/doubted")), ("/undecided", server.of(path="/undecided")),
                             ("/dropped", server.of(path="/dropped", outcome=CLOSED)),
                             ("/torn", server.of(path="/torn")), ("/throws", 0), ("/predict", 0)):
            self.assertEqual(report.of(name, "failures"), failed, name)
        self.assertEqual(report.of("/predict", payload_class="valid"), server.of(path="/predict", outcome="2xx"))
        self.assertEqual(report.of("/predict", payload_class="malformed"), server.of(path="/predict", outcome="4xx"))
        self.assertEqual(report.totals["exceptions"], server.of(path="/throws") + server.of(path="/torn"))
        self.assertEqual(report.totals["bytes_sent"], server.bytes_read)
        self.assertEqual(report.totals["bytes_received"], server.bytes_written)
        kinds = collections.Counter()
        for each in report.summary["errors"]:
            kinds[each["name"], each["kind"]] += each["count"]
        self.assertEqual(set(kinds), {("/orders", "status"), ("/doubted", "check"), ("/undecided", "status"),
                                      ("/dropped", "closed"), ("/torn", "check")})

    def test_two_threads_that_end_gently_count_what_the_server_counts(self):
        with CountingServer(SHOP_RULES) as server:
            report = self.run_against(server, SHOP, "-u", "9", "-r", "20", "-t", "3s", "-s", "20s", "--threads", "2")
            self.assertEqual(report.totals["in_flight_at_end"], 0)
            self.assert_shop_counts(report, server)
            self.assertEqual(report.returncode, 1)
            sold_out = next(each for each in report.summary["errors"] if each["name"] == "/orders")
            self.assertEqual(sold_out["answers"][0]["body"], '{"why": "sold out", "token": "***"}')
            self.assertIn('\nPOST /orders: 500 Internal Server Error\n    500 Whatever\n    {"why": "sold out", ',
                          report.stderr)
            self.assertNotIn("hunter2", report.stderr + str(report.summary))
            self.assertEqual(max(int(row["User Count"]) for row in report.history), 9)
            messages = {row["Message"]: int(row["Count"]) for row in report.exceptions}
            self.assertEqual(messages['no such "patient", sorry'], server.of(path="/throws"))
            self.assertEqual(server.bodies["/login"], [b"user=Ann"] * 6)
            self.assertEqual(server.of("POST", "/logout"), 6)

    def test_what_is_cut_off_is_in_flight_and_in_no_other_number(self):
        rules = {"/orders": Rule(fails_every=3, delay=0.05), "/plain": Rule(delay=0.4), "/logout": Rule(delay=0.05)}
        with CountingServer(rules) as server:
            report = self.run_against(server, SHOP, "-u", "12", "-r", "50", "-t", "2s", "--threads", "2",
                                      "--exit-code-on-error", "7")
            self.assertEqual(report.returncode, 7)
            self.assertGreater(report.of("/plain", "in_flight_at_end"), 0)
            for name in ("/plain", "/orders", "/predict", "/login", "/logout"):
                self.assertEqual(server.of(path=name), report.of(name) + report.of(name, "in_flight_at_end"), name)
            self.assertEqual(report.of("/logout"), 8)

    def test_a_run_that_ends_before_the_first_answer_has_only_requests_in_flight(self):
        with CountingServer({"/slow": Rule(delay=30)}) as server:
            report = self.run_against(server, SLOW, "-u", "4", "-r", "100", "-t", "1s")
            self.assertEqual((report.totals["requests"], report.totals["in_flight_at_end"]), (0, 4))
            self.assertEqual(report.returncode, 0)
            self.assertEqual(report.stats[0]["50%"], "N/A")

    def test_the_stop_timeout_gives_answers_time_but_no_more_than_it_says(self):
        with CountingServer({"/slow": Rule(delay=1.2)}) as server:
            report = self.run_against(server, SLOW, "-u", "3", "-r", "100", "-t", "1s", "-s", "10s")
            self.assertEqual((report.totals["requests"], report.totals["in_flight_at_end"]), (3, 0))
            self.assertGreater(report.totals["latency_ms"]["min"], 1190)
        with CountingServer({"/slow": Rule(delay=30)}) as server:
            report = self.run_against(server, SLOW, "-u", "3", "-r", "100", "-t", "500ms", "-s", "500ms")
            self.assertEqual((report.totals["requests"], report.totals["in_flight_at_end"]), (0, 3))
            self.assertLess(report.summary["duration_s"], 10)

    def test_a_request_that_is_sent_again_after_a_close_is_one_request_and_a_reconnect(self):
        with CountingServer({"/slow": Rule(closes_every=3)}) as server:
            users = SLOW.replace("Patient() {", "Patient() { wait_time(constant(5ms));")
            report = self.run_against(server, users, "-u", "3", "-r", "100", "-t", "1s", "-s", "10s")
            self.assertGreater(report.totals["reconnects"], 0)
            self.assertLessEqual(report.totals["failures"] + report.totals["reconnects"], server.of(outcome=CLOSED))
            self.assertEqual(server.of(), report.totals["requests"] + report.totals["reconnects"])

    def test_a_server_that_closes_after_each_answer_costs_connections_but_no_request(self):
        with CountingServer({"/slow": Rule(closes_after=True)}) as server:
            users = SLOW.replace("Patient() {", "Patient() { wait_time(constant(20ms));")
            report = self.run_against(server, users, "-u", "3", "-r", "100", "-t", "1s", "-s", "10s")
            self.assertGreater(report.totals["requests"], 10)
            self.assertEqual((report.totals["failures"], report.totals["reconnects"]), (0, 0))
            self.assertEqual(report.returncode, 0)

    def test_exceptions_alone_make_a_run_fail(self):
        users = SLOW.replace('co_await client().get("/slow");',
                             'co_await client().get("/slow"); co_await sleep(10ms); throw std::runtime_error("line 1\\nline 2");')
        with CountingServer() as server:
            report = self.run_against(server, users, "-u", "2", "-r", "100", "-t", "1s", "-s", "10s")
            self.assertEqual((report.totals["failures"], report.returncode), (0, 1))
            self.assertEqual(report.totals["exceptions"], server.of())
            self.assertEqual([row["Message"] for row in report.exceptions], ["line 1\nline 2"])
        with CountingServer() as server:
            report = self.run_against(server, users, "-u", "2", "-r", "100", "-t", "1s", "-s", "10s",
                                      "--exit-code-on-error", "0")
            self.assertGreater(report.totals["exceptions"], 0)
            self.assertEqual(report.returncode, 0)

    def test_a_thread_that_freezes_loses_nothing(self):
        users = HEAD + """
class Quick : public HttpUser {
 public:
  Quick() { wait_time(constant(2ms)); task(&Quick::go); }
  Task<> go() { co_await client().get("/quick"); }
};
class Frozen : public HttpUser {
 public:
  Frozen() { fixed_count(1); wait_time(constant(100ms)); task(&Frozen::go); }
  Task<> go() {
    co_await client().get("/before");
    std::this_thread::sleep_for(1500ms);
    co_await client().get("/after");
  }
};
ACRIDA_USERS(Quick, Frozen)
"""
        with CountingServer() as server:
            # So many share the thread that some of them are waiting, to be woken late, whenever it freezes.
            report = self.run_against(server, users, "-u", "20", "-r", "100", "-t", "2800ms", "-s", "20s", "--threads", "2")
            for name in ("/quick", "/before", "/after"):
                self.assertGreater(report.of(name), 0, name)
                self.assertEqual(report.of(name), server.of(path=name))
            self.assertEqual(report.returncode, 0)
            self.assertGreater(report.summary["generator"]["dispatch_lag_ms"]["max"], 1000)

    def test_the_examples_count_what_the_server_counts(self):
        # This server takes every patient, so the random user's bad ones fail.
        files = ",".join(str(ROOT / "examples" / f"{name}.cpp") for name in ("fixed_payload", "randomized", "health"))
        with CountingServer({"/health": Rule(body="OK")}) as server:
            # With this seed both random users begin with a bad patient: no matter how slow the machine is, there is one.
            report = self.run_against(server, files, "-u", "6", "-r", "50", "-t", "2s", "-s", "20s", "--threads", "2",
                                      "--seed", "54")
            self.assertEqual(server.of("GET", "/health"), report.of("/health"))
            self.assertEqual(server.of("POST", "/predict"), report.of("/predict") + report.of("/predict [invalid]"))
            self.assertGreater(report.of("/predict [invalid]"), 0)
            self.assertEqual(report.totals["failures"], report.of("/predict [invalid]"))
            self.assertEqual(report.totals["bytes_sent"], server.bytes_read)
            self.assertEqual(report.returncode, 1)


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
