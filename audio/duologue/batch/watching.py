"""Going on as files come: what is added to a catalogue or changed in it becomes its next source."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from watchfiles import Change, awatch

from duologue.batch.articles import is_article, is_hidden
from duologue.batch.catalogue import Source, is_of_the_site, source_at
from duologue.batch.census import walk
from duologue.programme.manifest import MANIFEST_NAME

_SETTINGS = (".yaml", ".yml")
"""Hints, casts, settings: what shapes the episodes of articles beside it."""


async def walk_and_watch(
    place: Path, out: Path | None, idle: Callable[[], None] = lambda: None
) -> AsyncIterator[Source]:
    """The sources of a catalogue, then those that come or change, without end.

    Where something beside the articles changes (hints, settings, the list), the whole catalogue is walked
    again: what is up to date is passed over.

    Args:
        place: a folder, or a list.
        out: the folder of episodes, where it is on this machine.
        idle: called when all that is known has been given.

    Raises:
        UsageError: see `catalogue_of`.
    """
    changes: asyncio.Queue[set[Path]] = asyncio.Queue()
    is_folder = await asyncio.to_thread(place.is_dir)
    watching = asyncio.create_task(_watch(place, is_folder, Counting(place, out), changes))
    try:
        await asyncio.sleep(0)  # what changes from here on is seen
        async for source in walk(place, out):
            yield source
        while True:
            idle()
            paths = await _next(changes, watching)
            if is_folder and all(is_article(path) for path in paths):
                for path in sorted(paths):
                    yield source_at(path)
            else:
                async for source in walk(place, out):
                    yield source
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _next(changes: asyncio.Queue[set[Path]], watching: asyncio.Task[None]) -> set[Path]:
    """The paths that changed next; raises what ended the watching."""
    waiting = asyncio.create_task(changes.get())
    try:
        await asyncio.wait([waiting, watching], return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            await watching
        return await waiting
    finally:
        waiting.cancel()


async def _watch(place: Path, is_folder: bool, counts: Counting, changes: asyncio.Queue[set[Path]]) -> None:
    # A list is watched through its folder: an editor puts another file in its place.
    where = place if is_folder else place.parent
    async for found in awatch(where, watch_filter=counts, recursive=is_folder):
        changes.put_nowait({Path(path) for _, path in found})


class Counting:
    """Whether a change can be one of the catalogue: nothing hidden, deleted or of an episode.

    Args:
        place: a folder, or a list.
        out: the folder of episodes.
    """

    def __init__(self, place: Path, out: Path | None) -> None:
        self._place = place.resolve()
        self._is_list = place.is_file()
        self._out = out.resolve() if out is not None else None

    def __call__(self, change: Change, path: str) -> bool:
        """Whether it counts."""
        found = Path(path).resolve()
        if change is Change.deleted or self._is_list:
            return change is not Change.deleted and found == self._place
        below = [
            each
            for each in (found, *found.parents)
            if each != self._place and each.is_relative_to(self._place)
        ]
        if any(is_hidden(each) or each == self._out or (each / MANIFEST_NAME).is_file() for each in below):
            return False
        if found.parent == self._out and is_of_the_site(found):
            return False
        return is_article(found) or found.suffix in _SETTINGS or found.is_dir()
