"""Every place where something that may be a label stands."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from duologue.interview.blocks import Document, Kind
from duologue.interview.people.label_forms import candidates
from duologue.interview.people.labels import Form, Label, beginnings, name_like
from duologue.interview.people.names import role_word
from duologue.interview.text import Text

_OFTEN = 3
"""Times that a heading comes back, if it names who speaks and no section."""


@dataclass(slots=True)
class Found:
    """Every place where one label stands: block and row."""

    key: str
    display: str
    count: int = 0
    bold: int = 0
    forms: Counter[Form] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    timed: int = 0
    headings: int = 0
    listed: int = 0


def collect(document: Document, rows: list[list[Text]]) -> dict[str, Found]:
    """Every label that may be one, by its key."""
    found: dict[str, Found] = {}
    headings = Counter(block.text.string.strip() for block in document.blocks if block.kind is Kind.HEADING)
    for number, block in enumerate(document.blocks):
        if block.drop or block.kind in (Kind.CODE, Kind.RULE, Kind.IMAGE):
            continue
        for row_number, (row, begins) in enumerate(zip(rows[number], beginnings(rows[number]), strict=True)):
            if block.speaker:
                options = [Label(block.speaker, 0, Form.GIVEN)]
            else:
                options = candidates(row) if begins else []
            seen: set[str] = set()
            for label in options:
                if label.form is Form.CHEVRON or label.key in seen or not label.key:
                    continue
                if (
                    label.form is Form.ALONE
                    and block.kind is Kind.HEADING
                    and not label.timed
                    and not role_word(label.key)
                    and headings[block.text.string.strip()] < _OFTEN
                ):
                    continue
                seen.add(label.key)
                one = found.setdefault(label.key, Found(label.key, label.name))
                one.count += 1
                one.bold += label.bold
                one.forms[label.form] += 1
                one.timed += label.timed
                one.headings += block.kind is Kind.HEADING
                one.listed += block.item > 0 and not (block.first and row_number == 0 and block.item == 1)
                if label.note:
                    one.notes.append(label.note)
                one.rows.append((number, row_number))
    return found


def lede(document: Document, rows: list[list[Text]], found: dict[str, Found]) -> str:
    """What stands before the first label that comes back: where people are introduced."""
    repeated = [one.rows[0][0] for one in found.values() if one.count >= 2 and name_like(one.display)]
    first = min(repeated, default=len(document.blocks))
    texts = [row.string for number in range(min(first, 60)) for row in rows[number]]
    return "\n".join([document.meta.title or "", *document.meta.authors, *texts])[:20000]


def introduces(text: str, name: str) -> bool:
    """Whether a text names somebody otherwise than by the label itself."""
    return re.search(re.escape(name) + r"(?!\s{0,2}[:：])", text) is not None
