"""What a second engine thread adds, over servers in memory: build/bench/threads_bench measures it."""

import subprocess
import sys

from loads import ROOT

PROGRAM = ROOT / "build/bench/threads_bench"


def threads(options):
    if not PROGRAM.exists():
        sys.exit("bench: build/bench/threads_bench is not built: make bench TOPIC=threads")
    return subprocess.run([PROGRAM, str(options.seconds), str(options.rounds)], check=False).returncode == 0
