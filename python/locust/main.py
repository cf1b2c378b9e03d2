"""The command `locust` is acrida; what else scripts import from here."""

import os
import shutil
import sys
from pathlib import Path

from .argument_parser import parse_locustfile_option, parse_options
from .env import Environment
from .html import get_html_report
from .util.load_locustfile import load_locustfile

__all__ = ["create_environment", "get_html_report", "load_locustfile", "main", "parse_locustfile_option", "parse_options"]


def create_environment(user_classes, options, events=None, shape_class=None, locustfile=None, parsed_locustfiles=None,
                       available_user_classes=None, available_shape_classes=None, available_user_tasks=None):
    """An Environment as the options want it. user_classes: a list; options: what parse_options() returns."""
    return Environment(
        locustfile=locustfile,
        user_classes=user_classes,
        shape_class=shape_class,
        events=events,
        host=options.host,
        tags=options.tags,
        exclude_tags=options.exclude_tags,
        reset_stats=options.reset_stats,
        stop_timeout=options.stop_timeout,
        parsed_options=options,
        parsed_locustfiles=parsed_locustfiles,
        available_user_classes=available_user_classes,
        available_shape_classes=available_shape_classes,
        available_user_tasks=available_user_tasks,
        profile=options.profile,
    )


def _program():
    """Where acrida is: beside this package, or on the path; None if it is nowhere."""
    # Under the name that it was imported by first: the folder of a build has only a link to it.
    for package in (Path(__file__).absolute(), Path(__file__).resolve()):
        for folder in list(package.parents)[1:]:
            beside = folder / "bin" / "acrida"
            if beside.exists():
                return str(beside)
    return shutil.which("acrida")


def main():
    """Becomes acrida, with the arguments of this process; ends it with 1 if there is no acrida."""
    program = _program()
    if program is None:
        sys.exit("The program acrida is neither beside the package locust nor on the PATH; install it, or add its folder to "
                 "PATH.")
    os.execv(program, ["acrida", *sys.argv[1:]])
