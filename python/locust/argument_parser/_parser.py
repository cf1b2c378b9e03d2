"""The parser that locustfiles add their own options to."""

import difflib
from argparse import SUPPRESS

import configargparse

from ._config import ConfigFileParser


class LocustArgumentParser(configargparse.ArgumentParser):
    """A configargparse parser whose options may be shown on the page, too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, config_file_parser_class=ConfigFileParser, **kwargs)

    def add_argument(self, *args, include_in_web_ui=True, is_secret=False, is_required=False, is_multiple=False, **kwargs):
        """As argparse's, and configargparse's env_var=. Returns the action.

        include_in_web_ui: whether the page asks for it; is_secret: hidden there like a password; is_required: must be filled
        in there; is_multiple: several of its choices may be taken.
        """
        action = super().add_argument(*args, **kwargs)
        action.include_in_web_ui = include_in_web_ui
        action.is_secret = is_secret
        action.is_required = is_required
        action.is_multiple = is_multiple
        return action

    def _those(self, attribute):
        return {action.dest: action for action in self._actions if getattr(action, attribute, False)}

    @property
    def args_included_in_web_ui(self):
        """{dest: action} of the options that the page asks for."""
        return self._those("include_in_web_ui")

    @property
    def secret_args_included_in_web_ui(self):
        """Those of them that are hidden like a password."""
        return {dest: action for dest, action in self._those("is_secret").items() if action.include_in_web_ui}

    @property
    def required_args_included_in_web_ui(self):
        """Those of them that must be filled in."""
        return {dest: action for dest, action in self._those("is_required").items() if action.include_in_web_ui}

    @property
    def multiple_args_included_in_web_ui(self):
        """Those of them that may have several values."""
        return {dest: action for dest, action in self._those("is_multiple").items() if action.include_in_web_ui}

    def error(self, message):
        """Says in one sentence what is wrong, as acrida itself does, and exits with 2."""
        message = str(message)  # configargparse hands over exceptions as they are
        words = message.split("unrecognized arguments: ")[-1].split() if message.startswith("unrecognized") else ()
        unknown = next((word.partition("=")[0] for word in words if word.startswith("-")), None)
        if unknown is not None:
            known = [option for action in self._actions for option in action.option_strings if action.help != SUPPRESS]
            close = difflib.get_close_matches(unknown, known, n=1)
            meant = f" (did you mean {close[0]}?)" if close else ""
            message = f"unknown option {unknown}{meant}; 'acrida --help' lists them all"
        self.exit(2, f"acrida: {message.removeprefix('argument ')}\n")
