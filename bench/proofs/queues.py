"""The highest rate at which a queue keeps p99 below a time: by formula where there is one, else by simulation.

Poisson arrivals, first come, first served, a queue without end.
"""

import math
import random

MISSES = 0.01  # of all, may take longer


def waits_mm(servers, mu, rate):
    """Erlang's C: how likely an arrival has to wait, M/M/c."""
    load = rate / mu
    terms = [1.0]
    for k in range(1, servers + 1):
        terms.append(terms[-1] * load / k)
    last = terms[-1] / (1 - load / servers)
    return last / (sum(terms[:-1]) + last)


def longer_mm(servers, mu, rate, time):
    """P(T > time) of the time from arrival to answer, M/M/c: no wait, or an exponential one of rate cμ − λ, then service."""
    waits, drain = waits_mm(servers, mu, rate), servers * mu - rate
    served = math.exp(-mu * time)
    if math.isclose(drain, mu, rel_tol=1e-9):
        both = (1 + mu * time) * served
    else:
        both = (drain * served - mu * math.exp(-drain * time)) / (drain - mu)
    return (1 - waits) * served + waits * both


def longer_md(servers, service, rate, time, arrivals=2_000_000, seed=1):
    """The same for constant service, M/D/c, from a simulation: servers come free in the order in which they began."""
    draw = random.Random(seed)
    begins, now, late, skipped = [-math.inf] * servers, 0.0, 0, arrivals // 20
    for n in range(arrivals):
        now += draw.expovariate(1.0) / rate
        begin = max(now, begins[n % servers] + service)
        begins[n % servers] = begin
        late += n >= skipped and begin + service - now > time
    return late / (arrivals - skipped)


def highest_rate(longer, capacity, steps):
    """Where `longer(rate)`, which rises, reaches MISSES; by halving between nothing and the capacity."""
    low, high = 0.0, capacity
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if longer(middle) <= MISSES else (low, middle)
    return (low + high) / 2


def limit_mm(servers, mean, time):
    return highest_rate(lambda rate: longer_mm(servers, 1 / mean, rate, time), servers / mean, 60)


def limit_md(servers, service, time):
    return highest_rate(lambda rate: longer_md(servers, service, rate, time), servers / service, 12)
