"""A back catalogue: `batch` renders all articles of a folder or a list; `prepared` does it step by step."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from duologue.api.running import run as run_here
from duologue.batch.catalogue import Source
from duologue.batch.census import Census, census_of, walk, work_of
from duologue.batch.options import BatchOptions, Cluster, Watcher
from duologue.batch.outcome import Outcome, State
from duologue.batch.places import shared_places, takes_at
from duologue.batch.report import Ending, counts, exit_code, json_pieces
from duologue.batch.run import Run as BatchRun
from duologue.batch.shelf import FolderShelf, Shelf, open_shelf
from duologue.batch.spool import Totals
from duologue.batch.team import team_on
from duologue.batch.team_gone import TeamGone
from duologue.errors import UsageError
from duologue.settings import load_settings
from duologue.store.takes import TakeCache

__all__ = [
    "BatchOptions",
    "BatchRun",
    "Census",
    "Cluster",
    "Ending",
    "Finished",
    "Outcome",
    "PreparedBatch",
    "Source",
    "State",
    "TeamGone",
    "Totals",
    "Watcher",
    "batch",
    "batch_async",
    "counts",
    "exit_code",
    "json_pieces",
    "prepared",
    "work_of",
]


@dataclass(frozen=True)
class PreparedBatch:
    """A catalogue that was counted, and where its episodes go.

    Attributes:
        catalogue: a folder of articles, or a text file that lists them.
        census: how many there are.
        shown: how a person calls the place of the episodes.
    """

    catalogue: Path
    census: Census
    shown: str
    _options: BatchOptions
    _shelf: Shelf
    _takes: TakeCache
    _places: tuple[str | None, str]
    _on: Cluster | None

    def begin(self, watcher: Watcher | None = None) -> BatchRun:
        """A run over it that has not begun: see `BatchRun`; who has it closes its spool."""
        watcher = watcher or Watcher()
        team = None
        if self._on is not None and not self._options.dry_run:
            team = partial(team_on, self._on, shared_places(*self._places), watcher.told)
        return BatchRun(self._options, watcher, self._takes, self._shelf, self.census.sources, team)

    async def over(self, run: BatchRun, *, watch: bool = False) -> None:
        """Renders every source that has changed, and writes the report. Cancelled, it writes that too.

        Args:
            run: what `begin` gave.
            watch: whether it goes on as files come or change, without end.
        """
        out = self._shelf.folder
        if watch:
            from duologue.batch.watching import walk_and_watch

            sources = walk_and_watch(self.catalogue, out, idle=run.idle)
        else:
            sources = walk(self.catalogue, out)
        with run.watcher, suppress(asyncio.CancelledError):
            await run.over(sources)
        if not run.options.dry_run:
            run.report.write()


@dataclass(frozen=True)
class Finished:
    """What a run came to.

    Attributes:
        totals: of all its sources.
        failures: what became of those that failed; all that became of the others is in the report.
        report: where `report.json` is; None for a dry run.
    """

    totals: Totals
    failures: tuple[Outcome, ...]
    report: str | None


def prepared(
    catalogue: str | Path,
    *,
    out: str | Path | None = None,
    cache: str | Path | None = None,
    on: Cluster | None = None,
    options: BatchOptions | None = None,
    environment: Mapping[str, str] | None = None,
) -> PreparedBatch:
    """Counts a catalogue, and opens the places where its takes and episodes are kept.

    Args:
        catalogue: a folder of articles, searched with all folders below it, or a text file that lists them.
        out: a folder or a URL for the episodes; None for what the settings say.
        cache: a folder or a URL for the takes; None for the default one.
        on: a Dask cluster that does the work; None for this process.
        options: how; its `environment` and `cache_limit_bytes` come from here where it has none.
        environment: where `DUOLOGUE_*` variables are looked up; None for the process's.

    Raises:
        UsageError: there is no such catalogue, nothing in it, or a place cannot be reached.
        ConfigError: duologue.yaml of this folder is wrong.
    """
    given = options or BatchOptions()
    variables = os.environ if environment is None else environment
    settings = load_settings(Path(), variables, given.options)
    place, where = str(settings.out if out is None else out), None if cache is None else str(cache)
    shelf, takes = open_shelf(place), takes_at(where)
    if given.feed is not None and not isinstance(shelf, FolderShelf):
        raise UsageError(
            f"--feed needs episodes on this machine, and they land at {shelf.shown}, beside their scripts "
            "and what was left out: copy them here, and let `duologue publish` send what listeners get"
        )
    given = replace(
        given,
        environment=given.environment or variables,
        feed=None if given.dry_run else given.feed,
        cache_limit_bytes=given.cache_limit_bytes or settings.cache_limit_bytes,
    )
    census = census_of(Path(catalogue), shelf.folder)
    return PreparedBatch(Path(catalogue), census, shelf.shown, given, shelf, takes, (where, place), on)


async def batch_async(
    catalogue: str | Path,
    *,
    out: str | Path | None = None,
    cache: str | Path | None = None,
    voices: str | None = None,
    engine: str | None = None,
    on: Cluster | None = None,
    watcher: Watcher | None = None,
    **options: Any,
) -> Finished:
    """See `batch`."""
    chosen = BatchOptions(options={"voices": voices, "engine": engine}, **options)
    ready = await asyncio.to_thread(prepared, catalogue, out=out, cache=cache, on=on, options=chosen)
    run = ready.begin(watcher)
    try:
        await ready.over(run)
        if run.ending().interrupted:
            raise asyncio.CancelledError
        if run.fault is not None:
            raise run.fault
        failures = tuple(each for each in run.spool if each.state is State.FAILED)
        report = None if chosen.dry_run else f"{ready.shown.rstrip('/')}/report.json"
        return Finished(run.spool.totals, failures, report)
    finally:
        run.spool.close()


def batch(
    catalogue: str | Path,
    *,
    out: str | Path | None = None,
    cache: str | Path | None = None,
    voices: str | None = None,
    engine: str | None = None,
    on: Cluster | None = None,
    watcher: Watcher | None = None,
    **options: Any,
) -> Finished:
    """Renders all articles of a catalogue that have changed; one that fails stops no other.

    Args:
        catalogue: a folder of articles, searched with all folders below it, or a text file that lists them.
        out: a folder or a URL for the episodes; None for what the settings say.
        cache: a folder or a URL for the takes; None for the default one.
        voices: a cast by name or file, over the settings.
        engine: ``auto`` or an engine's name, over the settings.
        on: a Dask cluster that does the work; None for this process.
        watcher: is told how it goes; in the thread of the event loop.
        options: further fields of `BatchOptions`: `at_once`, `jobs`, `check`, `dry_run`, `fresh`, `feed`.

    Raises:
        UsageError, ConfigError: see `prepared`.
        TeamGone: the cluster does not answer any more; the same call goes on.
    """
    return run_here(
        batch_async(
            catalogue,
            out=out,
            cache=cache,
            voices=voices,
            engine=engine,
            on=on,
            watcher=watcher,
            **options,
        )
    )
