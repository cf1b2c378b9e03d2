"""What is asked of a server, and how: the words that load generators, rounds and topics share."""

import dataclasses
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "build/bin"


@dataclasses.dataclass(frozen=True)
class Request:
    """What every client sends, header for header: `acrida` adds User-Agent and Accept by itself."""

    users: str  # its users file is bench/users/NAME.cpp, or a plan there, NAME.yaml
    method: str
    path: str
    body: pathlib.Path | None = None
    title: str = ""  # instead of method and path

    def __str__(self):
        return self.title or f"{self.method} {self.path}"

    @property
    def users_file(self):
        return ROOT / "bench/users" / (self.users if self.users.endswith(".yaml") else f"{self.users}.cpp")


PAYLOAD = ROOT / "data/payload.json"
REQUESTS = {
    "get": Request("get", "GET", "/health"),
    "post": Request("post", "POST", "/predict", PAYLOAD),
}
SAME_HEADERS = {"User-Agent": "acrida", "Accept": "*/*"}
JSON_HEADER = "Content-Type: application/json"


HTTP1, H2, H2C = "http/1.1", "h2", "h2c"  # over TLS or without it, HTTP/2 over TLS, and without it


@dataclasses.dataclass(frozen=True)
class Load:
    request: Request
    url: str
    connections: int
    seconds: int
    out: pathlib.Path  # a folder for whatever the client writes
    protocol: str = HTTP1
    streams: int = 1  # requests at once on each connection

    @property
    def at_once(self):
        return self.connections * self.streams


@dataclasses.dataclass(frozen=True)
class Counted:
    """What a client says about its round."""

    requests: int
    seconds: float
    p99_ms: float  # nan: it does not tell
    failures: int


class Failed(Exception):
    """What was wrong with a round."""
