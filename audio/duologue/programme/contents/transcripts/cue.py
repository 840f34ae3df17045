"""A cue: what one speaker says between two times; and its division into cards a screen can show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duologue.programme.contents.linebreak import width
from duologue.programme.contents.lines import lines

_HELD = "\ue000"
"""Takes a column until the lines are made; never in a text, because it is not printable."""

SHOWN_MS = 1000
"""A cue is shown at least so long, where the next allows it: a word of 0.4 s cannot be read."""


@dataclass(frozen=True, slots=True)
class TranscriptCue:
    """One sentence or paragraph of one speaker, as written.

    Attributes:
        speaker: the name to show.
        text: without markup.
        start_ms: when the sound begins.
        end_ms: when it ends.
        turn: number of the turn; cues of one turn form paragraphs together. -1 for what belongs to none.
        paragraph: number of the paragraph in its turn.
        inside: further times in order: a character of `text`, and the ms at which it sounds.
        language: BCP 47 of its words where they are in another language than the episode; else empty.
    """

    speaker: str
    text: str
    start_ms: int
    end_ms: int
    turn: int = -1
    paragraph: int = 0
    inside: tuple[tuple[int, int], ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is on the screen between two times."""

    speaker: str
    lines: tuple[str, ...]
    start_ms: int
    end_ms: int


def check_cues(cues: Sequence[TranscriptCue]) -> None:
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


def shown_until(cues: Sequence[TranscriptCue]) -> Iterator[tuple[TranscriptCue, int]]:
    """Each cue with the ms until which it is shown: a second, if it ends before, unless the next begins."""
    for number, cue in enumerate(cues):
        next_ms = cues[number + 1].start_ms if number + 1 < len(cues) else cue.start_ms + SHOWN_MS
        yield cue, max(cue.end_ms, min(cue.start_ms + SHOWN_MS, next_ms))


def cards(
    cue: TranscriptCue, until_ms: int, *, columns: int, lines_per_card: int, first_indent: int = 0
) -> Iterator[Card]:
    """The cue in cards of a few lines, each for as long as its text is said.

    Between the times that are known, time passes evenly with the width of the text.

    Args:
        cue: what is said.
        until_ms: when its last card goes; see `shown_until`.
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
    known = _known_times(cue)
    columns_said, start_ms = 0, cue.start_ms
    for number, group in enumerate(groups, 1):
        columns_said += _columns("".join(group))
        end_ms = until_ms if number == len(groups) else _time_at(columns_said, known)
        if end_ms > start_ms:
            yield Card(cue.speaker, group, start_ms, end_ms)
        start_ms = max(start_ms, end_ms)


def _known_times(cue: TranscriptCue) -> list[tuple[int, int]]:
    """Columns of text that have been said by a time in ms, both growing, from the cue's start to its end."""
    known, at, columns = [(0, cue.start_ms)], 0, 0
    for place, ms in (*cue.inside, (len(cue.text), cue.end_ms)):
        columns, at = columns + _columns(cue.text[at:place]), place
        if columns > known[-1][0] and ms >= known[-1][1]:
            known.append((columns, ms))
    return known


def _time_at(columns: int, known: Sequence[tuple[int, int]]) -> int:
    after = min(bisect_left(known, (columns, 0)), len(known) - 1)
    (first, first_ms), (last, last_ms) = known[max(after - 1, 0)], known[after]
    if last == first:
        return last_ms
    return first_ms + (last_ms - first_ms) * min(columns - first, last - first) // (last - first)


def _columns(text: str) -> int:
    """Columns of what is seen; spaces come and go where lines are made."""
    return width("".join(_flat(text).split()))


def _flat(text: str) -> str:
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())
