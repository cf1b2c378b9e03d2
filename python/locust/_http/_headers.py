"""Header fields, whose names compare without regard to case."""

from collections.abc import MutableMapping

from ._requests import is_imported


class Headers(MutableMapping):
    """A dict of header fields. Names keep the case in which they were set last."""

    def __init__(self, data=None, **kwargs):
        self._store = {}
        self.update(data or {}, **kwargs)

    def __setitem__(self, name, value):
        self._store[name.lower()] = (name, value)

    def __getitem__(self, name):
        return self._store[name.lower()][1]

    def __delitem__(self, name):
        del self._store[name.lower()]

    def __iter__(self):
        return (name for name, _ in self._store.values())

    def __len__(self):
        return len(self._store)

    def lower_items(self):
        """Pairs of name, in small letters, and value."""
        return ((name, pair[1]) for name, pair in self._store.items())

    def copy(self):
        return type(self)(self)

    def __eq__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        return dict(self.lower_items()) == {str(name).lower(): value for name, value in other.items()}

    def __repr__(self):
        return repr(dict(self))


def headers_of(pairs):
    """The fields as requests shows them, of its class if it is imported: values of one name are joined by commas."""
    if is_imported():
        from requests.structures import CaseInsensitiveDict as kind
    else:
        kind = Headers
    headers = kind()
    for name, value in pairs:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def default_headers():
    """What every request says, unless somebody changes it."""
    return headers_of([("User-Agent", "acrida"), ("Accept-Encoding", "gzip, deflate, br"), ("Accept", "*/*"),
                       ("Connection", "keep-alive")])
