"""The options of a run, as Python sees them: from the command line, the environment and config files.

The last one wins: ~/.locust.conf, ./locust.conf, ./pyproject.toml [tool.locust], --config FILE, variables, the command line.
"""

from ._find import find_locustfile, find_locustfiles, locustfile_is_directory, parse_locustfile_option
from ._options import (
    DEFAULT_CONFIG_FILES,
    default_args_dict,
    get_empty_argument_parser,
    get_parser,
    parse_options,
    setup_parser_arguments,
    ui_extra_args_dict,
    ui_extra_options,
)
from ._parser import LocustArgumentParser

__all__ = [
    "DEFAULT_CONFIG_FILES", "LocustArgumentParser", "default_args_dict", "find_locustfile", "find_locustfiles",
    "get_empty_argument_parser", "get_parser", "locustfile_is_directory", "parse_locustfile_option", "parse_options",
    "setup_parser_arguments", "ui_extra_args_dict", "ui_extra_options",
]
