"""A cue: what one speaker says between two times; and its division into cards a screen can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duologue.programme.linebreak import lines, width

_HELD = "\ue000"
"""Takes a column until the lines are made; never in a text, because it is not printable."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence or paragraph of one speaker, as written.

    Attributes:
        speaker: the name to show.
        text: without markup.
        start_ms: when the sound begins.
        end_ms: when it ends.
        turn: number of the turn; cues of one turn form paragraphs together. -1 for what belongs to none.
        paragraph: number of the paragraph in its turn.
    """

    speaker: str
    text: str
    start_ms: int
    end_ms: int
    turn: int = -1
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """What is on the screen between two times."""

    speaker: str
    lines: tuple[str, ...]
    start_ms: int
    end_ms: int


def check_cues(cues: Sequence[Cue]) -> None:
    """Refuse cues that no player could follow.

    Raises:
        ValueError: a cue has no length, or starts before the one ahead of it has ended.
    """
    before_ms = 0
    for number, cue in enumerate(cues):
        if cue.end_ms <= cue.start_ms:
            raise ValueError(f"cue {number} ends at {cue.end_ms} ms, before it has begun")
        if cue.start_ms < before_ms:
            raise ValueError(f"cue {number} starts at {cue.start_ms} ms, before {before_ms} ms")
        before_ms = cue.end_ms


def cards(cue: Cue, *, columns: int, lines_per_card: int, first_indent: int = 0) -> Iterator[Card]:
    """The cue in cards of a few lines, each for the share of time that its text takes.

    Args:
        cue: what is said.
        columns: widest line; a Chinese character takes two.
        lines_per_card: most lines on the screen at once.
        first_indent: columns to leave free in the first line, for a name.
    """
    held = _HELD * (first_indent - 1) + " " if first_indent else ""
    text_lines = [line.replace(_HELD, "").strip() for line in lines(held + _flat(cue.text), columns)]
    groups = [
        tuple(text_lines[start : start + lines_per_card])
        for start in range(0, len(text_lines), lines_per_card)
    ]
    shares = [sum(max(width(line), 1) for line in group) for group in groups]
    total, length_ms, said = sum(shares), cue.end_ms - cue.start_ms, 0
    for group, share in zip(groups, shares, strict=True):
        start_ms = cue.start_ms + length_ms * said // total
        said += share
        end_ms = cue.start_ms + length_ms * said // total
        if end_ms > start_ms:
            yield Card(cue.speaker, group, start_ms, end_ms)


def _flat(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
