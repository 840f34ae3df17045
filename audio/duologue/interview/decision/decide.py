# ruff: noqa: E501
"""From a document to its decision: labels, hypotheses of the whole, the best sequence, and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np

from duologue.interview.blocks import Cut, Document, Meta
from duologue.interview.decision import weights as tables
from duologue.interview.decision.outcome import ANSWERER, ASKER, Outcome, Part
from duologue.interview.decision.reasons import Judged, judge
from duologue.interview.decision.sequence import Decided, Field, possible_states
from duologue.interview.decision.states import SPEECH, STATES
from duologue.interview.evidence.catalogue import collect
from duologue.interview.evidence.columns import Columns, Flags, measure
from duologue.interview.evidence.context import add_document, add_labels
from duologue.interview.evidence.phrases import BIT
from duologue.interview.evidence.units import Unit, divide, divided_at, rows_of
from duologue.interview.hypotheses import interview, people, questions, roles, same
from duologue.interview.hypotheses.announced import Announced, announcements
from duologue.interview.hypotheses.same import Person
from duologue.interview.hypotheses.tally import CHEVRON, Tally, tally
from duologue.interview.labels.forms import Form, Label
from duologue.interview.labels.names import (
    ANSWERERS,
    ASKERS,
    NARRATORS,
    NEVER,
    SEVERAL,
    initials,
    key_of,
    name_like,
    shape_of,
)
from duologue.interview.marks import ASKED, STOPPED
from duologue.interview.wildcard import holds
from duologue.model import NARRATOR

DOUBTFUL = -3.0
"""Log odds below which a label is not even looked at."""
_LONGEST_NAME = 40
_FEWEST = 6
"""Labelled lines that take turns before they are taken at their word."""


@dataclass(slots=True)
class Understanding:
    """What the reader made of a document.

    Attributes:
        parts, cuts: the sections with what is said in them, and what is left out.
        roles, people: who asks, and whom each label means.
        title: the title that stands in the text; `credits` the lines that name authors.
        columns, decided, tags, voices, judged, evidence: of each unit that was decided.
        meta: what the source says about itself, with what its lines say of hosts and guests.
        setting: how questions without labels are set; empty where none are.
        odds: log odds that it is an interview, for the evidence `about`; `against` is what weighs most against that.
    """

    parts: list[Part]
    cuts: list[Cut]
    roles: roles.Decision
    people: dict[str, Person]
    title: str | None
    credits: list[str]
    columns: Columns
    decided: Decided
    tags: list[str]
    voices: list[str]
    judged: Judged
    evidence: Flags
    meta: Meta
    setting: str
    odds: float
    about: tuple[str, ...]
    against: tuple[str, ...]


@cache
def field_of(weights: tables.Weights | None = None) -> Field:
    """The shipped weights as arrays, made once."""
    return Field(weights or tables.shipped())


def choose(counted: Tally, score: Mapping[str, float]) -> dict[tuple[int, float], Label]:
    """For every line the likeliest of the labels that it may begin with."""
    chosen: dict[tuple[int, float], Label] = {}
    for place, options in counted.lines:
        best = max(options, key=lambda label: score[label.key])
        site = best.form is Form.ALONE and shape_of(best.name) == "an address"
        least = 3.0 if best.key in NEVER or site else 0.0 if best.form is Form.ALONE else DOUBTFUL
        if score[best.key] > least:
            chosen[place] = best
    return chosen


@dataclass(slots=True)
class Hypothesis:
    """One reading of the whole document: how its questions are set, and the best sequence under it."""

    name: str
    prior: float
    decided: Decided
    evidence: Flags


def decide(document: Document, weights: tables.Weights | None = None) -> Understanding:
    """Decides what every unit of the document is."""
    known = weights or tables.shipped()
    engine = Field(weights) if weights else field_of()
    rows = rows_of(document)
    counted = tally(document, rows)
    about = people.surroundings(document, counted)
    score = people.scored(counted, about, known.table("label"))
    if len(divided := divided_at(rows, people.inline(counted, score))) and sum(map(len, divided)) > sum(
        map(len, rows)
    ):
        rows, counted = divided, tally(document, divided)
        about = people.surroundings(document, counted)
        score = people.scored(counted, about, known.table("label"))
    every, ignored = _without_ignored(divide(document, rows, choose(counted, score)), document.meta.ignore)
    announced = announcements(document)
    columns = measure(document, every)
    add_labels(columns, score, counted.found, about.declared)
    best = max(_hypotheses(columns, document, known, engine), key=lambda one: one.prior)
    if best.name:
        fits = next(one for one in questions.SETTINGS if one.name == best.name).fits(columns)
        add_document(columns, document, fits & (columns["size"] > 0))
    if not any(STATES[number].tag in SPEECH for number in best.decided.states):
        best = _at_their_word(best, columns, engine)
    tags = [STATES[number].tag for number in best.decided.states]
    persons = _people(columns.units, tags, counted, about, announced, document, known)
    judged = judge(best.decided, best.evidence, engine)
    outcome = Outcome(
        every,
        tags,
        judged.reason,
        persons,
        unlabelled_guest(columns.units, tags, persons, document.meta),
        guests_of_sections(columns.units, tags),
    )
    meta = with_presented(document.meta, columns, tags)
    speeches = speeches_of(outcome, columns, persons)
    decision = roles.decide(speeches, meta, known.table("role"), document.meta)
    credited = [
        unit.string
        for unit, tag, reason in zip(columns.units, tags, judged.reason, strict=True)
        if tag == "D" and reason == "credit"
    ]
    likely = float(best.decided.likely.max(1).mean()) if len(columns) else 0.0
    about_all = tuple(interview.evidence_of(columns, tags, outcome.voices, best.name, likely))
    table = known.table("interview")
    odds = table.get("always", 0.0) + sum(table.get(name, 0.0) for name in about_all)
    return Understanding(
        outcome.parts, [*ignored, *outcome.cuts], decision, persons, outcome.title, credited, columns, best.decided, tags, outcome.voices,
        judged, best.evidence, meta, best.name, odds, about_all, tuple(sorted(about_all, key=lambda name: table.get(name, 0.0))[:3]),
    )  # fmt: skip


def _hypotheses(
    columns: Columns, document: Document, weights: tables.Weights, engine: Field
) -> list[Hypothesis]:
    found: list[Hypothesis] = []
    nothing = np.zeros(len(columns), dtype=bool)
    settings = questions.likely(columns, weights.table("setting"))[:1]
    options = [(one.name, one.score, one.fits) for one in settings] or [("", 0.0, nothing)]
    for name, prior, fits in options:
        add_document(columns, document, fits)
        evidence = collect(columns)
        found.append(Hypothesis(name, prior, engine.decide(evidence, possible_states(columns)), evidence))
    return found


def _at_their_word(best: Hypothesis, columns: Columns, engine: Field) -> Hypothesis:
    """The reading in which two labels that take turns over the whole text are people, where otherwise nobody speaks."""
    marked = np.flatnonzero(columns["sure label"] & (columns["size"] > 0))
    keys = [unit.label.key for number in marked if (unit := columns.units[number]).label is not None]
    changes = sum(one != other for one, other in pairwise(keys))
    if len(set(keys)) != 2 or len(keys) < max(_FEWEST, 0.6 * len(columns)) or changes < 0.9 * (len(keys) - 1):
        return best
    possible = possible_states(columns)
    said = columns["sure label"] & (columns["size"] > 0)
    possible[np.ix_(said, np.array([state.tag != "L" for state in STATES]))] = False
    return replace(best, decided=engine.decide(best.evidence, possible))


def _without_ignored(units: list[Unit], patterns: Sequence[str]) -> tuple[list[Unit], list[Cut]]:
    """Takes out the units that an `ignore:` pattern fits; ``*`` stands for anything."""
    kept: list[Unit] = []
    cuts: list[Cut] = []
    for unit in units:
        if patterns and any(
            holds(f"{unit.head.string}{unit.string}"[:2000], pattern) for pattern in patterns
        ):
            cuts += unit.cut("ignored by a hint")
        else:
            kept.append(unit)
    return kept, cuts


def _people(
    units: Sequence[Unit],
    tags: Sequence[str],
    counted: Tally,
    about: people.Surroundings,
    announced: Announced,
    document: Document,
    weights: tables.Weights,
) -> dict[str, Person]:
    """The persons whose labels begin speeches."""
    order = [
        unit.label.key for unit, tag in zip(units, tags, strict=True) if tag == "L" and unit.label is not None
    ]
    times: dict[str, int] = {}
    for key in order:
        times[key] = times.get(key, 0) + 1
    speaking = [counted.found[key] for key in times if key != CHEVRON and key not in NARRATORS]
    pairs = list(same.pairs(speaking, order, announced, about, document))
    persons = same.merge(speaking, pairs, weights.table("same"), announced, document, about)
    answering = {one.name: one for one in persons.values() if set(one.keys) <= ANSWERERS}
    left = unspoken(persons, document.meta)
    if len(answering) == 1 and len(left) == 1:
        guest = next(iter(answering.values()))
        guest.aliases, guest.name = (guest.name, *guest.aliases), left[0]
    return persons


def unspoken(persons: Mapping[str, Person], meta: Meta) -> tuple[str, ...]:
    """The guests, or else the people, whom the source names and who have no label."""
    shown = {
        name.casefold()
        for person in persons.values()
        for name in (person.name, *person.aliases, *person.keys)
    }
    named = dict.fromkeys(meta.guests or meta.people)
    return tuple(
        name for name in named if name.casefold() not in shown and not shown & set(name.casefold().split())
    )


def unlabelled_guest(
    units: Sequence[Unit], tags: Sequence[str], persons: Mapping[str, Person], meta: Meta
) -> str | None:
    """Who answers where an answer has no label: a label that is a word for the answer, or the only other speaker."""
    if "A" not in tags:
        return None
    shown = {person.name: person for person in persons.values()}
    asked = any(set(person.keys) & ASKERS for person in shown.values())
    words = {word for word in ANSWERERS if len(word) > 1 or asked}
    answering = [
        name for name, person in shown.items() if set(person.keys) & words or key_of(person.part) in words
    ]
    if len(answering) == 1:
        return answering[0]
    if "Q" not in tags and len(meta.people) == 1:
        named = meta.people[0]
        return next(
            (
                name
                for name, person in shown.items()
                if any(
                    key in key_of(named).split() or initials(named, key)
                    for key in (key_of(name), *person.keys)
                )
            ),
            named,
        )
    if "Q" not in tags and len(shown) == 2:
        asking = [name for name, person in shown.items() if set(person.keys) & ASKERS]
        if len(asking) == 1:
            return next(name for name in shown if name not in asking)
    return None


def guests_of_sections(units: Sequence[Unit], tags: Sequence[str]) -> dict[int, str]:
    """Who answers under each title, where the same questions stand under several names: by the title's unit."""
    asked: dict[str, list[int]] = {}
    titled: int | None = None
    for number, (unit, tag) in enumerate(zip(units, tags, strict=True)):
        if tag == "S":
            titled = number if name_like(unit.string) and len(unit.string) <= _LONGEST_NAME else None
        elif tag == "Q" and titled is not None:
            asked.setdefault(unit.string.casefold(), []).append(titled)
            titled = None
    return {
        title: units[title].string.strip() for titles in asked.values() if len(titles) > 1 for title in titles
    }


def with_presented(meta: Meta, columns: Columns, tags: Sequence[str]) -> Meta:
    """The metadata with the hosts and guests whom lines such as ``Guest: Ann Lee (founder)`` name, where they are not spoken."""
    named: dict[bool, list[str]] = {True: [], False: []}
    for unit, tag in zip(columns.units, tags, strict=True):
        if (
            tag != "D"
            or unit.label is None
            or len(unit.string) > 80
            or unit.string.endswith((*STOPPED, *ASKED))
        ):
            continue
        part = unit.label.key
        if part in ASKERS or part in ANSWERERS:
            rest = re.sub(r"[(（][^()（）]{0,60}[)）]", "", re.split(r"[｜丨|]", unit.string)[0])
            named[part in ASKERS] += [name.strip() for name in SEVERAL.split(rest) if name.strip()]
    return replace(
        meta, interviewers=(*meta.interviewers, *named[True]), guests=(*meta.guests, *named[False])
    )


def speeches_of(outcome: Outcome, columns: Columns, persons: Mapping[str, Person]) -> list[roles.Speech]:
    """What each speaker does."""
    found: dict[str, roles.Speech] = {}
    by_name = {person.name: person for person in persons.values()}
    last = ""
    asks = np.asarray(columns["end"] == 2)
    opens = np.asarray(columns["inner_question"] > 0)
    words, starts = columns["words has"], columns["words starts"]
    for number, (unit, voice) in enumerate(zip(columns.units, outcome.voices, strict=True)):
        if not voice or voice == NARRATOR:
            last = voice or last
            continue
        one = found.get(voice)
        if one is None:
            person = by_name.get(voice)
            parts = (key_of(person.part), *_noted(person.notes)) if person else ()
            one = found[voice] = roles.Speech(
                voice,
                person.keys if person else (),
                tuple(filter(None, parts)),
                first=number,
                unlabelled=voice in (ASKER, ANSWERER),
                asking=voice == ASKER,
            )
        if voice != last or unit.label is not None:
            one.turns += 1
            one.asks += bool(asks[number])
            one.opens += bool(opens[number] or asks[number])
        elif asks[number]:
            one.asks += not asks[number - 1]
        one.quoted |= (
            unit.label is not None
            and unit.label.form is Form.BRACKET
            and unit.head.string.strip("*_ ")[:1] in "「《『"
        )
        one.requests += bool(starts[number] & BIT["requests"])
        one.hosts += bool(words[number] & BIT["host_said"])
        one.named += bool(words[number] & BIT["host_named"])
        one.guests += bool(words[number] & BIT["guest_said"])
        one.greets += bool(starts[number] & BIT["greetings"])
        one.characters += len(unit.string)
        last = voice
    return list(found.values())


def _noted(notes: Sequence[str]) -> list[str]:
    """Words for parts in the brackets after a name."""
    verbs = {
        "asks": "question",
        "asked": "question",
        "问": "question",
        "問": "question",
        "answers": "answer",
        "answered": "answer",
        "答": "answer",
    }
    words = [key_of(word) for note in notes for word in re.split(r"[,，、/]", note)]
    return [verbs.get(word, word) for word in words if word in ASKERS or word in ANSWERERS or word in verbs]
