"""What is known of the engines' voices without asking a service."""

from __future__ import annotations

from collections.abc import Iterator

from duologue.engine_choice.opening import Wanted
from duologue.errors import DuologueError, EngineError
from duologue.speech import voice_lists
from duologue.speech.casting.bound import KnownVoices
from duologue.speech.casting.overrides import resolved
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, by_contract, called


async def known_voices(wanted: Wanted) -> KnownVoices:
    """What is known of the engines' voices, as far as names without an engine make it necessary to know."""
    bare = frozenset(_bare_names(wanted))
    listed: dict[str, frozenset[str]] = {}
    possible: dict[str, frozenset[str]] = {}
    names = dict.fromkeys((*wanted.cast.engines, *registry.engine_names()))
    for name in names if bare else ():
        try:
            engine = wanted.engines.make(name, wanted.settings.engine_settings(name, None, wanted.cast))
        except DuologueError:
            continue
        try:
            possible[name] = frozenset(voice for voice in bare if _could_have(engine, voice))
            if voices := await _listed(engine):
                listed[name] = voices
        except EngineError:
            continue
        finally:
            await wanted.engines.let_go(engine)
    return KnownVoices(listed, possible)


def _could_have(engine: Engine, voice: str) -> bool:
    return called(engine, lambda: engine.could_have(voice))


async def _listed(engine: Engine) -> frozenset[str]:
    """The names of an engine's voices: from itself where it is on this machine, else as it gave them last."""
    if engine.local:
        return frozenset(info.name for info in await by_contract(engine, engine.voices()))
    kept = voice_lists.kept(engine.name)
    return frozenset(info.name for info in kept.voices) if kept else frozenset()


def _bare_names(wanted: Wanted) -> Iterator[str]:
    """Names of voices that are given without an engine."""
    given = (*wanted.given.values(), *wanted.settings.book.overrides.values())
    scripts = (speaker.voices for speaker in wanted.interview.speakers)
    for voices in (*given, *scripts):
        yield from (voice.name for voice in resolved(voices) if not voice.engine)
