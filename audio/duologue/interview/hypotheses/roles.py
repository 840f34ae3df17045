# ruff: noqa: E501
"""Who asks and who answers: evidence about each speaker, weighed, and the best assignment of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duologue.interview.blocks import Meta
from duologue.interview.labels.names import ANSWERERS, ASKERS, asks_by_name, key_of, titled_name
from duologue.model import Role

_HOSTS = ASKERS - frozenset(word for word in ASKERS if len(word) == 1)


@dataclass(slots=True)
class Speech:
    """What one speaker does in the text.

    Attributes:
        parts: words for parts in or beside the label: keys, the word before the name, notes in brackets.
        quoted: whether the label stands in the brackets that papers' names have.
        asks: turns that end with a question; `opens` those that hold one.
        unlabelled: speaks without a label; `asking` whether it is the questions that have none.
        hosts, guests: times of saying what only hosts, only guests say; `named` of calling oneself a host.
    """

    name: str
    keys: tuple[str, ...]
    parts: tuple[str, ...] = ()
    quoted: bool = False
    turns: int = 0
    asks: int = 0
    opens: int = 0
    requests: int = 0
    characters: int = 0
    first: int = 0
    hosts: int = 0
    named: int = 0
    guests: int = 0
    greets: int = 0
    unlabelled: bool = False
    asking: bool = False


def evidence_of(one: Speech, people: Sequence[Speech], meta: Meta) -> Iterator[str]:
    """The names of the evidence that somebody asks (or does not)."""
    keys = {key_of(one.name), *one.keys, *one.parts}
    lettered = any(_asking(other) for other in people)
    if keys & _HOSTS:
        yield "a word for who asks"
    elif keys & ASKERS:
        yield "a letter for who asks"
    if keys & ANSWERERS:
        yield (
            "a word for who answers"
            if any(len(key) > 1 for key in keys & ANSWERERS)
            else "a letter for who answers"
            if lettered
            else "a letter"
        )
    if any(asks_by_name(key) for key in keys):
        yield "ends as a paper's or a reporter's name"
    if one.quoted or (meta.source and key_of(meta.source) in keys):
        yield "carries the name of a publication"
    if titled_name(one.name):
        yield "carries a title"
    for names, what in (
        ((*meta.hosts, *meta.interviewers), "named as host by the source"), (meta.guests, "named as guest by the source"),
        (meta.people, "named as speaker by the source"), (meta.authors, "wrote the article"),
    ):  # fmt: skip
        if any(_same(one, name) for name in names):
            yield what
        elif names and what != "wrote the article":
            yield (
                f"not {what}, as others are"
                if any(_same(other, name) for other in people for name in names)
                else f"not {what}"
            )
    if meta.title and any(
        len(key) > 1 and key in meta.title.casefold() for key in (key_of(one.name), *one.keys)
    ):
        yield "named in the title"
    yield from _deeds(one, people)


def _deeds(one: Speech, people: Sequence[Speech]) -> Iterator[str]:
    count = len(people)
    company = "of two" if count == 2 else "of several" if count > 2 else "alone"
    rate = one.asks / (one.turns + 2)
    rates = {other.name: other.asks / (other.turns + 2) for other in people}
    yield f"asks in {_much(rate)} turns"
    yield f"asks in {_much(rate)} turns, {company}"
    if one.opens >= 0.5 * one.turns and one.turns >= 3:
        yield "a question stands in most turns"
    if one.requests >= 0.2 * one.turns:
        yield "requests in many turns"
    rank = sum(value > rates[one.name] for value in rates.values())
    yield f"asks {('most', 'second', 'third')[rank] if rank < 3 else 'less than three others'}, {company}"
    if rank == 0 and count > 1:
        second = sorted(rates.values())[-2]
        yield "asks far more than anybody else" if rate > 3 * second + 0.05 else "asks more than anybody else"
    elif rate < 0.25 * max(rates.values()):
        yield "asks far less than who asks most"
    means = {other.name: other.characters / max(1, other.turns) for other in people}
    total = sum(other.characters for other in people) or 1
    share = one.characters / total
    yield (
        "says "
        + (
            "nearly all"
            if share > 0.75
            else "most"
            if share > 0.5
            else "a good part"
            if share > 0.25
            else "little"
            if share > 0.08
            else "hardly anything"
        )
        + f", {company}"
    )
    if count > 1:
        others = [value for name, value in means.items() if name != one.name]
        ratio = means[one.name] / max(1.0, max(others))
        yield "speaks " + (
            "much more briefly"
            if ratio < 0.35
            else "more briefly"
            if ratio < 0.7
            else "as long"
            if ratio < 1.4
            else "longer"
            if ratio < 3
            else "much longer"
        )
    if one.first == min(other.first for other in people):
        yield f"speaks first, {company}"
    turns = sum(other.turns for other in people) or 1
    if one.turns >= 0.35 * turns and count > 2:
        yield "has a good part of all turns, of several"
    if one.turns == 1:
        yield "speaks once"
    if one.hosts:
        yield "says what hosts say" + (", again" if one.hosts > 1 else "")
    if one.named:
        yield "calls himself a host"
        yield f"calls himself a host, {company}"
    if one.guests:
        yield "says what guests say"
    if one.greets:
        yield "greets"
    if any(other.unlabelled and _asking(other) for other in people if other is not one):
        yield "questions have no label"
    if any(_asking(other) for other in people if other is not one):
        yield "another's label says who asks"
    if any({*other.keys, *other.parts} & ANSWERERS for other in people if other is not one):
        yield "another's label says who answers"


def _much(rate: float) -> str:
    return (
        "nearly all"
        if rate > 0.7
        else "most"
        if rate > 0.45
        else "many"
        if rate > 0.25
        else "some"
        if rate > 0.1
        else "few"
        if rate > 0.02
        else "no"
    )


def _asking(one: Speech) -> bool:
    return bool({*one.keys, *one.parts} & ASKERS)


def _same(one: Speech, name: str) -> bool:
    b = key_of(name.split("(")[0])
    return any(
        a == b or (len(a) > 2 and (b.startswith(a + " ") or b.endswith(" " + a) or a.startswith(b + " ")))
        for a in (key_of(one.name), *one.keys)
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """Each speaker's role, how sure it is (log odds), and the evidence for it, heaviest first."""

    roles: dict[str, Role]
    margin: dict[str, float]
    evidence: dict[str, tuple[str, ...]]


_TOLD = 50.0
"""Log odds of a role that the source or a hint declares."""


def decide(people: Sequence[Speech], meta: Meta, weights: Mapping[str, float], declared: Meta) -> Decision:
    """The role of each speaker: the best by their evidence, so that somebody asks.

    Args:
        people: what each speaker does.
        meta: with what the text's own lines say of hosts and guests.
        weights: of the evidence.
        declared: what the source or a hint declares, which holds.
    """
    score: dict[str, float] = {}
    told: dict[str, tuple[str, ...]] = {}
    for one in people:
        names = tuple(evidence_of(one, people, meta))
        score[one.name] = weights.get("always", 0.0) + sum(weights.get(name, 0.0) for name in names)
        if one.unlabelled:
            score[one.name] = _TOLD if one.asking else -_TOLD
        elif any(_same(one, name) for name in declared.interviewers):
            score[one.name] += _TOLD
        elif any(_same(one, name) for name in declared.guests) and declared.interviewers:
            score[one.name] -= _TOLD
        side = 1 if score[one.name] > 0 else -1
        told[one.name] = tuple(
            sorted(
                (name for name in names if weights.get(name, 0.0) * side > 0.05),
                key=lambda name: -abs(weights.get(name, 0.0)),
            )
        )
    asking = {name for name, value in score.items() if value > 0}
    if not asking and score:
        asking = {max(score, key=lambda name: score[name])}
    roles = {name: Role.INTERVIEWER if name in asking else Role.INTERVIEWEE for name in score}
    return Decision(roles, {name: abs(value) for name, value in score.items()}, told)
