"""Where the locustfiles are."""

import os
import sys
from pathlib import Path

from ._options import get_empty_argument_parser

_CURE = "Name it with -f FILE, which must end with '.py'; see --help for the other options."


def _give_up(message):
    sys.stderr.write(f"acrida: {message} {_CURE}\n")
    sys.exit(1)


def find_locustfile(locustfile):
    """The absolute path of a locustfile that is named with or without its `.py`; None if there is no such file."""
    name = Path(locustfile).expanduser()
    if name.suffix != ".py":
        name = name.with_name(name.name + ".py")
    return os.path.abspath(name) if name.exists() else None


def locustfile_is_directory(locustfiles):
    """Whether a folder is named; a folder beside a file `<its name>.py` is not meant when that name is given."""
    return any(os.path.isdir(name) and not os.path.exists(f"{name}.py") for name in locustfiles)


def _in_folder(folder):
    return sorted(str(path.absolute()) for path in Path(folder).rglob("*.py") if not path.name.startswith("_"))


def find_locustfiles(locustfiles, is_directory):
    """The absolute paths of several locustfiles, or of all in one folder and those below it, but for names with a _ in front.

    What cannot be found ends the process with 1 and says so.
    """
    if is_directory:
        if len(locustfiles) != 1:
            _give_up(f"Multiple values passed in for directory: {', '.join(locustfiles)}; there must be one.")
        folder = locustfiles[0]
        if not os.path.exists(folder):
            _give_up(f"Could not find directory '{folder}'.")
        if not os.path.isdir(folder):
            _give_up(f"'{folder}' is not a directory.")
        found = _in_folder(folder)
        if not found:
            _give_up(f"Could not find any locustfiles in directory '{folder}'.")
        return found
    found = []
    for name in locustfiles:
        if not name.endswith(".py"):
            _give_up(f"Invalid locustfile '{name}'.")
        path = find_locustfile(name)
        if path is None:
            _give_up(f"Could not find '{name}'.")
        found.append(path)
    return found


def parse_locustfile_option(args=None):
    """The absolute paths of the locustfiles that the command line, a variable or a config file names.

    args: a list of words, None for those of the process. What cannot be found ends the process with 1 and says so.
    """
    options, _ = get_empty_argument_parser(add_help=False).parse_known_args(args)
    names = [name.strip() for name in options.locustfile.split(",")]
    if len(names) > 1:
        return find_locustfiles(names, False)
    if locustfile_is_directory(names):
        return find_locustfiles(names, True)
    path = find_locustfile(names[0])
    if path is None:
        if os.path.basename(names[0]) in ("locustfile", "locustfile.py"):
            _give_up("Could not find any locustfile!")
        _give_up(f"Could not find '{names[0]}'.")
    return [path]
