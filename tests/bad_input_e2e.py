#!/usr/bin/python3
"""What cannot work is refused with one clear sentence and the right exit code, and what was measured is still shown."""
import os
import resource
import socket
import subprocess
import unittest

from support.counting_server import CountingServer
from support.programs import BIN, PATIENCE, TABLE, ProgramTest, Running, final_table, free_port, read_csv, read_json

USERS = """
#include <stdexcept>
#include <acrida/acrida.h>
using namespace acrida;
class Patient : public HttpUser {
 public:
  Patient() { wait_time(constant(20ms)); task(&Patient::ask); }
  Task<> ask() { co_await client().get("/health"); }
};
ACRIDA_USERS(Patient)
"""
NO_HOST = "http://127.0.0.1:1"  # nobody listens there


class BadInput(ProgramTest):
    def refused(self, exit_code, sentence, program, *arguments, **options):
        """It ends in this code and its last words are one sentence that holds this text."""
        done = self.start(program, *arguments, **options).end()
        self.assertEqual(done.returncode, exit_code, done.stderr)
        self.assertEqual(len(done.complaints()), 1, done.stderr)
        self.assertIn(sentence, done.complaints()[0])
        self.assertEqual(done.stderr.splitlines()[-1], done.complaints()[0])
        self.assert_no_crash(done)
        self.assertEqual(done.stdout, "")
        return done

    def assert_no_crash(self, done):
        for sign in ("terminate called", "what():", "core dumped", "Sanitizer", "a bug of ours", "LOG ERROR"):
            self.assertNotIn(sign, done.stderr)

    def refused_file(self, sentence, file, *arguments):
        return self.refused(1, sentence, "acrida", "-f", file, "-H", NO_HOST, "--headless", *arguments)

    def refused_usage(self, sentence, *arguments):
        return self.refused(2, sentence, "acrida", *arguments)

    # The users file

    def test_a_users_file_that_is_none(self):
        os.mkdir(self.folder / "folder.cpp")
        self.write("users.txt", USERS)
        self.write("binary", b"\x7fELF\0\1")
        self.refused_file("cannot read 'nowhere.cpp': No such file or directory", "nowhere.cpp")
        self.refused_file("cannot read 'folder.cpp': it is a directory", "folder.cpp")
        for file in ("users.txt", "binary"):
            self.refused_file(f"'{file}' is not a C++ file", file)
        self.refused_usage("nothing to run: name a users file with -f", "--headless")
        self.refused_usage("users in C++ and users in Python cannot share a run", "-f", "users.py,users.cpp", "--headless")
        self.refused(1, "cannot read 'plan.yaml'", "acrida", "-f", "plan.yaml", "--headless")

    def test_a_binary_with_a_name_of_cpp_is_not_shown_to_the_compiler(self):
        self.write("binary.cpp", bytes(range(256)) * 50)
        self.refused_file("'binary.cpp' is not a text file", "binary.cpp")

    def test_a_file_that_does_not_compile_shows_what_the_compiler_says_as_it_is(self):
        self.write("users.cpp", USERS.replace("co_await", "co_awaits"))
        done = self.refused_file("'users.cpp' does not compile", "users.cpp")
        self.assertRegex(done.stderr, r"(?m)^users\.cpp:8:\d+: error: .*co_awaits")
        self.write("users.cpp", '#include "nothing.h"\n' + USERS)
        done = self.refused_file("'users.cpp' does not compile", "users.cpp")
        self.assertTrue(done.stderr.startswith("users.cpp:1:10: fatal error: nothing.h: No such file"), done.stderr)

    def test_a_file_without_users(self):
        self.write("empty.cpp", "")
        self.refused_file("'empty.cpp' lists no users; end it with ACRIDA_USERS", "empty.cpp")
        self.write("idle.cpp", USERS.replace("task(&Patient::ask);", ""))
        self.refused_file("the user class Patient has no task", "idle.cpp")
        self.write("throws.cpp", USERS.replace("Patient() {", 'Patient() { throw std::runtime_error("no rows");'))
        self.refused_file("the constructor of the user class Patient failed: no rows", "throws.cpp")
        self.write("users.cpp", USERS)
        self.refused_file("there is no user class Patience; there are: Patient", "users.cpp", "Patience")
        self.refused_file("there are two user classes named Patient", "users.cpp,users.cpp")

    def test_a_constructor_that_throws_a_number(self):
        self.write("throws.cpp", USERS.replace("Patient() {", "Patient() { throw 42;"))
        self.refused_file("the constructor of the user class Patient failed", "throws.cpp")

    def test_a_constructor_that_throws_during_the_run_is_an_exception_of_the_run(self):
        self.write("later.cpp", "static int made = 0;" + USERS.replace(
            "Patient() {", 'Patient() { if (++made > 3) throw std::runtime_error("no more rows");'))
        with CountingServer() as server:
            done = self.acrida("-f", "later.cpp", "-H", server.url, "--headless", "-u", "4", "-r", "50", "-t", "1s")
        self.assert_no_crash(done)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no more rows", done.stderr)
        self.assertGreater(final_table(done.stderr)["GET", "/health"][0], 3)

    def test_a_compiler_or_a_cache_folder_that_is_none(self):
        users = self.write("users.cpp", USERS)
        for env, sentence in (({"CXX": "nonsense"}, "cannot run 'nonsense'"),
                              ({"XDG_CACHE_HOME": "/proc"}, "cannot make the folder '/proc/acrida'"),
                              ({"XDG_CACHE_HOME": str(users)}, "set XDG_CACHE_HOME to a folder of yours")):
            self.refused(1, sentence, "acrida", "-f", users, "--list", env=env)

    # The host

    def test_a_host_that_is_missing_or_no_url(self):
        self.write("users.cpp", USERS)
        run = ("-f", "users.cpp", "--headless", "-t", "1s")
        self.refused_usage("no host to test: give one with -H http://", *run)
        for host, sentence in (("nonsense", "must begin with http://"), ("127.0.0.1:80", "must begin with http://"),
                               ("ftp://localhost", "must begin with http:// or https://"), ("http://", "names no host"),
                               ("http://localhost:99999", "its port is not a number"), ("http://[::1", "IPv6")):
            self.refused_usage(sentence, *run, "-H", host)
        for host in ("http://ann:secret@localhost:x", "ann:secret@localhost", "http://ann:sec/ret@localhost"):
            self.assertNotIn("ret@", self.refused_usage("***@localhost", *run, "-H", host).stderr)

    def test_a_host_that_does_not_answer_is_measured(self):
        self.write("users.cpp", USERS)
        for host, kind in ((f"http://127.0.0.1:{free_port()}", "refused"), ("http://nobody.invalid", "dns")):
            done = self.acrida("-f", "users.cpp", "-H", host, "--headless", "-t", "500ms", "--summary", "s.json")
            self.assertEqual(done.returncode, 1, done.stderr)
            requests, failures = final_table(done.stderr)["GET", "/health"]
            self.assertGreater(requests, 0)
            self.assertEqual(failures, requests)
            self.assertIn("Error report", done.stderr)
            self.assertEqual({each["kind"] for each in read_json(self.folder / "s.json")["errors"]}, {kind})

    # The command line

    def test_options_that_do_not_exist_or_are_not_built_yet(self):
        self.write("users.cpp", USERS)
        run = ("-f", "users.cpp", "-H", NO_HOST, "--headless")
        for option, sentence in (("--usres=5", "unknown option --usres (did you mean --users?)"),
                                 ("--hots=x", "unknown option --hots (did you mean --host?)"),
                                 ("--sumary", "(did you mean --summary?)"), ("-x", "unknown option -x"),
                                 ("--qqqqqq", "unknown option --qqqqqq; 'acrida --help' lists them all"),
                                 ("--html=a.html", "--html is not built yet"), ("--master", "--master is not built yet"),
                                 ("-P", "--web-port is not built yet"), ("--slo=p99<5", "--slo: rule 'p99<5', at '5'"),
                                 ("-f", "--locustfile")):
            self.refused_usage(sentence, *run, option)
        self.refused_usage("the command 'assess' is not built yet", "assess", "http://127.0.0.1")

    def test_values_that_make_no_sense(self):
        self.write("users.cpp", USERS)
        for option, name, values in (("-u", "--users", ("x", "-1", "1.5", "99999999999", "")),
                                     ("-r", "--spawn-rate", ("0", "-1", "x", "nan", "inf")),
                                     ("-t", "--run-time", ("x", "-1", "1d", "1h 2", "99999999999h")),
                                     ("-s", "--stop-timeout", ("x", "-1s")),
                                     ("--threads", "--threads", ("0", "-2", "x", "5000")),
                                     ("--seed", "--seed", ("x", "-1", "1.5", "99999999999999999999")),
                                     ("-L", "--loglevel", ("LOUD", "3")),
                                     ("--exit-code-on-error", "--exit-code-on-error", ("256", "-1", "x"))):
            for value in values:
                with self.subTest(option=option, value=value):
                    self.refused_usage(f"{name}: ", "-f", "users.cpp", "-H", NO_HOST, "--headless", option, value)

    # The files that are written

    def test_outputs_that_cannot_be_written_are_noticed_before_the_first_request(self):
        self.write("users.cpp", USERS)
        with CountingServer() as server:
            for option, path in (("--csv", "users.cpp/run"), ("--csv", "/proc/run"), ("--summary", "users.cpp/s.json"),
                                 ("--summary", "/proc/s.json"), ("--summary", "."), ("--logfile", "users.cpp/log"),
                                 ("--logfile", "/proc/log"), ("--logfile", ".")):
                with self.subTest(option=option, path=path):
                    self.refused(1, "cannot ", "acrida", "-f", "users.cpp", "-H", server.url, "--headless", option, path)
            for option in ("--summary", "--logfile"):
                self.refused_usage("'./users.cpp' is named for two different files", "-f", "users.cpp", "-H", server.url,
                                   option, "./users.cpp")
            self.assertEqual(server.of(), 0)
        self.assertEqual((self.folder / "users.cpp").read_text(), USERS)

    def run_with_small_files(self, limit, *arguments):
        """A run of a good server, in which no file may grow beyond the limit."""
        self.write("users.cpp", USERS)
        self.assertEqual(self.acrida("-f", "users.cpp", "--list").returncode, 0)  # the compiler's files are larger
        with CountingServer() as server:
            # Its words come through pipes, which have no size, and Python leaves SIGXFSZ ignored.
            run = Running([BIN / "acrida", "-f", "users.cpp", "-H", server.url, "--headless", "-u", "5", "-r", "50",
                           "-s", "20s", *arguments], self.folder, {**os.environ, "XDG_CACHE_HOME": self.cache},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, restore_signals=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
            self.addCleanup(run.kill)
            _, stderr = run.process.communicate(timeout=PATIENCE)
            done = run.end()
            done.stderr = stderr
            server.settle()
            self.assertEqual(done.returncode, 1, stderr)
            self.assert_no_crash(done)
            self.assertEqual(final_table(stderr)["", "Aggregated"], (server.of(), 0))
            self.assertIn("Shutting down (exit code 1)", stderr)
        return done

    def test_a_disk_that_fills_up_during_the_run(self):
        done = self.run_with_small_files(560, "--csv", "run", "-t", "3500ms")
        self.assertEqual(len(done.complaints()), 1, done.stderr)
        self.assertIn("cannot write 'run_stats_history.csv': File too large", done.complaints()[0])
        history = (self.folder / "run_stats_history.csv").read_bytes()
        self.assertTrue(history.endswith(b"\r\n"))
        self.assertGreaterEqual(len(read_csv(self.folder / "run_stats_history.csv")), 1)
        aggregated = read_csv(self.folder / "run_stats.csv")[-1]
        self.assertEqual(int(aggregated["Request Count"]), final_table(done.stderr)["", "Aggregated"][0])

    def test_a_disk_that_is_full_at_the_end(self):
        done = self.run_with_small_files(1500, "--summary", "s.json", "-t", "500ms")
        self.assertEqual(len(done.complaints()), 1, done.stderr)
        self.assertIn("cannot write 's.json': File too large", done.complaints()[0])
        self.assertEqual(sorted(os.listdir(self.folder)), ["s.json", "users.cpp"], "it left half a file behind")

    def test_a_summary_to_a_full_device(self):
        self.write("users.cpp", USERS)
        with CountingServer() as server:
            done = self.acrida("-f", "users.cpp", "-H", server.url, "--headless", "-t", "300ms", "--summary", "/dev/full")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.complaints()), 1, done.stderr)
        self.assertIn("cannot write '/dev/full': No space left on device", done.complaints()[0])
        self.assertGreater(final_table(done.stderr)["GET", "/health"][0], 0)
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.acrida("-f", "users.cpp", "--list", stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)

    def test_a_log_to_a_full_device(self):
        self.write("users.cpp", USERS)
        with CountingServer() as server:
            done = self.acrida("-f", "users.cpp", "-H", server.url, "--headless", "-t", "300ms", "--logfile", "/dev/full")
        self.assertGreater(final_table(done.stderr)["GET", "/health"][0], 0)
        self.assert_no_crash(done)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.complaints()), 1, done.stderr)

    # The model's side

    def test_a_port_that_is_taken(self):
        model = self.trained_model()
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            for threads in ("1", "2"):
                self.refused(1, f"cannot listen on 127.0.0.1:{port}: the port is in use", "acrida-model", "serve",
                             "--model", model, "--port", port, "--threads", threads)
        server, port = self.served_model("--threads", "2")  # which shares its port among its own threads
        self.refused(1, "the port is in use", "acrida-model", "serve", "--model", model, "--port", port, "--threads", "2")
        self.assertIsNone(server.process.poll())

    def test_models_and_tables_that_are_none(self):
        model = self.trained_model()
        self.write("binary", b"\x7fELF\0\1\xff")
        self.write("empty", "")
        self.write("cut", model.read_text()[:300])
        for path, as_model, as_table in (("nowhere", "No such file", "No such file"), (".", "is a directory", "is a directory"),
                                         ("binary", "is not a model", "is not a text file"), ("empty", "is not a model", "empty"),
                                         ("cut", "is not a model", "cut, line ")):
            with self.subTest(path=path):
                self.refused(1, as_model, "acrida-model", "serve", "--model", path, "--port", "0")
                self.refused(1, as_model, "acrida-model", "predict", path, TABLE)
                self.refused(1, as_model, "acrida-model", "inspect", path)
                self.refused(1, as_table, "acrida-model", "predict", model, path)
                self.refused(1, as_table, "acrida-model", "train", "--path", path, "--model", "new.json")
        self.assertFalse((self.folder / "new.json").exists())

    def test_options_of_the_server_that_make_no_sense(self):
        serve = ("serve", "--model", self.trained_model())
        for words, sentence in ((("--port", "70000"), "--port"), (("--port", "x"), "--port"), (("--threads", "0"), "--threads"),
                                (("--threads", "-2"), "--threads"), (("--threads", "x"), "--threads"),
                                (("--hots", "x"), "unknown option --hots (did you mean --host?)"),
                                (("more",), "more"), (("--port",), "--port")):
            self.refused(2, sentence, "acrida-model", *serve, *words)
        self.refused(2, "--model is required", "acrida-model", "serve")
        for host in ("nobody.invalid", "192.0.2.1"):  # the second one is kept for documentation: not this machine's
            self.refused(1, f"cannot listen on {host}", "acrida-model", *serve, "--host", host, "--port", "0")


del ProgramTest  # is no test of its own

if __name__ == "__main__":
    unittest.main()
