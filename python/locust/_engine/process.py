"""The life of a process of users: each thing that acrida tells it to do, in the order in which it comes."""

import atexit
import faulthandler
import json
import os
import signal
import sys
import traceback

import _acrida

from .. import _hub
from .ending import exit_code_of
from .loading import NotLoaded, load
from .run import Run

# Where acrida reads what is not said in lines (see ChildProcess).
_LAST_WORDS = 4


def main():
    """Runs users until acrida says that it is over, or is gone; ends the interpreter.

    Arguments: the number of this process, from 0, and how many there are.
    """
    number, processes = map(int, sys.argv[1:3])
    _listen_to_signals()
    if processes > 1:
        for stream in (sys.stdout, sys.stderr):  # whole lines, among those of the others; also with PYTHONUNBUFFERED
            stream.reconfigure(line_buffering=True, write_through=False)
    child = _acrida.Child(_hub.engine())
    process = _Process(child, number, processes)
    while (line := child.next()) is not None:
        message = json.loads(line)
        process.do(message.pop("do"), message)
    os._exit(1)  # acrida is gone: nobody is left to listen to


def _listen_to_signals():
    # Ctrl-C in a terminal, and whoever ends a group of processes, reaches all of them; what it means is acrida's to say.
    # No SIG_IGN, which programs that users start would inherit.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    # Asked by SIGUSR1 it says where its Python code is, also while that lets nobody else run.
    faulthandler.register(signal.SIGUSR1, file=_LAST_WORDS, all_threads=False)


class _Process:
    def __init__(self, child, number, processes):
        self._child = child
        self._number = number
        self._processes = processes
        self._loaded = None
        self._run = None

    def do(self, what, message):
        """Does one thing. What goes wrong in it ends the process, with a traceback."""
        try:
            getattr(self, "_" + what)(**message)
        except NotLoaded as failure:
            if self._number == 0:
                sys.stderr.write(failure.said)
            self._give_up(failure.exit_code, said=failure.said)
        except SystemExit as end:  # of a listener
            self._give_up(exit_code_of(end.code))
        except Exception:
            traceback.print_exc()
            self._give_up(1)

    def _tell(self, what, **values):
        self._child.tell(json.dumps({"tell": what, **values}))

    def _give_up(self, exit_code, said=""):
        # The first process has said it already; acrida says it for the others only if that one has not failed.
        self._tell("failed", exit_code=exit_code, said=said)
        _exit(exit_code)

    def _load(self, arguments, files, help):
        self._loaded = load(arguments, files, only_options=help)
        self._tell("loaded", **self._loaded.description())

    def _prepare(self, users, spawn_rate, host):
        self._run = Run(self._child, self._loaded.environment, self._number, self._processes)
        self._tell("ready", **self._run.prepare(users, spawn_rate, host))

    def _second(self, anew, started_at, endpoints, tallies, errors, **_):
        self._run.on_second(anew, started_at, endpoints, tallies, errors)

    def _spawned(self, users):
        self._run.on_spawned(users)

    def _stopping(self):
        self._run.on_stopping()

    def _conclude(self):
        self._tell("concluded", **self._run.conclude())

    def _quit(self, exit_code):
        if self._run is not None:
            self._run.quit(exit_code)
        _exit(exit_code)


def _exit(exit_code):
    """Ends at once, after what a normal end would do: threads that users have left running must not hold it up."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)
