"""From a document to its speakers, sections and paragraphs: labels, units, bearings, walk, roles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duologue.interview.blocks import Cut, Document
from duologue.interview.people import roles
from duologue.interview.people.announced import known_names
from duologue.interview.people.roles import Behaviour
from duologue.interview.people.speakers import Labels, find_labels
from duologue.interview.structure.bearings import Bearings, without_ignored
from duologue.interview.structure.divide import divide, rows_of
from duologue.interview.structure.parts import Part
from duologue.interview.structure.speech import reads_as_speech
from duologue.interview.structure.unnamed import ANSWERER, ASKER, name_chevrons
from duologue.interview.structure.walk import Walk
from duologue.model import NARRATOR, Doubt, Role


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the reader made of a document.

    Attributes:
        is_speech: whether what stands after the labels reads as speech.
    """

    parts: list[Part]
    cuts: list[Cut]
    doubts: list[Doubt]
    roles: dict[str, Role]
    labels: Labels
    behaviour: dict[str, Behaviour]
    title: str | None
    credits: list[str]
    is_speech: bool


def understand(document: Document) -> Understanding:
    """Decides what every unit of the document is."""
    rows = [rows_of(block) for block in document.blocks]
    labels = find_labels(document, rows)
    document = _presented(document, labels)
    kept = without_ignored(divide(document, rows, labels), document.meta.ignore)
    name_chevrons(kept.units)
    bearings = Bearings(document, kept.units, labels)
    walk = Walk(bearings)
    return Understanding(
        walk.parts,
        [*kept.cuts, *walk.cuts],
        walk.doubts,
        _roles(bearings, walk.parts),
        labels,
        bearings.behaviour,
        bearings.title,
        walk.credits,
        bearings.style is not None or bool(known_names(document)) or reads_as_speech(kept.units),
    )


def _presented(document: Document, labels: Labels) -> Document:
    """The document with the hosts and guests that its own lines name."""
    meta = document.meta
    interviewers = (*meta.interviewers, *labels.hosts)
    guests = (*meta.guests, *labels.guests)
    return replace(document, meta=replace(meta, interviewers=interviewers, guests=guests))


def _roles(bearings: Bearings, parts: list[Part]) -> dict[str, Role]:
    speaking = dict.fromkeys(one.speaker for part in parts for one in part.spoken)
    behaviour = bearings.behaviour
    people = sorted(
        (behaviour[name] for name in speaking if name in behaviour and name != NARRATOR),
        key=lambda one: one.first,
    )
    decided = roles.decide(people, bearings.document.meta, asked_elsewhere=ASKER in speaking)
    if ASKER in speaking:
        decided[ASKER] = Role.INTERVIEWER
    if ASKER in speaking or ANSWERER in speaking:
        decided[ANSWERER] = Role.INTERVIEWEE
    for name in speaking:
        if name != NARRATOR:
            decided.setdefault(name, Role.INTERVIEWEE)
    return decided
