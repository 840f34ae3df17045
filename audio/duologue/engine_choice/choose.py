"""Choosing: the engine that the person asks for, or the first of the cast's that can speak now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duologue.engine_choice.known_voices import known_voices
from duologue.engine_choice.opening import CannotSpeak, Wanted, opened
from duologue.errors import UsageError
from duologue.settings import Settings
from duologue.speech.cast import Cast
from duologue.speech.casting.bound import BoundSpeakers
from duologue.speech.casting.overrides import Overrides
from duologue.speech.engines import registry
from duologue.speech.mix import CastEngine

Refused = tuple[tuple[str, str], ...]
"""Engines that were tried and cannot speak, each with why."""


@dataclass(frozen=True)
class EngineChoice:
    """The engines of an episode.

    Attributes:
        engines: the one that speaks; where mixing is allowed, then those that a speaker may switch to.
        refused: engines that were tried first, each with why it cannot speak.
        untried: engines that `auto` can still switch the whole episode to.
        notes: what a person should know of the choice.
    """

    engines: tuple[CastEngine, ...]
    refused: Refused = ()
    untried: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


async def choose(wanted: Wanted, names: Sequence[str] | None = None) -> EngineChoice:
    """The engine that speaks, with a voice for everybody; where mixing is allowed, those that may follow it.

    Args:
        wanted: what is to be spoken.
        names: the engines to try, in order; None for what the settings and the cast say.

    Raises:
        NoEngineError: none can speak.
        ConfigError, UsageError, BadVoice: the cast or an override names no voice the engine has.
    """
    settings, auto = wanted.settings, wanted.settings.engine == "auto"
    overrides = Overrides(
        given=wanted.given, book=settings.book, cast=wanted.cast, speakers=wanted.interview.speakers
    )
    bound = BoundSpeakers(overrides, wanted.interview.speakers, await known_voices(wanted))
    every = tuple(dict.fromkeys((*wanted.cast.engines, *bound.named_engines())))
    if names is None:
        names = every if auto or settings.mix_engines else ()
        names = tuple(dict.fromkeys(names if auto else (settings.engine, *names)))
    if settings.mix_engines:
        return await _several(wanted, names, bound)
    if not auto:
        bound.refuse_voices_of_others(settings.engine)
    able = tuple(name for name in names if not bound.elsewhere(name)) if auto else names
    if not able:
        raise bound.conflict(names)
    refused: list[tuple[str, str]] = []
    for number, name in enumerate(able):
        try:
            engine = await opened(wanted, name)
        except CannotSpeak as error:
            refused.append((name, str(error)))
            continue
        passed_over = [each for each in names[: names.index(name)] if each not in able]
        notes = (f"{name} speaks the whole episode, for {bound.why_only(name)}",) if passed_over else ()
        return EngineChoice((engine,), tuple(refused), tuple(able[number + 1 :]) if auto else (), notes)
    raise registry.no_engine(refused, auto=auto)


def ways_on(engine: str, cast: Cast, settings: Settings, *, first: str = "") -> str:
    """What a person can do when `engine` could not voice everything; `first` instead of asking it again."""
    others = [other for other in cast.engines if other != engine]
    ways = [first or f"Go on later with --engine {engine}"]
    if others:
        ways.append(f"or have all of it voiced by another, e.g. --engine {others[-1]}")
    if others and not settings.mix_engines:
        ways.append("or let the speakers concerned switch to it with --mix-engines")
    return ", ".join(ways)


async def _several(wanted: Wanted, names: Sequence[str], bound: BoundSpeakers) -> EngineChoice:
    """All engines of `names` that can speak, each with a voice for those who may speak with it.

    Raises:
        NoEngineError: none can speak.
        UsageError: somebody's voice is of an engine that cannot speak now.
    """
    able: list[CastEngine] = []
    refused: list[tuple[str, str]] = []
    for name in names:
        try:
            able.append(await opened(wanted, name, bound.elsewhere(name)))
        except CannotSpeak as error:
            refused.append((name, str(error)))
        except UsageError as error:
            if not able:
                raise
            refused.append((name, str(error)))
    if not able:
        raise registry.no_engine(refused, auto=wanted.settings.engine == "auto")
    for name, override in bound.elsewhere(able[0].engine.name).items():
        if not any(name in one.casting.voices for one in able[1:]):
            why = "; ".join(f"{engine}: {reason}" for engine, reason in refused)
            for one in able:
                await wanted.engines.let_go(one.engine)
            raise UsageError(f"{name!r} is to have {override}, and its engine cannot speak here. {why}")
    return EngineChoice(tuple(able), tuple(refused))
