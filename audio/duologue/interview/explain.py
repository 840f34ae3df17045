"""Every line of the source with what it became and why: what `--explain` shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from duologue.interview.model import NARRATOR, Interview

_COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_cyan", "bright_green", "bright_magenta")


@dataclass(frozen=True, slots=True)
class Explained:
    """One stretch of the source: its line, text, what it became, why, and whether that is doubtful."""

    line: int
    text: str
    became: str
    why: str
    doubtful: bool = False


def explain(interview: Interview) -> Iterator[Explained]:
    """What each stretch of the source became, in reading order; marks inside a paragraph are left out."""
    doubts = {doubt.line: doubt.message for doubt in interview.doubts}
    evidence = {speaker.name: "; ".join(speaker.evidence) for speaker in interview.speakers}
    entries: list[tuple[int, int, Explained]] = [
        (one.line, 0, Explained(one.line, one.text, "not spoken", one.reason, one.line in doubts))
        for one in interview.dropped
        if one.reason not in ("markup", "link target", "label")
    ]
    for section in interview.sections:
        if section.title is not None:
            entries.append(
                (
                    section.line,
                    1,
                    Explained(
                        section.line, section.title, "section title", "heading", section.line in doubts
                    ),
                )
            )
        for turn in section.turns:
            for number, paragraph in enumerate(turn.paragraphs):
                why = (
                    "prose outside every turn"
                    if turn.speaker == NARRATOR
                    else f"{turn.role.value}: {evidence.get(turn.speaker, '')}"
                )
                why = why if number == 0 else "continues the speaker before it"
                why = f"{why} — {doubts[paragraph.line]}" if paragraph.line in doubts else why
                entries.append(
                    (
                        paragraph.line,
                        2,
                        Explained(
                            paragraph.line, paragraph.text, turn.speaker, why, paragraph.line in doubts
                        ),
                    )
                )
    entries.sort(key=lambda entry: (entry[0], entry[1]))
    yield from (explained for _, _, explained in entries)


def render(interview: Interview) -> RenderableType:
    """The explanation in colour: one colour per speaker, what is not spoken dimmed, doubts marked."""
    people = [speaker.name for speaker in interview.speakers if speaker.name != NARRATOR]
    colours = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(people)}
    lines: list[RenderableType] = []
    for one in explain(interview):
        style = (
            "dim"
            if one.became == "not spoken"
            else "bold"
            if one.became == "section title"
            else colours.get(one.became, "white")
        )
        line = RichText(f"{one.line:>5} ")
        line.append("? " if one.doubtful else "  ", "bold red")
        line.append(f"{one.became:<14.14} ", style)
        line.append(one.text if len(one.text) <= 60 else one.text[:59] + "…", style)
        line.append(f"  {one.why}", "dim italic")
        lines.append(line)
    return Group(*lines)
