"""Rendering a catalogue on this machine: several episodes side by side, one failure stops no other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duologue.batch.catalogue import Source, content_key
from duologue.batch.journal import Entry, Journal
from duologue.batch.report import BatchReport, Result, State
from duologue.checks import check_episode
from duologue.errors import DuologueError, Interrupted
from duologue.interview import read_source
from duologue.model import Episode, Interview
from duologue.pipeline import Plan, Progress, plan, render
from duologue.settings import load_settings
from duologue.speech.engines.pool import EnginePool
from duologue.speech.speak import Spoken
from duologue.store.takes import TakeCache

_MOST_DOUBTS = 50
"""Doubts and findings of one episode that the report keeps: a catalogue of thousands stays small in memory."""


@dataclass(frozen=True)
class BatchOptions:
    """How a catalogue is rendered.

    Attributes:
        out: the folder of episodes.
        options: settings over those of each source's duologue.yaml, as the command line gives them.
        environment: where `DUOLOGUE_*` variables are looked up.
        at_once: episodes under way at once: one is mastered while another is voiced.
        check: whether each episode is proved when it is made.
        dry_run: only says what would be rendered.
        fresh: whether a script.md that was edited by hand may be replaced.
    """

    out: Path
    options: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    at_once: int = 2
    check: bool = True
    dry_run: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class BatchEvents:
    """Callbacks: a source is begun, has come so far (utterances done of all), has ended."""

    started: Callable[[Source], None] = lambda _: None
    spoken: Callable[[Source, int, int], None] = lambda _source, _done, _all: None
    finished: Callable[[Source, Result], None] = lambda _source, _result: None


async def run_batch(
    sources: Sequence[Source], options: BatchOptions, events: BatchEvents = BatchEvents()
) -> BatchReport:
    """Renders every source that has changed since it was rendered.

    What one source makes fail is in its result. Where the task is cancelled (Ctrl-C), what is under way is
    given up, finished takes are kept, and the report says what was done.

    Args:
        sources: the catalogue.
        options: how.
        events: callbacks.
    """
    return await _Batch(sources, options, events).run()


class _Batch:
    def __init__(self, sources: Sequence[Source], options: BatchOptions, events: BatchEvents) -> None:
        self._sources, self._options, self._events = sources, options, events
        self._journal = Journal(options.out)
        self._pool = EnginePool()
        self._cache = TakeCache()
        self._results: list[Result] = []
        self._claimed: dict[Path, str] = {}
        """Folders that a source of this run has, so that two sources never write one."""
        self._planning = asyncio.Lock()

    async def run(self) -> BatchReport:
        started = time.monotonic()
        queue = iter(self._sources)
        interrupted = False
        workers = [asyncio.create_task(self._work(queue)) for _ in range(max(1, self._options.at_once))]
        try:
            await asyncio.gather(*workers)
        except (asyncio.CancelledError, Interrupted):
            interrupted = True
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            await self._pool.close()
        done = {result.source for result in self._results}
        waiting = tuple(source.place for source in self._sources if source.place not in done)
        seconds = time.monotonic() - started
        return BatchReport(tuple(self._results), waiting, seconds, interrupted)

    async def _work(self, queue: Any) -> None:
        for source in queue:
            self._events.started(source)
            started = time.monotonic()
            try:
                result = await self._one(source)
            except (Interrupted, asyncio.CancelledError):
                raise
            except DuologueError as error:
                result = Result(source.place, State.FAILED, error=str(error), exit_code=error.exit_code)
            except OSError as error:
                why = (
                    f"{error.filename or source.place} cannot be read or written ({error.strerror or error})"
                )
                result = Result(source.place, State.FAILED, error=why, exit_code=1)
            result = _timed(result, time.monotonic() - started)
            self._results.append(result)
            self._events.finished(source, result)

    async def _one(self, source: Source) -> Result:
        options = self._options
        settings = load_settings(source.folder, options.environment, {**options.options, "out": options.out})
        key = await asyncio.to_thread(content_key, source, settings)
        if not options.fresh and (entry := self._journal.up_to_date(source.place, key)) is not None:
            folder = str(options.out / entry.folder)
            return Result(source.place, State.UNCHANGED, entry.title, folder, entry.duration_ms)
        interview = await asyncio.to_thread(read_source, source.place)
        async with self._planning:  # decides about folders: one after the other
            planned = await plan(interview, settings, fresh=options.fresh, make_engine=self._pool.make)
            self._claim(planned, source)
        try:
            if options.dry_run:
                return self._planned(source, planned)
            return await self._render(source, planned, key, interview)
        finally:
            self._claimed.pop(planned.destination.folder, None)

    def _claim(self, planned: Plan, source: Source) -> None:
        folder = planned.destination.folder
        if folder in self._claimed:
            raise Interrupted(f"{folder} is being written for {self._claimed[folder]}")
        self._claimed[folder] = source.place

    async def _render(self, source: Source, planned: Plan, key: str, interview: Interview) -> Result:
        done = 0

        def spoken(_: Spoken) -> None:
            nonlocal done
            done += 1
            self._events.spoken(source, done, len(planned.voicing.said))

        episode = await render(planned, self._cache, Progress(spoken=spoken))
        findings: tuple[str, ...] | None = None
        if self._options.check and not episode.unchanged:
            report = await asyncio.to_thread(check_episode, episode.folder, takes=self._cache)
            findings = tuple(str(finding) for finding in report.findings[:_MOST_DOUBTS])
        self._journal.add(self._entry(source, key, episode))
        state = State.UNCHANGED if episode.unchanged else State.DONE
        return Result(
            source.place,
            state,
            episode.title,
            str(episode.folder),
            episode.duration_ms,
            new_takes=episode.new_takes,
            reused_takes=episode.reused_takes,
            doubts=tuple((doubt.line, doubt.message) for doubt in interview.doubts[:_MOST_DOUBTS]),
            findings=findings,
        )

    def _entry(self, source: Source, key: str, episode: Episode) -> Entry:
        return Entry(
            self._journal.place_of(source.place),
            key,
            episode.folder.name,
            episode.mp3.name,
            episode.mp3.stat().st_size,
            episode.duration_ms,
            episode.title,
        )

    def _planned(self, source: Source, planned: Plan) -> Result:
        voicing = planned.voicing
        return Result(
            source.place,
            State.PLANNED,
            planned.interview.title,
            str(planned.destination.folder),
            round(voicing.expected_seconds * 1000),
            characters=sum(len(utterance.written) for utterance in voicing.said),
            doubts=tuple((doubt.line, doubt.message) for doubt in planned.interview.doubts[:_MOST_DOUBTS]),
        )


def _timed(result: Result, seconds: float) -> Result:
    from dataclasses import replace

    return replace(result, seconds=seconds)
