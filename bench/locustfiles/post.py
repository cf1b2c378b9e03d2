"""POST of a patient whose 13 values are drawn anew each time."""

import random

from locust import FastHttpUser, HttpUser, task


def patient():
    return {
        "age": random.randint(29, 77), "sex": random.randint(0, 1), "cp": random.randint(0, 3),
        "trestbps": random.randint(94, 200), "chol": random.randint(126, 564), "fbs": random.randint(0, 1),
        "restecg": random.randint(0, 2), "thalach": random.randint(71, 202), "exang": random.randint(0, 1),
        "oldpeak": random.randint(0, 6), "slope": random.randint(0, 2), "ca": random.randint(0, 4),
        "thal": random.randint(0, 3),
    }


class Http(HttpUser):
    @task
    def predict(self):
        self.client.post("/predict", json=patient())


class FastHttp(FastHttpUser):
    @task
    def predict(self):
        self.client.post("/predict", json=patient())
