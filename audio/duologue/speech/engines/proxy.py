"""Which proxy leads to a service: what a person has set, else what the environment says."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from duologue.errors import Failing
from duologue.redaction import redacted, remember_address


def http_proxy(written: str) -> str:
    """The address of a proxy as a person wrote it; `http://` may be left out.

    Raises:
        ValueError: it is not an HTTP proxy.
    """
    remember_address(written)
    address = written if "://" in written else f"http://{written}"
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"the proxy {redacted(address)!r} cannot be used: it must be http://HOST:PORT")
    return address


def proxy_for(url: str, setting: str) -> str | None:
    """The proxy on the way to `url`: the setting, else `HTTPS_PROXY` or `HTTP_PROXY` unless `NO_PROXY`.

    aiohttp by itself looks for a `WSS_PROXY` when it opens a websocket, which nobody sets.

    Args:
        url: of the service.
        setting: an HTTP proxy, or empty.

    Raises:
        Failing: the environment's is not an HTTP proxy.
    """
    if setting:
        return http_proxy(setting)
    parts = urlsplit(url)
    if parts.hostname and proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    found = proxies.get({"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)) or proxies.get("all")
    if not found:
        return None
    try:
        return http_proxy(found)
    except ValueError:
        raise Failing(
            f"the environment's proxy {found!r} cannot be used: set proxy: in duologue.yaml to http://HOST:PORT"
        ) from None
