"""The load as a function of time: a morning that grows step by step, a rush at noon, and the evening."""
from locust import HttpUser, LoadTestShape, constant_pacing, task


class Visitor(HttpUser):
    # A task starts every 200 ms, however long the last one took: the number of users sets the rate, five requests a
    # second each, as long as no answer takes longer.
    wait_time = constant_pacing(0.2)

    @task
    def health(self):
        self.client.get("/health")


class Day(LoadTestShape):
    # (until which second of the run, users, users started or stopped a second)
    stages = [(2, 2, 10), (4, 5, 10), (6, 20, 20), (8, 2, 20)]

    def tick(self):  # asked once a second, in the first process only
        for until, users, rate in self.stages:
            if self.get_run_time() < until:
                return users, rate
        return None  # the run is over
