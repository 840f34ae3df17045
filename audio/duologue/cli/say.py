"""`duologue say`: one line aloud, or its spoken form."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import soundfile
import typer

from duologue.cli.console import console, print_json
from duologue.errors import EpisodeError, UsageError
from duologue.settings import Settings, load_settings
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.engines.registry import choose_engine, engine_names, no_such_engine
from duologue.speech.model import Take, Voice
from duologue.speech.requests import speech_request
from duologue.speech.speak import new_pace
from duologue.speech.speak import voice as voice_request


def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    voice: Annotated[
        str, typer.Option("--voice", help="ENGINE:VOICE, or a voice of the offline engine.")
    ] = "kokoro:zm_yunxi",
    output: Annotated[Path, typer.Option("--output", "-o", help="The sound (WAV or FLAC).")] = Path(
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
    language = _language(chosen)
    settings = load_settings(Path(), os.environ, {})
    request = speech_request(text, chosen, language, settings.lexicon_for(language))
    take = asyncio.run(_say(request, settings, spoken=spoken, as_json=as_json))
    if take is not None:
        try:
            soundfile.write(output, take.samples, take.sample_rate)
        except (OSError, ValueError, TypeError, soundfile.SoundFileError) as error:
            raise EpisodeError(f"{output} cannot be written ({error})") from None
        console.print(f"{output}: {take.samples.size / take.sample_rate:.1f} s, {chosen}")


def _language(voice: Voice) -> str:
    """The language a voice's name says: ``zh-CN-…`` and ``z…`` are Chinese, the rest English."""
    if voice.name.lower().startswith("z"):
        return "zh-CN"
    return "en-GB" if voice.name.startswith(("b", "en-GB")) else "en-US"


async def _say(request: SpeechRequest, settings: Settings, *, spoken: bool, as_json: bool) -> Take | None:
    choice = await choose_engine(request.voice.engine, (), settings_of=settings.engine_settings)
    engine = choice.engine
    try:
        if not spoken:
            return await voice_request(engine, request, new_pace(engine))
        document = {
            "written": request.form.written,
            "spoken": request.form.text,
            "phonemes": engine.phonemes(request),
            "voice": str(request.voice),
        }
    finally:
        await engine.close()
    if as_json:
        print_json(document)
    else:
        for name in ("spoken", "phonemes"):
            typer.echo(document[name])
    return None
