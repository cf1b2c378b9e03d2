"""The package as a whole: what importing it does, and what it says of parts that it does not have."""

import os
import subprocess
import sys
import tempfile
import unittest

import locust
from locust.exception import LocustError


def python(code, **variables):
    """What another interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          env={**os.environ, **variables})
    return done.stdout + done.stderr


class Importing(unittest.TestCase):
    def test_it_imports_nothing_heavy(self):
        heavy = "requests urllib3 flask configargparse msgpack zmq psutil unittest asyncio".split()
        self.assertEqual(python(f"import locust, sys; print([name for name in {heavy} if name in sys.modules])"), "[]\n")

    def test_it_makes_the_standard_library_cooperative_before_anything_else(self):
        code = "import locust, time; from gevent import monkey; print(monkey.is_module_patched('time'), time.sleep.__module__)"
        self.assertEqual(python(code), "True gevent.hub\n")
        self.assertEqual(python(code, LOCUST_SKIP_MONKEY_PATCH="1"), "False time\n")

    def test_it_gives_urllib3_queues_of_gevent_whenever_that_is_imported(self):
        code = "{}; from urllib3.connectionpool import ConnectionPool as pool; print(pool.QueueCls.__module__)"
        self.assertEqual(python(code.format("import locust")), "gevent._gevent_cqueue\n")
        self.assertIn("gevent._gevent_cqueue\n", python(code.format("import urllib3, locust")))  # and gevent's warning
        self.assertNotIn("gevent", python(code.format("import locust"), LOCUST_SKIP_URLLIB3_PATCH="1"))

    def test_all_that_it_names_is_there(self):
        for name in locust.__all__:
            getattr(locust, name)
        for name in ("argument_parser", "clients", "contrib", "dispatch", "html", "main", "rpc", "web"):
            self.assertIn(name, python(f"import locust; print(locust.{name}.__name__)"))
        with self.assertRaises(AttributeError):
            locust.nothing


class WhatIsNotThere(unittest.TestCase):
    def test_users_of_other_protocols_say_what_to_do(self):
        with self.assertRaisesRegex(ImportError, "MqttUser.*is not part of acrida: derive a class from locust.User, call.*paho-mqtt"):
            from locust.contrib.mqtt import MqttUser  # noqa: F401
        with self.assertRaises(ModuleNotFoundError):
            import locust.contrib.nothing  # noqa: F401

    def test_page_and_report_say_what_to_do(self):
        environment = locust.env.Environment()
        for call in (environment.create_web_ui, lambda: locust.html.get_html_report(environment),
                     lambda: locust.dispatch.UsersDispatcher([], []), lambda: locust.rpc.rpc.Server("*", 1)):
            with self.assertRaisesRegex(LocustError, "is not part of acrida: "):
                call()

    def test_names_of_old_say_how_they_are_called_now(self):
        for base in (locust.Locust, locust.HttpLocust):
            with self.assertRaisesRegex(ImportError, "renamed to User"):
                type(base)("Mine", (base,), {})


class Command(unittest.TestCase):
    def test_the_module_finds_the_acrida_it_was_built_with(self):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "bin"))
            os.makedirs(os.path.join(folder, "python"))
            program = os.path.join(folder, "bin", "acrida")
            with open(program, "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\necho "$0" "$@"\n')
            os.chmod(program, 0o755)
            package = os.path.dirname(locust.__file__)
            os.symlink(os.path.realpath(package), os.path.join(folder, "python", "locust"))
            done = subprocess.run([sys.executable, "-m", "locust", "--version"], capture_output=True, text=True, check=False,
                                  env={**os.environ, "PYTHONPATH": f"{folder}/python:{os.path.dirname(package)}"})
            self.assertEqual(done.stdout, f"{program} --version\n", done.stderr)

    def test_the_module_becomes_acrida_with_its_arguments(self):
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "acrida")
            with open(program, "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\necho "$0" "$@"\n')
            os.chmod(program, 0o755)
            code = ("import sys, locust.main as main; main.__file__ = '/nowhere/main.py'; sys.argv = ['locust', '-f', 'x y.py'];"
                    "main.main()")
            self.assertEqual(python(code, PATH=folder), f"{program} -f x y.py\n")
            self.assertIn("neither beside the package locust nor on the PATH", python(code, PATH="/nowhere"))


if __name__ == "__main__":
    unittest.main()
