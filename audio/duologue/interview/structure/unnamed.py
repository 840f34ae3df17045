"""Speakers without a label: who asks and who answers where only the layout tells; `>>` between two voices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duologue.interview.people.labels import Form
from duologue.interview.structure.units import Unit

ASKER = "\0asker"
ANSWERER = "\0answerer"

_NAME = r"((?:[A-Z][\w'’-]{1,20})(?:\s[A-Z][\w'’-]{1,20}){1,2})"
_HOST = re.compile(rf"(?:I'm|I am|my name is)\s(?:your host,?\s|the host,?\s)?{_NAME}")
_GUEST = re.compile(
    rf"(?:[Ww]ith (?:me|us)[^.?!]{{0,50}} is|joined by|my guest[^.?!]{{0,30}} is|welcome,?|here with)"
    rf"\s{_NAME}"
)


def name_chevrons(units: Sequence[Unit]) -> None:
    """``>>`` marks a change between unnamed speakers: two of them take turns."""
    marked = [unit for unit in units if unit.label is not None and unit.label.form is Form.CHEVRON]
    if not marked:
        return
    opens = next((unit for unit in units if unit.string), None)
    people = _introduced(" ".join(unit.string for unit in units[:60]))
    turn = 0
    if opens is not None and opens is not marked[0]:
        opens.name = people[0]
        turn = 1
    for unit in marked:
        unit.name = people[turn % 2]
        turn += 1


def _introduced(text: str) -> tuple[str, str]:
    """The names of a host and a guest who are said aloud at the beginning."""
    host, guest = _HOST.search(text), _GUEST.search(text)
    first = host.group(1) if host else "Speaker 1"
    second = guest.group(1) if guest and guest.group(1) != first else "Speaker 2"
    return first, second
