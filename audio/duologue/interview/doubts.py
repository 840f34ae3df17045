"""What the reader is not sure of, each with the line that a person should look at."""

from __future__ import annotations

from collections.abc import Iterator

from duologue.interview.blocks import Document
from duologue.interview.people.roles import Behaviour
from duologue.interview.structure.understand import Understanding
from duologue.interview.structure.unnamed import ANSWERER, ASKER
from duologue.model import Doubt

_NARROW = 2.5
"""Points between the two likeliest to ask: who speaks first has 2 of them, which alone proves little."""


def doubts_of(found: Understanding, names: dict[str, str], document: Document) -> tuple[Doubt, ...]:
    """All doubts in the order of their lines; what is doubted twice for one reason is said once.

    Args:
        found: what the reader made of the document.
        names: how speakers are shown.
        document: for the lines.
    """
    people = [one for one in found.behaviour.values() if one.name in found.roles]
    lines = _first_lines(found, document)
    doubts = [
        *found.doubts,
        *(Doubt(document.line_of(at), message) for at, message in found.labels.doubts),
        *_guests(found, people, document),
        *_asker(found, people, names, lines),
        *_once(people, names, lines),
    ]
    return tuple(sorted(dict.fromkeys(doubts), key=lambda doubt: doubt.line))


def _first_lines(found: Understanding, document: Document) -> dict[str, int]:
    """Where each speaker first speaks."""
    lines: dict[str, int] = {}
    for part in found.parts:
        for one in part.spoken:
            lines.setdefault(one.speaker, document.line_of(one.at))
    return lines


def _guests(found: Understanding, people: list[Behaviour], document: Document) -> Iterator[Doubt]:
    if ASKER in found.roles or len(people) <= 2:
        return
    for part in found.parts:
        for one in part.spoken:
            if one.speaker == ANSWERER:
                line = document.line_of(one.at)
                yield Doubt(line, "this answer has no label; it is not certain which guest speaks")


def _asker(
    found: Understanding, people: list[Behaviour], names: dict[str, str], lines: dict[str, int]
) -> Iterator[Doubt]:
    ranked = sorted(people, key=lambda one: -one.score)
    if len(ranked) >= 2 and ASKER not in found.roles and ranked[0].score - ranked[1].score < _NARROW:
        yield Doubt(
            min(lines.get(one.name, 1) for one in ranked[:2]),
            f"it is not certain who asks: {names[ranked[0].name]} or {names[ranked[1].name]}",
        )


def _once(people: list[Behaviour], names: dict[str, str], lines: dict[str, int]) -> Iterator[Doubt]:
    for one in people:
        if one.turns == 1 and len(people) > 2:
            yield Doubt(
                lines.get(one.name, 1), f"{names[one.name]} speaks only once; this may not be a person"
            )
