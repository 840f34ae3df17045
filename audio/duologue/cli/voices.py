"""`duologue voices`: what can speak, what a cast says, and how a voice sounds."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

import duologue
from duologue.api.voices import (
    Listing,
    Part,
    VoiceInfo,
    VoiceList,
    load_cast,
    shipped_casts,
)
from duologue.api.voices import (
    list_voices as listing_of,
)
from duologue.api.voices import (
    preview as preview_of,
)
from duologue.cli import completion
from duologue.cli.audition import audition
from duologue.cli.console import command, console, note, print_json, printable, stdout_console
from duologue.cli.sound_file import check_sound_path, write_sound
from duologue.cli.voice_tables import cast_table, voice_table
from duologue.counting import counted
from duologue.model import Role

voices = typer.Typer(
    help="What can speak: engines, voices and casts.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
voices.command()(audition)

_WIDE = 100
"""Columns from which on tables have room for descriptions, and for all engines side by side."""


class Gender(StrEnum):
    """What a voice can be looked for by."""

    FEMALE = "female"
    MALE = "male"


@voices.command("list")
def list_voices(
    engine: Annotated[str, typer.Option(help="Only this engine.", autocompletion=completion.engines)] = "",
    locale: Annotated[
        str,
        typer.Option("--locale", "--language", help="Only this locale, e.g. zh, en-GB or zh-CN-liaoning."),
    ] = "",
    gender: Annotated[Gender | None, typer.Option(help="Only these voices.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
) -> None:
    """List the voices of every engine; of one that cannot be reached, the list it gave last.

    Example: duologue voices list --locale zh --gender female
    """
    listing = listing_of(engine, settings=_settings())
    _note_gaps(listing)
    chosen = listing.select(locale=locale, gender=gender.value if gender else "").lists
    if as_json:
        print_json([_row(each, voice) for each in chosen for voice in each.voices])
        return
    out = stdout_console()
    for each in chosen:
        if each.voices:
            out.print(Text.assemble((each.engine, "bold"), f"  {counted(len(each.voices), 'voice')}"))
            out.print(voice_table(each.voices, wide=out.width >= _WIDE))
    console.print(Text(f"casts: {', '.join(shipped_casts())}"), soft_wrap=True)
    console.print(Text(f"see one with: {command('voices', 'show', 'NAME')}"), soft_wrap=True)


def _note_gaps(listing: Listing) -> None:
    """Says of which engines there is no list, or an old one; fails where there is none at all."""
    for name, error in listing.failed.items():
        note(f"{name}: {error}")
    for each in listing.lists:
        if not each.voices:
            note(f"{each.engine}: it does not say which voices it has")
        if each.why_cached:
            note(f"{each.engine}: {each.why_cached}; this is the list it gave {_ago(each.listed)}")
    if not listing.lists:
        raise next(iter(listing.failed.values()))


def _ago(listed: datetime) -> str:
    hours = int((datetime.now(UTC) - listed).total_seconds() // 3600)
    if hours < 1:
        return "less than an hour ago"
    count, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _row(listed: VoiceList, voice: VoiceInfo) -> dict[str, Any]:
    return {
        "engine": listed.engine,
        "name": voice.name,
        "locale": voice.language,
        "gender": voice.gender,
        "description": voice.description,
        "listed": listed.listed.isoformat(timespec="seconds"),
        "cached": bool(listed.why_cached),
    }


def _settings() -> duologue.Settings:
    return duologue.load_settings(Path(), os.environ, {})


@voices.command()
def show(
    cast: Annotated[
        str, typer.Argument(help="A shipped cast by name, or a file.", autocompletion=completion.casts)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
) -> None:
    """Show who speaks with which voice in a cast.

    Example: duologue voices show zh-CN
    """
    loaded = load_cast(cast)
    parts: list[tuple[str, Part]] = [(role.value, loaded.roles.part_of(role)) for role in Role]
    parts += loaded.speakers.items()
    parts += [(f"pool {number}", part) for number, part in enumerate(loaded.pool, 1)]
    if as_json:
        print_json(loaded.model_dump(mode="json") | {"file": str(loaded.path)})
        return
    out = stdout_console()
    out.print(Text.assemble((printable(loaded.name), "bold"), f" ({loaded.language})"))
    out.print(Text(printable(loaded.description_in("en"))))
    out.print(cast_table(parts, loaded.engines, wide=out.width >= _WIDE))
    if loaded.path is None:
        there = f"duologue init --language {loaded.language} writes it to a file, to be changed"
        console.print(Text(f"no file; {there}"), soft_wrap=True)
        return
    console.print(Text(f"file: {loaded.path} (copy it and render with --voices COPY)"), soft_wrap=True)


@voices.command()
def preview(
    voice: Annotated[
        str,
        typer.Argument(help="A voice, as VOICE or ENGINE:VOICE.", autocompletion=completion.voices),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The sound: WAV, FLAC, MP3 or OGG.  [default: VOICE.wav]"),
    ] = None,
    text: Annotated[
        str, typer.Option(help="What to say; a sentence in the voice's language if not given.")
    ] = "",
) -> None:
    """Hear one voice say a sentence.

    Example: duologue voices preview zm_yunxi -o yunxi.wav
    """
    if output is not None:
        check_sound_path(output)
    done = preview_of(voice, text, settings=_settings())
    path = output or Path(f"{done.voice.name.replace('/', '-')}.wav")
    write_sound(path, done.take)
    seconds = done.take.samples.size / done.take.sample_rate
    console.print(printable(f"{path}: {seconds:.1f} s, {done.voice}"), markup=False)
