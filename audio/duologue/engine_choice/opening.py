"""Opening an engine: it is made, asked whether it can speak, and cast."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from duologue.engine_choice.cast_for import cast_for
from duologue.errors import DuologueError, EngineError, Failing, NoSuchEngine, UsageError
from duologue.model import Interview, Utterance
from duologue.settings import Settings
from duologue.speech import voice_lists
from duologue.speech.cast import Cast, Casting
from duologue.speech.casting.overrides import Given
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, VoiceInfo
from duologue.speech.engines.owner import EngineOwner, OwnEngines
from duologue.speech.jobs import prepared
from duologue.speech.lexicon import Lexicon
from duologue.speech.mix import CastEngine
from duologue.store.takes import TakeCache


@dataclass(frozen=True)
class Wanted:
    """What is to be spoken, and what a person has said about it.

    Attributes:
        cast: where voices come from.
        interview: who speaks.
        settings: engine, overrides and the show's own people.
        said: the utterances, for an engine that takes so many characters at once.
        lexicon: how names and terms are said.
        cache: where takes are found: an engine whose takes are all there is not asked anything.
        given: voices from the command line.
        jobs: how many requests to make at once; None for the engine's own choice.
        engines: makes the engines, and closes them.
    """

    cast: Cast
    interview: Interview
    settings: Settings
    said: Callable[[int], Sequence[Utterance]]
    lexicon: Lexicon
    cache: TakeCache
    given: Given = field(default_factory=dict)
    jobs: int | None = None
    engines: EngineOwner = field(default_factory=OwnEngines)


class CannotSpeak(Exception):
    """An engine cannot speak here; the message says why and what to do."""


async def opened(wanted: Wanted, name: str, without: Collection[str] = ()) -> CastEngine:
    """An engine that can speak now, with a voice for everybody but those in `without`.

    It is not asked whether it can where every take is there already.

    Raises:
        CannotSpeak: it cannot speak.
        ConfigError, UsageError, BadVoice: the cast or an override names no voice it has.
    """
    language = wanted.interview.language
    try:
        engine = wanted.engines.make(name, wanted.settings.engine_settings(name, wanted.jobs, wanted.cast))
    except NoSuchEngine:
        if wanted.settings.engine == name:
            raise registry.no_such_engine(name, auto=True) from None
        raise CannotSpeak("no engine of this name is installed") from None
    except EngineError as error:
        raise CannotSpeak(str(error)) from None
    try:
        if not engine.limits.speaks(language):
            raise Failing(engine.why_not(language))
        kept = voice_lists.kept(name)
        casting = _casting_in_advance(wanted, engine, kept.voices if kept else (), without)
        if casting is not None and await asyncio.to_thread(_all_there, wanted, engine, casting):
            return CastEngine(engine, casting)
        offered = await wanted.engines.voices_when_ready(engine)
    except EngineError as error:
        await wanted.engines.let_go(engine)
        raise CannotSpeak(f"{error}{registry.advice(engine, error)}") from None
    except DuologueError:
        await wanted.engines.let_go(engine)
        raise
    if not engine.local:
        voice_lists.keep(name, offered)
    return CastEngine(engine, _casting(wanted, engine, offered, without))


def _casting(
    wanted: Wanted, engine: Engine, offered: Sequence[VoiceInfo], without: Collection[str]
) -> Casting:
    return cast_for(
        engine,
        offered,
        wanted.cast,
        wanted.interview,
        wanted.settings,
        given=wanted.given,
        without=without,
    )


def _casting_in_advance(
    wanted: Wanted, engine: Engine, offered: Sequence[VoiceInfo], without: Collection[str]
) -> Casting | None:
    """The casting as far as it is known before the engine is asked; None where it has to be asked.

    Raises:
        ConfigError, UsageError: the engine was asked for by its name, and the cast is wrong for it.
    """
    try:
        return _casting(wanted, engine, offered, without)
    except EngineError:  # an old list may lack a voice
        return None
    except UsageError:
        # A wrong cast fails before the engine, unless the cast has nothing to do with that engine.
        has_some = any(engine.name in part.voices for _, part in wanted.cast.parts())
        if wanted.settings.engine == engine.name and has_some and not offered:
            raise
        return None


def _all_there(wanted: Wanted, engine: Engine, casting: Casting) -> bool:
    """Whether every take of the episode is in the cache; those of speakers without a voice do not count."""
    language = wanted.interview.language
    said = wanted.said(engine.limits.longest_text)
    mine = [utterance for utterance in said if utterance.speaker in casting.voices]
    try:
        return bool(mine) and all(
            wanted.cache.info(prepared(each, casting, language, engine, wanted.lexicon)[1]) is not None
            for each in mine
        )
    except EngineError:
        return False
