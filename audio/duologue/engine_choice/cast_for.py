"""A voice of one engine for everybody, each known to be there and to speak the language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from duologue.engine_choice.second_language import with_second_languages
from duologue.errors import BadVoice
from duologue.model import Interview, Voice
from duologue.settings import Settings
from duologue.speech import voice_lists
from duologue.speech.cast import Cast, Casting
from duologue.speech.casting import assign
from duologue.speech.casting.overrides import Given
from duologue.speech.engines.base import Engine, VoiceInfo, called

_MOST_SHOWN = 8


def cast_for(
    engine: Engine,
    offered: Sequence[VoiceInfo],
    cast: Cast,
    interview: Interview,
    settings: Settings,
    *,
    given: Given | None = None,
    without: Collection[str] = (),
) -> Casting:
    """A voice of the engine for everybody.

    Args:
        engine: would speak.
        offered: its voices; empty where it cannot list them.
        cast: where voices come from.
        interview: who speaks.
        settings: overrides and the show's own people.
        given: voices from the command line.
        without: speakers whom another engine speaks.

    Raises:
        ConfigError, UsageError, BadVoice: the cast or an override names no voice the engine has.
    """
    casting = assign(
        cast,
        interview.speakers,
        engine.name,
        given=given or {},
        book=settings.book,
        offered=offered,
        pitch=engine.limits.pitch,
        without=without,
    )
    casting = with_second_languages(casting, cast, interview, engine, offered)
    infos = {info.name: info for info in offered}
    for speaker, voice in casting.voices.items():
        fault, hint = _fault(engine, voice, infos, interview.language)
        place = casting.place_of(speaker)
        if fault:
            message = f"{fault} (for {speaker}){hint}"
            raise place.error(message) if place.path else BadVoice(message)
    return casting


def _fault(engine: Engine, voice: Voice, infos: Mapping[str, VoiceInfo], language: str) -> tuple[str, str]:
    """Why the engine cannot speak with this voice, empty where it can; and what to do, as a sentence's end.

    An engine that cannot list its voices refuses an unknown one when it is asked to speak.
    """
    name = voice.name
    if infos and name not in infos:
        return f"{engine.name} has no voice {name!r}", voice_lists.meant(name, infos) or _some(
            infos, language
        )
    if not called(engine, lambda: engine.could_have(name)):
        return f"{engine.name} has no voice {name!r}", ""
    info = infos.get(name)
    if info is not None and not info.speaks(language):
        return f"{engine.name}:{name} speaks {info.language}, and the article is in {language}", ""
    if voice.pitch_hz and not engine.limits.pitch:
        return f"{engine.name} cannot change the pitch of a voice", ""
    for key, value in (("model", voice.model), ("instructions", voice.instructions)):
        if value and key in engine.ignores:
            return f"{key} has no effect: {engine.name} takes none", ""
    return "", ""


def _some(infos: Mapping[str, VoiceInfo], language: str) -> str:
    """Some voices that speak the language, as the end of a sentence; empty for none."""
    names = [name for name, info in infos.items() if info.speaks(language)]
    shown = ", ".join(names[:_MOST_SHOWN]) + (", …" if len(names) > _MOST_SHOWN else "")
    return f"; for {language} it has {shown}" if names else ""
