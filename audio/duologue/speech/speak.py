"""Speaking: from utterances and their casting to takes, cached one by one as they are finished."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

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
from duologue.speech.concurrency import DEFAULT_PATIENCE, Pace, Pacing, Patience
from duologue.speech.engines.base import Engine, SpeechRequest, by_contract
from duologue.speech.jobs import Job, jobs_of
from duologue.speech.lexicon import Lexicon
from duologue.speech.missing import incomplete
from duologue.speech.plausible import check_plausible
from duologue.speech.spoken import SpokenForm
from duologue.store.takes import TakeCache, TakeInfo

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a take that is in the cache; `new` where it was voiced for who asks."""

    info: TakeInfo
    new: bool


class Asking(Protocol):
    """Who asks engines for takes, and at which pace: this process for one render, or for many."""

    @property
    def alone(self) -> bool:
        """Whether an engine works for one episode at a time: then its speed can be measured."""
        ...

    def pace(self, engine: Engine, patience: Patience) -> Pacing:
        """The pace at which `engine` is asked; several episodes may share it."""
        ...

    async def ask(self, engine: Engine, job: Job) -> Take | Kept:
        """Asks once: a take, or what is known of one that is in the cache by now.

        Raises:
            EngineError: see `Engine.speak`; `NoAudio` for what cannot be the sound of the text.
        """
        ...


class AskHere:
    """Asks in this process, at a pace of its own for every episode."""

    alone = True

    def pace(self, engine: Engine, patience: Patience) -> Pacing:
        """See `Asking.pace`."""
        return new_pace(engine, patience)

    async def ask(self, engine: Engine, job: Job) -> Take | Kept:
        """See `Asking.ask`."""
        return await take_of(engine, job.request)


HERE = AskHere()


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
    asking: Asking = HERE,
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
        asking: who asks the engine.

    Raises:
        SpeechIncomplete: some could not be voiced, after several tries or because their text could not be
            prepared; all the others are in the cache.
        BadVoice, Denied: the engine has no such voice, or wants another key; finished takes are in the cache.
    """
    started = time.monotonic()

    def prepare() -> tuple[list[Job], dict[int, EngineError | None], list[TakeInfo | None]]:
        jobs, unprepared = jobs_of(said, casting, language, engine, lexicon)
        return jobs, unprepared, [cache.info(job.key) for job in jobs]

    jobs, unprepared, infos = await asyncio.to_thread(prepare)  # meanwhile other episodes are voiced
    found: dict[str, TakeInfo] = {}
    waiting: list[Job] = []
    new = 0
    for job, info in zip(jobs, infos, strict=True):
        if info is None:
            waiting.append(job)
        else:
            found[job.key] = info
            _tell(done, job, info, reused=True)

    async def keep(job: Job, answer: Take | Kept) -> None:
        nonlocal new
        if isinstance(answer, Take):
            await asyncio.to_thread(cache.store, job.key, answer)  # meanwhile others are asked and answered
            answer = kept(answer)
        found[job.key] = answer.info
        new += answer.new
        _tell(done, job, answer.info, reused=not answer.new)

    faults = await _voice_all(waiting, engine, asking, asking.pace(engine, patience), keep)
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
    return Speech(voiced, new, len(jobs) - new, wall_seconds)


def kept(take: Take) -> Kept:
    """What is known of a take that has just been voiced."""
    return Kept(TakeInfo(int(take.samples.size), take.sample_rate, take.marks), new=True)


async def _voice_all(
    waiting: Sequence[Job],
    engine: Engine,
    asking: Asking,
    pace: Pacing,
    keep: Callable[[Job, Take | Kept], Awaitable[None]],
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
                answer = await _answered(engine, job.request.form, pace, partial(asking.ask, engine, job))
            except EngineError as error:
                faults[job.key] = error
            else:
                await keep(job, answer)
                done.add(job.key)

    # Twice as many as may ask at once: one that waits before another try holds nobody up.
    callers = [asyncio.create_task(caller()) for _ in range(min(2 * pace.most, len(waiting)))]
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


async def voice(engine: Engine, request: SpeechRequest, pace: Pacing) -> Take:
    """The take of one request: see `take_of`.

    Raises:
        EngineError: the text is refused, the engine gave no good answer in several tries, or it is gone.
    """
    return await _answered(engine, request.form, pace, partial(take_of, engine, request))


async def _answered(engine: Engine, form: SpokenForm, pace: Pacing, ask: Callable[[], Awaitable[T]]) -> T:
    """What asking gives in the end.

    Passing faults are tried again. That the service serves nobody now (`Throttled`) is `pace`'s affair and
    does not count as a try.

    Raises:
        EngineError: the text is refused, the engine gave no good answer in several tries, or it is gone.
    """
    if _is_wordless(form):
        return await ask()  # no service is needed
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
                return await ask()
        except (Throttled, Unreachable, NoAudio) as error:
            tries += not isinstance(error, Throttled)
            late = not isinstance(error, Throttled) and pace.now() > give_up_at
            if tries >= most_tries or late or pace.gone is not None:
                raise
            if isinstance(error, NoAudio):
                await pace.rest(tries)


async def take_of(engine: Engine, request: SpeechRequest) -> Take:
    """What the engine makes of the request, with the pauses asked for: one try.

    An engine that breaks its contract refuses this text.

    Raises:
        EngineError: see `Engine.speak`; `NoAudio` for what cannot be the sound of the text.
    """
    form = request.form
    if _is_wordless(form):
        return _with_pauses(_silence(engine.limits.sample_rate, form), form)
    take = await by_contract(engine, engine.speak(request))
    if take.samples.ndim != 1 or take.samples.dtype != np.int16:
        kind = f"{take.samples.dtype}, shape {take.samples.shape}"
        raise EngineError(f"the {engine.name} engine gave a take that is not mono int16 ({kind})")
    check_plausible(take, form)
    return _with_pauses(take, form)


_WORDLESS_SECONDS = 0.8


def _is_wordless(form: SpokenForm) -> bool:
    return not any(character.isalnum() for character in form.text)


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
