# ruff: noqa: E501
"""Which labels mean the same person: evidence about pairs of names, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from duologue.interview.blocks import Document
from duologue.interview.hypotheses.announced import Announced
from duologue.interview.hypotheses.people import Surroundings
from duologue.interview.hypotheses.tally import Found
from duologue.interview.labels.names import (
    ANSWERERS,
    ASKERS,
    AUDIENCE,
    SEVERAL,
    divided_part,
    initials,
    key_of,
    one_slip,
)

_RARE_SLIP = "a slip that stands once beside one that stands often"
_LETTER_OF = "a word for a part, and its first letter"
_OFTEN, _LONG = 4, 5
"""Times of the right form, and letters, from which on a slip is taken for one."""
_LETTERED = 2.0
"""Least log odds of `R` and `Respuesta`."""
_SLIPPED = 0.5
"""Least log odds of such a slip: it is taken, and doubted."""
MOST = 60
"""People who are compared pair by pair."""
_FULL_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]{1,20}(?: (?:[a-z]{1,3} )?[A-ZÀ-Þ][\w'’.-]{0,20}){1,2}")
_MARKS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Person:
    """One person, by all the labels that mean them.

    Attributes:
        name: as it is shown.
        keys: of the labels, commonest first.
        part: the word for a part that stands before the name, if one does.
        margin: the least log odds by which two of its labels were taken together; large where there is one.
    """

    name: str
    keys: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    part: str = ""
    why: tuple[str, ...] = ()
    margin: float = 99.0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Pair:
    """Two labels that may be one person: the rarer one first."""

    one: Found
    other: Found
    evidence: tuple[str, ...] = field(default_factory=tuple)


def pairs(
    people: Sequence[Found],
    order: Sequence[str],
    announced: Announced,
    about: Surroundings,
    document: Document,
) -> Iterator[Pair]:
    """The pairs of labels whose names have something to do with each other.

    Args:
        people: the labels that are people's.
        order: the keys of all labelled lines, as they follow each other.
        announced: abbreviations and legends.
        about: what is known of the document.
        document: for the names and aliases that it declares.
    """
    ranked = sorted(people, key=lambda one: (-one.count, one.places[0]))[:MOST]
    beside: dict[frozenset[str], int] = {}
    for before, after in pairwise(order):
        if before != after:
            two = frozenset((before, after))
            beside[two] = beside.get(two, 0) + 1
    lede_names = tuple(dict.fromkeys(_FULL_NAME.findall(about.lede)))
    aliases = {key_of(alias): key_of(name) for name, others in document.meta.aliases for alias in others}
    for number, other in enumerate(ranked):
        for one in ranked[number + 1 :]:
            names = list(_names(one, other, announced, aliases, lede_names))
            if not names:
                continue
            yield Pair(
                one, other, (*names, *_company(one, other, beside.get(frozenset((one.key, other.key)), 0)))
            )


def _names(
    one: Found, other: Found, announced: Announced, aliases: Mapping[str, str], lede: Sequence[str]
) -> Iterator[str]:
    """What the two names have to do with each other; the same from both sides."""
    if aliases.get(one.key) == other.key or aliases.get(other.key) == one.key:
        yield "declared to be the same"
    a, b = _MARKS.sub("", one.key), _MARKS.sub("", other.key)
    if a == b:
        yield "the same but for marks"
    for words, what in ((ASKERS, "asks"), (ANSWERERS, "answers")):
        if one.key in words and other.key in words and not {one.key, other.key} & AUDIENCE:
            short = min(one.key, other.key, key=len)
            scripts = len({name[0] > "\u2e7f" for name in (one.key, other.key)}) == 2
            yield f"both are words for who {what}" + (", in two scripts" if scripts else "")
            if len(short) == 1 and max(one.key, other.key, key=len).startswith(short):
                yield _LETTER_OF
            if max(one.key, other.key, key=len).startswith(short) or len(short) == 1:
                yield "both are words for one part, one of them a letter"
    rest, other_rest = (key_of(divided_part(found.display)[1]) for found in (one, other))
    if rest == other_rest and one.key != other.key:
        yield "the same but for the part before it"
    brief, long = (one, other) if len(one.key) < len(other.key) else (other, one)
    if brief.key in ASKERS | ANSWERERS or SEVERAL.search(long.key):
        return
    yield from _shorter(brief, long, announced)
    if len(a) >= 2 and one_slip(a, b):
        yield (
            "one slip away"
            if len(a) >= 4 or (len(a) >= 3 and a[0] > "\u2e7f")
            else "one slip away, but short"
        )
        if " " in one.key and " " in other.key:
            yield "one slip away in a full name"
        if one.count == 1 and other.count >= _OFTEN and min(len(a), len(b)) >= _LONG:
            yield _RARE_SLIP
    meant = [name for name in lede if _stands_for(one, name) and _stands_for(other, name)]
    if len(meant) == 1:
        yield "short for the same full name"


def _shorter(short: Found, long: Found, announced: Announced) -> Iterator[str]:
    words = long.key.replace("·", " ").replace("・", " ").split()
    letters = re.sub(r"[.\s]", "", short.display)
    if len(words) > 1 and short.key == words[0]:
        yield "the first name of the other"
    elif len(words) > 1 and short.key == words[-1]:
        yield "the last name of the other"
    elif len(short.key) >= 2 and _cut_off(short.key, long.key):
        yield "the beginning or the end of the other"
    elif len(short.key) >= 3 and short.key.isascii() and long.key.startswith(short.key) and len(words) == 1:
        yield "the beginning of the other's one word"
    elif len(short.key) >= 3 and len(words) > 1 and any(word.startswith(short.key) for word in words):
        yield "begins like a word of the other"
    elif (
        short.key.isascii()
        and len(words) > 1
        and any(len(short.key) > 3 and one_slip(short.key, word) for word in words)
    ):
        yield "one slip from a word of the other"
    if (
        letters.isascii()
        and letters.isalpha()
        and 2 <= len(letters) <= 4
        and len(words) > 1
        and initials(long.display, letters)
    ):
        yield "initials of the other"
    if len(letters) == 1 and letters.isupper() and long.display.startswith(letters):
        yield "the first letter of the other"
    if (
        key_of(announced.short.get(short.key, "")) == long.key
        or short.key in _noted(long)
        or long.key in _noted(short)
    ):
        yield "said to be short for the other"


def _noted(one: Found) -> set[str]:
    """Keys of what stands in brackets after a name, and of the first part of it: ``Moderator (Ann Ray, Weekly)``."""
    return {key_of(part) for note in one.notes for part in (note, re.split(r"[,，、]", note)[0])}


def _cut_off(short: str, long: str) -> bool:
    """Whether a name begins or ends another that goes on in characters, or stands in characters itself."""
    rest = (
        long[len(short) :] if long.startswith(short) else long[: -len(short)] if long.endswith(short) else ""
    )
    return bool(rest) and (short[0] > "\u2e7f" or rest.strip()[:1] > "\u2e7f")


def _stands_for(one: Found, name: str) -> bool:
    """Whether a label is the first or last name, or the initials, of a full name."""
    words = name.split()
    return one.key in (key_of(words[0]), key_of(words[-1])) or (
        one.display.isupper() and 2 <= len(one.key) <= 4 and initials(name, one.display)
    )


def _company(one: Found, other: Found, beside: int) -> Iterator[str]:
    if one.count <= 2:
        yield "the rarer stands " + ("once" if one.count == 1 else "twice")
    if one.count * 4 <= other.count:
        yield "one is rare beside the other"
    elif one.count >= 3:
        yield "both stand often"
    if other.count <= 2:
        yield "both are rare"
    if beside >= 0.5 * one.count:
        yield "they take turns"
    elif beside == 0:
        yield "they never stand side by side"
    first, last = sorted((one, other), key=lambda found: found.places[0])
    if first.places[-1] < last.places[0]:
        yield "one stops before the other begins"
        if first.count <= 2:
            yield "one introduces the other"


def _score(pair: Pair, weights: Mapping[str, float]) -> float:
    """The log odds that both labels are one person's."""
    weighed = weights.get("always", 0.0) + sum(weights.get(name, 0.0) for name in pair.evidence)
    least = _LETTERED if _LETTER_OF in pair.evidence else _SLIPPED if _RARE_SLIP in pair.evidence else -99.0
    return max(weighed, least)


def merge(
    people: Sequence[Found],
    found: Sequence[Pair],
    weights: Mapping[str, float],
    announced: Announced,
    document: Document,
    about: Surroundings,
) -> dict[str, Person]:
    """The person for every key."""
    parent = {one.key: one.key for one in people}
    by_key = {one.key: one for one in people}
    why: dict[str, list[str]] = {}
    margin: dict[str, float] = {}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    scored = sorted(
        ((_score(pair, weights), pair) for pair in found),
        key=lambda one: -one[0],
    )
    short_for: dict[str, str] = {}
    for score, pair in scored:
        one, other = root(pair.one.key), root(pair.other.key)
        if score <= 0 or one == other:
            continue
        rarer = pair.one.key
        if rarer in short_for and short_for[rarer] != other and by_key[rarer].count > 1:
            continue  # a first name that two people have
        short_for[rarer] = other
        parent[one] = other
        why.setdefault(other, []).extend(
            [f"{pair.one.display}: {pair.evidence[0]} ({pair.other.display})", *why.pop(one, [])]
        )
        margin[other] = min(margin.get(other, 99.0), margin.get(one, 99.0), score)
    groups: dict[str, list[Found]] = {}
    for member in sorted(people, key=lambda found: -found.count):
        groups.setdefault(root(member.key), []).append(member)
    made: dict[str, Person] = {}
    for top, members in groups.items():
        person = _person(members, announced, document, about)
        person.why, person.margin = tuple(why.get(top, ())), margin.get(top, 99.0)
        for member in members:
            made[member.key] = person
    return made


def _person(
    members: Sequence[Found], announced: Announced, document: Document, about: Surroundings
) -> Person:
    keys = tuple(one.key for one in members)
    meta = document.meta
    known = {key_of(name): name for name in (*meta.people, *meta.hosts, *meta.guests, *meta.interviewers)}
    words = set(keys) <= ASKERS | ANSWERERS and not any(key[0] > "\u2e7f" for key in keys)
    part, name = divided_part(
        max(members, key=lambda one: len(one.key)).display if words else members[0].display
    )
    name = name.strip().strip("*_ ")
    legend = next((announced.legend[key] for key in keys if key in announced.legend), "")
    full = next((announced.short[key] for key in keys if announced.short.get(key, "")[:1].isupper()), "")
    longer = [
        one
        for one in members
        if len(one.key.split()) > len(name.split()) and name.isupper() and len(name) <= 4
    ]
    declared = (
        [one for key, one in known.items() if initials(one, name) or key in keys]
        if len(name) <= 4 and name.isupper()
        else []
    )
    lede = [
        one
        for one in dict.fromkeys(_FULL_NAME.findall(about.lede))
        if all(_stands_for(member, one) for member in members)
    ]
    shown = (
        legend or full or (declared[0] if len(declared) == 1 else "") or (longer[0].display if longer else "")
    )
    shown = shown or (lede[0] if len(lede) == 1 and len(members) > 1 else name)
    aliases = tuple(dict.fromkeys(one.display for one in members if one.display != shown))
    for declared_name, others in meta.aliases:
        if declared_name == shown:
            aliases = others
    return Person(shown, keys, aliases, part, notes=tuple(note for one in members for note in one.notes))
