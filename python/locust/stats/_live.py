"""Numbers that are up to date whenever somebody looks."""


class Live:
    """An attribute of a StatsEntry: reading it first folds in what was measured since the last look."""

    def __init__(self, doc):
        self.__doc__ = doc

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, entry, owner=None):
        if entry is None:
            return self
        if entry.stats is not None:
            entry.stats.sync()
        return entry.__dict__[self._name]

    def __set__(self, entry, value):
        entry.__dict__[self._name] = value
