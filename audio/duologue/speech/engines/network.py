"""What the engines that ask a service share: time-outs told apart, and refusals in our terms."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

import aiohttp

from duologue.errors import Throttled, Unreachable

T = TypeVar("T")

THROTTLED = (429, 503)
"""HTTP statuses that ask to slow down."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait for each part of an answer, in seconds."""

    connect: int = 10
    first_byte: float = 30.0
    """From asking (and connecting) to the first part of the answer."""
    stall: float = 20.0
    """Between two parts of the answer."""
    whole: float = 120.0


async def in_time(stream: AsyncIterator[T], timeouts: Timeouts, who: str) -> AsyncIterator[T]:
    """The items of an answer, as long as they come in time.

    Raises:
        Unreachable: the first, the next or the last does not come in time; the message says which.
    """
    loop = asyncio.get_running_loop()
    ends = loop.time() + timeouts.whole
    seconds, what = timeouts.first_byte, "did not begin to answer within"
    while True:
        left = ends - loop.time()
        last = left < seconds
        try:
            async with asyncio.timeout(min(seconds, left)) as limit:
                item = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError:
            if not limit.expired():
                raise
            why = (
                f"did not finish its answer within {timeouts.whole:g} s" if last else f"{what} {seconds:g} s"
            )
            raise Unreachable(f"{who} {why}") from None
        yield item
        seconds, what = timeouts.stall, "stopped in the middle of its answer: nothing for"


def retry_after_seconds(headers: Mapping[str, str] | None) -> float | None:
    """What a `Retry-After` header asks for: seconds, or a date (RFC 9110, 10.2.3)."""
    value = (headers or {}).get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def slow_down(who: str, status: int, headers: Mapping[str, str] | None) -> Throttled:
    """The error for an answer that asks to slow down."""
    wait = retry_after_seconds(headers)
    asked = f" for {wait:.0f} s" if wait else ""
    return Throttled(f"{who} asks to slow down{asked} ({status})", wait)


def unreachable(who: str, error: Exception) -> Unreachable:
    """The error for a connection that did not come about or broke."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return Unreachable(f"the proxy on the way to {who} refused ({error.status})")
    if isinstance(error, aiohttp.ServerTimeoutError | TimeoutError):
        return Unreachable(f"{who} cannot be connected to in time")
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, OSError) and cause.strerror:
        why = f"{cause.strerror[:1].lower()}{cause.strerror[1:]}"
    elif isinstance(error, aiohttp.ServerDisconnectedError | ConnectionResetError):
        why = "the connection was closed"
    else:
        why = f"{type(error).__name__}: {error}"
    proxy = " (through the proxy)" if isinstance(error, aiohttp.ClientProxyConnectionError) else ""
    return Unreachable(f"{who} cannot be reached{proxy}: {why}")
