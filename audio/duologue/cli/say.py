"""`duologue say`: one line aloud, or its spoken form."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

import duologue
from duologue.api.saying import DEFAULT_VOICE, unspoken_language
from duologue.cli import completion
from duologue.cli.console import console, note, print_json, printable
from duologue.cli.playing import play, player_for
from duologue.cli.sound_file import check_sound_path, write_sound


def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    voice: Annotated[
        str,
        typer.Option(
            "--voice",
            metavar="VOICE",
            help="ENGINE:VOICE, or a voice of the offline engine.",
            autocompletion=completion.voices,
        ),
    ] = DEFAULT_VOICE,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The sound: WAV, FLAC, MP3 or OGG.  [default: said.wav]"),
    ] = None,
    playing: Annotated[bool, typer.Option("--play", help="Play it; without -o, no file is kept.")] = False,
    spoken: Annotated[
        bool, typer.Option("--spoken", help="Print the spoken form and phonemes instead of speaking.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --spoken: as JSON.")] = False,
) -> None:
    """Say one line in one voice, or show how it would be said.

    The lexicon of the duologue.yaml here counts, as in a render.

    Example: duologue say "2024 年 5 月 30 日，GPT-4o 来了。" --voice zm_yunxi --spoken
    """
    settings = duologue.load_settings(Path(), os.environ, {})
    if other := unspoken_language(text, voice):
        note(f"the text is in {other}, which {voice} does not speak")
    if spoken:
        document = duologue.spoken_form(text, voice=voice, settings=settings)
        if as_json:
            print_json(document)
        else:
            for part in ("spoken", "phonemes"):
                typer.echo(document[part])
        return
    with TemporaryDirectory(prefix="duologue-") as nowhere:
        path = output or Path(nowhere if playing else "") / "said.wav"
        check_sound_path(path)
        player = player_for(path) if playing else None
        take = duologue.say(text, voice=voice, settings=settings)
        write_sound(path, take)
        said = "said" if playing and output is None else str(path)
        console.print(printable(f"{said}: {take.samples.size / take.sample_rate:.1f} s, {voice}"))
        if player is not None:
            play(player, path)
