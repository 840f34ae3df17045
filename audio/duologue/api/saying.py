"""Saying one line: `say`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from duologue.api.running import run
from duologue.errors import DuologueError, UsageError
from duologue.languages.detect import detect, detect_language
from duologue.languages.tags import language_name, spoken_language
from duologue.model import Take, Voice
from duologue.settings import Settings
from duologue.speech.engines.base import SpeechRequest, broken
from duologue.speech.engines.registry import choose_engine, engine_names, make_engine, no_such_engine
from duologue.speech.plausible import expected_seconds
from duologue.speech.readings import ways_to_read
from duologue.speech.requests import speech_request
from duologue.speech.speak import new_pace
from duologue.speech.speak import voice as voice_request
from duologue.speech.voice_table import spoken_by

if TYPE_CHECKING:
    from duologue.pipeline import Plan

__all__ = [
    "DEFAULT_VOICE",
    "expected_seconds",
    "parse_voice",
    "readings_of",
    "request_of",
    "say",
    "say_async",
    "spoken_form",
]

DEFAULT_VOICE = "kokoro:zm_yunxi"


def parse_voice(voice: str) -> Voice:
    """A voice from ``ENGINE:VOICE``, or from the name of an offline one.

    Raises:
        UsageError: it names no voice, or no engine that is installed.
    """
    engine, _, name = voice.rpartition(":")
    if not name:
        raise UsageError(f"--voice {voice!r} names no voice")
    chosen = Voice(engine or "kokoro", name)
    if chosen.engine not in engine_names():
        raise no_such_engine(chosen.engine)
    return chosen


def readings_of(plan: Plan, speaker: str, text: str) -> tuple[str, tuple[str, ...]]:
    """How a stretch of what a speaker says is said in a plan, and how else it could be; both may be empty.

    Raises:
        EngineError: the engine has no sounds for it.
    """
    voicing = plan.voicing
    voice = voicing.casting.voice_of(speaker)
    request = speech_request(text, voice, plan.interview.language, voicing.lexicon)
    said = voicing.engine.readings(request)
    return " ".join(word.said for word in said), tuple(ways_to_read(text))


def request_of(
    text: str, voice: str, *, language: str | None = None, settings: Settings | None = None
) -> SpeechRequest:
    """What an engine would be asked to say."""
    if not text.strip():
        raise UsageError("there is nothing to say")
    chosen = parse_voice(voice)
    spoken_in = language or _language(chosen, text)
    return speech_request(text, chosen, spoken_in, (settings or Settings()).lexicon_for(spoken_in))


def spoken_form(
    text: str,
    *,
    voice: str = "kokoro:zm_yunxi",
    language: str | None = None,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """How a line would be said, without saying it: the JSON of ``say --spoken``.

    Raises:
        UsageError: there is nothing to say, or no such voice.
        EngineError: the engine breaks down over it.
    """
    settings = settings or Settings()
    request = request_of(text, voice, language=language, settings=settings)
    engine = make_engine(request.voice.engine, settings.engine_settings(request.voice.engine))
    try:
        return {
            "written": request.form.written,
            "spoken": request.form.text,
            "phonemes": engine.phonemes(request),
            "voice": str(request.voice),
            "readings": [{"spoken": word.spoken, "said": word.said} for word in engine.readings(request)],
        }
    except DuologueError:
        raise
    except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
        raise broken(engine.name, error) from None
    finally:
        run(engine.close())


async def say_async(
    text: str,
    *,
    voice: str = "kokoro:zm_yunxi",
    language: str | None = None,
    settings: Settings | None = None,
) -> Take:
    """See `say`."""
    settings = settings or Settings()
    request = request_of(text, voice, language=language, settings=settings)
    engine = (await choose_engine(request.voice.engine, (), settings_of=settings.engine_settings)).engine
    try:
        return await voice_request(engine, request, new_pace(engine))
    finally:
        await engine.close()


def say(
    text: str,
    *,
    voice: str = "kokoro:zm_yunxi",
    language: str | None = None,
    settings: Settings | None = None,
) -> Take:
    """Says one line in one voice.

    Args:
        text: what to say, as it would be written.
        voice: ``ENGINE:VOICE``, or the name of an offline voice.
        language: BCP 47; None for the voice's own, else the text's.
        settings: engines, proxy and lexicons; None for the built-in defaults.

    Returns:
        Mono PCM, int16, with its marks.

    Raises:
        UsageError: there is nothing to say, or no such voice.
        NoEngineError, EngineError: the engine cannot speak.
    """
    return run(say_async(text, voice=voice, language=language, settings=settings))


def unspoken_language(text: str, voice: str) -> str:
    """What to call the language of a text that its voice does not speak; empty where it does."""
    chosen, found = parse_voice(voice), detect(text)
    if not found.sure or "Multilingual" in chosen.name or spoken_language(found.language) in ("en", "zh"):
        return ""
    same = spoken_language(found.language) == spoken_language(_language(chosen, text))
    return "" if same else language_name(found.language)


def _language(voice: Voice, text: str) -> str:
    """The language a voice's name says (``zh-CN-…``, ``zm_…``, ``bf_…``), else that of the text."""
    tag = re.match(r"([a-z]{2,3}-[A-Z]{2})-", voice.name)
    if tag:
        return tag[1]
    return (spoken_by(voice.name) or "en-US") if voice.engine == "kokoro" else detect_language(text)
