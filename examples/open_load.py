"""Open load: patients arrive whether or not earlier ones have got their answer, and robots ask at a pace of their own."""
import csv
import pathlib
import random

from locust import HttpUser, constant_throughput, task

TABLE = pathlib.Path(__file__).parent / "../data/heart-disease.csv"
with TABLE.open(encoding="utf-8") as file:
    PATIENTS = [{name: float(value) for name, value in row.items() if name != "target"} for row in csv.DictReader(file)]


class Patient(HttpUser):
    # Arrivals a second: from 5 to 30 in two seconds, then so many until 10 s, when the run ends. Each of them begins one task
    # of a user that has nothing to do, or of a new one, and its latency counts from the arrival. A wait_time is not asked.
    rate = "0s:5/s, 2s:30/s, 10s:30/s"
    arrivals = "poisson"  # as people come, each for himself; "constant": evenly

    @task(9)
    def diagnosis(self):
        # Filed under the class of its payload, apart from the others.
        self.client.post("/predict", json=random.choice(PATIENTS), context={"acrida.class": "valid"})

    @task
    def no_patient(self):
        with self.client.post("/predict", data="{", catch_response=True, headers={"Content-Type": "application/json"},
                              context={"acrida.class": "malformed"}) as answer:
            if answer.status_code in (400, 422):
                answer.success()


class Robot(HttpUser):
    users = 2  # closed load beside it: each waits for its answer
    # Five tasks a second. One that begins late, for the answer before it was slow, counts from when it should have begun.
    wait_time = constant_throughput(5)

    @task
    def health(self):
        self.client.get("/health")
