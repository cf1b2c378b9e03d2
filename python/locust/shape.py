"""The load as a function of time, written by the locustfile."""

import time


class _Meta(type):
    """A shape is abstract only if its own body says so."""

    def __new__(mcs, name, bases, namespace):
        namespace.setdefault("abstract", False)
        return super().__new__(mcs, name, bases, namespace)


class LoadTestShape(metaclass=_Meta):
    """Subclass it and write tick().

    runner: the runner of the test, set when the test starts.
    use_common_options: whether --users, --spawn-rate and --run-time apply to this shape.
    abstract: True for a base class that shall not be picked.
    """

    abstract = True
    runner = None
    use_common_options = False

    def __init__(self):
        self.start_time = time.perf_counter()

    def reset_time(self):
        """Makes the run's time begin now."""
        self.start_time = time.perf_counter()

    def get_run_time(self):
        """Seconds since the run began, as a float."""
        return time.perf_counter() - self.start_time

    def get_current_user_count(self):
        """How many users there are now."""
        return self.runner.user_count

    def tick(self):
        """Called about once a second. Returns (users, users started a second[, list of user classes]), or None to end."""
        return None
