"""hey and wrk against a server that freezes for a second, beside acrida: what each reports, and what the truth is."""

import re
import subprocess

import machine
from generators import UNITS_MS
from proofs.freeze import DELAY_MS, RATE, SECONDS, SERVER, USERS, exact_latencies
from proofs.runs import Cores, acrida, known_server, row
from support.known_server import exact

PARTS = (0.5, 0.99, 0.999)


def run(*command):
    pinned = ["taskset", "-c", machine.GENERATOR_CORE, *command]
    return subprocess.run([*map(str, pinned)], capture_output=True, text=True, check=True, timeout=120).stdout


def wrk(_, url):
    said = run("wrk", "-t", 1, "-c", USERS, "-d", f"{SECONDS}s", "--latency", url)
    told = {float(p) / 100: float(value) * UNITS_MS[unit]
            for p, value, unit in re.findall(r"^\s+(\d+)%\s+([\d.]+)(us|ms|s)", said, re.M)}
    return int(re.search(r"(\d+) requests in", said)[1]), [told.get(p) for p in PARTS]


def hey(_, url):
    said = run("hey", "-z", f"{SECONDS}s", "-c", USERS, "-q", RATE / USERS, "-disable-compression", url)
    told = {float(p) / 100: float(value) * 1e3 for p, value in re.findall(r"([\d.]+)%+ in ([\d.]+) secs", said)}
    return sum(int(count) for count in re.findall(r"\[200\]\t(\d+) responses", said)), [told.get(p) for p in PARTS]


def told_by(summary, kind):
    totals = summary["totals"]
    return totals["requests"], [totals[kind][f"p{100 * p:g}".replace(".", "_")] for p in PARTS]


def acrida_closed(out, url):
    return told_by(acrida(out, url, "-u", USERS, "-r", 1000, "-t", f"{SECONDS}s")[1], "service_ms")


def acrida_open(out, url):
    return told_by(acrida(out, url, "--rate", RATE, "--arrivals", "constant", "-t", f"{SECONDS}s")[1], "latency_ms")


CONTENDERS = {
    f"wrk -c {USERS}": wrk,
    f"hey -c {USERS} -q {RATE // USERS}": hey,
    f"acrida -u {USERS}, service time": acrida_closed,
    f"acrida --rate {RATE} --arrivals constant, latency": acrida_open,
}


def peers(out, rounds):
    truth = exact_latencies()
    print(f"a service of {DELAY_MS:.0f} ms that freezes for a second; what {RATE}/s would feel, in ms, by arithmetic:")
    row("truth", "", len(truth), "", "", *(exact(truth, p) for p in PARTS))
    print()
    row("who", "round", "requests", "core0", "core1", *(f"p{100 * p:g}" for p in PARTS))
    for turn in range(1, rounds + 1):
        for who, measure in CONTENDERS.items():
            cores = Cores()
            with known_server(out, *SERVER) as server:
                requests, told = measure(out, server.url)
                server.stop()
            row(who, turn, requests, *cores.busy(), *("does not tell" if each is None else each for each in told))
    return True
