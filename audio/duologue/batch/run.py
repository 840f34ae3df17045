"""A run over a catalogue: several sources side by side, and one failure stops no other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from duologue.batch.asking import SharedAsking
from duologue.batch.cache_use import CacheUse
from duologue.batch.catalogue import Source
from duologue.batch.claims import Claims
from duologue.batch.content import Contents
from duologue.batch.engines import SharedEngines
from duologue.batch.episode import Room, outcome_of
from duologue.batch.feed import FeedWriter
from duologue.batch.gate import Gate
from duologue.batch.options import BatchOptions, Watcher
from duologue.batch.outage import Outage
from duologue.batch.outcome import State
from duologue.batch.records import FolderRecords
from duologue.batch.report import Ending
from duologue.batch.report_files import ReportFiles
from duologue.batch.spool import Spool
from duologue.batch.turnstile import Turnstile
from duologue.errors import Interrupted
from duologue.pipeline.planning import Shared
from duologue.store.takes import TakeCache


class Run:
    """One run over a catalogue.

    Args:
        options: how.
        watcher: is told.
        cache: where takes are found and kept.
        expected: how many sources the catalogue has.
    """

    def __init__(self, options: BatchOptions, watcher: Watcher, cache: TakeCache, expected: int = 0) -> None:
        self.options, self._watcher, self._expected = options, watcher, expected
        self._begun, self._started = datetime.now(UTC), time.monotonic()
        self._interrupted = False
        self._engines = SharedEngines()
        self._asking = SharedAsking(cache)
        self.outage = Outage(watcher.told)
        records = FolderRecords(options.out)
        claims = Claims(records.source_of, stay=options.dry_run)
        self._room = Room(
            options=options,
            shared=Shared(cache, self._engines, claims.of),
            asking=self._asking,
            records=records,
            contents=Contents(options.out),
            claims=claims,
            order=Turnstile(),
            gate=Gate(),
            watcher=watcher,
        )
        self._cache_use = CacheUse(cache, options.cache_limit_bytes)
        self.feed = FeedWriter(options.out, options.feed, self._room.gate, watcher)
        self._under_way: dict[str, asyncio.Event] = {}
        self.spool = Spool()
        self.report = ReportFiles(options.out, self.spool, self.ending)

    async def over(self, sources: AsyncIterator[Source]) -> None:
        """Renders every source that has changed; cancelled, it gives up what is under way and keeps takes.

        Args:
            sources: the catalogue; asked for the next one when there is room for it.
        """
        queue = _Queue(sources)
        async with AsyncExitStack() as held:
            held.push_async_callback(self._engines.close)
            if not self.options.dry_run:
                held.enter_context(self._cache_use)
            held.push_async_callback(self.feed.stop)
            tasks = [asyncio.create_task(self._work(queue)) for _ in range(self.options.at_once)]
            try:
                await asyncio.gather(*tasks)
            except (asyncio.CancelledError, Interrupted):
                self._interrupted = True
                raise
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            await self.feed.finish()

    def ending(self) -> Ending:
        """How the run stands, or has ended."""
        return Ending(
            self._begun.isoformat(timespec="seconds"),
            time.monotonic() - self._started,
            max(0, self._expected - self.spool.totals.sources),
            self._interrupted,
        )

    def idle(self) -> None:
        """All that there was has been given out: a report says so."""
        self.report.soon()

    async def _work(self, queue: _Queue) -> None:
        while not self.outage.for_good and (found := await queue.next()) is not None:
            number, source = found
            await self.outage.wait()
            async with self._alone(source):
                self._watcher.begun(source)
                with self._cache_use.episode():
                    outcome = await outcome_of(source, number, self._room)
            self.spool.add(outcome)
            self._watcher.ended(source, outcome)
            if self._asking.gone():
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
