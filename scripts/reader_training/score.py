# ruff: noqa: E501
"""How well texts are read: letters given to the right person, letters spoken that should not be, roles, titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from duologue.errors import DuologueError
from duologue.interview.assemble import assemble
from duologue.interview.decision.decide import Understanding, decide
from duologue.interview.decision.weights import Weights
from duologue.interview.evidence.units import Unit
from duologue.model import NARRATOR
from reader_training.corpus import Example
from reader_training.normal import bare
from reader_training.truth import ANY, Is, NoSpeech

_TITLES = frozenset("SsT")


@dataclass(frozen=True, slots=True)
class Score:
    """One text.

    Attributes:
        right: share of the letters that are truly spoken which the right person speaks (the narrator is one).
        extra: share of the spoken letters that should not be spoken.
        roles: share of the speakers' letters whose speaker has the right role.
        titles: share of units that are, or are taken for, titles of sections which are so rightly.
    """

    name: str
    right: float
    extra: float
    roles: float
    titles: float

    @property
    def exact(self) -> bool:
        """Whether it is read as an editor would have it."""
        return self.right >= 0.998 and self.extra <= 0.002 and self.roles >= 0.99 and self.titles > 0.999


def score(example: Example, weights: Weights | None = None) -> Score:
    """Reads a text and compares."""
    try:
        found = decide(example.document, weights)
        assemble(example.document, name=example.name, weights=weights)
    except DuologueError:
        return Score(example.name, 0.0, 0.0, 0.0, 0.0)
    return _compared(example, found, example.truth.of_units(found.columns.units))


def _compared(example: Example, found: Understanding, truth: list[Is]) -> Score:
    units = found.columns.units
    size = [len(bare(unit.string)) for unit in units]
    true = [NARRATOR if is_.tag == "N" else is_.speaker for is_ in truth]
    pairs: Counter[tuple[str, str]] = Counter()
    for who, voice, letters in zip(true, found.voices, size, strict=True):
        if who and voice:
            pairs[who, voice] += letters
    meant = {NARRATOR: NARRATOR}
    for (who, voice), _ in pairs.most_common():
        if voice not in meant and who not in meant.values():
            meant[voice] = who
    spoken = sum(letters for who, letters in zip(true, size, strict=True) if who)
    right = sum(
        letters
        for who, voice, letters in zip(true, found.voices, size, strict=True)
        if who and meant.get(voice) == who
    )
    heard = sum(letters for voice, letters in zip(found.voices, size, strict=True) if voice)
    extra = sum(
        letters
        for is_, voice, letters in zip(truth, found.voices, size, strict=True)
        if voice and is_.tag in "DTSs"
    )
    back = {who: voice for voice, who in meant.items()}
    roles: Counter[bool] = Counter()
    for who, letters in zip(true, size, strict=True):
        if who and who != NARRATOR:
            role = found.roles.roles.get(back.get(who, ""))
            roles[role is not None and role.value == example.truth.roles.get(who)] += letters
    return Score(
        example.name,
        right / max(1, spoken),
        extra / max(1, heard),
        roles[True] / max(1, roles.total()),
        _titles(units, found.tags, truth),
    )


def _titles(units: list[Unit], tags: list[str], truth: list[Is]) -> float:
    named = [
        (tag in "Ss", is_.tag in "Ss")
        for tag, is_ in zip(tags, truth, strict=True)
        if is_.tag not in (ANY, "T") and tag != "T"
    ]
    either = sum(one or other for one, other in named)
    return sum(one and other for one, other in named) / either if either else 1.0


def refused(examples: Iterable[Example], weights: Weights | None = None) -> tuple[int, list[str]]:
    """How many of the texts that are no interviews are refused, and the names of the others."""
    kept: list[str] = []
    count = 0
    for example in examples:
        if not isinstance(example.truth, NoSpeech):
            continue
        try:
            assemble(example.document, name=example.name, weights=weights)
            kept.append(example.name)
        except DuologueError:
            count += 1
    return count, kept


def table(scores: list[Score]) -> str:
    """The means of several texts on one line."""
    count = max(1, len(scores))
    mean = {
        key: sum(getattr(one, key) for one in scores) / count for key in ("right", "extra", "roles", "titles")
    }
    return f"exact {sum(one.exact for one in scores)}/{len(scores)}  " + "  ".join(
        f"{key} {value:.4f}" for key, value in mean.items()
    )
