#!/usr/bin/python3
"""The outputs that a run makes only when asked: Locust's JSON, the full history, statistics that start anew, task ratios."""
import collections
import json
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import ProgramTest, final_table, read_csv, read_json

USERS = """
#include <acrida/acrida.h>
using namespace acrida;

class Inside : public TaskSet {
 public:
  Inside() { task(3, &Inside::stay); task(&Inside::leave); }
  Task<> stay() { co_await client().get("/stay"); }
  Task<> leave() { interrupt(); co_return; }
};
class Patient : public HttpUser {
 public:
  Patient() { weight(3); wait_time(constant(4ms)); task(3, &Patient::ask); task_set<Inside>(); }
  Task<> ask() { co_await client().post("/ask"); }
};
class Robot : public HttpUser {
 public:
  Robot() { wait_time(constant(4ms)); task(&Robot::ask); }
  Task<> ask() { co_await client().get("/ask"); }
};
ACRIDA_USERS(Patient, Robot)
"""
RULES = {"/ask": Rule(fails_every=7)}


class Outputs(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("users.cpp", USERS)

    def run_against(self, server, *arguments):
        done = self.acrida("-f", "users.cpp", "-H", server.url, "--headless", "--csv", "out/run", "--summary", "summary.json",
                           "-u", "4", "-s", "20s", *arguments)
        server.settle()
        self.summary = read_json(self.folder / "summary.json")
        self.lines = {(each["method"], each["name"]): each for each in self.summary["endpoints"]}
        return done

    def assert_is_locusts_json(self, entries):
        self.assertEqual([(each["method"], each["name"]) for each in entries],
                         sorted(self.lines, key=lambda line: line[::-1]))
        for each in entries:
            line = self.lines[each["method"], each["name"]]
            self.assertEqual((each["num_requests"], each["num_failures"]), (line["requests"], line["failures"]))
            self.assertEqual(sum(each["response_times"].values()), line["requests"])
            self.assertEqual(sum(each["num_reqs_per_sec"].values()), line["requests"])
            self.assertEqual(sum(each["num_fail_per_sec"].values()), line["failures"])
            self.assertAlmostEqual(each["total_response_time"] / line["requests"], line["service_ms"]["mean"], delta=0.002)
            self.assertAlmostEqual(each["max_response_time"], line["service_ms"]["max"], delta=0.002)

    def test_locusts_json_on_standard_output(self):
        with CountingServer(RULES) as server:
            done = self.run_against(server, "-r", "100", "-t", "2s", "--json")
            self.assert_is_locusts_json(json.loads(done.stdout))
            self.assertEqual(sum(each["num_requests"] for each in json.loads(done.stdout)), server.of())
            self.assertEqual(final_table(done.stderr)["", "Aggregated"][0], server.of())

    def test_locusts_json_in_a_file_takes_the_place_of_the_tables(self):
        with CountingServer(RULES) as server:
            done = self.run_against(server, "-r", "100", "-t", "2s", "--json", "--json-file", "out/locust", "--only-summary")
            self.assert_is_locusts_json(read_json(self.folder / "out/locust.json"))
            self.assertEqual(json.loads(done.stdout), read_json(self.folder / "out/locust.json"))
            self.assertNotIn("Response time percentiles", done.stderr)

    def test_no_output_shows_the_password_of_a_url(self):
        with CountingServer() as server:
            url = server.url.replace("http://", "http://ann:hunter2@")
            self.write("users.cpp", USERS.replace('get("/stay")', f'get("{url}/stay")'))
            arguments = ("-f", "users.cpp", "-H", url)
            runs = [self.acrida(*arguments, "--headless", "-u", "4", "-r", "100", "-t", "1s", "--loglevel", "DEBUG", "--csv",
                                "out/run", "--csv-full-history", "--summary", "out/summary.json", "--json"),
                    self.acrida("check", *arguments), self.acrida(*arguments, "--show-task-ratio")]
            self.assertIn(("GET", f"{server.url}/stay"), final_table(runs[0].stderr))
        self.assertEqual(read_json(self.folder / "out/summary.json")["target"], server.url)
        said = [done.stdout + done.stderr for done in runs] + [each.read_text() for each in (self.folder / "out").iterdir()]
        self.assertEqual(len(said), 3 + 5)
        for text in said:
            self.assertNotIn("hunter2", text)

    def test_the_full_history_has_each_endpoint_in_each_second(self):
        with CountingServer(RULES) as server:
            self.run_against(server, "-r", "100", "-t", "3s", "--csv-full-history")
        history = collections.defaultdict(list)
        for row in read_csv(self.folder / "out/run_stats_history.csv"):
            history[row["Type"], row["Name"]].append(row)
        self.assertEqual(set(history), {*self.lines, ("", "Aggregated")})
        seconds = [row["Timestamp"] for row in history["", "Aggregated"]]
        for line, rows in history.items():
            self.assertEqual([row["Timestamp"] for row in rows], seconds[-len(rows):], line)
            totals = self.lines.get(line, self.summary["totals"])
            self.assertEqual((int(rows[-1]["Total Request Count"]), int(rows[-1]["Total Failure Count"])),
                             (totals["requests"], totals["failures"]), line)

    def test_statistics_that_start_anew_agree_with_each_other_and_forget_the_ramp(self):
        with CountingServer(RULES) as server:
            done = self.run_against(server, "-r", "2", "-t", "5s", "--reset-stats", "--json", "--threads", "2")
            totals = self.summary["totals"]
            self.assertIn("Resetting stats", done.stderr)
            self.assertEqual(final_table(done.stderr)["", "Aggregated"], (totals["requests"], totals["failures"]))
            self.assertEqual(totals["requests"], sum(each["requests"] for each in self.summary["endpoints"]))
            self.assertEqual(int(read_csv(self.folder / "out/run_stats.csv")[-1]["Request Count"]), totals["requests"])
            self.assert_is_locusts_json(json.loads(done.stdout))
            # The last of four users starts after 1.5 s: the seconds 0 and 1 are forgotten.
            self.assertLess(totals["requests"], server.of())
            self.assertGreater(totals["requests"], 0)
            self.assertAlmostEqual(self.summary["duration_s"], 3, delta=0.5)
            self.assertAlmostEqual(totals["rps"], totals["requests"] / self.summary["duration_s"], delta=0.01 * totals["rps"])
            self.assertGreaterEqual(len(read_csv(self.folder / "out/run_stats_history.csv")), 5)

    def test_task_ratios(self):
        done = self.acrida("-f", "users.cpp", "--show-task-ratio")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(" 75.0       Patient\n   75.0       Patient::ask\n   25.0       Inside\n     75.0       Inside::stay\n", done.stdout)
        ratios = json.loads(self.acrida("-f", "users.cpp", "--show-task-ratio-json").stdout)
        self.assertEqual(ratios["total"]["Patient"]["tasks"]["Inside"]["tasks"]["Inside::leave"], {"ratio": 0.75 * 0.25 * 0.25})
        equal = json.loads(self.acrida("-f", "users.cpp", "--show-task-ratio-json", "--equal-weights").stdout)
        self.assertEqual({name: each["ratio"] for name, each in equal["per_class"].items()}, {"Patient": 0.5, "Robot": 0.5})
        fixed = self.write("fixed.cpp", USERS.replace("Robot() {", "Robot() { fixed_count(1);"))
        ratios = json.loads(self.acrida("-f", fixed, "--show-task-ratio-json", "-u", "10").stdout)
        self.assertEqual(ratios["per_class"]["Robot"]["ratio"], 0.1)


if __name__ == "__main__":
    unittest.main()
