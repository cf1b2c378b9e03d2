"""From a command line to an Environment: options, locustfiles, user classes, shape."""

import contextlib
import io
import json
import os
import sys
import traceback
from argparse import SUPPRESS

import _acrida
import locust

from .. import argument_parser
from ..argument_parser import find_locustfiles, get_parser, locustfile_is_directory
from ..env import Environment
from ..log import setup_logging
from ..user.inspectuser import get_ratio
from ..user.users import User
from ..util.load_locustfile import load as load_file
from ..util.timespan import parse_timespan
from .ending import exit_code_of

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


class NotLoaded(Exception):
    """There is nothing to run. said: why, in whole lines."""

    def __init__(self, exit_code, said):
        super().__init__(exit_code)
        self.exit_code = exit_code
        self.said = said


class Loaded:
    """What was loaded. environment: None when only the options were asked for."""

    def __init__(self, environment, user_classes):
        self.environment = environment
        self._user_classes = user_classes  # the names that the command line gives

    def description(self):
        """What acrida has to know, as values of JSON."""
        classes = [] if self.environment is None else self.environment.user_classes
        return {
            "api": locust.__version__,
            "options": _own_options(),
            "user_classes": self._user_classes,
            "classes": [_class(each) for each in classes],
        }


def load(arguments, files, only_options):
    """Loads the locustfiles as the command line wants them. NotLoaded when that is not possible.

    arguments: the words of acrida's command line; files: those of its locustfiles; only_options: for --help.
    """
    user_classes, shapes = _load_files(_heard(lambda: _found(files)))
    if only_options:
        return Loaded(None, [])
    options = _heard(lambda: argument_parser.parse_options(arguments))
    if not options.skip_log_setup:
        setup_logging(options.loglevel, options.logfile)
    options.run_time = parse_timespan(options.run_time) if options.run_time else None
    chosen = _chosen(user_classes, options.user_classes)
    _configure(chosen, options.config_users)
    return Loaded(_environment(options, files, chosen, shapes), list(options.user_classes or []))


def _fail(sentence):
    raise NotLoaded(1, f"acrida: {sentence}\n")


def _heard(act):
    """What `act` returns; NotLoaded with what it says if it ends the process, as argparse does."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            return act()
        except SystemExit as end:
            exit_code = exit_code_of(end.code)
            raise NotLoaded(exit_code, said.getvalue()) from end


def _found(files):
    files = [os.path.expanduser(name) for name in files]
    return find_locustfiles(files, locustfile_is_directory(files))


def _load_files(paths):
    user_classes, shapes = {}, {}
    for path in paths:
        _, of_file, shapes_of_file = _loaded(path)
        for kind, known, found in (("user class names", user_classes, of_file),
                                   ("shape classes", shapes, {type(each).__name__: each for each in shapes_of_file})):
            for name, each in found.items():
                # One that several files import is one.
                if name in known and _source(known[name]) != _source(each):
                    _fail(f"Duplicate {kind}: {name} is defined in two files; rename one of them.")
                known[name] = each
    if not user_classes:
        _fail(f"No User class found in {', '.join(map(str, paths))}: a locustfile needs one, see docs/locustfiles.md.")
    return user_classes, shapes


def _loaded(path):
    try:
        return load_file(path)
    except SystemExit as end:
        with contextlib.redirect_stderr(io.StringIO()) as said:
            exit_code = exit_code_of(end.code)
        raise NotLoaded(exit_code, said.getvalue()) from end
    except Exception as error:
        raise NotLoaded(1, _traceback_of(error)) from error


def _traceback_of(error):
    """The traceback without what of it is ours, above the locustfile's first line: who reads it has no part in that."""
    told = traceback.TracebackException.from_exception(error)
    frames = list(told.stack)
    first = next((i for i, frame in enumerate(frames) if not _is_ours(frame.filename)), len(frames))
    told.stack = traceback.StackSummary.from_list(frames[first:])
    return "".join(told.format())


def _is_ours(filename):
    return filename.startswith((_PACKAGE, "<frozen importlib"))


def _source(each):
    cls = each if isinstance(each, type) else type(each)
    return sys.modules[cls.__module__].__file__, cls.__qualname__


def _chosen(user_classes, names):
    unknown = set(names or []) - set(user_classes)
    if unknown:
        _fail(f"Unknown User(s): {', '.join(sorted(unknown))}; there are: {', '.join(user_classes)}.")
    return [user_classes[name] for name in names] if names else list(user_classes.values())


def _configure(user_classes, texts):
    """What --config-users says of classes: JSON, or names of files with JSON, of an object or a list of them."""
    by_name = {each.__name__: each for each in user_classes}
    for text in texts or []:
        for settings in _settings(text):
            name = settings.pop("user_class_name", None)
            if name not in by_name:
                _fail(f"--config-users: there is no user class {name}; there are: {', '.join(by_name)}.")
            user_class = by_name[name]
            if "tasks" in settings:
                wanted = settings.pop("tasks")
                user_class.tasks = [task for task in user_class.tasks if task.__name__ in wanted]
            for key, value in settings.items():
                setattr(user_class, key, value)


def _settings(text):
    try:
        if not text.lstrip().startswith(("{", "[")):
            with open(text, encoding="utf-8") as file:
                text = file.read()
        settings = json.loads(text)
    except (OSError, ValueError) as error:
        _fail(f"--config-users: {error}.")
    return settings if isinstance(settings, list) else [settings]


def _environment(options, files, user_classes, shapes):
    shape = next(iter(shapes.values()), None)
    try:
        environment = Environment(
            user_classes=user_classes, shape_class=shape, events=locust.events, host=options.host, tags=options.tags,
            exclude_tags=options.exclude_tags, locustfile=",".join(map(os.path.basename, files)),
            reset_stats=options.reset_stats, stop_timeout=options.stop_timeout, parsed_options=options,
            parsed_locustfiles=files, available_user_classes={each.__name__: each for each in user_classes},
            available_shape_classes=shapes or None)
    except ValueError as error:
        _fail(error)
    environment._filter_tasks_by_tags()
    if options.equal_weights:
        environment.assign_equal_weights()
    return environment


def _class(user_class):
    tree = get_ratio([user_class], {user_class.__name__: 1}, False)[user_class.__name__]
    return {"name": user_class.__name__, "weight": user_class.weight, "fixed_count": user_class.fixed_count,
            "host": user_class.host, "tasks": _tasks(tree), "own_run": user_class.run is not User.run,
            **{what: _load_text(getattr(user_class, what, None)) for what in ("rate", "arrivals", "users")}}


def _load_text(value):
    """What a class wants of the load, as a text or a number says it; None for what is some other attribute of its own."""
    if isinstance(value, str):
        return value
    return repr(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _tasks(tree):
    return [{"name": name, "ratio": branch["ratio"], "tasks": _tasks(branch)}
            for name, branch in tree.get("tasks", {}).items()]


def _own_options():
    """The options that locustfiles have added: [{name, letter, type, default, help, hidden}]."""
    standard = {row[0] for row in _acrida.option_rows()}
    parser = get_parser()
    formatter = parser._get_formatter()
    options = []
    for action in parser._actions:
        names = [name[2:] for name in action.option_strings if name.startswith("--")]
        if not action.option_strings or standard.intersection(names):
            continue
        letter = next((name[1] for name in action.option_strings if len(name) == 2), "")
        for name in names or [action.dest]:
            options.append({"name": name, "letter": letter, "type": _type(action), "default": _default(action),
                            "help": _help(action, formatter), "hidden": action.help == SUPPRESS})
            letter = ""  # of the first alone, if there are several
    return options


def _type(action):
    if action.nargs == 0:
        return "flag"
    return "text" if action.nargs is None else "list"


def _default(action):
    """As one would type it; what an option without a value is without it goes without saying."""
    return "" if action.nargs == 0 or action.default is None else str(action.default)


def _help(action, formatter):
    """The help's text, with what argparse replaces in it: %(default)s and its like."""
    if not action.help or action.help == SUPPRESS:
        return ""
    try:
        return formatter._expand_help(action)
    except (KeyError, TypeError, ValueError):  # no such field: argparse would fail
        return action.help
