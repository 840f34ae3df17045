"""Every place where something that may be a label stands, and how it behaves there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from duologue.interview.blocks import Document, Kind
from duologue.interview.evidence.units import Row
from duologue.interview.labels.forms import Form, Label
from duologue.interview.marks import ASKED, QUESTION_END, SENTENCE_END
from duologue.interview.text import Style

CHEVRON = ">>"
_SAMPLE = 400
"""Places of one label whose speech is looked at."""


@dataclass(slots=True)
class Found:
    """One label: every place where it may stand, and what its lines are like.

    Attributes:
        said: lines in which something follows, of the first `_SAMPLE`; the other counts are of these.
        size: characters that follow, on its own line or (where it stands alone) the next.
    """

    key: str
    display: str
    count: int = 0
    places: list[tuple[int, float]] = field(default_factory=list)
    """Block and line."""
    forms: Counter[Form] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    bold: int = 0
    timed: int = 0
    headings: int = 0
    listed: int = 0
    quoted: int = 0
    said: int = 0
    sentences: int = 0
    asks: int = 0
    links: int = 0
    bold_speech: int = 0
    size: int = 0

    @property
    def form(self) -> Form:
        """How it is mostly written."""
        return self.forms.most_common(1)[0][0]


@dataclass(frozen=True, slots=True)
class Tally:
    """All labels by key, and for each line the keys that it may begin with, best form first."""

    found: dict[str, Found]
    lines: list[tuple[tuple[int, float], tuple[Label, ...]]]


def tally(document: Document, rows: Sequence[Sequence[Row]]) -> Tally:
    """Every label that may be one."""
    found: dict[str, Found] = {}
    lines: list[tuple[tuple[int, float], tuple[Label, ...]]] = []
    after = ""
    for row in _backwards(rows):
        block = document.blocks[row.block]
        seen: dict[str, Label] = {}
        for label in row.options:
            seen.setdefault(label.key, label)
        if block.kind is Kind.HEADING:
            # A heading that is only a name may be one; more words name a section.
            seen = {key: one for key, one in seen.items() if one.form is not Form.ALONE or len(key) <= 24}
        for key, label in seen.items():
            _count(found.setdefault(key, Found(key, label.name)), label, row, document, after)
        if seen:
            lines.append(((row.block, row.number), tuple(seen.values())))
        if row.text.string.strip():
            after = row.text.string
    lines.reverse()
    for one in found.values():
        one.places.reverse()
    return Tally(found, lines)


def _backwards(rows: Sequence[Sequence[Row]]) -> Iterator[Row]:
    for lines in reversed(rows):
        yield from reversed(lines)


def _count(one: Found, label: Label, row: Row, document: Document, after: str) -> None:
    block = document.blocks[row.block]
    one.count += 1
    one.display = label.name
    one.places.append((row.block, row.number))
    one.forms[label.form] += 1
    one.bold += label.bold
    one.timed += label.timed
    one.headings += block.kind is Kind.HEADING
    one.listed += block.item > 0
    one.quoted += block.quote > 0
    if label.note:
        one.notes.append(label.note)
    if one.said >= _SAMPLE:
        return
    speech = row.text.string[label.end :].strip()
    if label.form is Form.ALONE or not speech:
        speech = after
    tail = speech[-60:].rstrip()
    one.said += 1
    one.size += min(len(speech), 2000)
    one.sentences += bool(SENTENCE_END.search(tail))
    one.asks += bool(QUESTION_END.search(tail)) or any(mark in tail for mark in ASKED)
    one.links += "://" in speech[:200]
    one.bold_speech += bool(row.text.runs[-1].style & Style.BOLD)
