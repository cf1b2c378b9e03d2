"""Users for other protocols, and helpers."""

import importlib.abc
import sys

# Module -> (its class, the Python library that speaks the protocol).
_LEFT_OUT = {
    "dns": ("DNSUser", "dnspython"),
    "milvus": ("MilvusUser", "pymilvus"),
    "mongodb": ("MongoDBUser", "pymongo"),
    "mqtt": ("MqttUser", "paho-mqtt"),
    "oai": ("OpenAIUser", "openai"),
    "postgres": ("PostgresUser", "psycopg"),
    "qdrant": ("QdrantUser", "qdrant-client"),
    "socketio": ("SocketIOUser", "python-socketio"),
}


class _LeftOut(importlib.abc.MetaPathFinder):
    """Says of the modules that acrida does not have what to do instead."""

    def find_spec(self, name, path, target=None):
        package, _, module = name.rpartition(".")
        if package == __name__ and module in _LEFT_OUT:
            user, library = _LEFT_OUT[module]
            raise ImportError(f"{user} ({name}) is not part of acrida: derive a class from locust.User, call the library {library} in "
                              "its tasks, and wrap the calls in `with self.environment.events.request.measure(…)`.", name=name)
        return None


sys.meta_path.append(_LeftOut())
