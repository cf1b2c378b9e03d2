#!/usr/bin/python3
"""What a users file can say, through the real program: sets of tasks, tags, options, rows, functions of the whole run."""
import collections
import os
import pty
import re
import unittest

from support.counting_server import CountingServer
from support.programs import PATIENCE, ProgramTest, read_json, until

HEAD = """
#include <stdexcept>
#include <acrida/acrida.h>
using namespace acrida;
"""

SHOP = HEAD + """
class Checkout : public SequentialTaskSet {
 public:
  Checkout() { task(&Checkout::address); task(2, &Checkout::card); task(&Checkout::leave); }
  Task<> on_start() override { co_await client().post("/basket"); }
  Task<> on_stop() override { co_await client().post("/done"); }
  Task<> address() { co_await client().post("/address"); }
  Task<> card() { co_await client().post("/card"); }
  Task<> leave() { interrupt(); co_return; }
};
class Shopper : public HttpUser {
 public:
  Shopper() {
    wait_time(constant(1ms));
    task(9, &Shopper::look).tag("read");
    task_set<Checkout>().tag("write");
  }
  static Task<> on_run_start(Client& client) { co_await client.put("/shop"); }
  static Task<> on_run_stop(Client& client) { co_await client.del("/shop"); }
  Task<> look() { co_await client().get("/items"); }
};
class Robot : public HttpUser {
 public:
  Robot() { wait_time(constant_pacing(10ms)); task(&Robot::ping); }
  Task<> ping() { co_await client().get("/ping"); }
};
ACRIDA_USERS(Shopper, Robot)
"""

OPTIONS = HEAD + """
const Rows patients = Rows::csv("patients.csv");
class Patient : public HttpUser {
 public:
  Patient() {
    option("model", "heart", "Which model to ask");
    wait_time(constant(5ms));
    task(&Patient::ask);
  }
  Task<> ask() {
    const auto patient = patients.unique();
    if (!patient) stop_user();
    co_await client().post("/" + option("model") + "/" + std::string((*patient)["name"])).json(*patient);
  }
};
ACRIDA_USERS(Patient)
"""


class Users(ProgramTest):
    def run_for(self, server, users, *arguments, seconds="1s"):
        self.write("users.cpp", users)
        return self.acrida("-f", "users.cpp", "-H", server.url, "--headless", "--only-summary", "-r", "1000", "-t", seconds,
                           "-s", "10s", "--summary", "summary.json", *arguments)

    def requests(self):
        return {each["name"]: each["requests"] for each in read_json(self.folder / "summary.json")["endpoints"]}

    def test_sets_of_tasks_and_functions_of_the_whole_run(self):
        with CountingServer() as server:
            done = self.run_for(server, SHOP, "-u", "4", "--threads", "2", "--seed", "1", "Shopper")
            self.assertEqual(done.returncode, 0, done.stderr)
            counted = self.requests()
            self.assertGreater(counted["/basket"], 0)
            self.assertEqual(counted["/done"], counted["/basket"])  # each visit ends, the last ones by the stop
            self.assertLessEqual(counted["/card"], 2 * counted["/address"])
            self.assertEqual((server.of("PUT", "/shop"), server.of("DELETE", "/shop")), (1, 1))
            self.assertNotIn("/shop", counted)
            self.assertEqual(server.of(), sum(counted.values()) + 2)

    def test_tags(self):
        with CountingServer() as server:
            done = self.run_for(server, SHOP, "-u", "2", "--tags", "read")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(set(self.requests()), {"/items"})
            self.assertIn("No task is left of Robot", done.stderr)
            done = self.run_for(server, SHOP, "-u", "2", "--exclude-tags", "read", "write")
            self.assertEqual(set(self.requests()), {"/ping"})
            done = self.run_for(server, SHOP, "--tags", "nothing")
            self.assertEqual(done.returncode, 2)
            self.assertIn("the tags are: read, write", done.stderr)

    def test_options_and_rows_of_the_file_itself(self):
        self.write("patients.csv", "name,age\n" + "".join(f"p{i},{i}\n" for i in range(30)))
        with CountingServer() as server:
            done = self.run_for(server, OPTIONS, "-u", "3", "--threads", "2", "--model", "lung", seconds="20s")
            self.assertEqual(done.returncode, 0, done.stderr)
            # Each row once over all users and threads, and then nobody is left.
            self.assertEqual(self.requests(), {f"/lung/p{i}": 1 for i in range(30)})
        help_text = self.acrida("-f", "users.cpp", "--help").stdout
        self.assertRegex(help_text, r"--model VALUE +Which model to ask \(heart\)")
        done = self.acrida("-f", "users.cpp", "--modle", "lung", "-H", "http://127.0.0.1:1", "--headless")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean --model?", done.stderr)

    def test_rows_that_cannot_be_read_end_it_before_the_run(self):
        with CountingServer() as server:
            done = self.run_for(server, OPTIONS)
            self.assertEqual((done.returncode, server.of()), (1, 0))
            self.assertRegex(done.complaints()[-1], r"users\.cpp: .*patients\.csv")

    def test_a_function_of_the_whole_run_that_throws_makes_it_end_in_2(self):
        users = SHOP.replace('co_await client.put("/shop");', 'throw std::runtime_error("no shop"); co_return;')
        with CountingServer() as server:
            done = self.run_for(server, users, "-u", "1", "Shopper", seconds="300ms")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("exception in on_run_start of Shopper: no shop", done.stderr)
            self.assertEqual(read_json(self.folder / "summary.json")["exit_code"], 2)

    def test_a_user_that_cannot_start_is_reported_and_counted(self):
        users = HEAD + """
class Patient : public HttpUser {
 public:
  Patient() { task(&Patient::ask); }
  Task<> on_start() override { throw std::runtime_error("no login"); co_return; }
  Task<> ask() { co_await client().get("/ask"); }
};
ACRIDA_USERS(Patient)
"""
        with CountingServer() as server:
            done = self.run_for(server, users, "-u", "3")
            self.assertEqual(done.returncode, 1)
            self.assertEqual(done.stderr.count("exception in on_start: no login"), 1)
            self.assertEqual(read_json(self.folder / "summary.json")["totals"]["exceptions"], 3)

    def test_keys_change_the_number_of_users(self):
        self.write("users.cpp", SHOP)
        with CountingServer() as server:
            master, slave = pty.openpty()
            self.addCleanup(os.close, master)
            run = self.start("acrida", "-f", "users.cpp", "-H", server.url, "--headless", "--only-summary", "-u", "2", "-r", "100",
                             "-t", "60s", "Robot", stdin=slave,
                             start_new_session=False, preexec_fn=lambda: (os.setsid(), __import__("fcntl").ioctl(0, 0x540E, 0)))
            os.close(slave)
            run.wait_for(r'All users spawned: \{"Robot": 2\}')
            for key, users in (("W", 12), ("w", 13), ("s", 12), ("S", 2), ("S", 0), ("w", 1)):
                spawned = run.said().count("All users spawned")
                os.write(master, key.encode())
                run.wait_for(rf"Ramping to {users} users at a rate of 100\.00 per second")
                until(lambda: run.said().count("All users spawned") > spawned, f"{users} users")
            self.assertRegex(run.said(), r'All users spawned: \{"Robot": 1\} \(1 total users\)')
            before = server.of()
            until(lambda: server.of() > before, "a request of the one user that is left")
            os.write(master, b"\x03")  # Ctrl-C
            done = run.end(PATIENCE)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
