"""Names that were given up with Locust 1.0, for the message that says so."""


class _Renamed(type):
    def __new__(mcs, name, bases, namespace):
        if bases:
            raise ImportError("The Locust class has been renamed to User in version 1.0. For more info see: "
                              "https://docs.locust.io/en/latest/changelog.html#changelog-1-0")
        return super().__new__(mcs, name, bases, namespace)


class Locust(metaclass=_Renamed):
    """Now User."""


class HttpLocust(metaclass=_Renamed):
    """Now HttpUser."""


class FastHttpLocust(metaclass=_Renamed):
    """Now FastHttpUser."""
