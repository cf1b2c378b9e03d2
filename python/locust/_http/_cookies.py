"""Cookies, as a dict of names and values that knows where each belongs."""

from collections.abc import MutableMapping


class Cookie:
    """One cookie: name, value, domain, path, secure and expires (seconds since 1970, None: as long as its jar)."""

    def __init__(self, name, value, domain="", path="/", secure=False, expires=None):
        self.name, self.value, self.domain, self.path, self.secure, self.expires = name, value, domain, path, secure, expires

    def __repr__(self):
        return f"<Cookie {self.name}={self.value} for {self.domain}{self.path}>"


class Cookies(MutableMapping):
    """A view of cookies. Reading it never changes anything; a name that several hosts use gives the first one's value."""

    def _list(self):
        raise NotImplementedError

    def __iter__(self):
        return iter([each.name for each in self.cookies()])

    def __len__(self):
        return len(self._list())

    def __getitem__(self, name):
        for each in self.cookies():
            if each.name == name:
                return each.value
        raise KeyError(f"name={name!r}, domain=None, path=None")

    def __setitem__(self, name, value):
        self.set(name, value)

    def __delitem__(self, name):
        self.set(name, None)

    def cookies(self):
        """The Cookie objects."""
        return [Cookie(*each) for each in self._list()]

    def get(self, name, default=None, domain=None, path=None):
        for each in self.cookies():
            if each.name == name and domain in (None, each.domain) and path in (None, each.path):
                return each.value
        return default

    def get_dict(self, domain=None, path=None):
        """{name: value} of the cookies of that domain and path; None: of all."""
        return {each.name: each.value for each in self.cookies() if domain in (None, each.domain) and path in (None, each.path)}

    def keys(self):
        return list(self)

    def values(self):
        return [each.value for each in self.cookies()]

    def items(self):
        return [(each.name, each.value) for each in self.cookies()]

    def list_domains(self):
        return list(dict.fromkeys(each.domain for each in self.cookies()))

    def __repr__(self):
        return f"<{type(self).__name__} {self.cookies()!r}>"


class ResponseCookies(Cookies):
    """Those that one answer has set."""

    def __init__(self, cookies):
        self._cookies = cookies

    def _list(self):
        return self._cookies

    def set(self, name, value, domain="", path="/", **_):
        self._cookies = [each for each in self._cookies if each[0] != name]
        if value is not None:
            self._cookies.append((name, value, domain, path, False, None))


class SessionCookies(Cookies):
    """Those that a session keeps and sends."""

    def __init__(self, session):
        self._session = session

    def _list(self):
        return self._session._cookies()

    def set(self, name, value, domain="", **_):
        """Adds one that goes to all paths of a host, "" for every host; None as value takes it away."""
        if value is not None:
            self._session._set_cookie(str(name), str(value), domain or "")
            return
        kept = [each for each in self.cookies() if each.name != name or (domain and each.domain != domain)]
        self._session._clear_cookies()
        for each in kept:
            self._session._set_cookie(each.name, each.value, each.domain)

    def set_cookie(self, cookie, *_, **__):
        """Adds a cookie of http.cookiejar."""
        self.set(cookie.name, cookie.value, cookie.domain)

    def clear(self, domain=None, path=None, name=None):
        """Forgets all, or those of a domain, or one."""
        if domain is None:
            return self._session._clear_cookies()
        for each in self.cookies():
            if each.domain == domain and name in (None, each.name):
                self.set(each.name, None, domain)

    def update(self, other=(), **named):
        """Adds the cookies of a dict, of pairs, or of a jar."""
        if hasattr(other, "_cookies") and not isinstance(other, Cookies):
            for each in other:
                self.set_cookie(each)
        else:
            super().update(other)
        super().update(named)
