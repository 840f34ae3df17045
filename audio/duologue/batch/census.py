"""Counting a catalogue before it is rendered, and walking it while it is: never all of it in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from duologue.batch.catalogue import Source, catalogue_of
from duologue.errors import UsageError

_AT_ONCE = 32
_ADDRESS_BYTES = 50_000
"""What an address is taken to hold, to guess how much work is left."""


@dataclass(frozen=True, slots=True)
class Census:
    """How many sources there are, and how much work they are, roughly, in bytes."""

    sources: int
    work: int


def work_of(source: Source) -> int:
    """How much work a source is, roughly, in bytes."""
    return source.size_bytes or _ADDRESS_BYTES


def census_of(place: Path, out: Path | None) -> Census:
    """Counts the sources of a catalogue.

    Raises:
        UsageError: see `catalogue_of`; or there is none.
    """
    sources = work = 0
    for source in catalogue_of(place, out):
        sources += 1
        work += work_of(source)
    if not sources:
        raise UsageError(f"there is no article in {place}" if place.is_dir() else f"{place} lists no source")
    return Census(sources, work)


async def walk(place: Path, out: Path | None) -> AsyncIterator[Source]:
    """The sources of a catalogue, found in a thread of their own, a few ahead.

    Raises:
        UsageError: see `catalogue_of`.
    """
    sources = catalogue_of(place, out)
    while found := await asyncio.to_thread(_next, sources):
        for source in found:
            yield source


def _next(sources: Iterator[Source]) -> list[Source]:
    return list(islice(sources, _AT_ONCE))
