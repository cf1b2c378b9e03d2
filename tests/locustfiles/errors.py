"""Every way in which a request or a task can fail, with either client."""

from locust import FastHttpUser, HttpUser, constant, task
from locust.exception import ResponseError

NOBODY = "http://127.0.0.1:1/nobody"  # no server has this port


class Errors(HttpUser):
    wait_time = constant(0.05)

    @task
    def missing(self):
        self.client.get("/missing")

    @task
    def missing_with_a_name(self):
        self.client.get("/missing?what=1", name="a name")

    @task
    def refused_body(self):
        self.client.post("/predict", json={"age": "old"})

    @task
    def refused_connection(self):
        self.client.get(NOBODY)

    @task
    def judged(self):
        with self.client.get("/health", name="judged", catch_response=True) as answer:
            answer.failure(f"not what I wanted: {answer.text}")

    @task
    def judged_good(self):
        with self.client.get("/missing", name="judged good", catch_response=True) as answer:
            answer.success()

    @task
    def raised_inside(self):
        with self.client.get("/health", name="raised inside", catch_response=True) as answer:
            raise ResponseError(f"status {answer.status_code}")

    @task
    def raised(self):
        raise ValueError("a task has raised")


class FastErrors(FastHttpUser):
    wait_time = constant(0.05)

    @task
    def missing(self):
        self.client.get("/missing?fast=1")

    @task
    def refused_connection(self):
        self.client.get(NOBODY + "?fast=1")

    @task
    def judged(self):
        with self.client.get("/health", name="fast judged", catch_response=True) as answer:
            answer.failure(f"not what I wanted: {answer.text}")
