"""Who makes an episode of a recording: a thread of this process; on a cluster, a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from duologue.batch.gate import Gate
from duologue.batch.making import Work, conclude
from duologue.batch.outcome import Outcome
from duologue.batch.shelf import Shelf
from duologue.pipeline.rendering import finish_beside
from duologue.store.takes import TakeCache


class Maker(Protocol):
    """Makes episodes."""

    async def make(self, work: Work, assembled: Callable[[int, int], None]) -> Outcome:
        """See `making.make`."""
        ...


class HereMaker:
    """Makes them in threads, while others are voiced.

    Args:
        cache: where takes are.
        shelf: where episodes are kept.
        gate: they are made together, and not while the feed is written.
    """

    def __init__(self, cache: TakeCache, shelf: Shelf, gate: Gate) -> None:
        self._cache, self._shelf, self._gate = cache, shelf, gate

    async def make(self, work: Work, assembled: Callable[[int, int], None]) -> Outcome:
        """See `Maker.make`."""
        async with self._gate.together():
            episode = await finish_beside(work.recording, self._cache, assembled)
            return await asyncio.to_thread(conclude, work, episode, self._cache, self._shelf)
