"""`duologue say`: one line aloud, or its spoken form."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from duologue.cli.console import console, print_json, printable
from duologue.cli.sound_file import check_sound_path, write_sound
from duologue.errors import DuologueError, UsageError
from duologue.interview.language import detect_language
from duologue.settings import Settings, load_settings
from duologue.speech.engines.base import Engine, SpeechRequest, broken
from duologue.speech.engines.registry import choose_engine, engine_names, make_engine, no_such_engine
from duologue.speech.model import Take, Voice
from duologue.speech.requests import speech_request
from duologue.speech.speak import new_pace
from duologue.speech.speak import voice as voice_request

_BY_LETTER = {"z": "zh-CN", "a": "en-US", "b": "en-GB"}


def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    voice: Annotated[
        str, typer.Option("--voice", help="ENGINE:VOICE, or a voice of the offline engine.")
    ] = "kokoro:zm_yunxi",
    output: Annotated[Path, typer.Option("--output", "-o", help="The sound: WAV, FLAC, MP3 or OGG.")] = Path(
        "said.wav"
    ),
    spoken: Annotated[
        bool, typer.Option("--spoken", help="Print the spoken form and phonemes instead of speaking.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --spoken: as JSON.")] = False,
) -> None:
    """Say one line in one voice, or show how it would be said.

    The lexicon of the duologue.yaml here counts, as in a render.

    Example: duologue say "2024 年 5 月 30 日，GPT-4o 来了。" --voice zm_yunxi --spoken
    """
    if not text.strip():
        raise UsageError("there is nothing to say")
    engine_name, _, name = voice.rpartition(":")
    if not name:
        raise UsageError(f"--voice {voice!r} names no voice")
    chosen = Voice(engine_name or "kokoro", name)
    if chosen.engine not in engine_names():
        raise no_such_engine(chosen.engine)
    if not spoken:
        check_sound_path(output)
    language = _language(chosen, text)
    settings = load_settings(Path(), os.environ, {})
    request = speech_request(text, chosen, language, settings.lexicon_for(language))
    take = asyncio.run(_say(request, settings, spoken=spoken, as_json=as_json))
    if take is not None:
        write_sound(output, take)
        console.print(printable(f"{output}: {take.samples.size / take.sample_rate:.1f} s, {chosen}"))


def _language(voice: Voice, text: str) -> str:
    """The language a voice's name says (``zh-CN-…``, ``zm_…``, ``bf_…``), else that of the text."""
    tag = re.match(r"([a-z]{2,3}-[A-Z]{2})-", voice.name)
    if tag:
        return tag[1]
    return _BY_LETTER.get(voice.name[:1], "en-US") if voice.engine == "kokoro" else detect_language(text)


async def _say(request: SpeechRequest, settings: Settings, *, spoken: bool, as_json: bool) -> Take | None:
    name = request.voice.engine
    if spoken:  # shown without asking whether the engine can speak now
        engine = make_engine(name, settings.engine_settings(name))
    else:
        engine = (await choose_engine(name, (), settings_of=settings.engine_settings)).engine
    try:
        if not spoken:
            return await voice_request(engine, request, new_pace(engine))
        document = _document(engine, request)
    finally:
        await engine.close()
    if as_json:
        print_json(document)
    else:
        for part in ("spoken", "phonemes"):
            typer.echo(document[part])
    return None


def _document(engine: Engine, request: SpeechRequest) -> dict[str, Any]:
    """What is printed of a request.

    Raises:
        EngineError: the engine breaks down over it.
    """
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
