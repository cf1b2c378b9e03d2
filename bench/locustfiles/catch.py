"""GET whose answer the task looks at."""

from locust import FastHttpUser, HttpUser, task


def judge(answer):
    if answer.status_code != 200 or answer.text != "OK":
        answer.failure(f"unexpected: {answer.status_code} {answer.text!r}")


class Http(HttpUser):
    @task
    def health(self):
        with self.client.get("/health", catch_response=True) as answer:
            judge(answer)


class FastHttp(FastHttpUser):
    @task
    def health(self):
        with self.client.get("/health", catch_response=True) as answer:
            judge(answer)
