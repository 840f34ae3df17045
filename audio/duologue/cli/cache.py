"""`duologue cache`: what is kept for the next render, and how to make it smaller."""

from __future__ import annotations

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from duologue.api import cache as store
from duologue.api.cache import CacheUsage, Usage
from duologue.cli.console import console, print_json
from duologue.counting import counted
from duologue.errors import UsageError
from duologue.settings import load_settings


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
    if limit is not None and action is not _Action.PRUNE:
        raise UsageError("--limit goes with prune")
    limit_bytes = store.limit_bytes(limit, settings=load_settings(Path(), os.environ, {}))
    if action is _Action.CLEAR:
        found = store.clear()
    elif action is _Action.PRUNE:
        found = store.prune("none" if limit_bytes is None else limit_bytes)
    else:
        found = store.usage()
    changed = action is not _Action.SHOW
    if as_json:
        removed = {"entries": found.removed_entries, "bytes": found.removed_bytes}
        print_json(
            {
                "folder": str(found.folder),
                "limit_bytes": limit_bytes,
                **{kind: _json(each) for kind, each in found.kinds.items()},
                "removed": removed if changed else None,
            }
        )
        return
    if changed:
        console.print(f"{counted(found.removed_entries, 'entry')} removed, {shown_size(found.removed_bytes)}")
    console.print(_table(found, limit_bytes))


def _json(each: Usage) -> dict[str, Any]:
    oldest = (
        None
        if each.oldest is None
        else datetime.fromtimestamp(each.oldest).astimezone().isoformat("T", "seconds")
    )
    return {"entries": each.entries, "bytes": each.size_bytes, "oldest": oldest}


def _table(found: CacheUsage, limit_bytes: int | None) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("place", str(found.folder))
    for kind, each in found.kinds.items():
        table.add_row(kind, f"{each.entries}, {shown_size(each.size_bytes)}")
    limit = "any size" if limit_bytes is None else shown_size(limit_bytes)
    table.add_row("size", f"{shown_size(found.size_bytes)} of {limit}")
    if found.oldest is not None:
        table.add_row("oldest", f"last used {found.oldest:%Y-%m-%d %H:%M}")
    return table


def shown_size(size_bytes: int) -> str:
    """Bytes for a person: 12.3 MB."""
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
