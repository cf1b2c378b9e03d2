"""The options of a run as locustfiles see them."""

import contextlib
import io
import os
import tempfile
import unittest
from unittest import mock

import locust
from locust.argument_parser import (
    default_args_dict, get_parser, parse_locustfile_option, parse_options, ui_extra_args_dict, ui_extra_options)
from locust.event import Events


class InAFolder(unittest.TestCase):
    """In an empty folder, which is the home too, without variables of Locust's."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LOCUST_")}
        patched = mock.patch.dict(os.environ, {**clean, "HOME": folder.name}, clear=True)
        patched.start()
        self.addCleanup(patched.stop)
        self.addCleanup(setattr, locust, "events", locust.events)
        locust.events = Events()

    def write(self, name, text):
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)

    def refused(self, call, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), self.assertRaises(SystemExit) as end:
            call(*arguments)
        return end.exception.code, said.getvalue()


class Options(InAFolder):
    def test_types_and_defaults_are_those_of_the_table(self):
        options = parse_options(["-u", "5", "-r", "2.5", "-s", "1m", "-T", "a", "b", "--label", "x=1", "--label", "y=2",
                                 "--headless"])
        self.assertEqual((options.num_users, options.spawn_rate, options.stop_timeout), (5, 2.5, 60))
        self.assertEqual((options.tags, options.exclude_tags, options.label), (["a", "b"], None, ["x=1", "y=2"]))
        self.assertEqual((options.headless, options.reset_stats, options.web_port), (True, False, 8089))
        self.assertEqual((options.host, options.run_time, options.user_classes), (None, None, []))

    def test_help_shows_each_options_help_as_the_table_has_it(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), self.assertRaises(SystemExit):
            parse_options(["--help"])
        self.assertIn("errors<1%", said.getvalue())

    def test_the_one_that_is_nearer_wins(self):
        def users():
            return parse_options(["--config", "mine.conf"]).num_users

        self.write("mine.conf", "")
        self.write(".locust.conf", "users = 2")
        self.assertEqual(users(), 2)
        self.write("locust.conf", "users = 3")
        self.assertEqual(users(), 3)
        self.write("pyproject.toml", '[tool.locust]\nusers = 4\nheadless = true\ntags = ["a", "b"]\n[tool.other]\nusers = 9')
        self.assertEqual(users(), 4)
        self.write("mine.conf", "users 5")
        self.assertEqual(users(), 5)
        with mock.patch.dict(os.environ, LOCUST_USERS="6"):
            self.assertEqual(users(), 6)
            self.assertEqual(parse_options(["-u", "7"]).num_users, 7)
        options = parse_options([])
        self.assertEqual((options.headless, options.tags), (True, ["a", "b"]))

    def test_user_classes_come_from_a_variable_too(self):
        with mock.patch.dict(os.environ, LOCUST_USER_CLASSES="A B"):
            self.assertEqual(parse_options([]).user_classes, ["A", "B"])
            self.assertEqual(parse_options(["C"]).user_classes, ["C"])

    def test_an_unknown_option_is_refused_with_the_nearest(self):
        code, said = self.refused(parse_options, ["--spwan-rate", "1"])
        self.assertEqual(code, 2)
        self.assertEqual(said, "acrida: unknown option --spwan-rate (did you mean --spawn-rate?); 'acrida --help' lists them all\n")

    def test_a_wrong_value_is_refused_in_one_sentence(self):
        self.assertEqual(self.refused(parse_options, ["--users", "many"]),
                         (2, "acrida: -u/--users: invalid int value: 'many'\n"))

    def test_a_broken_pyproject_is_named(self):
        self.write("pyproject.toml", "[tool.locust\n")
        code, said = self.refused(parse_options, [])
        self.assertEqual(code, 2)
        self.assertIn("pyproject.toml is no valid TOML", said)

    def test_history_needs_files(self):
        self.assertEqual(self.refused(parse_options, ["--csv-full-history"])[0], 2)


class OfALocustfile(InAFolder):
    def setUp(self):
        super().setUp()

        @locust.events.init_command_line_parser.add_listener
        def add(parser, **_):
            parser.add_argument("--my-key", env_var="MY_KEY", default="k", help="A key", is_secret=True)
            parser.add_argument("--kinds", choices=["a", "b"], is_multiple=True, is_required=True)
            parser.add_argument("--inner", default=1, type=int, include_in_web_ui=False)

    def test_its_options_are_among_the_others(self):
        with mock.patch.dict(os.environ, MY_KEY="other"):
            options = parse_options(["--inner", "3"])
        self.assertEqual((options.my_key, options.inner), ("other", 3))
        self.assertNotIn("my_key", default_args_dict())

    def test_the_page_asks_for_those_that_it_may(self):
        self.assertEqual(ui_extra_args_dict(["--kinds", "a"]), {"my_key": "k", "kinds": "a"})
        options = ui_extra_options([])
        self.assertEqual(options["my_key"], {"default_value": "k", "is_secret": True, "is_required": False, "help_text": "A key",
                                             "is_multiple": False, "choices": None})
        parser = get_parser([])
        self.assertEqual(list(parser.secret_args_included_in_web_ui), ["my_key"])
        self.assertEqual(list(parser.required_args_included_in_web_ui), ["kinds"])
        self.assertEqual(list(parser.multiple_args_included_in_web_ui), ["kinds"])
        self.assertEqual(list(parser.args_included_in_web_ui), ["my_key", "kinds"])


class Files(InAFolder):
    def test_the_file_of_this_folder_is_found_without_being_named(self):
        self.write("locustfile.py", "")
        self.assertEqual(parse_locustfile_option([]), [os.path.abspath("locustfile.py")])

    def test_what_is_not_there_ends_with_1(self):
        code, said = self.refused(parse_locustfile_option, [])
        self.assertEqual(code, 1)
        self.assertIn("Could not find any locustfile!", said)
        code, said = self.refused(parse_locustfile_option, ["-f", "other.py"])
        self.assertIn("Could not find 'other.py'.", said)

    def test_a_file_may_be_named_without_its_ending(self):
        self.write("other.py", "")
        self.assertEqual(parse_locustfile_option(["-f", "other", "--unknown", "7"]), [os.path.abspath("other.py")])


if __name__ == "__main__":
    unittest.main()
