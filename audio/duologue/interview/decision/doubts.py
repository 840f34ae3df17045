# ruff: noqa: E501
"""What is not certain: units whose tag has a near rival, and decisions about the whole document that were close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duologue.interview.blocks import Document
from duologue.interview.decision.outcome import ANSWERER, ASKER
from duologue.interview.decision.reasons import Judged, shown
from duologue.interview.evidence.columns import Columns
from duologue.interview.hypotheses.roles import Decision
from duologue.interview.hypotheses.same import Person
from duologue.model import NARRATOR, Doubt

LEAST_SURE = 0.7
"""Likelihood below which a unit is doubted."""
_LEAST_TITLE = 0.6
"""The same for titles, which change no voice."""
_NARROW = 1.0
"""Log odds below which a decision about the whole document is doubted."""


def unit_doubts(
    columns: Columns,
    tags: Sequence[str],
    voices: Sequence[str],
    judged: Judged,
    names: Mapping[str, str],
    document: Document,
) -> Iterator[Doubt]:
    """Each unit whose tag is not sure, with what it may be instead."""
    before = ""
    who = (names.get(ASKER, "the interviewer"), names.get(ANSWERER, "the interviewee"))
    for number, (unit, tag, voice) in enumerate(zip(columns.units, tags, voices, strict=True)):
        title = tag in "SsT" or judged.rival[number] in "SsT"
        if judged.sure[number] < (_LEAST_TITLE if title else LEAST_SURE) and unit.string:
            label = unit.label.name if unit.label is not None else ""
            rival = shown(judged.rival[number], names.get(before, before), label, who)
            yield Doubt(
                document.line_of(unit.at),
                f"this is taken as {_taken(tag, names.get(voice, voice))}; it may be {rival}",
            )
        before = voice if voice and voice != NARRATOR else before


def _taken(tag: str, voice: str) -> str:
    if tag in "LQAC":
        return f"{voice}'s"
    return {
        "T": "the title",
        "S": "a section's title",
        "s": "a section's title",
        "N": "the narrator's",
        "D": "not to be spoken",
    }[tag]


def document_doubts(
    columns: Columns,
    people: Mapping[str, Person],
    roles: Decision,
    first: Mapping[str, int],
    names: Mapping[str, str],
    document: Document,
) -> Iterator[Doubt]:
    """Who asks, who is the same person, which language is spoken, where that was close."""
    unsure = sorted(
        (name for name, margin in roles.margin.items() if margin < _NARROW and name in first),
        key=lambda name: roles.margin[name],
    )
    if unsure:
        name = unsure[0]
        role, other = ("asks", "answers") if roles.roles[name].value == "interviewer" else ("answers", "asks")
        yield Doubt(
            document.line_of(first[name]),
            f"it is not certain that {names.get(name, name)} {role}; the other reading is that {names.get(name, name)} {other}",
        )
    for person in {one.name: one for one in people.values()}.values():
        slipped = any("one slip" in told for told in person.why)
        if (person.margin < _NARROW or slipped) and person.name in first:
            yield Doubt(
                document.line_of(first[person.name]),
                f"{' and '.join((person.name, *person.aliases[:2]))} are taken for one person",
            )
    if len(columns) and columns["foreign"].any():
        number = int(columns["foreign"].argmax())
        yield Doubt(
            document.line_of(columns.units[number].at),
            "the text is in two languages; what is in the other than its title's is not spoken",
        )
