"""Speaking: from utterances and their casting to takes, cached one by one as they are finished."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from duologue.errors import (
    BadVoice,
    Denied,
    EngineError,
    NoAudio,
    Throttled,
    Unreachable,
)
from duologue.model import Mark, Take, Utterance, Voiced
from duologue.speech.cast import Casting
from duologue.speech.concurrency import DEFAULT_PATIENCE, Pace, Patience
from duologue.speech.engines.base import Engine, SpeechRequest, by_contract
from duologue.speech.jobs import Job, jobs_of
from duologue.speech.lexicon import Lexicon
from duologue.speech.missing import incomplete
from duologue.speech.plausible import check_plausible
from duologue.speech.spoken import SpokenForm
from duologue.store.takes import TakeCache, TakeInfo


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance is done: its number, the seconds it lasts, and whether its take was in the cache."""

    number: int
    seconds: float
    reused: bool


@dataclass(frozen=True)
class Speech:
    """All utterances as voiced.

    Attributes:
        voiced: in order.
        new: how many takes were made.
        reused: how many were found in the cache.
        wall_seconds: how long the new ones took together.
    """

    voiced: tuple[Voiced, ...]
    new: int
    reused: int
    wall_seconds: float = field(default=0.0, compare=False)


def new_pace(engine: Engine, patience: Patience = DEFAULT_PATIENCE) -> Pace:
    """The pace of one run of an engine."""
    limits = engine.limits
    return Pace(limits.first_concurrency or limits.concurrency, limits.concurrency, patience)


async def speak(
    said: Sequence[Utterance],
    casting: Casting,
    language: str,
    engine: Engine,
    cache: TakeCache,
    *,
    lexicon: Lexicon,
    done: Callable[[Spoken], None] | None = None,
    patience: Patience = DEFAULT_PATIENCE,
) -> Speech:
    """Voices every utterance that has no take yet, up to the engine's concurrency limit, begun in order.

    Args:
        said: the utterances of the programme.
        casting: who speaks with which voice.
        language: BCP 47 language of the interview.
        engine: speaks all of them.
        cache: where takes are found and kept; each is kept the moment it is finished.
        lexicon: how names and terms are said.
        done: told of every finished utterance.
        patience: how long to wait for an engine that cannot answer now.

    Raises:
        SpeechIncomplete: some could not be voiced, after several tries or because their text could not be
            prepared; all the others are in the cache.
        BadVoice, Denied: the engine has no such voice, or wants another key; finished takes are in the cache.
    """
    started = time.monotonic()
    jobs, unprepared = jobs_of(said, casting, language, engine, lexicon)
    found: dict[str, TakeInfo] = {}
    waiting: list[Job] = []
    for job in jobs:
        info = cache.info(job.key)
        if info is None:
            waiting.append(job)
        else:
            found[job.key] = info
            _tell(done, job, info, reused=True)

    async def keep(job: Job, take: Take) -> None:
        await asyncio.to_thread(cache.store, job.key, take)  # meanwhile others are asked and answered
        found[job.key] = TakeInfo(int(take.samples.size), take.sample_rate, take.marks)
        _tell(done, job, found[job.key], reused=False)

    faults = await _voice_all(waiting, engine, new_pace(engine, patience), keep)
    missing = [job for job in waiting if job.key not in found]
    if missing or unprepared:
        stop = next((fault for fault in faults.values() if isinstance(fault, BadVoice | Denied)), None)
        if stop is not None:
            raise stop
        why = unprepared | {number: faults.get(job.key) for job in missing for number in job.numbers}
        raise incomplete(said, why, engine.name, made=len(waiting) - len(missing))
    key_of = {number: job.key for job in jobs for number in job.numbers}
    voiced = tuple(
        Voiced(
            utterance,
            casting.voice_of(utterance.speaker),
            key_of[number],
            found[key_of[number]].samples,
            found[key_of[number]].sample_rate,
            found[key_of[number]].marks,
        )
        for number, utterance in enumerate(said)
    )
    wall_seconds = time.monotonic() - started if waiting else 0.0
    return Speech(voiced, len(waiting), len(jobs) - len(waiting), wall_seconds)


async def _voice_all(
    waiting: Sequence[Job], engine: Engine, pace: Pace, keep: Callable[[Job, Take], Awaitable[None]]
) -> dict[str, EngineError]:
    """Voices the jobs and keeps each take; returns the fault that each of the others was given up for.

    An unknown voice, and a service that counts as gone, end it; what is under way then is still kept.
    """
    queue = iter(waiting)
    done: set[str] = set()
    faults: dict[str, EngineError] = {}

    async def caller() -> None:
        for job in queue:
            if pace.gone is not None:
                return
            try:
                take = await voice(engine, job.request, pace)
            except EngineError as error:
                faults[job.key] = error
            else:
                await keep(job, take)
                done.add(job.key)

    # Twice as many as may ask at once: one that waits before another try holds nobody up.
    callers = [asyncio.create_task(caller()) for _ in range(min(2 * engine.limits.concurrency, len(waiting)))]
    try:
        await asyncio.gather(*callers)
    except BaseException:
        for task in callers:
            task.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        raise
    if pace.gone is not None:
        return {job.key: pace.gone for job in waiting if job.key not in done}
    return faults


async def voice(engine: Engine, request: SpeechRequest, pace: Pace) -> Take:
    """The take of one request, accepted only if it can be the sound of its text, with the pauses asked for.

    Passing faults are tried again. That the service serves nobody now (`Throttled`) is `pace`'s affair and
    does not count as a try.

    Raises:
        EngineError: the text is refused, the engine gave no good answer in several tries, or it is gone.
    """
    form = request.form
    if not any(character.isalnum() for character in form.text):
        return _with_pauses(_silence(engine.limits.sample_rate, form), form)
    longest = engine.limits.longest_text
    if len(form.written) > longest:
        raise EngineError(
            f"{len(form.written)} characters are more than {engine.name} takes at once ({longest})"
        )
    most_tries = 1 if engine.deterministic else pace.patience.tries
    tries = 0
    give_up_at = pace.now() + pace.patience.silence_seconds
    while True:
        try:
            async with pace.turn():
                take = await _take_of(engine, request)
                check_plausible(take, form)
        except (Throttled, Unreachable, NoAudio) as error:
            tries += not isinstance(error, Throttled)
            late = not isinstance(error, Throttled) and pace.now() > give_up_at
            if tries >= most_tries or late or pace.gone is not None:
                raise
            if isinstance(error, NoAudio):
                await pace.rest(tries)
        else:
            return _with_pauses(take, form)


async def _take_of(engine: Engine, request: SpeechRequest) -> Take:
    """What the engine makes of the request; an engine that breaks its contract refuses this text."""
    take = await by_contract(engine, engine.speak(request))
    if take.samples.ndim != 1 or take.samples.dtype != np.int16:
        kind = f"{take.samples.dtype}, shape {take.samples.shape}"
        raise EngineError(f"the {engine.name} engine gave a take that is not mono int16 ({kind})")
    return take


_WORDLESS_SECONDS = 0.8


def _silence(sample_rate: int, form: SpokenForm) -> Take:
    """A text without a word (``……``) is a moment of silence, whatever the engine."""
    samples = np.zeros(round(_WORDLESS_SECONDS * sample_rate), dtype=np.int16)
    return Take(samples, sample_rate, (Mark(0, samples.size, 0, len(form.written)),))


def _with_pauses(take: Take, form: SpokenForm) -> Take:
    """The take with the silence that the script asks for before and behind it."""
    before = form.pause_before_ms * take.sample_rate // 1000
    after = form.pause_after_ms * take.sample_rate // 1000
    if not before and not after:
        return take
    marks = tuple(
        replace(mark, start_sample=mark.start_sample + before, end_sample=mark.end_sample + before)
        for mark in take.marks
    )
    return Take(np.pad(take.samples, (before, after)), take.sample_rate, marks)


def _tell(done: Callable[[Spoken], None] | None, job: Job, info: TakeInfo, *, reused: bool) -> None:
    if done is not None:
        for number in job.numbers:
            done(Spoken(number, info.samples / info.sample_rate, reused))
