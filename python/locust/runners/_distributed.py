"""Runners of tests on several machines: names to ask for with isinstance."""

from ..exception import unavailable
from ._runner import Runner


class DistributedRunner(Runner):
    """A test on several processes."""


class MasterRunner(DistributedRunner):
    """The one that tells the others."""

    def __init__(self, environment, master_bind_host="*", master_bind_port=5557):
        raise unavailable("A MasterRunner", "run `acrida -f FILE --processes N`, which uses several processes of one machine")


class WorkerRunner(DistributedRunner):
    """One of the others."""

    def __init__(self, environment, master_host, master_port):
        raise unavailable("A WorkerRunner", "run `acrida -f FILE --processes N`, which uses several processes of one machine")


class WorkerNode:
    """What a master knows of a worker. id: its name; state: one of STATE_*."""

    def __init__(self, id, state="ready", heartbeat_liveness=3):
        self.id = id
        self.state = state
        self.user_count = 0
        self.heartbeat = heartbeat_liveness
        self.cpu_usage = 0
        self.memory_usage = 0
        self.user_classes_count = {}
