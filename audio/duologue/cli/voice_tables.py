"""Voices and casts as tables that can be read in a window of 60 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from duologue.api.voices import Part, VoiceInfo
from duologue.cli.console import printable


def voice_table(voices: Sequence[VoiceInfo], *, wide: bool) -> Table:
    """One voice a line: its name, locale and gender; with its description where there is room."""
    table = _table(wide=wide)
    for _ in range(3):
        table.add_column(no_wrap=True, overflow="fold")
    if wide:
        table.add_column(overflow="fold")
    for voice in voices:
        row = [voice.name, voice.language, voice.gender, *([voice.description] if wide else [])]
        table.add_row(*map(printable, row))
    return table


def cast_table(parts: Sequence[tuple[str, Part]], preferred: Sequence[str], *, wide: bool) -> Table:
    """Who speaks with which voice: engines side by side where there is room, else below each other.

    Args:
        parts: each with its name.
        preferred: engines that come first, in order.
        wide: whether there is room.
    """
    engines = list(dict.fromkeys((*preferred, *(name for _, part in parts for name in part.voices))))
    table = _table(wide=wide)
    for heading in ("part", *engines, "kind") if wide else ("", ""):
        table.add_column(heading, no_wrap=heading != "kind", overflow="fold")
    table.show_header = wide
    for name, part in parts:
        kind = ", ".join(filter(None, (part.gender, part.locale, *part.style)))
        if wide:
            table.add_row(*map(printable, (name, *(_described(part, engine) for engine in engines), kind)))
            continue
        table.add_row(printable(name), printable(kind))
        for engine in engines:
            if described := _described(part, engine):
                table.add_row(f"  {engine}", printable(described))
    return table


def _table(*, wide: bool) -> Table:
    return Table(box=None, show_header=False, padding=(0, 2 if wide else 1, 0, 0))


def _described(part: Part, engine: str) -> str:
    voice = part.voice_of(engine)
    return str(voice).removeprefix(f"{engine}:") if voice else ""
