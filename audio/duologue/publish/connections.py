"""Limits and time-outs of connections, so that no client can keep the server from answering others.

uvicorn does not count connections by address, and has no time-out for a request's head. Here the head and the
reading of an answer have time-outs, and an address has a share of all connections. When all are in use, the
one that has been idle for longest is closed.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""In which a request's head has to arrive, from its first byte, or from the connection's beginning."""
STALLED_SECONDS = 300.0
"""After which the connection of a client that reads nothing is closed; players ask for the rest again."""
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
    b"Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nbusy\n"
)


class ConnectionLimit:
    """How many connections there are, in all and from each address.

    Args:
        most: in all.
        most_of_one: from one address.
    """

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._all: dict[GuardedProtocol, None] = {}
        self._of = Counter[str]()

    def admit(self, one: GuardedProtocol) -> bool:
        """Whether there is room for a connection; another one that waits without a request may have to go."""
        if self._of[one.address] >= self._most_of_one and not self._make_room(one.address):
            return False
        if len(self._all) >= self._most and not self._make_room(None):
            return False
        self._all[one] = None
        self._of[one.address] += 1
        return True

    def leave(self, one: GuardedProtocol) -> None:
        """A connection has ended."""
        if one in self._all:
            del self._all[one]
            self._of[one.address] -= 1
            if not self._of[one.address]:
                del self._of[one.address]

    def _make_room(self, address: str | None) -> bool:
        silent = (
            each for each in self._all if each.is_silent and (address is None or each.address == address)
        )
        longest = next(silent, None)
        if longest is None:
            return False
        self.leave(longest)
        longest.transport.abort()
        return True


class GuardedProtocol(H11Protocol):
    """uvicorn's connection with a gate, and with limits of time."""

    gate: ConnectionLimit

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.address = ""
        self._head_timer: asyncio.TimerHandle | None = None
        self._stall_timer: asyncio.TimerHandle | None = None

    @property
    def is_silent(self) -> bool:
        """Whether no request of this connection is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection begins."""
        super().connection_made(transport)
        # Head and body are two writes: without this, the second waits 40 ms for the first to be acknowledged.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.address = self.client[0] if self.client else ""
        if not self.gate.admit(self):
            transport.write(_BUSY)
            transport.close()
            return
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended."""
        self.gate.leave(self)
        for timer in (self._head_timer, self._stall_timer):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something of a request has come."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if not self.is_silent:
            self._head_is_here()
        elif self._head_timer is None:
            self._expect_head()

    def pause_writing(self) -> None:
        """The listener reads slower than it is sent to."""
        super().pause_writing()
        self._stall_timer = self.loop.call_later(STALLED_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None

    def _expect_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._too_late)

    def _head_is_here(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _too_late(self) -> None:
        self._head_timer = None
        if self.is_silent:
            self.transport.abort()


def guarded(gate: ConnectionLimit) -> type[GuardedProtocol]:
    """The protocol whose connections all pass `gate`."""
    return type("Guarded", (GuardedProtocol,), {"gate": gate})
