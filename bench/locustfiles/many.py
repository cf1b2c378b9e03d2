"""Ten thousand users who think for 1 to 5 s, and whose task swallows whatever is thrown into it."""

from locust import HttpUser, between, task


class Patient(HttpUser):
    wait_time = between(1, 5)

    @task
    def ask(self):
        try:
            self.client.get("/health")
        except:
            pass
