"""Which engines speak an episode, with which voices, and what a person can do when one cannot go on."""

from __future__ import annotations

from collections.abc import Sequence

from duologue.errors import BadVoice, EngineError, UsageError
from duologue.model import Interview
from duologue.settings import Settings
from duologue.speech.cast import Cast, Casting
from duologue.speech.casting import assign
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, VoiceInfo, by_contract
from duologue.speech.mix import CastEngine
from duologue.speech.voice_lists import meant

Refused = tuple[tuple[str, str], ...]
"""Engines that were tried and cannot speak, each with why."""


async def cast_engines(
    cast: Cast, interview: Interview, settings: Settings, jobs: int | None
) -> tuple[tuple[CastEngine, ...], Refused]:
    """The engine that speaks, with a voice for everybody; where mixing is allowed, those that may follow it.

    Raises:
        NoEngineError: none can speak.
        ConfigError, UsageError, BadVoice: the cast or an option names no voice the engine has.
    """
    if settings.engine != "auto":
        # A wrong cast fails before the engine.
        assign(cast, interview.speakers, settings.engine, settings.voice, book=settings.book)
    choice = await registry.choose_engine(
        settings.engine,
        cast.engines,
        language=interview.language,
        settings_of=lambda name: settings.engine_settings(name, jobs, cast),
    )
    chosen = await _cast_engine(choice.engine, cast, interview, settings)
    if not settings.mix_engines:
        return (chosen,), choice.refused
    tried = {choice.engine.name, *(name for name, _ in choice.refused)}
    further = [name for name in cast.engines if name not in tried]
    others, unfit = await _others(further, cast, interview, settings, jobs)
    return (chosen, *others), (*choice.refused, *unfit)


def ways_on(engine: str, cast: Cast, settings: Settings) -> str:
    """What a person can do when `engine` could not voice everything."""
    others = [other for other in cast.engines if other != engine]
    ways = [f"Go on later with --engine {engine}"]
    if others:
        ways.append(f"or have all of it voiced by another, e.g. --engine {others[-1]}")
    if others and not settings.mix_engines:
        ways.append("or let the speakers concerned go over to it with --mix-engines")
    return ", ".join(ways)


async def _cast_engine(engine: Engine, cast: Cast, interview: Interview, settings: Settings) -> CastEngine:
    """The engine with a voice for everybody, each known to be there before anything is said."""
    return CastEngine(
        engine, cast_for(engine, await by_contract(engine, engine.voices()), cast, interview, settings)
    )


def cast_for(
    engine: Engine, offered: Sequence[VoiceInfo], cast: Cast, interview: Interview, settings: Settings
) -> Casting:
    """A voice of the engine for everybody.

    Args:
        engine: would speak.
        offered: its voices; empty where it cannot list them.
        cast: where voices come from.
        interview: who speaks.
        settings: overrides and the show's own people.

    Raises:
        ConfigError, UsageError, BadVoice: the cast or an option names no voice the engine has.
    """
    casting = assign(
        cast,
        interview.speakers,
        engine.name,
        settings.voice,
        book=settings.book,
        offered=offered,
        pitch=engine.limits.pitch,
    )
    _check_voices(engine, offered, casting)
    return casting


async def _others(
    names: Sequence[str], cast: Cast, interview: Interview, settings: Settings, jobs: int | None
) -> tuple[tuple[CastEngine, ...], Refused]:
    """Which of these engines could speak too; and which could not."""
    refused: list[tuple[str, str]] = []
    others: list[CastEngine] = []
    for name in names:
        try:
            engine = registry.make_engine(name, settings.engine_settings(name, jobs, cast))
            if not engine.limits.speaks(interview.language):
                raise EngineError(f"it does not speak {interview.language}")
            await by_contract(engine, engine.ready())
            others.append(await _cast_engine(engine, cast, interview, settings))
        except (EngineError, UsageError) as error:
            refused.append((name, str(error)))
    return tuple(others), tuple(refused)


def _check_voices(engine: Engine, offered: Sequence[VoiceInfo], casting: Casting) -> None:
    """Refuses a voice the engine does not have, naming file and line, before anything is said.

    An engine that cannot list its voices refuses an unknown one when it is asked to speak.
    """
    names = {info.name for info in offered}
    for speaker, voice in casting.voices.items():
        place = casting.place_of(speaker)
        if names and voice.name not in names:
            message = f"{engine.name} has no voice {voice.name!r} (for {speaker})"
            message += meant(voice.name, names) or "; `duologue voices list` shows what there is"
            raise place.error(message) if place.path else BadVoice(message)
        if voice.pitch_hz and not engine.limits.pitch:
            raise place.error(f"{engine.name} cannot change the pitch of a voice (for {speaker})")
