#!/usr/bin/python3
"""acrida check: each task once, every request and answer to be read, no secret among them."""
import unittest

from support.counting_server import CountingServer, Rule
from support.programs import ProgramTest

USERS = """
#include <stdexcept>
#include <acrida/acrida.h>
using namespace acrida;

class Part : public TaskSet {
 public:
  Part() { task(&Part::leave); task(&Part::last); }
  Task<> leave() { interrupt(); co_return; }
  Task<> last() { co_await client().get("/last"); }
};
class Patient : public HttpUser {
 public:
  Patient() { wait_time(constant(1h)); task(100, &Patient::ask).tag("ask"); task_set<Part>(); task(&Patient::upload); }
  Task<> on_start() override {
    co_await client().post("/login").query("token", "hunter2").header("Authorization", "Bearer hunter2")
        .json(JsonObject().set("user", "ann").set("password", "hunter2"));
  }
  Task<> ask() { co_await client().get("/ask").payload_class("valid"); }
  Task<> upload() { co_await client().post("/upload").body(std::string("\\x00\\xff\\xfe", 3)); }
};
class Robot : public HttpUser {
 public:
  Robot() { fixed_count(7); task(&Robot::fails); }
  Task<> fails() { co_await client().get("/fails").query("want", "503"); throw std::runtime_error("broken"); }
};
ACRIDA_USERS(Patient, Robot)
"""
RULES = {"/ask": Rule(body='{"diagnosis": "clear", "session": "hunter2"}')}


class Check(ProgramTest):
    def check(self, server, *arguments):
        self.write("users.cpp", USERS)
        return self.acrida("check", "-f", "users.cpp", "-H", server.url, *arguments)

    def test_each_task_of_each_class_is_tried_once(self):
        with CountingServer(RULES) as server:
            done = self.check(server)
            for path in ("/login", "/ask", "/last", "/upload", "/fails"):
                self.assertEqual(server.of(path=path), 1, path)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.endswith("\n5 requests, 1 failed, 1 exception\n"), done.stdout)
        self.assertIn("exception in Robot::fails: broken", done.stderr)

    def test_requests_and_answers_can_be_read_without_their_secrets(self):
        with CountingServer(RULES) as server:
            said = self.check(server, "Patient").stdout
        self.assertNotIn("hunter2", said)
        for line in ("POST /login?token=*** HTTP/1.1", "Authorization: ***", '{"user":"ann","password":"***"}'):
            self.assertIn(f"  > {line}\n", said)
        self.assertRegex(said, r"\nGET /ask \[valid\]: 200 Whatever in [0-9.]+ ms\n")
        self.assertIn('  < {"diagnosis": "clear", "session": "***"}\n', said)
        self.assertIn("  > (3 bytes that are no text)\n", said)

    def test_all_well_ends_in_0(self):
        with CountingServer(RULES) as server:
            done = self.check(server, "--tags", "ask", "--", "Patient")
            self.assertEqual((done.returncode, server.of(path="/ask"), server.of(path="/last")), (0, 1, 0), done.stdout)

    def test_nobody_there_is_told_for_each_request(self):
        self.write("users.cpp", USERS)
        done = self.acrida("check", "-f", "users.cpp", "-H", "http://127.0.0.1:1", "Patient")
        self.assertEqual(done.returncode, 1)
        self.assertIn("GET /ask [valid]: no answer, after", done.stdout)
        self.assertIn("  FAILED: ", done.stdout)

    def test_help_teaches(self):
        done = self.acrida("check", "--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("acrida check -f users.cpp", done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)


if __name__ == "__main__":
    unittest.main()
