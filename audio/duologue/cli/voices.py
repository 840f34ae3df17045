"""`duologue voices`: what can speak, and what a cast says."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from duologue.cli.console import console, print_json
from duologue.errors import EngineError
from duologue.speech.cast import load_cast, shipped_casts
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.engines.registry import engine_names, make_engine

voices = typer.Typer(help="What can speak: engines, voices and casts.", no_args_is_help=True)


@voices.command("list")
def list_voices(
    engine: Annotated[str, typer.Option(help="Only this engine.")] = "",
    language: Annotated[str, typer.Option(help="Only this language, e.g. zh or en-US.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
) -> None:
    """List the voices of every engine that can be asked now.

    Example: duologue voices list --language zh
    """
    rows: list[tuple[str, VoiceInfo]] = []
    for name in (engine,) if engine else engine_names():
        try:
            rows += [(name, voice) for voice in asyncio.run(make_engine(name).voices())]
        except EngineError as error:
            console.print(Text(f"{name}: {error}", style="yellow"))
    rows = [(name, voice) for name, voice in rows if voice.language.lower().startswith(language.lower())]
    if as_json:
        print_json(
            [
                {
                    "engine": name,
                    "name": voice.name,
                    "language": voice.language,
                    "gender": voice.gender,
                    "description": voice.description,
                }
                for name, voice in rows
            ]
        )
        return
    table = Table("engine", "voice", "language", "gender", "description", box=None)
    for name, voice in rows:
        table.add_row(name, voice.name, voice.language, voice.gender, voice.description)
    Console().print(table)
    console.print(f"casts: {', '.join(shipped_casts())} (see one with: duologue voices show NAME)")


@voices.command()
def show(
    cast: Annotated[str, typer.Argument(help="A shipped cast by name, or a file.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
) -> None:
    """Show who speaks with which voice in a cast.

    Example: duologue voices show zh-CN
    """
    loaded = load_cast(cast)
    if as_json:
        print_json(loaded.model_dump(mode="json"))
        return
    table = Table("part", *loaded.engines, box=None, title=f"{loaded.name}: {loaded.description}")
    parts = [(role, getattr(loaded.roles, role)) for role in ("interviewer", "interviewee", "narrator")]
    parts += list(loaded.speakers.items())
    parts += [(f"pool {number}", part) for number, part in enumerate(loaded.pool, 1)]
    for name, part in parts:
        table.add_row(name, *(part.voices[e].voice if e in part.voices else "" for e in loaded.engines))
    Console().print(table)
