"""How `duologue script --explain` looks: one row per line of the source, in colour on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from duologue.api.reading import NOT_SPOKEN, TITLE, Explained, explain
from duologue.cli.console import printable
from duologue.model import NARRATOR, Interview

_COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_cyan", "bright_green", "bright_magenta")
_NAME = 14
_MARGIN = 5 + 3 + _NAME + 1
"""Cells for the line's number, the mark of doubt and what it became."""
_PIPED = 60
"""Cells of the source's text where nobody's terminal limits them."""


def print_explanation(interview: Interview, console: Console) -> None:
    """Speakers with the evidence for their roles, every line of the source, and how many are doubtful."""
    room = console.width - _MARGIN if console.is_terminal else None
    for row in _rows(interview, room):
        console.print(row, soft_wrap=True)


def _rows(interview: Interview, room: int | None) -> Iterator[Text]:
    colours = _colours(interview)
    for speaker in interview.speakers:
        yield Text.assemble(
            (printable(speaker.name), f"bold {colours.get(speaker.name, '')}".strip()),
            f"  {speaker.role.value}",
            (f"  {printable('; '.join(speaker.evidence))}", "dim italic"),
        )
    yield Text()
    doubtful = 0
    for one in explain(interview):
        doubtful += bool(one.doubts)
        yield _row(one, colours, room)
        for doubt in one.doubts:
            yield Text(f"{'':6}?  {printable(doubt)}", "yellow")
    yield Text()
    yield Text(f"{doubtful} doubtful lines are marked with ?" if doubtful else "nothing is doubtful")


def _colours(interview: Interview) -> dict[str, str]:
    people = [speaker.name for speaker in interview.speakers if speaker.name != NARRATOR]
    named = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(people)}
    return {NOT_SPOKEN: "dim", TITLE: "bold", **named}


def _row(one: Explained, colours: dict[str, str], room: int | None) -> Text:
    row = Text(f"{one.line:>5}")
    if not one.became:
        return row
    style = colours.get(one.became, "")
    text = _PIPED if room is None else max(20, room * 6 // 10)
    why = printable(one.why)
    row.append(" ? " if one.doubts else "   ", "bold yellow")
    row.append(_fitted(printable(one.became), _NAME, pad=True) + " ", style)
    row.append(_fitted(printable(one.text), text, pad=True), style)
    row.append("  " + (why if room is None else _fitted(why, max(12, room - text - 2))), "dim italic")
    return row


def _fitted(text: str, cells: int, *, pad: bool = False) -> str:
    """`text` in at most `cells` of the terminal's columns; a Chinese character takes two."""
    if cell_len(text) > cells:
        return set_cell_size(text, cells - 1) + "…"
    return set_cell_size(text, cells) if pad else text
