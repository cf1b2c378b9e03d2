"""A locustfile as Locust runs it, too: patients of a table ask for their diagnosis, one of five forgets a field.

It has an option of its own: `--limit 50` fails the run when 95 % of the answers take longer than 50 ms.
"""
import csv
import pathlib
import random

from locust import HttpUser, between, events, tag, task

# Read once, when the file is loaded; all users of a process share it. Found beside this file, wherever the test starts.
TABLE = pathlib.Path(__file__).parent / "../data/heart-disease.csv"
with TABLE.open(encoding="utf-8") as file:
    PATIENTS = [{name: float(value) for name, value in row.items() if name != "target"} for row in csv.DictReader(file)]


class Patient(HttpUser):
    wait_time = between(0.1, 0.5)  # seconds between two tasks

    def on_start(self):
        self.client.get("/health")  # once for each user, before its first task

    @task(4)  # picked four times as often as a task of weight 1
    def diagnosis(self):
        with self.client.post("/predict", json=random.choice(PATIENTS), catch_response=True) as answer:
            if answer.ok and "diagnosis" not in answer.json():
                answer.failure(f"no diagnosis: {answer.text}")

    @tag("invalid")  # --exclude-tags invalid leaves it out
    @task
    def forgotten_field(self):
        patient = dict(random.choice(PATIENTS))
        del patient[random.choice(list(patient))]
        # Filed under a name of its own. That the server refuses is what we want, anything else is a failure.
        with self.client.post("/predict", json=patient, name="/predict [invalid]", catch_response=True) as answer:
            if answer.status_code == 400:
                answer.success()
            elif answer.status_code != 0:  # no answer at all is a failure already, and says why
                answer.failure(f"expected 400, got {answer.status_code}")


@events.init_command_line_parser.add_listener
def add_options(parser):
    parser.add_argument("--limit", type=int, default=0, help="Milliseconds that 95 of 100 answers may take; 0 for no limit")


@events.quitting.add_listener
def judge(environment, **_):
    limit = environment.parsed_options.limit
    reached = environment.stats.total.get_response_time_percentile(0.95)
    if limit and reached > limit:
        print(f"95 % of the answers took up to {reached} ms: more than {limit} ms")
        environment.process_exit_code = 1
