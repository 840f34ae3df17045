# ruff: noqa: E501
"""A page from the web: http and https only, limited in size and time, never from a private address by accident."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from duologue.errors import SourceError
from duologue.interview.addresses import is_public
from duologue.version import __version__

MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 60.0
_GZIP = 31
"""zlib's window bits for a gzip member."""
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
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_KEPT = (".md", ".srt", ".vtt", ".json", ".csv", ".docx", ".txt", ".js", ".py", ".ts")
"""Suffixes that say more than ``text/plain``."""
_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""What an address may hold beside letters and digits, and what is already encoded."""


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
    url = _encoded(url)
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
        except http.client.IncompleteRead:
            raise _cut_off(url) from None
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
            if suffix in _KEPT and media.strip() in ("text/plain", "application/octet-stream", "")
            else ""
        )
        return Page(url, data, known or _SUFFIXES.get(media.strip().lower(), suffix), charset)
    raise SourceError(f"{url} redirects without end.")


def _joined(url: str, target: str) -> str:
    with contextlib.suppress(UnicodeError):
        # A header's bytes are read as Latin-1; where they are UTF-8, that is what was meant.
        target = target.encode("latin-1").decode("utf-8")
    try:
        return _encoded(urljoin(url, target))
    except ValueError:
        raise SourceError(f"{url} leads to {target!r}, which is not an address.") from None


def _encoded(url: str) -> str:
    """The address with spaces and letters beyond ASCII percent-encoded, and its host's name in Punycode."""
    url = url.strip()
    if url.isascii() and url.isprintable() and " " not in url:
        return url
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        name = host if host.isascii() else host.encode("idna").decode("ascii")
        user = parts.netloc.rpartition("@")[0]
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # UnicodeError is one
        raise SourceError(f"{url} is not an address.") from None
    netloc = f"{user}@{name}{port}" if user else f"{name}{port}"
    return urlunsplit((parts.scheme, netloc, *(quote(part, safe=_SAFE) for part in parts[2:])))


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
    if not allow_private and any(not is_public(address) for address in addresses):
        raise SourceError(
            f"{url} leads to a private address ({addresses[0]}), which is not read unless you allow it "
            "(--allow-private)."
        )
    return addresses[0]


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
    """The whole answer, unpacked.

    Raises:
        SourceError: it is too large, damaged, or ends before its end.
    """
    packing = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise SourceError(f"{url} answered with a compression that was not asked for ({packing}).")
    unpacked = _Unpacked() if packing.endswith("gzip") else None
    data = bytearray()
    received = 0
    while chunk := response.read(65536):
        received += len(chunk)
        try:
            data += unpacked.feed(chunk, MAX_BYTES + 1 - len(data)) if unpacked else chunk
        except zlib.error:
            raise SourceError(f"{url} answered with damaged data.") from None
        if len(data) > MAX_BYTES:
            raise SourceError(
                f"{url} is too large to be an interview (the limit is {MAX_BYTES // 1_000_000} MB)."
            )
    promised = response.getheader("Content-Length") or ""
    missing = (
        promised.isdecimal() and response.getheader("Transfer-Encoding") is None and received < int(promised)
    )
    if missing or (unpacked is not None and not unpacked.whole):
        raise _cut_off(url)
    return bytes(data)


def _cut_off(url: str) -> SourceError:
    return SourceError(f"{url} was cut off before its end, so it was not read; try again.")


class _Unpacked:
    """A row of gzip members (RFC 1952, 2.2), unpacked as they arrive."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False

    @property
    def whole(self) -> bool:
        """Whether the last member has ended."""
        return self._begun and self._member.eof

    def feed(self, chunk: bytes, most: int) -> bytes:
        """What the chunk holds, at most `most` bytes of it.

        Raises:
            zlib.error: it is damaged.
        """
        data = bytearray()
        while chunk and len(data) < most:
            if self._member.eof:
                if not chunk.strip(b"\0"):
                    # Zeros behind the last member are padding.
                    break
                self._member = zlib.decompressobj(_GZIP)
            self._begun = True
            data += self._member.decompress(chunk, most - len(data))
            chunk = self._member.unused_data or self._member.unconsumed_tail
        return bytes(data)
