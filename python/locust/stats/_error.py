"""Failures that are the same: one method, one name, one text."""

import hashlib
import re
import time
from datetime import datetime, timezone

_ADDRESS = re.compile(r"object at 0x[0-9a-fA-F]+")


def timestamp_text(seconds):
    """Seconds since 1970 as ISO 8601 in UTC; empty for None."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else ""


class StatsError:
    """How often one failure occurred.

    method, name: of the request; error: the exception, or its text; occurrences: how often; first_seen, last_seen: seconds
    since 1970, or None.
    """

    def __init__(self, method, name, error, occurrences=0, first_seen=None, last_seen=None):
        self.method = method
        self.name = name
        self.error = error
        self.occurrences = occurrences
        self.first_seen = first_seen
        self.last_seen = last_seen

    @classmethod
    def parse_error(cls, error):
        """The text of an exception without addresses of objects, which would make the same failure another each time."""
        return _ADDRESS.sub("object at 0x....", error if isinstance(error, str) else repr(error))

    @classmethod
    def create_key(cls, method, name, error):
        """The key of a failure in `RequestStats.errors`."""
        return hashlib.sha256(f"{method}.{name}.{cls.parse_error(error)!r}".encode()).hexdigest()

    def occurred(self):
        """Counts one more."""
        self.occurrences += 1
        self.last_seen = time.time()
        self.first_seen = self.first_seen or self.last_seen

    def to_name(self):
        """The failure in one line, as the report on the console shows it."""
        text = self.parse_error(self.error)
        if text.startswith("CatchResponseError("):
            text = text[len("CatchResponseError("):-1]
        return f"{self.method} {self.name}: {text}"

    def to_dict(self):
        """The failure as the page shows it, times as ISO 8601."""
        return {
            "method": self.method,
            "name": self.name,
            "error": self.parse_error(self.error),
            "occurrences": self.occurrences,
            "first_seen": timestamp_text(self.first_seen),
            "last_seen": timestamp_text(self.last_seen),
        }

    def serialize(self):
        """The failure as it travels from a worker to its master."""
        return {
            "method": self.method,
            "name": self.name,
            "error": self.parse_error(self.error),
            "occurrences": self.occurrences,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
        }

    @classmethod
    def unserialize(cls, data):
        """The failure that serialize() gave."""
        return cls(data["method"], data["name"], data["error"], data["occurrences"], data.get("first_seen"),
                   data.get("last_seen"))

    from_dict = unserialize

    def _extend(self, other):
        self.occurrences += other.occurrences
        seen = [time for time in (self.first_seen, other.first_seen) if time]
        self.first_seen = min(seen, default=None)
        self.last_seen = max([time for time in (self.last_seen, other.last_seen) if time], default=None)
