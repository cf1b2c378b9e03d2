"""URLs as requests reads them: put together, with parameters, and encoded."""

import re
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from ._bodies import pairs
from ._requests import exceptions

_WHOLE = re.compile(r"^https?://", re.IGNORECASE)
_PATH = "/!$&'()*+,;=:@~"
_QUERY = _PATH + "?"
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def appended(base_url, url):
    """A whole URL as it is, anything else behind the base."""
    if isinstance(url, bytes):
        url = url.decode()
    url = str(url)
    return url if _WHOLE.match(url) else f"{base_url}{url}"


def query_of(params):
    """params= as text: a str or bytes as it is, a dict or pairs encoded."""
    if isinstance(params, bytes):
        return params.decode()
    return params if isinstance(params, str) else urlencode(pairs(params))


def with_params(url, params):
    """The URL with more in its query."""
    query = query_of(params)
    if not query:
        return url
    rest, hash_mark, fragment = url.partition("#")
    return f"{rest}{'&' if '?' in rest else '?'}{query}{hash_mark}{fragment}"


def whole_url(base_url, url, params, session_params):
    """Where a request goes, ready to be sent. params=, and those of the session that the request does not name."""
    whole = normalised(appended(base_url, url).strip())
    if session_params and not isinstance(params, (str, bytes)):
        merged = dict(pairs(session_params) if not hasattr(session_params, "items") else session_params)
        merged.update(params or {})
        params = {key: value for key, value in merged.items() if value is not None}
    return with_params(whole, params) if params else whole


def normalised(url):
    """The URL encoded, without dots in its path and without its fragment. requests' InvalidURL and such for what is none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  read for its check
    except ValueError:
        raise exceptions().InvalidURL(f"Failed to parse: {url}") from None
    if not parts.scheme:
        raise exceptions().MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant http://{url}?")
    if parts.scheme not in ("http", "https"):
        raise exceptions().InvalidSchema(f"No connection adapters were found for {url!r}")
    if not parts.hostname:
        raise exceptions().InvalidURL(f"Invalid URL {url!r}: No host supplied")
    return urlunsplit((parts.scheme, parts.netloc, _without_dots(_encoded(parts.path, _PATH)) or "/",
                       _encoded(parts.query, _QUERY), ""))


def _encoded(text, safe):
    """Escapes that are there stay, unless there is a lone %: then none was one."""
    if not text:
        return text
    if len(_ESCAPE.findall(text)) == text.count("%"):
        return quote(_ESCAPE.sub(_reread, text), safe=safe + "%")
    return quote(text, safe=safe)


def _reread(escape):
    """In capitals; a letter that needs no escape as itself."""
    character = chr(int(escape[0][1:], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _without_dots(path):
    if "/." not in path:
        return path
    kept = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
