# ruff: noqa: E501
"""A page from the web: http and https only, limited in size and time, never from a private address by accident."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from duologue import __version__
from duologue.errors import SourceError

MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 60.0
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/srt": ".srt",
    "application/json": ".json",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered."""

    url: str
    data: bytes
    suffix: str
    encoding: str | None


def fetch(url: str, *, allow_private: bool = False) -> Page:
    """The page at `url`.

    Every address is resolved once and checked before it is connected to, on each redirect too, so that no name
    can lead to a private host between the check and the connection.

    Raises:
        SourceError: the address is refused, gives no answer, or answers with too much.
    """
    deadline = time.monotonic() + TOTAL_SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        parts = _checked(url)
        response, connection = _ask(parts, url, allow_private, deadline)
        try:
            if response.status in (301, 302, 303, 307, 308) and (target := response.getheader("Location")):
                url = urljoin(url, target)
                continue
            if response.status != 200:
                raise SourceError(f"{url} answered {response.status} {response.reason}.")
            data = _body(response, url, deadline)
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(f"{url} stopped answering ({error}).") from None
        finally:
            connection.close()
        media, _, rest = (response.getheader("Content-Type") or "").partition(";")
        charset = rest.lower().partition("charset=")[2].strip().strip("\"'") or None
        path = parts.path.rsplit("/", 1)[-1]
        suffix = "." + path.rsplit(".", 1)[1].lower() if "." in path else ""
        known = (
            suffix
            if suffix in (".md", ".srt", ".vtt", ".json", ".csv", ".docx", ".txt")
            and media.strip() in ("text/plain", "application/octet-stream", "")
            else ""
        )
        return Page(url, data, known or _SUFFIXES.get(media.strip().lower(), suffix), charset)
    raise SourceError(f"{url} leads from one address to the next without end.")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise SourceError(f"{url} is not an address.") from None
    if parts.scheme not in ("http", "https"):
        raise SourceError(f"{url}: only http and https addresses are read.")
    if not parts.hostname:
        raise SourceError(f"{url} names no host.")
    return parts


def _public(host: str, port: int, url: str, allow_private: bool) -> str:
    """One address of the host, checked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceError(f"{url}: the name {host} is not known.") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not allow_private and any(not ipaddress.ip_address(address).is_global for address in addresses):
        raise SourceError(
            f"{url} leads to a private address ({addresses[0]}), which is not read unless you allow it."
        )
    return addresses[0]


def _ask(
    parts: SplitResult, url: str, allow_private: bool, deadline: float
) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _public(host, port, url, allow_private)
    connection = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    try:
        plain = socket.create_connection(
            (address, port), timeout=min(CONNECT_SECONDS, max(0.1, deadline - time.monotonic()))
        )
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET",
            target,
            headers={"User-Agent": f"duologue/{__version__}", "Accept-Encoding": "gzip", "Accept": "*/*"},
        )
        return connection.getresponse(), connection
    except (OSError, http.client.HTTPException, ValueError) as error:
        connection.close()
        raise SourceError(f"{url} gives no answer ({error}).") from None


def _body(response: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
    packed = (response.getheader("Content-Encoding") or "").lower() == "gzip"
    unpack = zlib.decompressobj(31)
    data = bytearray()
    while chunk := response.read(65536):
        try:
            data += unpack.decompress(chunk, MAX_BYTES + 1) if packed else chunk
        except zlib.error:
            raise SourceError(f"{url} answered with damaged data.") from None
        if len(data) > MAX_BYTES:
            raise SourceError(
                f"{url} is too large to be an interview (the limit is {MAX_BYTES // 1_000_000} MB)."
            )
        if time.monotonic() > deadline:
            raise SourceError(f"{url} answers too slowly.")
    return bytes(data)
