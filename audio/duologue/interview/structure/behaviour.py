"""What each labelled speaker does: how many turns, how long, how many of them ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from duologue.interview.blocks import Kind
from duologue.interview.people import roles
from duologue.interview.people.labels import Form, key_of
from duologue.interview.people.roles import Behaviour
from duologue.interview.structure.units import Unit
from duologue.interview.words import INTERVIEWEE, INTERVIEWER

_NOTED = frozenset(
    [
        "host",
        "moderator",
        "interviewer",
        "presenter",
        "主持人",
        "主持",
        "采访者",
        "采访人",
        "提问者",
        "司会",
        "聞き手",
        "진행자",
        "guest",
        "interviewee",
        "嘉宾",
        "受访者",
        "게스트",
    ]
)
"""Parts that a note after a name may give; what somebody does for a living (``editor``) is none."""
_LISTED = re.compile(r"[,，、/]")
_PARTS = {"asks": "question", "asked": "question", "问": "question", "問": "question"}
"""What a verb in a label says of the speaker."""
ENOUGH = 20_000
"""Characters of one turn that are kept to see whether it ends with a question."""


def measure(units: Iterable[Unit]) -> dict[str, Behaviour]:
    """The behaviour of each speaker by name; unlabelled paragraphs go on with the turn before them."""
    found: dict[str, Behaviour] = {}
    speaker: Behaviour | None = None
    said: list[str] = []
    size = 0
    for number, unit in enumerate(units):
        if unit.name is None:
            goes_on = unit.block.kind is Kind.PARAGRAPH and not unit.block.quote
            goes_on = goes_on and not (unit.bold and roles.asks(unit.string))
            if speaker is not None and goes_on and size < ENOUGH:
                said.append(unit.string)
                size += len(unit.string) + 1
            continue
        if speaker is not None:
            _ends(speaker, said)
        speaker = found.setdefault(unit.name, Behaviour(unit.name, first=number))
        said, size = [unit.string], len(unit.string)
        _labelled(speaker, unit)
    if speaker is not None:
        _ends(speaker, said)
    return found


def _labelled(one: Behaviour, unit: Unit) -> None:
    if unit.label is None:
        return
    parts = (key_of(part) for part in _LISTED.split(unit.label.note))
    noted = (_PARTS.get(part, part) for part in parts if part in _PARTS or part in _NOTED)
    for key in (unit.label.key, *noted):
        if key not in one.keys:
            one.keys = (*one.keys, key)
    one.bracketed |= unit.label.form is Form.BRACKET and unit.head.string.strip()[:1] in "「《『"


def _ends(one: Behaviour, rows: list[str]) -> None:
    said = "\n".join(rows).strip()
    one.turns += 1
    one.characters += len(said)
    one.questions += roles.asks(said) or (("?" in said or "？" in said) and len(said) < 300)


def asker_of(behaviour: dict[str, Behaviour]) -> str | None:
    """The labelled speaker who asks, if one of them does."""
    best: tuple[float, str] | None = None
    lettered = any(roles.asking_letter(one.keys) for one in behaviour.values())
    for one in behaviour.values():
        rate = one.questions / max(1, one.turns)
        if any(key in INTERVIEWER for key in one.keys):
            rate += 1
        answers = {key for key in one.keys if key in INTERVIEWEE}
        if answers and (not answers <= roles.SINGLE or lettered):
            rate -= 1
        if (one.turns >= 2 or rate >= 1) and rate >= 0.3 and (best is None or rate > best[0]):
            best = (rate, one.name)
    return best[1] if best else None
