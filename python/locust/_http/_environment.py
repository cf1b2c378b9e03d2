"""What the environment says about proxies and passwords, for sessions that trust it."""

import os
from functools import lru_cache
from urllib.request import getproxies_environment, proxy_bypass_environment

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_OTHERS = ("requests_ca_bundle", "curl_ca_bundle", "netrc")


def environment_says():
    """0: nothing that changes how a request is sent; 1: that there are proxies; 2: what only requests reads."""
    names = {name.lower() for name, value in os.environ.items() if value}
    if names.intersection(_OTHERS) or any(os.path.exists(os.path.expanduser(name)) for name in ("~/.netrc", "~/_netrc")):
        return 2
    return 1 if names.intersection(_PROXIES) else 0


@lru_cache(maxsize=1000)
def environment_proxies(host):
    """The proxies for a host, by scheme: a dict that must not be changed."""
    proxies = getproxies_environment()
    return {} if proxy_bypass_environment(host, proxies) else proxies
