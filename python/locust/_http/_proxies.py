"""Which proxy a request goes through."""

from ._environment import environment_proxies


def _merged(own, of_session):
    return {**(of_session or {}), **(own or {})}


def proxies_are_plain(own, of_session):
    """Whether all proxies are such that C++ speaks to: HTTP, and no list of exceptions."""
    proxies = _merged(own, of_session)
    return "no_proxy" not in proxies and all("://" not in str(url) or str(url).startswith("http://") for url in proxies.values() if url)


def choose_proxy(own, of_session, scheme, host, trust_env):
    """The URL of the proxy for a server, None for none; the most exact key counts. trust_env: those of the environment, too."""
    proxies = {**environment_proxies(host), **_merged(own, of_session)} if trust_env else _merged(own, of_session)
    for key in (f"{scheme}://{host}", scheme, f"all://{host}", "all"):
        if proxies.get(key):
            url = proxies[key]
            return url if "://" in url else f"http://{url}"
    return None
