# ruff: noqa: E501
"""Annotated texts: FILE.gold beside FILE says of every line what it is. The format is described in docs/reading.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reader_training.normal import norm

_ROW = re.compile(r"(\d+)(?:-(\d+))?\s+([T\-NS=+x?])(?:\s+(.*))?")
_PLACE = re.compile(r"@(\d+)(?:\+(\d+))?")
_BEGINNING = 24
"""Letters of a beginning that is given by its place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines `first` to `last` (from 1) are one thing.

    Attributes:
        tag: T title, S section title, N narrator, = a speech begins, + it goes on, - not spoken, ? counts neither way.
        speaker: of a speech.
        label: what stands before the speech as its label, in normal form.
        why: in words, of what is not spoken.
        begin: the words of the line from which on the speech goes, in normal form; empty for the whole line.
    """

    first: int
    last: int
    tag: str
    speaker: str = ""
    label: str = ""
    begin: str = ""
    why: str = ""


@dataclass(slots=True)
class Gold:
    """What the annotation says."""

    entries: list[Entry] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    cuts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def lines_of(path: Path) -> list[str]:
    """A text's lines, as annotations count them."""
    return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")


def _words(given: str, lines: Sequence[str], line: int) -> str:
    """Words of a line in normal form, given as they are or by their place: ``@12+8``."""
    place = _PLACE.fullmatch(given.strip())
    if not place:
        return norm(given.strip().strip('"'))
    begin = int(place[1])
    return norm(lines[line - 1])[begin : begin + int(place[2] or _BEGINNING)]


def read_gold(path: Path, lines: Sequence[str] = ()) -> Gold:
    """The annotation in a `.gold` file; `lines` are those of its text.

    Raises:
        ValueError: a row is not understood.
    """
    gold = Gold()
    speaker = ""
    for raw in path.read_text(encoding="utf-8").split("\n"):
        row = raw.strip()
        if not row or row.startswith("#"):
            continue
        if role := re.fullmatch(r"role\s+(.+?)\s+(\w+)", row):
            gold.roles[role[1]] = role[2]
            continue
        found = _ROW.fullmatch(row)
        if not found:
            raise ValueError(f"{path}: not understood: {row[:60]}")
        first, last, tag, rest = int(found[1]), int(found[2] or found[1]), found[3], found[4] or ""
        if tag == "x":
            for line in range(first, last + 1):
                gold.cuts[line].append(_words(rest, lines, line))
            continue
        if tag == "=":
            parts = [part.strip() for part in rest.split("|")]
            speaker = parts[0]
            label = norm(parts[1] if len(parts) > 1 else parts[0])
            begin = _words(parts[2], lines, first) if len(parts) > 2 else ""
            gold.entries.append(Entry(first, last, tag, speaker, label, begin))
        else:
            gold.entries.append(Entry(first, last, tag, speaker if tag == "+" else "", why=rest))
    gold.entries.sort(key=lambda entry: entry.first)
    return gold
