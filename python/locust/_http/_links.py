"""Link fields."""

import re

_ENTRY = re.compile(r"<([^>]*)>([^<]*)")


def links_of(value):
    """{rel or url: {"url": …, parameter: value}} of a Link field."""
    links = {}
    for url, rest in _ENTRY.findall(value or ""):
        link = {"url": url}
        for parameter in rest.rstrip(", ").split(";"):
            key, equals, text = parameter.strip(" ,").partition("=")
            if equals:
                link[key.strip()] = text.strip("'\" ")
        links[link.get("rel") or url] = link
    return links
