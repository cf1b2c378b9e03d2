"""What the environment says about proxies and passwords, for sessions that trust it."""

import os
from functools import lru_cache
from urllib.request import getproxies_environment, proxy_bypass_environment

_PROXIES = {"http_proxy", "https_proxy", "all_proxy"}
_CERTIFICATES = {"requests_ca_bundle", "curl_ca_bundle"}


def environment_says():
    """What in it changes how a request is sent, as a sum: 1 for proxies, 2 for certificates to be trusted, 4 for passwords."""
    names = {name.lower() for name, value in os.environ.items() if value}
    passwords = "netrc" in names or any(os.path.exists(os.path.expanduser(name)) for name in ("~/.netrc", "~/_netrc"))
    return bool(names & _PROXIES) + 2 * bool(names & _CERTIFICATES) + 4 * passwords


@lru_cache(maxsize=1000)
def environment_proxies(host):
    """The proxies for a host, by scheme: a dict that must not be changed."""
    proxies = getproxies_environment()
    return {} if proxy_bypass_environment(host, proxies) else proxies
