"""Attributes that are made when somebody looks."""


class Lazy:
    """An attribute that `make(object)` gives its first value; from then on it is like any other of the object."""

    def __init__(self, make, doc=None):
        self._make = make
        self.__doc__ = doc or make.__doc__

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self._make(instance)
        instance.__dict__[self._name] = value
        return value
