# ruff: noqa: E501
"""A page from the web: http and https only, limited in size and time, never from a private address by accident."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
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
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
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
        response, connection, watch = _ask(parts, url, allow_private, deadline)
        try:
            if response.status in (301, 302, 303, 307, 308) and (target := response.getheader("Location")):
                url = _joined(url, target)
                continue
            if response.status != 200:
                raise SourceError(f"{url} answered {response.status} {response.reason}.")
            data = _body(response, url)
        except (OSError, http.client.HTTPException) as error:
            slow = time.monotonic() > deadline
            raise SourceError(
                f"{url} answers too slowly." if slow else f"{url} stopped answering ({error})."
            ) from None
        finally:
            watch.cancel()
            connection.close()
        if time.monotonic() > deadline:
            raise SourceError(f"{url} answers too slowly.")
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


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        raise SourceError(f"{url} leads to {target!r}, which is not an address.") from None


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
    if not allow_private and any(not _is_public(address) for address in addresses):
        raise SourceError(
            f"{url} leads to a private address ({addresses[0]}), which is not read unless you allow it."
        )
    return addresses[0]


def _is_public(address: str) -> bool:
    """Whether an address is one of the open internet, and so is the one that a transition address wraps."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None:
            return _is_public(str(wrapped))
    return found.is_global and not found.is_multicast


def _ask(
    parts: SplitResult, url: str, allow_private: bool, deadline: float
) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection, threading.Timer]:
    """Asks, and sets a watch that hangs up at the deadline, however slowly an answer drips."""
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _public(host, port, url, allow_private)
    left = max(0.1, deadline - time.monotonic())
    connection = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    watch: threading.Timer | None = None
    try:
        line = socket.create_connection((address, port), timeout=min(CONNECT_SECONDS, left))
        if secure:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        connection.sock = line
        watch = threading.Timer(left, _hang_up, [line])
        watch.daemon = True
        watch.start()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET",
            target,
            headers={"User-Agent": f"duologue/{__version__}", "Accept-Encoding": "gzip", "Accept": "*/*"},
        )
        return connection.getresponse(), connection, watch
    except (OSError, http.client.HTTPException, ValueError) as error:
        if watch is not None:
            watch.cancel()
        connection.close()
        if time.monotonic() > deadline:
            raise SourceError(f"{url} answers too slowly.") from None
        raise SourceError(f"{url} gives no answer ({error}).") from None


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _body(response: http.client.HTTPResponse, url: str) -> bytes:
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
    return bytes(data)
