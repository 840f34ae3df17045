"""Speakers who say paragraphs in a second language: who they are, and online voices that speak both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duologue.languages.tags import spoken_language
from duologue.model import Interview, Voice
from duologue.speech.cast import Cast, Casting
from duologue.speech.casting import alike
from duologue.speech.engines.base import Engine, VoiceInfo
from duologue.speech.online_voices import LocaleVoices, online_locales
from duologue.speech.utterance_language import utterance_language

_ONLINE = "edge"
_SPOKEN_BY_ALL = "en"
"""Every online voice speaks English besides its own language."""
_BOTH = "Multilingual"
"""In the name of an online voice that speaks every language."""


@dataclass(frozen=True, slots=True)
class SecondLanguage:
    """Paragraphs of one speaker in a language that is not the interview's: where, and in which (BCP 47)."""

    speaker: str
    language: str
    lines: tuple[int, ...]


def second_languages(interview: Interview) -> tuple[SecondLanguage, ...]:
    """Who says whole paragraphs in another language than the interview's, in order of appearance."""
    own = spoken_language(interview.language)
    found: dict[tuple[str, str], list[int]] = {}
    for turn in interview.turns():
        for paragraph in turn.paragraphs:
            language = utterance_language(paragraph.text, interview.language)
            if spoken_language(language) != own:
                found.setdefault((turn.speaker, language), []).append(paragraph.line)
    return tuple(SecondLanguage(who, language, tuple(lines)) for (who, language), lines in found.items())


def speaks(engine: Engine, voice: Voice, language: str) -> bool:
    """Whether a voice speaks a language besides its own; what nobody knows of a voice is not denied."""
    if engine.limits.languages:
        return engine.limits.speaks(language)
    if engine.name != _ONLINE:
        return True
    heard = {spoken_language(voice.name.rpartition("-")[0]), _SPOKEN_BY_ALL}
    return _BOTH in voice.name or spoken_language(language) in heard


def with_second_languages(
    casting: Casting, cast: Cast, interview: Interview, engine: Engine, offered: Sequence[VoiceInfo]
) -> Casting:
    """The casting with voices that speak both languages, for people whose voice comes from the cast.

    Such a voice is of the same gender, of the article's language before any other, and nobody else's.
    """
    if engine.name != _ONLINE:
        return casting
    voices = dict(casting.voices)
    names = {info.name for info in offered}
    for second in second_languages(interview):
        voice = voices.get(second.speaker)
        if voice is None or speaks(engine, voice, second.language) or not _is_of(casting, cast, second):
            continue
        for name in _multilingual(voice.name, interview.language):
            other = replace(voice, name=name)
            if (not names or name in names) and not any(alike(other, taken) for taken in voices.values()):
                voices[second.speaker] = other
                break
    return Casting(voices, casting.places)


def _is_of(casting: Casting, cast: Cast, second: SecondLanguage) -> bool:
    """Whether the speaker's voice is the cast's choice, and no person's for this speaker."""
    place = casting.place_of(second.speaker)
    return place.path == cast.path and place.keys[:1] in (("roles",), ("pool",))


def _multilingual(like: str, language: str) -> Iterator[str]:
    """Voices of the gender of `like` that speak every language; those of `language` first."""
    women = any(like in each.women for each in online_locales())

    def order(each: LocaleVoices) -> bool:
        return spoken_language(each.locale) != spoken_language(language)

    for each in sorted(online_locales(), key=order):
        yield from (name for name in (each.women if women else each.men) if _BOTH in name)
