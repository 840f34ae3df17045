"""What happens, told to every open window: server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

_MOST_WAITING = 2000
_BEAT_SECONDS = 15.0


class Events:
    """Tells every window what happens; used within one event loop, `tell_soon` from any thread."""

    def __init__(self) -> None:
        self._windows: set[asyncio.Queue[str | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def tell(self, kind: str, **data: Any) -> None:
        """An event of a kind, with its data, to all windows; one that does not read is closed."""
        message = _message(kind, data)
        for queue in list(self._windows):
            try:
                queue.put_nowait(message)
            except asyncio.QueueFull:
                self._windows.discard(queue)

    def tell_soon(self, kind: str, **data: Any) -> None:
        """The same, from another thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(lambda: self.tell(kind, **data))

    async def stream(self) -> AsyncIterator[str]:
        """What one window is sent, until it goes or the server stops."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str | None] = asyncio.Queue(_MOST_WAITING)
        self._windows.add(queue)
        try:
            yield _message("hello", {})
            while queue in self._windows:
                try:
                    message = await asyncio.wait_for(queue.get(), _BEAT_SECONDS)
                except TimeoutError:
                    message = ": beat\n\n"
                if message is None:
                    return
                yield message
        finally:
            self._windows.discard(queue)

    def close(self) -> None:
        """Lets all windows go."""
        for queue in list(self._windows):
            if not queue.full():
                queue.put_nowait(None)
        self._windows.clear()


def _message(kind: str, data: Mapping[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
