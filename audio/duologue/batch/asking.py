"""Asking engines for the takes of many episodes: each take once, at one pace for all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

from duologue.model import Take
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.speech.concurrency import Pace, Pacing, Patience
from duologue.speech.engines.base import Engine
from duologue.speech.episode_pace import EpisodePace, Line
from duologue.speech.jobs import Job
from duologue.speech.speak import Kept, kept, new_pace, take_of
from duologue.store.takes import TakeCache


class SharedAsking:
    """See `Asking`; for one event loop.

    Args:
        cache: where takes are kept; who else wants a take that is being voiced waits and finds it there.
    """

    alone = False

    def __init__(self, cache: TakeCache) -> None:
        self._cache = MeasuredTakes(cache, FrameCache(cache.entries))
        self._services: dict[Engine, tuple[Pace, Line]] = {}
        self._episodes = count()
        self._once = Once()

    def pace(self, engine: Engine, patience: Patience) -> Pacing:
        """See `Asking.pace`."""
        if engine not in self._services:
            service = new_pace(engine, patience)
            self._services[engine] = (service, Line(service.most))
        return EpisodePace(*self._services[engine], next(self._episodes))

    async def ask(self, engine: Engine, job: Job) -> Take | Kept:
        """See `Asking.ask`."""
        return await self._once.do(job.key, lambda: self._found_or_voiced(engine, job))

    def gone(self) -> bool:
        """Whether a service answers nobody any more; forgets it, so that it is asked again."""
        gone = [engine for engine, (pace, _) in self._services.items() if pace.gone is not None]
        for engine in gone:
            del self._services[engine]
        return bool(gone)

    async def _found_or_voiced(self, engine: Engine, job: Job) -> Kept:
        found = await asyncio.to_thread(self._cache.info, job.key)  # of another episode, meanwhile
        if found is not None:
            return Kept(found, new=False)
        take = await take_of(engine, job.request)
        await asyncio.to_thread(self._cache.store, job.key, take)
        return kept(take)


class Once:
    """What is wanted twice at the same moment is done once; who comes second finds it done."""

    def __init__(self) -> None:
        self._doing: dict[str, asyncio.Event] = {}

    async def do(self, key: str, make: Callable[[], Awaitable[Kept]]) -> Kept:
        """What `make` gives, while nobody else makes the same."""
        while (other := self._doing.get(key)) is not None:
            await other.wait()
        done = self._doing[key] = asyncio.Event()
        try:
            return await make()
        finally:
            del self._doing[key]
            done.set()
