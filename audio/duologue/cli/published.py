"""What publishing tells a person, and the same as JSON: for `feed --to` and `publish`."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from duologue.api.publishing import Publication, ShowFinding
from duologue.cli.console import printable
from duologue.counting import counted

_MARKS = {"fine": ("✓", "green"), "better": ("!", "yellow"), "wrong": ("✗", "bold red")}


def publication_json(done: Publication) -> dict[str, Any]:
    """The JSON of a publication."""
    return {
        "feed": done.feed_url,
        "episodes": done.episodes,
        "to": done.to,
        "sent": list(done.sent.sent),
        "removed": list(done.sent.removed),
        "bytes": done.sent.bytes,
        "withheld": list(done.withheld),
        "notes": list(done.notes),
    }


def publication_sentence(done: Publication, *, dry: bool = False) -> str:
    """How many episodes and files, in one sentence."""
    sent = done.sent
    if not sent.sent and not sent.removed:
        changed = "nothing has changed"
    else:
        verb = "would be sent" if dry else "sent"
        changed = f"{counted(len(sent.sent), 'file')} {verb} ({_size(sent.bytes)})"
        changed += f", {len(sent.removed)} removed" if sent.removed else ""
    return printable(f"{counted(done.episodes, 'episode')} at {done.to}, {changed}.")


def findings_json(findings: list[ShowFinding]) -> list[dict[str, str]]:
    """What was found, as JSON."""
    return [
        {"level": each.level, "what": each.what, "said": each.said, "advice": each.advice}
        for each in findings
    ]


def findings_table(findings: list[ShowFinding]) -> Table:
    """One line for each thing that was looked at, and what to do about it."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for each in findings:
        mark, style = _MARKS[each.level]
        said = f"{each.said}: {each.advice}" if each.advice else each.said
        table.add_row(Text(mark, style=style), each.what, printable(said))
    return table


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
