"""Synchronous twins of asynchronous functions."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from duologue.errors import UsageError

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of the coroutine, from code that is not asynchronous.

    Raises:
        UsageError: an event loop is running in this thread: there `duologue.aio` has the same functions.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    coroutine.close()
    raise UsageError("an event loop is running here: await the same function of duologue.aio instead")
