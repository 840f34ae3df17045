"""A turnstile: numbered tasks pass one after the other, in order of their numbers."""

from __future__ import annotations

import asyncio


class Turnstile:
    """For tasks of one event loop, numbered from 0 without gaps. Every number has to leave in the end."""

    def __init__(self) -> None:
        self._next = 0
        self._gone: set[int] = set()
        self._waiting: dict[int, asyncio.Event] = {}

    async def wait(self, number: int) -> None:
        """Waits until all lower numbers have left."""
        if number > self._next:
            await self._waiting.setdefault(number, asyncio.Event()).wait()

    def leave(self, number: int) -> None:
        """Lets the next one pass; to leave twice does nothing."""
        if number < self._next:
            return
        self._gone.add(number)
        while self._next in self._gone:
            self._gone.remove(self._next)
            self._next += 1
        if (event := self._waiting.pop(self._next, None)) is not None:
            event.set()
