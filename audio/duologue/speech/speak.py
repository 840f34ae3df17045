"""Speaking: from utterances and their casting to takes, cached one by one as they are finished."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from duologue.errors import EngineError, NoAudio, SpeechIncomplete, Throttled, Unreachable
from duologue.speech.cast import Casting
from duologue.speech.engines.base import Engine, SpeechRequest
from duologue.speech.lexicon import Lexicon
from duologue.speech.model import Mark, Take, Utterance, Voiced
from duologue.speech.spoken import SpokenForm, spoken_form
from duologue.speech.takes import TakeCache, TakeInfo, take_key

_TRIES = 4
_FIRST_WAIT_SECONDS = 1.0


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
    form = spoken_form(utterance.written, language, lexicon, cues=utterance.cues)
    return SpeechRequest(form, casting.voice_of(utterance.speaker), language)


async def speak(
    said: Sequence[Utterance],
    casting: Casting,
    language: str,
    engine: Engine,
    cache: TakeCache,
    *,
    lexicon: Lexicon,
    done: Callable[[Spoken], None] | None = None,
) -> Speech:
    """Voices every utterance that has no take yet, `engine.limits.concurrency` at a time, in order.

    Args:
        said: the utterances of the programme.
        casting: who speaks with which voice.
        language: BCP 47 language of the interview.
        engine: speaks all of them.
        cache: where takes are found and kept; each is kept the moment it is finished.
        lexicon: how names and terms are said.
        done: told of every finished utterance.

    Raises:
        SpeechIncomplete: some could not be voiced after several tries; all the others are in the cache.
        BadVoice: the engine has no such voice.
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
    failed: list[tuple[_Job, EngineError]] = []
    queue = iter(waiting)

    async def caller() -> None:
        for job in queue:
            try:
                take = await _with_retries(engine, job.request)
            except (Throttled, Unreachable, NoAudio) as error:
                failed.append((job, error))
                if isinstance(error, Unreachable):
                    return  # the service is gone: the other callers find out too
                continue
            cache.store(job.key, take)
            found[job.key] = TakeInfo(int(take.samples.size), take.sample_rate, take.marks)
            _tell(done, job, found[job.key], reused=False)

    callers = [asyncio.create_task(caller()) for _ in range(min(engine.limits.concurrency, len(waiting)))]
    try:
        await asyncio.gather(*callers)
    except BaseException:
        for task in callers:
            task.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        raise
    missing = [job for job in waiting if job.key not in found]
    if missing:
        raise SpeechIncomplete(_incomplete(said, missing, failed, engine))
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


async def _with_retries(engine: Engine, request: SpeechRequest) -> Take:
    """The take, accepted only if it can be the sound of its text; passing faults are tried again."""
    if not any(character.isalnum() for character in request.form.text):
        return _with_pauses(_silence(engine.limits.sample_rate, request.form), request.form)
    for attempt in range(1, _TRIES + 1):
        try:
            take = await engine.speak(request)
            check_plausible(take, request.form)
        except (Throttled, Unreachable, NoAudio) as error:
            if attempt == _TRIES:
                raise
            wait = _FIRST_WAIT_SECONDS * 2 ** (attempt - 1)
            if isinstance(error, Throttled) and error.retry_after_seconds is not None:
                wait = max(wait, error.retry_after_seconds)
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, not a secret
        else:
            return _with_pauses(take, request.form)
    raise AssertionError("unreachable: the last try returns or raises")


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


_HAN_SECONDS = 0.2
_LETTER_SECONDS = 0.07
_SLOWEST, _FASTEST = 4.0, 0.3
"""A take may last between these multiples of what its text is expected to last."""


def expected_seconds(text: str) -> float:
    """Roughly how long a text takes to say: a Han character or kana 0.2 s, a letter or digit 0.07 s."""
    return sum(
        _HAN_SECONDS if character >= "\u2e80" else _LETTER_SECONDS
        for character in text
        if character.isalnum()
    )


def check_plausible(take: Take, form: SpokenForm) -> None:
    """Refuses a take that cannot be right.

    Raises:
        NoAudio: it is silent, or far too short or too long for its text.
    """
    if take.samples.size == 0 or int(np.abs(take.samples.astype(np.int32)).max()) < 100:
        raise NoAudio(f"the take of {form.written[:20]!r} is silent")
    seconds = take.samples.size / take.sample_rate
    expected = expected_seconds(form.text)
    if not _FASTEST * expected - 0.5 <= seconds <= _SLOWEST * expected + 3.0:
        raise NoAudio(
            f"the take of {form.written[:20]!r} lasts {seconds:.1f} s, but its text about {expected:.1f} s"
        )


def _tell(done: Callable[[Spoken], None] | None, job: _Job, info: TakeInfo, *, reused: bool) -> None:
    if done is not None:
        for number in job.numbers:
            done(Spoken(number, info.samples / info.sample_rate, reused))


def _incomplete(
    said: Sequence[Utterance],
    missing: Sequence[_Job],
    failed: Sequence[tuple[_Job, EngineError]],
    engine: Engine,
) -> str:
    lines = sorted({said[number].line for job in missing for number in job.numbers})
    shown = ", ".join(str(line) for line in lines[:10]) + (", …" if len(lines) > 10 else "")
    why = str(failed[0][1]) if failed else "the engine stopped"
    return (
        f"{len(missing)} of {len(said)} utterances could not be voiced by {engine.name} "
        f"(lines {shown}): {why}. "
        "All others are kept: run the same command again to go on, or choose another --engine for all"
    )
