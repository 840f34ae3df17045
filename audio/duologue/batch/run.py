"""A run over a catalogue: several sources side by side, and one failure stops no other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from duologue.allocator import give_memory_back
from duologue.batch.cache_use import CacheUse
from duologue.batch.catalogue import Source
from duologue.batch.claims import Claims
from duologue.batch.content import Contents
from duologue.batch.episode import Room, outcome_of
from duologue.batch.feed import FeedWriter
from duologue.batch.gate import Gate
from duologue.batch.options import BatchOptions, Watcher
from duologue.batch.outage import Outage
from duologue.batch.outcome import State
from duologue.batch.report import Ending
from duologue.batch.report_files import ReportFiles
from duologue.batch.shelf import Shelf
from duologue.batch.spool import Spool
from duologue.batch.team import RunAsking, Team, team_here
from duologue.batch.team_gone import TeamGone
from duologue.batch.turnstile import Turnstile
from duologue.errors import DuologueError, Interrupted
from duologue.pipeline.planning import Shared
from duologue.store.takes import TakeCache


class Run:
    """One run over a catalogue.

    Args:
        options: how.
        watcher: is told.
        cache: where takes are found and kept.
        shelf: where episodes are kept.
        expected: how many sources the catalogue has.
        team: who does the work; None for this process.
    """

    def __init__(
        self,
        options: BatchOptions,
        watcher: Watcher,
        cache: TakeCache,
        shelf: Shelf,
        expected: int = 0,
        team: Callable[[Gate], AbstractAsyncContextManager[Team]] | None = None,
    ) -> None:
        self.options, self.watcher, self.shelf = options, watcher, shelf
        self._cache, self._expected = cache, expected
        self._gate = Gate()
        self._team = team or partial(team_here, cache, shelf)
        self._begun, self._started = datetime.now(UTC), time.monotonic()
        self._ended: float | None = None
        self._interrupted = False
        self.fault: DuologueError | None = None
        """Why it ended before its time; None where it did not."""
        self.outage = Outage(watcher.told)
        self._cache_use = CacheUse(cache, options.cache_limit_bytes)
        self.feed = FeedWriter(shelf.folder, options.feed, self._gate, watcher)
        self._under_way: dict[str, asyncio.Event] = {}
        self.spool = Spool()
        self.report = ReportFiles(shelf, self.spool, self.ending)

    async def over(self, sources: AsyncIterator[Source]) -> None:
        """Renders every source that has changed; cancelled, it gives up what is under way and keeps takes.

        Args:
            sources: the catalogue; asked for the next one when there is room for it.

        Raises:
            UsageError: the team cannot be had.
        """
        give_memory_back()
        try:
            await self._over(_Queue(sources))
        finally:
            self._ended = time.monotonic()

    async def _over(self, queue: _Queue) -> None:
        async with AsyncExitStack() as held:
            team = await held.enter_async_context(self._team(self._gate))
            if not self.options.dry_run:
                held.enter_context(self._cache_use)
            held.push_async_callback(self.feed.stop)
            room, at_once = self._room(team), self.options.at_once or team.at_once
            tasks = [asyncio.create_task(self._work(queue, room, team.asking)) for _ in range(at_once)]
            try:
                await asyncio.gather(*tasks)
            except (asyncio.CancelledError, Interrupted):
                self._interrupted = True
                raise
            except TeamGone as error:
                self.fault = error
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            await self.feed.finish()

    def _room(self, team: Team) -> Room:
        claims = Claims(self.shelf, stay=self.options.dry_run)
        return Room(
            options=self.options,
            shared=Shared(self._cache, team.engines, claims.of),
            asking=team.asking,
            shelf=self.shelf,
            contents=Contents(self.shelf.folder),
            claims=claims,
            order=Turnstile(),
            maker=team.maker,
            watcher=self.watcher,
        )

    def ending(self) -> Ending:
        """How the run stands, or has ended."""
        return Ending(
            self._begun.isoformat(timespec="seconds"),
            (self._ended or time.monotonic()) - self._started,
            max(0, self._expected - self.spool.totals.sources),
            self._interrupted,
        )

    def idle(self) -> None:
        """All that there was has been given out: a report says so."""
        self.report.soon()

    async def _work(self, queue: _Queue, room: Room, asking: RunAsking) -> None:
        while not self.outage.for_good and (found := await queue.next()) is not None:
            number, source = found
            await self.outage.wait()
            async with self._alone(source):
                self.watcher.begun(source)
                with self._cache_use.episode():
                    outcome = await outcome_of(source, number, room)
            self.spool.add(outcome)
            self.watcher.ended(source, outcome)
            if asking.gone():
                self.outage.began(outcome.error)
            elif outcome.takes.new:
                self.outage.answered()
            if outcome.state is State.DONE:
                self.feed.changed()
                await self._cache_use.made()
            if not self.options.dry_run:
                await asyncio.to_thread(self.report.now_and_then)

    @asynccontextmanager
    async def _alone(self, source: Source) -> AsyncIterator[None]:
        """While this lasts, no other task has the source: a file may change while it is rendered."""
        while (other := self._under_way.get(source.place)) is not None:
            await other.wait()
        ended = self._under_way[source.place] = asyncio.Event()
        try:
            yield
        finally:
            del self._under_way[source.place]
            ended.set()


class _Queue:
    """The sources with their numbers, for several tasks."""

    def __init__(self, sources: AsyncIterator[Source]) -> None:
        self._sources = sources
        self._lock = asyncio.Lock()
        self._number = 0

    async def next(self) -> tuple[int, Source] | None:
        async with self._lock:
            source = await anext(self._sources, None)
            if source is None:
                return None
            self._number += 1
            return self._number - 1, source
