"""What the reader said of a source, kept beside the show: its doubts, and what it left out.

A script holds only what is said. Places are kept as numbers of the reading's lines, and found again in the
script, however it was changed meanwhile, by what the lines say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from duologue.api.files import write_file
from duologue.api.scripts import Line, lines_of
from duologue.model import Interview

_QUIET = ("white space", "label", "markup", "title")
"""Why a stretch is left out that nobody would want back."""
BY_HAND = "left out in the studio"


@dataclass(frozen=True, slots=True)
class Place:
    """A doubt at, or a stretch left out behind, line `at` of the reading (-1: before all)."""

    at: int
    line: int
    message: str
    text: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """What was said of one source.

    Attributes:
        source: the file, the address, or how the text was brought.
        texts: of the reading's lines, in order.
        doubts: what the reader was not sure of; `done` once a person has looked.
        dropped: what it left out; `message` is the reason.
    """

    source: str = ""
    texts: tuple[str, ...] = ()
    doubts: tuple[Place, ...] = ()
    dropped: tuple[Place, ...] = field(default=())


def notes_of(interview: Interview, source: str) -> Notes:
    """What the reader said of an article."""
    lines = lines_of(interview)
    if interview.is_script:
        return Notes(source, tuple(line.text for line in lines))
    numbers = [line.paragraph.line for line in lines]

    def at(number: int) -> int:
        return max((place for place, each in enumerate(numbers) if 0 < each <= number), default=-1)

    return Notes(
        source,
        tuple(line.text for line in lines),
        tuple(Place(max(at(one.line), 0), one.line, one.message) for one in interview.doubts),
        tuple(
            Place(at(one.line), one.line, one.reason, one.text[:2000])
            for one in interview.dropped
            if one.reason not in _QUIET and any(map(str.isalnum, one.text))
        ),
    )


def found_in(notes: Notes, lines: Sequence[Line]) -> dict[int, int]:
    """Number of a line of the reading → its number in the script now; without those that are gone."""
    found: dict[int, int] = {}
    now = [line.text for line in lines]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, notes.texts, now, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and i2 - i1 == j2 - j1):
            found |= zip(range(i1, i2), range(j1, j2), strict=True)
        elif tag == "replace":  # split or joined: what is left of it begins here
            found |= {number: min(j1 + number - i1, j2 - 1) for number in range(i1, i2)}
    return found


def nearest(found: dict[int, int], at: int) -> int:
    """The script's line for line `at` of the reading, or for the nearest one before it; -1 for none."""
    return next((found[number] for number in range(at, -1, -1) if number in found), -1)


def looked_at(notes: Notes, lines: Sequence[Line], number: int) -> Notes:
    """The notes once a person has put line `number` of the script right, or found it right."""
    found = found_in(notes, lines)
    doubts = tuple(
        replace(one, done=True) if not one.done and nearest(found, one.at) == number else one
        for one in notes.doubts
    )
    return replace(notes, doubts=doubts)


def left_out(notes: Notes, lines: Sequence[Line], number: int) -> Notes:
    """The notes with a line of the script that a person leaves out."""
    found = found_in(notes, lines)
    before = [at for at, now in found.items() if now < number]
    line = lines[number]
    place = Place(max(before, default=-1), line.paragraph.line, BY_HAND, line.text)
    dropped = sorted((*notes.dropped, place), key=lambda one: one.at)
    return replace(notes, dropped=tuple(dropped))


def read_notes(path: Path) -> Notes:
    """The notes in a file; none where there is no whole one."""
    try:
        kept = json.loads(path.read_bytes())
        return Notes(
            kept["source"],
            tuple(kept["texts"]),
            tuple(Place(**one) for one in kept["doubts"]),
            tuple(Place(**one) for one in kept["dropped"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Notes()


def write_notes(path: Path, notes: Notes) -> None:
    """Keeps the notes.

    Raises:
        EpisodeError: the file cannot be written.
    """
    write_file(path, json.dumps(asdict(notes), ensure_ascii=False).encode("utf-8", "surrogatepass"))
