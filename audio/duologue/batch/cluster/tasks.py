"""What workers do: say one text, make one episode, tell what they have. Takes go to the shared cache.

A worker keeps its engines for as long as it lives, so a model is loaded once. Faults come back as values:
they are the run's affair, not the scheduler's.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from distributed import Semaphore, Worker, WorkerPlugin, get_worker

from duologue.allocator import give_memory_back
from duologue.batch.cluster.facts import facts, facts_digest
from duologue.batch.engines import SharedEngines
from duologue.batch.making import Work, make
from duologue.batch.outcome import Outcome
from duologue.batch.shelf import Shelf, open_shelf
from duologue.errors import DuologueError, EngineError
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.speech.engines.base import Engine, EngineSettings, VoiceInfo
from duologue.speech.jobs import Job
from duologue.speech.speak import Kept, kept, take_of
from duologue.store.base import EntryKind
from duologue.store.opening import open_store
from duologue.store.takes import TakeCache

PLUGIN = "duologue"
_MOST_THREADS = 64
"""An engine takes no higher number."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """An engine as a worker makes it: its name, its settings, and how many may ask it at once everywhere.

    `at_once` is None for an engine that works on the worker itself.
    """

    name: str
    settings: EngineSettings
    at_once: int | None = None


@dataclass(frozen=True, slots=True)
class SayTask:
    """Texts to be said one after the other; `digest` is what the worker must have."""

    engine: EngineSpec
    jobs: tuple[Job, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class MakeTask:
    """One episode to be made; `digest` is what the worker must have."""

    work: Work
    digest: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """The worker at an address may not do this: it has something else than the client."""

    address: str
    facts: Mapping[str, str]


Fault = DuologueError
"""What went wrong, as a value."""


@dataclass(frozen=True, slots=True)
class Said:
    """What became of the texts of a task, in their order, and how long it took in seconds."""

    answers: tuple[Kept | Fault, ...]
    seconds: float


@dataclass
class Room(WorkerPlugin):  # type: ignore[misc]
    """What a worker keeps between tasks.

    Attributes:
        cache_url: of the shared cache, as `open_store` takes it.
        out: where episodes are kept, as `open_shelf` takes it.
    """

    cache_url: str
    out: str
    name: str = PLUGIN
    _cache: TakeCache | None = field(default=None, repr=False)
    _shelf: Shelf | None = field(default=None, repr=False)
    _engines: SharedEngines = field(default_factory=SharedEngines, repr=False)
    _threads: int = 1

    def setup(self, worker: Worker) -> None:
        """An engine that works here is called from as many threads as the worker has."""
        give_memory_back()
        self._threads = min(worker.state.nthreads, _MOST_THREADS)

    def __getstate__(self) -> dict[str, str]:
        return {"cache_url": self.cache_url, "out": self.out}

    def __setstate__(self, state: dict[str, str]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    async def teardown(self, worker: Worker) -> None:
        """Closes the engines."""
        del worker
        await self._engines.close()

    @property
    def cache(self) -> TakeCache:
        """The shared cache."""
        if self._cache is None:
            self._cache = TakeCache(open_store(self.cache_url))
        return self._cache

    @property
    def shelf(self) -> Shelf:
        """Where episodes are kept."""
        if self._shelf is None:
            self._shelf = open_shelf(self.out)
        return self._shelf

    def engine(self, spec: EngineSpec) -> Engine:
        """The engine, made once."""
        settings = spec.settings
        if spec.at_once is None and settings.concurrency is None:
            settings = settings.model_copy(update={"concurrency": self._threads})
        return self._engines.make(spec.name, settings)

    async def voices(self, spec: EngineSpec) -> tuple[VoiceInfo, ...]:
        """The engine's voices; it can speak here."""
        return await self._engines.voices_when_ready(self.engine(spec))


def room(worker: Worker | None = None) -> Room:
    """What the worker keeps; of the one that does this task, where none is given."""
    found = (worker or get_worker()).plugins[PLUGIN]
    assert isinstance(found, Room)  # noqa: S101 - it is registered under this name by us alone
    return found


async def say(task: SayTask) -> Said | Unfit:
    """Says texts, each unless its take is there by now, and keeps each take when it is finished."""
    if task.digest != facts_digest():
        return Unfit(get_worker().address, facts())
    started, here = time.monotonic(), room()
    answers = [await _say(job, task.engine, here) for job in task.jobs]
    return Said(tuple(answers), time.monotonic() - started)


async def _say(job: Job, spec: EngineSpec, here: Room) -> Kept | Fault:
    cache = MeasuredTakes(here.cache, FrameCache(here.cache.entries))
    try:
        found = await asyncio.to_thread(cache.info, job.key)
        if found is not None:
            return Kept(found, new=False)
        async with _limit(spec):
            take = await take_of(here.engine(spec), job.request)
        await asyncio.to_thread(cache.store, job.key, take)
    except DuologueError as error:
        return plain(error)
    return kept(take)


def make_episode(task: MakeTask) -> Outcome | Fault | Unfit:
    """Makes one episode, and keeps it."""
    if task.digest != facts_digest():
        return Unfit(get_worker().address, facts())
    here = room()
    recording = task.work.recording
    folder = here.shelf.folder / recording.destination.folder.name
    destination = replace(recording.destination, folder=folder)
    try:
        here.shelf.bring(folder)
        work = replace(task.work, recording=replace(recording, destination=destination))
        return make(work, here.cache, here.shelf, lambda _done, _of: None)
    except DuologueError as error:
        return plain(error)
    except OSError as error:
        return DuologueError(
            f"{error.filename or folder} cannot be read or written ({error.strerror or error})"
        )


async def voices_here(spec: EngineSpec, dask_worker: Worker) -> tuple[VoiceInfo, ...] | EngineError:
    """The voices that an engine has on this worker, or why it cannot speak."""
    try:
        return await room(dask_worker).voices(spec)
    except EngineError as error:
        found = plain(error)
        return found if isinstance(found, EngineError) else EngineError(str(found))
    except DuologueError as error:
        return EngineError(str(error))


async def facts_here(markers: Mapping[str, str], dask_worker: Worker) -> tuple[Mapping[str, str], str]:
    """This worker's facts, and what it finds wrong with cache and folder; empty where it reaches both.

    Args:
        markers: paths of files that the client has written where a place is no URL, and what is in them.
        dask_worker: Dask puts the worker here.
    """
    return await asyncio.to_thread(_facts_here, room(dask_worker), markers)


def _facts_here(here: Room, markers: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    try:
        here.cache.entries.contains(EntryKind.TAKE, "0" * 64)
        here.shelf.bring(here.shelf.folder / "none")
        for path, content in markers.items():
            if Path(path).read_text(encoding="utf-8") != content:
                return facts(), f"{Path(path).parent} is another folder there"
    except (DuologueError, OSError) as error:
        return facts(), str(error)
    return facts(), ""


def plain(error: DuologueError) -> DuologueError:
    """The error without its traceback, which would hold on to what it has seen."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


def _limit(spec: EngineSpec) -> AbstractAsyncContextManager[Any]:
    """One of the places that a service has for all machines together."""
    if spec.at_once is None:
        return nullcontext()
    return Semaphore(max_leases=spec.at_once, name=f"duologue-{spec.name}-{spec.at_once}")  # type: ignore[no-any-return]
