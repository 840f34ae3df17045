"""`duologue cache`: what is kept for the next render, and how to make it smaller."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from duologue.cli.console import console, print_json
from duologue.counting import counted
from duologue.errors import UsageError
from duologue.settings import load_settings
from duologue.store.base import EntryKind, Usage
from duologue.store.local import default_store
from duologue.store.sizes import parse_size


class _Action(StrEnum):
    SHOW = "show"
    CLEAR = "clear"
    PRUNE = "prune"


def cache(
    action: Annotated[_Action, typer.Argument(help="show, clear, or prune to the limit.")] = _Action.SHOW,
    limit: Annotated[
        str | None, typer.Option(help="With prune: this size, e.g. 2 GB, instead of the setting's.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Show, empty or shorten the cache of takes and encoded sound.

    Takes go first that were used longest ago; a render that is running loses nothing. The limit is
    `cache_limit` of duologue.yaml or DUOLOGUE_CACHE_LIMIT, and is kept after every render.

    Example: duologue cache prune --limit "2 GB"
    """
    store = default_store()
    if limit is not None and action is not _Action.PRUNE:
        raise UsageError("--limit goes with prune")
    limit_bytes = _limit(limit)
    removed = None
    if action is _Action.CLEAR:
        removed = store.prune(0)
    elif action is _Action.PRUNE:
        removed = store.prune(limit_bytes)
    found = store.usage()
    if as_json:
        print_json(
            {
                "folder": str(store.folder),
                "limit_bytes": limit_bytes,
                **{kind.plural: _json(each) for kind, each in found.items()},
                "removed": {"entries": removed.entries, "bytes": removed.size_bytes} if removed else None,
            }
        )
        return
    if removed is not None:
        console.print(f"{counted(removed.entries, 'entry')} removed, {shown_size(removed.size_bytes)}")
    console.print(_table(store.folder, found, limit_bytes))


def _limit(given: str | None) -> int | None:
    if given is None:
        return load_settings(Path(), os.environ, {}).cache_limit_bytes
    try:
        return parse_size(given)
    except ValueError as error:
        raise UsageError(f"--limit {error}") from None


def _json(each: Usage) -> dict[str, Any]:
    oldest = (
        None
        if each.oldest is None
        else datetime.fromtimestamp(each.oldest).astimezone().isoformat("T", "seconds")
    )
    return {"entries": each.entries, "bytes": each.size_bytes, "oldest": oldest}


def _table(folder: Path, found: Mapping[EntryKind, Usage], limit_bytes: int | None) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("place", str(folder))
    for kind, each in found.items():
        table.add_row(kind.plural, f"{each.entries}, {shown_size(each.size_bytes)}")
    together = shown_size(sum(each.size_bytes for each in found.values()))
    table.add_row("size", f"{together} of {'any size' if limit_bytes is None else shown_size(limit_bytes)}")
    used = [each.oldest for each in found.values() if each.oldest is not None]
    if used:
        table.add_row("oldest", f"last used {datetime.fromtimestamp(min(used)):%Y-%m-%d %H:%M}")
    return table


def shown_size(size_bytes: int) -> str:
    """Bytes for a person: 12.3 MB."""
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
