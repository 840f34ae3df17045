"""What a render is expected to come to: length, takes, time and characters sent, before anything is said."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.errors import EngineError
from duologue.model import Utterance, Voiced
from duologue.pipeline.planning import Plan
from duologue.programme.arrange import arrange
from duologue.programme.contents.cues import milliseconds
from duologue.programme.music.placement import with_music
from duologue.speech.engines.base import Engine
from duologue.speech.jobs import prepared
from duologue.speech.measured import MeasuredRates
from duologue.store.takes import TakeCache

_MASTERING_SPEED = 100.0
"""Seconds of sound that are mastered, encoded and written in a second, roughly."""
_SAMPLE_RATE = 24_000
"""Of takes that are not there yet."""


@dataclass(frozen=True)
class Expectation:
    """What a render is expected to come to.

    Attributes:
        duration_ms: the programme's length with its pauses and music.
        cached_takes: takes that are in the cache.
        new_takes: takes that will be voiced.
        characters_sent: of the texts of new takes that leave this machine: what a paid service counts.
        wall_seconds: how long speaking and mastering take; None where nobody knows how fast the engine is.
    """

    duration_ms: int
    cached_takes: int
    new_takes: int
    characters_sent: int
    wall_seconds: float | None


def expectation_of(plan: Plan, cache: TakeCache) -> Expectation:
    """What the planned render is expected to come to. Takes in the cache are measured, others estimated.

    Args:
        plan: what was decided.
        cache: where takes are found.
    """
    measured = MeasuredRates.load()
    voiced: list[Voiced] = []
    new: dict[str, float] = {}
    cached: set[str] = set()
    sent = 0
    for utterance in plan.voicing.said:
        engine = _engine_of(plan, utterance)
        voice = plan.voicing.casting.voice_of(utterance.speaker)
        language = plan.interview.language
        try:
            request, key = prepared(utterance, plan.voicing.casting, language, engine, plan.voicing.lexicon)
        except EngineError:  # the render will say so, with the line
            request, key = None, f"{len(voiced)}"
        info = cache.info(key) if request is not None else None
        if info is not None:
            voiced.append(Voiced(utterance, voice, key, info.samples, info.sample_rate))
            cached.add(key)
            continue
        form = request.form if request is not None else None
        seconds = measured.expected_seconds(form.text if form else utterance.written, voice)
        pauses_ms = form.pause_before_ms + form.pause_after_ms if form else 0
        samples = round((seconds + pauses_ms / 1000) * _SAMPLE_RATE)
        voiced.append(Voiced(utterance, voice, key, max(samples, 1), _SAMPLE_RATE))
        if key not in new and form is not None and not engine.local:
            sent += len(form.for_text_engine())
        new[key] = seconds
    timeline = arrange(
        with_music(voiced, plan.music),
        plan.settings.pause_rules(),
        variation=plan.settings.pause_variation,
    )
    return Expectation(
        duration_ms=milliseconds(timeline.samples, timeline.sample_rate),
        cached_takes=len(cached),
        new_takes=len(new),
        characters_sent=sent,
        wall_seconds=_wall_seconds(plan, measured, sum(new.values()), timeline.seconds),
    )


def _engine_of(plan: Plan, utterance: Utterance) -> Engine:
    """The first engine that has a voice for the speaker."""
    engines = plan.voicing.engines
    return next((one.engine for one in engines if utterance.speaker in one.casting.voices), engines[0].engine)


def _wall_seconds(plan: Plan, measured: MeasuredRates, new_seconds: float, seconds: float) -> float | None:
    mastering = seconds / _MASTERING_SPEED
    if not new_seconds:
        return mastering
    engine = plan.voicing.engine
    speed = measured.speed(engine.name) or engine.speed
    return None if speed is None else new_seconds / speed + mastering
