"""What users cost who do little: memory of one who is connected and idle, and the pace of 10,000 who think."""

import dataclasses
import math
import statistics
import time

from acrida_run import AcridaRun, Second, compile_users, failures_of
from loads import ROOT, Failed
from servers import SERVERS, RunningServer

IDLE, THINKING = ROOT / "bench/users/idle.cpp", ROOT / "bench/users/thinking.cpp"
MANY, FEW = 10_000, 10
RAMP = 1  # seconds
SETTLED_AFTER = 3  # seconds from the moment that all are connected
THINK_MEAN, THINK_VARIANCE = 3.0, (5 - 1) ** 2 / 12  # seconds, of between(1s, 5s)


@dataclasses.dataclass(frozen=True)
class Window:
    """When the pace of those who think is looked at."""

    after: int  # seconds, from the end of the ramp
    length: int


def idle(options):
    compile_users(IDLE, THINKING)
    users = (options.connections or [MANY])[0]
    window = Window(10, 5) if options.quick else Window(15, 60)
    fine = True
    for measure in (lambda: memory(users, options), lambda: pace(users, window, options)):
        try:
            fine = measure() and fine
        except (Failed, OSError) as trouble:
            print(f"FAIL: {trouble}")
            fine = False
    return fine


def memory(users, options):
    print("round\tusers\tresident_kb\tper_user_bytes", flush=True)
    each = []
    for turn in range(1, options.rounds + 1):
        few, many = (resident_kb(count, options.out) for count in (FEW, users))
        each.append((many - few) * 1024 / (users - FEW))
        print(f"{turn}\t{FEW}\t{few}\t\n{turn}\t{users}\t{many}\t{each[-1]:.0f}", flush=True)
    print(f"\nan idle, connected user takes {statistics.median(each):,.0f} bytes of acrida's memory: VmRSS at {users:,} "
          f"users less that at {FEW}, shared between the others; the kernel's memory for sockets is not in it\n")
    return True


def resident_kb(users, out):
    with RunningServer(SERVERS["acrida-model"], out) as server:
        with AcridaRun(IDLE, server.url, users, users / RAMP, 120, out) as run:
            run.wait_for_connections(server.port, users, 30)
            time.sleep(SETTLED_AFTER)
            resident = run.resident_kb()
            run.process.terminate()  # a graceful end, as with Ctrl-C
            _, summary = run.finish()
        answered = server.stop()
    if failures_of(summary["totals"]) or not summary["totals"]["requests"] == answered == users:
        raise Failed(f"{users} users, {summary['totals']['requests']} requests counted, {answered} answered, "
                     f"{failures_of(summary['totals'])} failures")
    return resident


def pace(users, window, options):
    """The rate achieved against users ÷ (mean thinking + mean service time)."""
    with RunningServer(SERVERS["acrida-model"], options.out) as server:
        seconds = RAMP + window.after + window.length + 2
        began = time.monotonic()
        with AcridaRun(THINKING, server.url, users, users / RAMP, seconds, options.out) as run:
            run.wait_for_connections(server.port, users, RAMP + window.after)
            time.sleep(max(0, began + RAMP + window.after - time.monotonic()))
            first, cpu, began = int(time.time()), run.cpu_seconds(), time.monotonic()
            time.sleep(window.length)
            core = (run.cpu_seconds() - cpu) / (time.monotonic() - began)
            _, summary = run.finish()
        answered = server.stop()
    seen = {second.time: second for second in run.history()}
    pace_of_window = Pace(users, window.length, seen[first], seen[first + window.length], core)
    print(f"{users:,} users who think for 1 to 5 s, {window.length} s from {window.after} s after the ramp:")
    tell(pace_of_window, summary, answered)
    check_pace(pace_of_window, summary["totals"], answered)
    return True


@dataclasses.dataclass(frozen=True)
class Pace:
    users: int
    seconds: int
    first: Second
    last: Second
    core: float  # its share that the generator had

    @property
    def requests(self):
        return self.last.requests - self.first.requests

    @property
    def rate(self):
        return self.requests / self.seconds

    @property
    def service(self):
        """Its mean in the window, in seconds."""
        total_ms = self.last.mean_ms * self.last.requests - self.first.mean_ms * self.first.requests
        return total_ms / self.requests / 1e3

    @property
    def ideal(self):
        return self.users / (THINK_MEAN + self.service)

    @property
    def by_chance(self):
        """One standard deviation of rate ÷ ideal: the count of n users in T seconds varies by n·T·variance ÷ mean³."""
        return math.sqrt(self.users * self.seconds * THINK_VARIANCE / THINK_MEAN**3) / (self.ideal * self.seconds)


def tell(seen, summary, answered):
    lag, totals = summary["generator"]["dispatch_lag_ms"], summary["totals"]
    print(f"  {seen.rate:,.1f} requests/s, ideal {seen.ideal:,.1f}: {seen.rate / seen.ideal - 1:+.2%} "
          f"(by chance ±{seen.by_chance:.2%}, one standard deviation); mean service time {seen.service * 1e3:.3f} ms")
    print(f"  {seen.core:.1%} of a core, {seen.core / seen.rate * 1e6:.1f} µs a request")
    print(f"  users woken late by p50 {lag['p50']} ms, p99 {lag['p99']} ms, max {lag['max']} ms, ramp included")
    print(f"  {totals['requests']} requests counted, {answered} answered, {failures_of(totals)} failures")


def check_pace(seen, totals, answered):
    if failures_of(totals):
        raise Failed(f"{failures_of(totals)} failures")
    if not totals["requests"] <= answered <= totals["requests"] + totals["in_flight_at_end"]:
        raise Failed(f"{totals['requests']} requests counted, {totals['in_flight_at_end']} in flight, {answered} answered")
    if abs(seen.rate / seen.ideal - 1) > 4 * seen.by_chance + 0.001:
        raise Failed("the pace is not the ideal one")
