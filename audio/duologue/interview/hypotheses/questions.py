# ruff: noqa: E501
"""How questions without labels are set: in bold, as headings, in italics, with a dash …; candidates, each weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from duologue.interview.evidence.columns import ENDS, LEADS, Columns, Flags
from duologue.interview.evidence.phrases import BIT

_CLEARLY = 1.0
"""Log odds that question marks alone need where labels tell who speaks."""
_NEARLY = -1.5
"""Log odds of a way of setting questions that is tried where nothing else tells who speaks."""


_ALIKE = 1.5
"""Log odds between two ways of setting questions that are nearly as likely."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A way to set questions: its name, and which units are set so."""

    name: str
    fits: Callable[[Columns], Flags]


def _heading(level: int) -> Setting:
    return Setting(f"headings of level {level}", lambda c: (c["kind"] == 1) & (c["level"] == level))


SETTINGS: tuple[Setting, ...] = (
    Setting("marked by the page", lambda c: c["hint"] == 1),
    *(_heading(level) for level in range(1, 7)),
    Setting("a dash before them", lambda c: c["leads"] == LEADS["dash"]),
    Setting(
        "a mark before them",
        lambda c: (
            np.isin(c["leads"], (LEADS["bullet"], LEADS["pointer"], LEADS["picture"], LEADS["star"]))
            & (c["item"] == 0)
        ),
    ),
    Setting(
        "bold, with numbers",
        lambda c: (c["bold"] > 0.85) & (c["kind"] == 0) & (c["quote"] == 0) & (c["question_number"] > 0),
    ),
    Setting("bold", lambda c: (c["bold"] > 0.85) & (c["kind"] == 0) & (c["quote"] == 0)),
    Setting(
        "italics", lambda c: (c["italic"] > 0.85) & (c["kind"] == 0) & (c["quote"] == 0) & (c["bold"] <= 0.85)
    ),
    Setting("quotations", lambda c: c["quote"] > 0),
    Setting("items of a numbered list", lambda c: (c["item"] == 1) & (c["first"] > 0) & (c["ordered"] > 0)),
    Setting("numbers before them", lambda c: (c["question_number"] > 0) & (c["end"] == ENDS["question"])),
    Setting("items of a list", lambda c: (c["item"] == 1) & (c["first"] > 0) & (c["ordered"] == 0)),
    Setting(
        "question marks", lambda c: (c["kind"] == 0) & (c["size"] <= 220) & (c["end"] == ENDS["question"])
    ),
)
"""Surest first. To add a way of setting questions, add a row."""


_ORDER = {setting.name: place for place, setting in enumerate(SETTINGS)}


def evidence_of(setting: Setting, fits: Flags, c: Columns) -> Iterator[str]:
    """The names of the evidence for questions being set so."""
    number = int(fits.sum())
    yield f"set as: {setting.name}"
    second = (c["words has"] & BIT["second_person"]) != 0
    first = (c["words has"] & BIT["first_person"]) != 0
    requests = (c["words starts"] & (BIT["requests"] | BIT["asks"])) != 0
    marked = (c["end"] == ENDS["question"]) | (c["inner_question"] > 0)
    asks = marked | requests
    followed = np.append(~fits[1:], False)
    runs = max(1, int((fits & ~np.insert(fits[:-1], 0, False)).sum()))
    yield from _share("ask", float(asks[fits].mean()))
    yield from _share("have a question mark", float(marked[fits].mean()))
    yield from _share("say you", float(second[fits].mean()))
    yield from _share("say I", float(first[fits].mean()))
    after = np.insert(fits[:-1], 0, False) & ~fits
    if after.any():
        yield from _share("are followed by I", float(first[after].mean()))
        yield from _share("are followed by labels", float(c["sure label"][after].mean()))
        yield from _share("are followed by more than a line", float((c["width"][after] > 60).mean()))
    under = under_label(c)
    if under[fits].any():
        yield from _share("stand under a label of its own line", float(under[fits].mean()))
    yield from _share("are answered", float((followed & fits).sum()) / runs)
    yield from _share("of all units", number / len(c))
    yield from _share("of all questions", float(asks[fits].sum()) / max(1.0, float(marked.sum())))
    yield "there are " + (
        "two or three" if number <= 3 else "four to eight" if number <= 8 else "more than eight"
    )
    yield from _share("stand in one tenth", float(np.ptp(np.flatnonzero(fits))) / len(c))
    labels = int(c["sure label"].sum())
    yield (
        "no labels here"
        if labels < 2
        else "few labels here"
        if labels < number
        else "more labels than these"
        if labels < 4 * number
        else "many more labels than these"
    )
    asked = float((marked & (c["sure label"] | under)).sum()) / labels if labels else 0.0
    yield "labels ask" if asked >= 0.25 else "labels hardly ask" if labels else "no labels ask"
    if labels and bool(((c["label asks word"]) & c["sure label"]).any()):
        yield "a label is a word for who asks"
    keys = {
        unit.label.key for unit, sure in zip(c.units, c["sure label"], strict=True) if sure and unit.label
    }
    yield "one label" if len(keys) == 1 else "several labels" if keys else "no label"
    yield from _share("all in one language that leaves out you", float((c["wide"][fits] > 0.3).mean()))


def likely(c: Columns, weights: Mapping[str, float]) -> list[Candidate]:
    """The candidates that are likelier than none; where nobody has a label, also one that is nearly so."""
    labelled = bool(len(c) and c["labelled text"][0])
    return [one for one in candidates(c, weights) if one.score > (_least(one.name) if labelled else _NEARLY)]


def _least(name: str) -> float:
    """What a way needs where labels tell who speaks: more, if it is nothing but the words."""
    return _CLEARLY if name == SETTINGS[-1].name else 0.0


def under_label(c: Columns) -> Flags:
    """Which units stand right under a label of its own line, or under its time code."""
    under = np.zeros(len(c), dtype=bool)
    bare = (c["sure label"] & (c["size"] == 0)).tolist()
    letters = (c["letters"] > 0).tolist()
    open_ = False
    for number in range(len(c)):
        under[number] = open_ and letters[number]
        open_ = bare[number] or (open_ and not letters[number])
    return under


def _share(what: str, share: float) -> Iterator[str]:
    yield f"{what}: " + (
        "nearly all"
        if share >= 0.9
        else "most"
        if share >= 0.6
        else "many"
        if share >= 0.35
        else "some"
        if share > 0.1
        else "hardly any"
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way of setting questions that this document may have, and its log odds."""

    name: str
    fits: Flags
    score: float
    evidence: tuple[str, ...]


def candidates(c: Columns, weights: Mapping[str, float]) -> list[Candidate]:
    """The ways in which questions may be set here, likeliest first."""
    found: list[Candidate] = []
    under = under_label(c)
    for setting in SETTINGS:
        fits = setting.fits(c) & ~c["sure label"] & ~under & (c["size"] > 0)
        if fits.sum() < 2:
            continue
        evidence = tuple(evidence_of(setting, fits, c))
        found.append(
            Candidate(
                setting.name,
                fits,
                weights.get("always", 0.0) + sum(weights.get(one, 0.0) for one in evidence),
                evidence,
            )
        )
    found.sort(key=lambda one: -one.score)
    # Of two that find the same questions and are nearly as likely, the one that is set apart by more than its words.
    for place, one in enumerate(found[1:], 1):
        best = found[0]
        same = (one.fits & best.fits).sum() >= 0.9 * best.fits.sum()
        if one.score > best.score - _ALIKE and same and _ORDER[one.name] < _ORDER[best.name]:
            found.insert(0, found.pop(place))
    return found
