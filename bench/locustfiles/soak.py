"""What scripts/soak --python lets run: 20 requests a second of each user, one in a hundred of which fails."""

import random

from locust import HttpUser, constant_throughput, task


class Patient(HttpUser):
    wait_time = constant_throughput(20)

    @task
    def ask(self):
        self.client.get("/missing" if random.random() < 0.01 else "/health")
