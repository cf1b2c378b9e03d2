#!/usr/bin/python3
"""Locust's own tests, run where Debian installs them, against the package `locust` of this project.

Each module runs in a process of its own, in a folder of links, with a `locust` on the PATH that is acrida. What is not
expected to pass is named in tests/locust_compatibility/exceptions.txt with its reason; the run fails when another test
fails, and when one of these passes.

usage: tests/locust_compatibility_e2e.py [--table] [MODULE…]        --table: the table for docs/locust-compatibility.md
"""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

_HERE = pathlib.Path(__file__).resolve().parent
_SYSTEM = pathlib.Path("/usr/lib/python3/dist-packages/locust/test")
_EXCEPTIONS = _HERE / "locust_compatibility" / "exceptions.txt"
_MODULES = ["test_http", "test_fasthttp", "test_locust_class", "test_taskratio", "test_tags", "test_sequential_taskset",
            "test_wait_time", "test_users", "test_load_locustfile", "test_parser", "test_stats", "test_env", "test_util",
            "test_log", "test_main"]

# These need what acrida does not have, and would only wait for it: they are not run.
_NOT_RUN = {"web", "distributed"}
_SECONDS = 300


def exceptions():
    """{"module.Class.test": reason} of the tests that are not expected to pass."""
    known = {}
    for line in _EXCEPTIONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, reason = line.split()[:2]
            known[name] = reason
    return known


def prepare(folder):
    """Links to the tests, and a `locust` that is acrida."""
    tests = folder / "locust" / "test"
    tests.mkdir(parents=True)
    for path in _SYSTEM.glob("*.py"):
        (tests / path.name).symlink_to(path)
    program = folder / "bin" / "locust"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{os.environ["ACRIDA_BIN"]}/acrida" "$@"\n')
    program.chmod(0o755)


def run(module, left_out, folder):
    """{test: (outcome, last line)} of a module's tests. A module that does not end or breaks is one failed test."""
    result = folder / "result.json"
    result.unlink(missing_ok=True)
    package = pathlib.Path(os.environ["ACRIDA_BIN"]).parent / "python"
    environment = {**os.environ, "PYTHONPATH": str(package), "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    command = ["/usr/bin/python3", str(_HERE / "locust_compatibility" / "in_place.py"), module, str(result), str(folder), *left_out]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False)
        said = done.stderr
    except subprocess.TimeoutExpired:
        said = f"no end after {_SECONDS} s"
    if not result.exists():
        return {"(the module)": ("failed", said.strip().split("\n")[-1])}
    return {name: (outcome, line) for name, outcome, line in json.loads(result.read_text(encoding="utf-8"))}


def run_twice(module, left_out, known, folder):
    """The outcomes of a module's tests, of which those that should not have failed had a second chance: some judge times, and
    this machine may have been busy."""
    outcomes = run(module, left_out, folder)
    failed = {name for name, (outcome, _) in outcomes.items() if outcome == "failed" and f"{module}.{name}" not in known}
    if failed:
        outcomes.update(run(module, [*left_out, *(outcomes.keys() - failed)], folder))
    return outcomes


def judge(module, outcomes, known):
    """What is wrong with the outcomes of a module, as sentences."""
    wrong = []
    for name, (outcome, line) in sorted(outcomes.items()):
        reason = known.get(f"{module}.{name}")
        if outcome == "failed" and reason is None:
            wrong.append(f"{module}.{name} failed: {line}")
        if outcome == "passed" and reason is not None:
            wrong.append(f"{module}.{name} passed, although exceptions.txt says that it cannot ({reason}): remove its line.")
    return wrong


def row(module, outcomes, known):
    """A row of the table: module, passed, total, what did not pass by reason."""
    reasons = collections.Counter(reason for name, reason in known.items() if name.startswith(f"{module}."))
    passed = sum(outcome == "passed" for outcome, _ in outcomes.values())
    others = len(known.keys() & {f"{module}.{name}" for name in outcomes})
    total = len(outcomes) + sum(reasons.values()) - others
    return module, passed, total, ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))


def print_table(rows):
    """The table in Markdown."""
    print("| tests of Locust 2.12.1 | pass | of | the others |\n|---|---|---|---|")
    for module, passed, total, others in rows:
        print(f"| {module} | {passed} | {total} | {others} |")
    print(f"| all | {sum(row[1] for row in rows)} | {sum(row[2] for row in rows)} | |")


def main():
    if not _SYSTEM.is_dir():
        print("skipped: Debian's package python3-locust is not installed")
        sys.exit(77)
    arguments = [word for word in sys.argv[1:] if word != "--table"]
    known = exceptions()
    wrong, rows = [], []
    for module in arguments or _MODULES:
        left_out = [name.partition(".")[2] for name, reason in known.items()
                    if name.startswith(f"{module}.") and reason in _NOT_RUN]
        with tempfile.TemporaryDirectory() as folder:
            prepare(pathlib.Path(folder))
            outcomes = run_twice(module, left_out, known, pathlib.Path(folder))
        wrong += judge(module, outcomes, known)
        rows.append(row(module, outcomes, known))
        print(f"{module}: {rows[-1][1]} of {rows[-1][2]}", file=sys.stderr, flush=True)
    print_table(rows)
    for sentence in wrong:
        print(sentence)
    sys.exit(1 if wrong else 0)


main()
