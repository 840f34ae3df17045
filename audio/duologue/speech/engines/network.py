"""What the engines that ask a service share: time-outs told apart, and refusals in our terms."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import aiohttp

from duologue.errors import Failing, Throttled, Unreachable

T = TypeVar("T")

_CLOSE_SECONDS = 2.0
_MOST_JSON = 2_000_000
"""Bytes of a document: a list of a thousand voices is a quarter of it."""
THROTTLED = (429, 503)
"""HTTP statuses that ask to slow down."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait for each part of an answer, in seconds."""

    connect: int = 10
    first_byte: float = 15.0
    """From asking (and connecting) to the first part of the answer."""
    stall: float = 15.0
    """Between two parts of the answer."""
    whole: float = 60.0


@asynccontextmanager
async def closing_soon(stream: AsyncGenerator[T, None]) -> AsyncIterator[AsyncGenerator[T, None]]:
    """The stream, closed in the end. A service that goes on sending instead of closing is cut off."""
    try:
        yield stream
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await stream.aclose()


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


def parsed_json(body: bytes | str) -> Any:
    """The document that a service sent; None where it is not JSON, too large, or nested too deep."""
    if len(body) > _MOST_JSON:
        return None
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None


def _refuse_constant(name: str) -> float:
    """`NaN` and `Infinity` are no JSON (RFC 8259, 6).

    Raises:
        ValueError: always.
    """
    raise ValueError(name)


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
        wants = ": it wants a user and a password" if error.status == 407 else ""
        return Failing(f"the proxy on the way to {who} refused ({error.status}{wants})")
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
