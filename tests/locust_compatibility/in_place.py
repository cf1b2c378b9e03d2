"""Runs one of Locust's own test modules against the package that is on PYTHONPATH, for locust_compatibility_e2e.py.

usage: in_place.py MODULE RESULT FOLDER [TEST…]

MODULE: such as test_tags; RESULT: where to write [[test, outcome, last line]] as JSON; FOLDER: a folder for files that
tests write, with links to Locust's test modules in locust/test; TEST: those to leave out. Outcomes are passed, failed
and skipped.
"""

import importlib.machinery
import json
import os
import sys
import types
import unittest

_SYSTEM = "/usr/lib/python3/dist-packages/locust"


class _Tests:
    """Finds `locust.test` in the folder of links; everything else of `locust` is the package's own."""

    def __init__(self, folder):
        self._folder = folder

    def find_spec(self, name, path, target=None):
        if name != "locust.test":
            return None
        return importlib.machinery.PathFinder.find_spec(name, [self._folder])


class _Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.rows = {}

    def _add(self, test, outcome, error=None):
        line = "" if error is None else str(error[1]).strip().split("\n")[-1]
        kind = "" if error is None else error[0].__name__
        self.rows[_name(test)] = (outcome, f"{kind}: {line}" if kind else line)

    def addSuccess(self, test):
        self.rows.setdefault(_name(test), ("passed", ""))

    def addError(self, test, error):
        self._add(test, "failed", error)

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self._add(test, "failed", error)

    def addSkip(self, test, reason):
        self.rows[_name(test)] = ("skipped", reason)


def _name(test):
    return ".".join(test.id().split(".")[-2:])


def _tests_of(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from _tests_of(each)
        else:
            yield each


def _stand_in_for_retry():
    """test_runners imports a decorator from `retry`, which Debian does not package; other modules import test_runners."""
    module = types.ModuleType("retry")
    module.retry = lambda *args, **kwargs: lambda function: function
    sys.modules["retry"] = module


def _assert_own_package():
    genuine = [module.__name__ for module in list(sys.modules.values())
               if getattr(module, "__name__", "").startswith("locust") and not module.__name__.startswith("locust.test")
               and os.path.realpath(getattr(module, "__file__", None) or "").startswith(_SYSTEM)]
    if genuine:
        sys.exit(f"in_place.py: these modules are Locust's own, so nothing would be proven: {', '.join(genuine)}.")


def main():
    module, result_path, folder, *left_out = sys.argv[1:]
    os.chdir(folder)
    sys.argv[1:] = []
    sys.meta_path.insert(0, _Tests(os.path.join(folder, "locust")))
    try:
        import retry  # noqa: F401
    except ImportError:
        _stand_in_for_retry()
    suite = unittest.defaultTestLoader.loadTestsFromName(f"locust.test.{module}")
    own = [test for test in _tests_of(suite) if test.__class__.__module__ in (f"locust.test.{module}", "unittest.loader")]
    result = _Result()
    for test in own:
        if _name(test) not in left_out:
            test(result)
    _assert_own_package()
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump([[name, *row] for name, row in result.rows.items()], file)
    # Threads and greenlets that tests leave behind must not hold this up.
    os._exit(0)


main()
