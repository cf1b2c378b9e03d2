"""GET as fast as the answers come. The class that is named on the command line says by which client."""

from locust import FastHttpUser, HttpUser, task


class Http(HttpUser):
    @task
    def health(self):
        self.client.get("/health")


class FastHttp(FastHttpUser):
    @task
    def health(self):
        self.client.get("/health")
