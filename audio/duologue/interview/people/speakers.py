# ruff: noqa: E501
"""The speakers of a text: which labels are people, and which of them are the same person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duologue.interview.blocks import Document
from duologue.interview.people.accepted import accepts
from duologue.interview.people.announced import announcements, find_presented
from duologue.interview.people.labels import Form, Label
from duologue.interview.people.names import role_word
from duologue.interview.people.page_data import find_page_data
from duologue.interview.people.same import merge
from duologue.interview.people.tally import Found, collect, lede
from duologue.interview.text import Text
from duologue.interview.words import INTERVIEWEE, INTERVIEWER

MAX_LABELS = 120
MAX_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class Labels:
    """The accepted labels: for each key the person's name; and what else the text says about people."""

    names: dict[str, str]
    aliases: dict[str, tuple[str, ...]]
    legend_rows: frozenset[int]
    evidence: dict[str, tuple[str, ...]]
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    """Whom a line such as ``Guest: Ann`` names before the dialogue begins."""
    inline: frozenset[str] = frozenset()
    """Keys whose text follows on the label's own line: alone on a line such a name is a byline, not a label."""
    dashed: frozenset[str] = frozenset()
    """Keys that often stand before a dash or a wide space; of anybody else such a line only speaks."""
    data_rows: frozenset[int] = frozenset()
    """Numbers of the blocks that say something about the page and are no speech."""
    headed: frozenset[str] = frozenset()
    """Keys whose labels stand in headings; of anybody else a heading only speaks."""
    doubts: tuple[tuple[int, str], ...] = ()
    """Where in the source a name was taken for another person's on thin evidence, and what was done."""

    def choose(self, options: Iterable[Label]) -> Label | None:
        """The first of the options that is a speaker's label."""
        return next((label for label in options if label.key in self.names and self._fits(label)), None)

    def _fits(self, label: Label) -> bool:
        if label.form is Form.ALONE and not label.timed and label.key in self.inline:
            return False
        if label.form is Form.DASH and label.key not in self.dashed:
            return False
        return not (
            label.form is Form.LETTER and label.name not in ("Q", "A", "q", "a", "R") and len(label.name) > 8
        )


def find_labels(document: Document, rows: list[list[Text]]) -> Labels:
    """The labels of `document`; `rows` are the lines of each block."""
    found = collect(document, rows)
    announced = announcements(document, rows)
    accepted = _accepted(found, announced.known, lede(document, rows, found))
    presented = find_presented(accepted, rows)
    data = find_page_data(accepted, document, rows, announced.known)
    accepted = {
        key: one
        for key, one in accepted.items()
        if key not in data.keys and not all(row[0] in presented.rows for row in one.rows)
    }
    same = merge(accepted, document, announced, lede(document, rows, found))
    inline = frozenset(key for key, one in accepted.items() if one.count >= 4 * one.forms[Form.ALONE])
    return Labels(
        same.names,
        same.aliases,
        announced.legend_rows | presented.rows,
        same.evidence,
        presented.hosts,
        presented.guests,
        inline,
        dashed=frozenset(key for key, one in accepted.items() if one.forms[Form.DASH] >= 0.3 * one.count),
        data_rows=data.blocks - presented.rows,
        headed=frozenset(key for key, one in accepted.items() if one.headings >= 0.3 * one.count),
        doubts=tuple((document.blocks[accepted[key].rows[0][0]].at, message) for key, message in same.doubts),
    )


def _accepted(found: dict[str, Found], known: frozenset[str], introduced: str) -> dict[str, Found]:
    """The people, in order of appearance."""
    # No interview has more people; a text with thousands of colons must not be compared pair by pair.
    often = sorted(found.values(), key=lambda one: (-one.count, one.rows[0]))
    others = {one.key: one for one in often[:MAX_LABELS]}
    ranked = [one for one in often if accepts(one, others, known, introduced)][:MAX_PEOPLE]
    people = sorted(ranked, key=lambda one: one.rows[0])
    if all(one.count == 1 and one.key not in known and Form.GIVEN not in one.forms for one in people):
        asks = any(one.key in INTERVIEWER for one in people)
        answers = any(one.key in INTERVIEWEE for one in people)
        full = sum(len(one.display.split()) in (2, 3) and one.display.istitle() for one in people)
        if not (asks and answers) and full < 3:
            # Nobody speaks again: terms, headings of minutes, a recipe.
            return {}
    if len(people) == 1:
        only = people[0]
        if only.count < 3 and not role_word(only.key) and only.key not in known:
            return {}
    return {one.key: one for one in people}
