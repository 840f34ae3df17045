"""Speaking: from utterances and their casting to takes, cached one by one as they are finished."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from duologue.errors import BadVoice, Denied, EngineError, NoAudio, SpeechIncomplete, Throttled, Unreachable
from duologue.model import Mark, Take, Utterance, Voiced
from duologue.speech.cast import Casting
from duologue.speech.concurrency import DEFAULT_PATIENCE, Pace, Patience
from duologue.speech.engines.base import Engine, SpeechRequest, by_contract
from duologue.speech.lexicon import Lexicon
from duologue.speech.plausible import check_plausible
from duologue.speech.requests import speech_request
from duologue.speech.spoken import SpokenForm
from duologue.speech.take_keys import take_key
from duologue.store.takes import TakeCache, TakeInfo


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance is done: its number, the seconds it lasts, and whether its take was in the cache."""

    number: int
    seconds: float
    reused: bool


@dataclass(frozen=True)
class Speech:
    """All utterances as voiced, in order, and how many takes were new or found in the cache."""

    voiced: tuple[Voiced, ...]
    new: int
    reused: int


@dataclass(frozen=True, slots=True)
class _Job:
    request: SpeechRequest
    key: str
    numbers: tuple[int, ...]
    """The utterances this take is for: the same words in the same voice are voiced once."""


def request_for(utterance: Utterance, casting: Casting, language: str, lexicon: Lexicon) -> SpeechRequest:
    """What an engine is asked to say for this utterance."""
    voice = casting.voice_of(utterance.speaker)
    return speech_request(utterance.written, voice, language, lexicon, utterance.cues)


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
    """Voices every utterance that has no take yet, as many at a time as the engine bears, begun in order.

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
        SpeechIncomplete: some could not be voiced after several tries; all the others are in the cache.
        BadVoice, Denied: the engine has no such voice, or wants another key; finished takes are in the cache.
    """
    jobs = _jobs(said, casting, language, engine, lexicon)
    found: dict[str, TakeInfo] = {}
    waiting: list[_Job] = []
    for job in jobs:
        info = cache.info(job.key)
        if info is None:
            waiting.append(job)
        else:
            found[job.key] = info
            _tell(done, job, info, reused=True)

    async def keep(job: _Job, take: Take) -> None:
        await asyncio.to_thread(cache.store, job.key, take)  # meanwhile others are asked and answered
        found[job.key] = TakeInfo(int(take.samples.size), take.sample_rate, take.marks)
        _tell(done, job, found[job.key], reused=False)

    fault = await _voice_all(waiting, engine, new_pace(engine, patience), keep)
    missing = [job for job in waiting if job.key not in found]
    if missing:
        if isinstance(fault, BadVoice | Denied):
            raise fault
        raise _incomplete(said, missing, fault, engine)
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
    return Speech(voiced, new=len(waiting), reused=len(jobs) - len(waiting))


async def _voice_all(
    waiting: Sequence[_Job], engine: Engine, pace: Pace, keep: Callable[[_Job, Take], Awaitable[None]]
) -> EngineError | None:
    """Voices the jobs and keeps each take; returns the fault that the first job was given up for, if any.

    An unknown voice, and a service that counts as gone, end it; what is under way then is still kept.
    """
    queue = iter(waiting)
    faults: list[EngineError] = []

    async def caller() -> None:
        for job in queue:
            if pace.gone is not None:
                return
            try:
                take = await voice(engine, job.request, pace)
            except EngineError as error:
                faults.append(error)
            else:
                await keep(job, take)

    # Twice as many as may ask at once: one that waits before another try holds nobody up.
    callers = [asyncio.create_task(caller()) for _ in range(min(2 * engine.limits.concurrency, len(waiting)))]
    try:
        await asyncio.gather(*callers)
    except BaseException:
        for task in callers:
            task.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        raise
    return pace.gone or (faults[0] if faults else None)


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
    while True:
        try:
            async with pace.turn():
                take = await _take_of(engine, request)
                check_plausible(take, form)
        except (Throttled, Unreachable, NoAudio) as error:
            tries += not isinstance(error, Throttled)
            if tries >= most_tries or pace.gone is not None:
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


def _jobs(
    said: Sequence[Utterance], casting: Casting, language: str, engine: Engine, lexicon: Lexicon
) -> list[_Job]:
    """One job per different take, in the order of their first use."""
    numbers: dict[str, list[int]] = {}
    requests: dict[str, SpeechRequest] = {}
    for number, utterance in enumerate(said):
        request = request_for(utterance, casting, language, lexicon)
        key = take_key(engine, request)
        requests.setdefault(key, request)
        numbers.setdefault(key, []).append(number)
    return [_Job(request, key, tuple(numbers[key])) for key, request in requests.items()]


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


def _tell(done: Callable[[Spoken], None] | None, job: _Job, info: TakeInfo, *, reused: bool) -> None:
    if done is not None:
        for number in job.numbers:
            done(Spoken(number, info.samples / info.sample_rate, reused))


def _incomplete(
    said: Sequence[Utterance], missing: Sequence[_Job], fault: EngineError | None, engine: Engine
) -> SpeechIncomplete:
    numbers = sorted(number for job in missing for number in job.numbers)
    lines = sorted({said[number].line for number in numbers if said[number].line})
    shown = ", ".join(str(line) for line in lines[:10]) + (", …" if len(lines) > 10 else "")
    where = f" (line{'s' if len(lines) > 1 else ''} {shown})" if lines else ""
    return SpeechIncomplete(
        f"{len(numbers)} of {len(said)} utterances could not be voiced by {engine.name}{where}: "
        f"{fault or 'it stopped'}. All others are kept",
        tuple(numbers),
    )
