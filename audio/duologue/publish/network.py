"""Where a server is reached: sockets, this machine's address, and the secret path."""

from __future__ import annotations

import secrets
import socket
import stat
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from duologue.errors import UsageError
from duologue.publish.connections import ConnectionLimit, guarded

SECRET_NAME = ".duologue-secret"  # noqa: S105 (a file's name)


def is_this_machine(host: str) -> bool:
    """Whether a host's name means this machine, wherever it is said."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def secret_of(folder: Path) -> str:
    """The folder's secret path, made once and kept beside the show, so that subscriptions last.

    Raises:
        UsageError: it cannot be kept there.
    """
    path = folder / SECRET_NAME
    try:
        if path.is_file():
            kept = path.read_text(encoding="ascii", errors="replace").strip()
            if len(kept) >= 16 and all(c.isascii() and (c.isalnum() or c in "-_") for c in kept):
                return kept
        made = secrets.token_urlsafe(15)
        path.write_text(made + "\n", encoding="ascii")
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise UsageError(f"{path}: the secret address cannot be saved ({error.strerror})") from None
    return made


def lan_address() -> str:
    """This machine's address in its network, found by asking for a route; nothing is sent.

    Raises:
        UsageError: it is in no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: an address that nobody has (RFC 5737)
        except OSError:
            raise UsageError("this machine is in no network; leave --lan out to serve it to itself") from None
        return str(probe.getsockname()[0])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        UsageError: the port is taken, or the address is not this machine's.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}:{port} ({why.partition(' (while')[0]})") from None


_ACCEPTED_AT_ONCE = 8
"""Connections accepted before the surplus is closed: each costs a descriptor."""
_WAITING = 1024
"""The listen backlog: connections that the system holds until they are accepted."""
_MOST = 512
_SPARE_DESCRIPTORS = 72
_CLOSING_SECONDS = 3


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(_WAITING)


def server(app: Starlette, *, behind_proxy: bool = False, most: int | None = None) -> uvicorn.Server:
    """The server of `app`, which no number of connections can keep from answering.

    Args:
        app: see `create_app`.
        behind_proxy: whether all connections come from one address, that of a proxy.
        most: connections at once; None for the limit of open files of this process.
    """
    most = most or most_connections()
    gate = ConnectionLimit(most, most if behind_proxy else max(1, most // 2))
    config = uvicorn.Config(
        app,
        http=guarded(gate),
        ws="none",
        loop="asyncio",
        log_level="error",
        access_log=False,
        server_header=False,
        backlog=_ACCEPTED_AT_ONCE,
        timeout_graceful_shutdown=_CLOSING_SECONDS,
    )
    return _Server(config)


def most_connections() -> int:
    """How many connections this process can have: each may need two descriptors, its own and a file's."""
    try:
        import resource
    except ImportError:  # Windows
        return _MOST
    descriptors = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if descriptors == resource.RLIM_INFINITY:
        return _MOST
    return max(8, min(_MOST, (descriptors - _SPARE_DESCRIPTORS) // 2))


def run(app: Starlette, listening: socket.socket, *, behind_proxy: bool = False) -> None:
    """Serve until interrupted."""
    server(app, behind_proxy=behind_proxy).run(sockets=[listening])
