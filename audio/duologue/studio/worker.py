"""The thread in which engines work: an event loop of its own, so that the page is answered meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Runs coroutines in its thread, for callers in another event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="studio-worker", daemon=True)
        self._thread.start()

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """The coroutine's result; to cancel the waiting is to cancel the work."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def each(self, items: AsyncIterator[T]) -> AsyncIterator[T]:
        """The iterator's items, each made when it is asked for; left early, the iterator is closed."""
        try:
            while True:
                try:
                    yield await self.do(_next(items))
                except _End:
                    return
        finally:
            close = getattr(items, "aclose", None)
            if close is not None:
                asyncio.run_coroutine_threadsafe(close(), self._loop)

    def stop(self) -> None:
        """Cancels what is under way and ends the thread."""
        with suppress(RuntimeError):
            asyncio.run_coroutine_threadsafe(self._cancel_all(), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _cancel_all(self) -> None:
        current = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not current]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=8)


async def _next(items: AsyncIterator[T]) -> T:
    try:
        return await anext(items)
    except StopAsyncIteration:
        raise _End from None


class _End(Exception):
    """No more items: a coroutine cannot raise StopAsyncIteration through a future."""
