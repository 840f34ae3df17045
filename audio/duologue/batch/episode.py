"""One source of a catalogue: looked at, read, planned, voiced, mastered, checked and recorded."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from duologue.batch.catalogue import Source
from duologue.batch.claims import Claims
from duologue.batch.content import Contents
from duologue.batch.makers import Maker
from duologue.batch.making import Work, doubts_of
from duologue.batch.options import BatchOptions, Watcher
from duologue.batch.outcome import Outcome, State, Takes
from duologue.batch.shelf import Shelf
from duologue.batch.team_gone import TeamGone
from duologue.batch.turnstile import Turnstile
from duologue.errors import DuologueError, Interrupted
from duologue.interview import read_source
from duologue.model import Interview, Utterance
from duologue.pipeline import Plan, Progress, plan
from duologue.pipeline.expectation import expectation_of
from duologue.pipeline.planning import Shared
from duologue.pipeline.rendering import record
from duologue.programme.folder.exchange import only_run
from duologue.settings import Settings, load_settings
from duologue.speech.mix import engines_of
from duologue.speech.speak import Asking, Spoken

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Room:
    """What all episodes of a run share.

    Attributes:
        options: how.
        shared: cache and engines.
        asking: asks the engines.
        shelf: where episodes are kept, and what earlier runs have made.
        contents: hashes of files.
        claims: who writes which folder.
        order: sources choose their folders in the order of the catalogue.
        maker: makes an episode of what was said.
        watcher: is told.
    """

    options: BatchOptions
    shared: Shared
    asking: Asking
    shelf: Shelf
    contents: Contents
    claims: Claims
    order: Turnstile
    maker: Maker
    watcher: Watcher


async def outcome_of(source: Source, number: int, room: Room) -> Outcome:
    """Renders a source where it has changed; what makes it fail is in the outcome.

    Args:
        source: one of the catalogue.
        number: its place in the catalogue, from 0.
        room: what it shares with others.
    """
    started = time.monotonic()
    try:
        outcome = await _looked_at(source, number, room)
    except (Interrupted, TeamGone):
        raise
    except DuologueError as error:
        outcome = _failed(source, str(error), error.exit_code)
    except OSError as error:
        where = error.filename or source.place
        outcome = _failed(source, f"{where} cannot be read or written ({error.strerror or error})", 1)
    except Exception as error:  # noqa: BLE001 - one article must not end a catalogue, whatever it does
        _log.debug("a fault of Duologue's own", exc_info=error)
        outcome = _failed(source, f"a fault of Duologue's own: {type(error).__name__}: {error}", 1)
    finally:
        room.order.leave(number)
    return outcome.model_copy(update={"seconds": round(time.monotonic() - started, 3)})


async def _looked_at(source: Source, number: int, room: Room) -> Outcome:
    if source.fault:
        return _failed(source, source.fault, 1)
    settings, key = await asyncio.to_thread(_key_of, source, room)
    if not room.options.fresh:
        there = await asyncio.to_thread(room.shelf.records.up_to_date, source.place, key)
        if there is not None:
            return there.model_copy(update={"source": source.place})
    reading = time.monotonic()
    interview = await asyncio.to_thread(read_source, source.place)
    read_seconds = time.monotonic() - reading
    async with _planned(source, number, interview, settings, room) as planned:
        if room.options.dry_run:
            return await asyncio.to_thread(_expected, source, planned, room)
        outcome = await _rendered(source, planned, read_seconds, room)
        guid = planned.destination.guid
        await asyncio.to_thread(room.shelf.records.keep, source.place, key, guid, outcome)
        return outcome


def _key_of(source: Source, room: Room) -> tuple[Settings, str]:
    options = {**room.options.options, "out": room.shelf.folder}
    settings = load_settings(source.folder, room.options.environment, options)
    return settings, room.contents.key(source, settings)


@asynccontextmanager
async def _planned(
    source: Source, number: int, interview: Interview, settings: Settings, room: Room
) -> AsyncIterator[Plan]:
    """A plan whose folder is this source's while it lasts."""
    await room.order.wait(number)
    options = room.options
    planned = await plan(interview, settings, jobs=options.jobs, fresh=options.fresh, shared=room.shared)
    with room.claims.held(planned.destination, source):
        room.order.leave(number)
        yield planned


async def _rendered(source: Source, planned: Plan, read_seconds: float, room: Room) -> Outcome:
    notes = [*planned.notes, *(f"{name} cannot speak now ({why})" for name, why in planned.voicing.refused)]
    progress = _progress(source, planned, room, notes)
    with only_run(planned.destination.folder):
        recording = await record(
            planned, room.shared.cache, progress, read_seconds=read_seconds, asking=room.asking
        )
        work = Work(source.place, recording, tuple(notes), room.options.check)
        return await room.maker.make(work, progress.assembled)


def _progress(source: Source, planned: Plan, room: Room, notes: list[str]) -> Progress:
    def begun(said: Sequence[Utterance]) -> None:
        room.watcher.speaking(source, planned.interview.title, len(said))

    def spoken(one: Spoken) -> None:
        room.watcher.spoken(source, one.seconds, reused=one.reused)

    def told(message: str) -> None:
        notes.append(message)
        room.watcher.told(f"{source.place}: {message}")

    def assembled(done: int, of: int) -> None:
        room.watcher.mastering(source, done, of)

    return Progress(spoken=spoken, assembled=assembled, begun=begun, told=told)


def _expected(source: Source, planned: Plan, room: Room) -> Outcome:
    expected = expectation_of(planned, room.shared.cache)
    return Outcome(
        source=source.place,
        state=State.PLANNED,
        title=planned.interview.title,
        folder=str(planned.destination.folder),
        engine=engines_of(planned.voicing.casting),
        duration_ms=expected.duration_ms,
        utterances=len(planned.voicing.said),
        takes=Takes(new=expected.new_takes, reused=expected.cached_takes),
        characters_sent=expected.characters_sent,
        expected_seconds=expected.wall_seconds,
        doubts=doubts_of(planned.interview),
        notes=planned.notes,
    )


def _failed(source: Source, error: str, exit_code: int) -> Outcome:
    return Outcome(source=source.place, state=State.FAILED, error=error, exit_code=exit_code)
