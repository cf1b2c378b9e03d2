"""The options of acrida: one table in C++, read here."""

import argparse
import os
import platform

import _acrida

from ..util.timespan import parse_timespan
from .._version import __version__
from ._parser import LocustArgumentParser

DEFAULT_CONFIG_FILES = ["~/.locust.conf", "locust.conf", "pyproject.toml"]

# The parser of locustfiles has these before any other.
_FIRST = ("locustfile", "config")

# Times that are seconds only when a run begins; until then they are as somebody typed them, "1h20m".
_AS_TYPED = ("run_time",)

_DEFAULT_LOCUSTFILE = "locustfile"

_GROUPS = {
    "what": "What to run",
    "load": "Load",
    "connections": "Connections",
    "results": "Results",
    "information": "Information",
    "users_file": "Options of the users file",
}


def _rows():
    """The table's rows, for all but --help, which argparse has its own way for."""
    keys = ("name", "letter", "dest", "variable", "type", "metavar", "default", "group", "help", "hidden", "refusal")
    rows = (dict(zip(keys, row)) for row in _acrida.option_rows())
    return [row for row in rows if row["dest"] != "help"]


def _listed(text):
    """Words as a variable has them, separated by blanks or commas."""
    return text.replace(",", " ").split()


def _converted(row):
    """The keyword arguments of add_argument() that belong to the type of a row."""
    default = row["default"]
    if row["dest"] == "version":
        return {"action": "version", "version": _version()}
    if row["type"] == "flag":
        return {"action": "store_true", "default": False}
    if row["type"] == "list":
        return {"nargs": "*", "default": None}
    if row["type"] == "repeated":
        return {"action": "append", "default": None}
    types = {"integer": int, "number": float, "timespan": str if row["dest"] in _AS_TYPED else parse_timespan, "text": str}
    kind = types[row["type"]]
    return {"type": kind, "default": kind(default) if default else None}


def _version():
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return f"locust {__version__} from {folder} (Python {platform.python_version()})"


def _add(group, row):
    if row["type"] == "positional":
        group.add_argument(row["dest"], nargs="*", metavar=row["metavar"], help=row["help"],
                           default=_listed(os.environ.get(row["variable"], "")))
        return
    keywords = _converted(row)
    if row["variable"]:
        keywords["env_var"] = row["variable"]
    if row["metavar"] and "action" not in keywords:
        # argparse repeats a metavar for each word by itself.
        keywords["metavar"] = row["metavar"].removesuffix("...")
    if row["dest"] == "config":
        keywords["is_config_file_arg"] = True
    if row["dest"] == "locustfile":
        keywords["default"] = row["default"] or _DEFAULT_LOCUSTFILE
    names = ([f"-{row['letter']}"] if row["letter"] else []) + [f"--{row['name']}"]
    hidden = row["hidden"] or row["refusal"]
    group.add_argument(*names, dest=row["dest"], help=argparse.SUPPRESS if hidden else row["help"].replace("%", "%%"), **keywords)


def get_empty_argument_parser(add_help=True, default_config_files=DEFAULT_CONFIG_FILES):
    """A parser that knows only where the locustfile and the config files are."""
    parser = LocustArgumentParser(
        default_config_files=default_config_files, add_env_var_help=False, add_config_file_help=False, add_help=add_help,
        formatter_class=argparse.RawDescriptionHelpFormatter, usage="locust [options] [UserClass ...]")
    for row in _rows():
        if row["dest"] in _FIRST:
            _add(parser, row)
    return parser


def setup_parser_arguments(parser):
    """Adds acrida's options to a parser; the page does not ask for them, it has fields of its own."""
    parser._optionals.title = "Common options"
    groups = {}
    for row in _rows():
        if row["dest"] in _FIRST:
            continue
        if row["group"] not in groups:
            groups[row["group"]] = parser.add_argument_group(_GROUPS.get(row["group"], row["group"]))
        _add(groups[row["group"]], row)
    for action in parser._actions:
        action.include_in_web_ui = False


def get_parser(default_config_files=DEFAULT_CONFIG_FILES):
    """A parser with acrida's options and those of the locustfile, which are added by its listeners."""
    import locust

    parser = get_empty_argument_parser(default_config_files=default_config_files)
    setup_parser_arguments(parser)
    locust.events.init_command_line_parser.fire(parser=parser)
    return parser


def parse_options(args=None):
    """The options as an argparse.Namespace. args: a list of words, None for those of the process. Wrong ones exit with 2."""
    parser = get_parser()
    options = parser.parse_args(args=args)
    if options.stats_history_enabled and options.csv_prefix is None:
        parser.error("--csv-full-history needs --csv PREFIX.")
    return options


def default_args_dict():
    """{dest: default} of acrida's own options."""
    parser = get_empty_argument_parser(default_config_files=[])
    setup_parser_arguments(parser)
    return vars(parser.parse_args([]))


def _extra(args):
    parser = get_parser()
    own = default_args_dict()
    options = vars(parser.parse_args(args))
    for dest, action in parser.args_included_in_web_ui.items():
        if dest not in own and dest != "help":
            yield dest, action, options[dest]


def ui_extra_args_dict(args=None):
    """{dest: value} of the locustfile's options that the page asks for."""
    return {dest: value for dest, _, value in _extra(args)}


def ui_extra_options(args=None):
    """The same with all that the page has to know.

    Returns {dest: {default_value, is_secret, is_required, help_text, is_multiple, choices}}.
    """
    return {
        dest: {
            "default_value": value,
            "is_secret": action.is_secret,
            "is_required": action.is_required,
            "help_text": action.help,
            "is_multiple": action.is_multiple,
            "choices": action.choices,
        }
        for dest, action, value in _extra(args)
    }
