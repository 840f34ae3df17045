"""The show's feed, written anew as episodes end: not for each of them, but soon after."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from duologue.batch.gate import Gate
from duologue.batch.options import Watcher
from duologue.errors import DuologueError, EpisodeError
from duologue.publish.in_place import write_site

_PAUSE_SECONDS = 20.0
_TIMES_ITS_OWN = 20
"""A pause is so many times as long as writing the feed took: it grows with the show."""


class FeedWriter:
    """Writes the feed of a folder; for one event loop.

    Args:
        out: the folder of episodes.
        url: where the show is on the web; None to write no feed.
        gate: no episode's folder is exchanged while pages are written into it.
        watcher: is told what publishing says.
    """

    def __init__(self, out: Path, url: str | None, gate: Gate, watcher: Watcher) -> None:
        self._out, self._url, self._gate, self._watcher = out, url, gate, watcher
        self._dirty = False
        self._writing = asyncio.Lock()
        self._told: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self.fault: DuologueError | None = None
        """Why the feed is not as it should be; None where it is."""

    def changed(self) -> None:
        """An episode was made."""
        self._dirty = True
        if self._url is not None and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._soon())

    async def finish(self) -> None:
        """Writes what is not written yet."""
        await self.stop()
        if self._url is not None and self._dirty:
            await self._write()

    async def stop(self) -> None:
        """Writes nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _soon(self) -> None:
        while self._dirty:
            started = time.monotonic()
            await self._write()
            await asyncio.sleep(max(_PAUSE_SECONDS, _TIMES_ITS_OWN * (time.monotonic() - started)))

    async def _write(self) -> None:
        self._dirty = False
        async with self._writing, self._gate.alone():
            # Where this is cancelled, the thread goes on; the gate is held until it has ended.
            work = asyncio.create_task(asyncio.to_thread(write_site, self._out, self._url))
            try:
                site = await asyncio.shield(work)
                self.fault = None
            except asyncio.CancelledError:
                await asyncio.wait([work])
                self._dirty = True
                raise
            except (DuologueError, OSError) as error:
                self.fault = error if isinstance(error, DuologueError) else EpisodeError(str(error))
                self._tell((f"the feed was not written: {error}",))
                return
        self._tell(site.notes)

    def _tell(self, notes: tuple[str, ...]) -> None:
        for note in notes:
            if note not in self._told:
                self._told.add(note)
                self._watcher.told(note)
