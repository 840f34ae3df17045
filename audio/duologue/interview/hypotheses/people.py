# ruff: noqa: E501
"""Which labels are people: evidence about each label over the whole document, weighed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from duologue.interview.blocks import Document
from duologue.interview.hypotheses.tally import CHEVRON, Found, Tally
from duologue.interview.labels.forms import Form
from duologue.interview.labels.names import (
    ANSWERERS,
    ASKERS,
    GROUPS,
    NARRATORS,
    NEVER,
    PARTS,
    asks_by_name,
    divided_part,
    initials,
    key_of,
    name_like,
    numbered_stem,
    one_slip,
    shape_of,
    titled_name,
)

MOST = 150
"""Labels that are compared with each other: no interview has more."""
_LEDE_BLOCKS, _LEDE = 60, 20_000
_DECLARED = 3.0
"""Least log odds of a label that the source or a hint declares to be somebody who speaks."""
_PARTS_TOGETHER = 1.5
"""The same of a word for a part, where that for the other part comes back too."""
_COUNTS = (
    (1, "once"),
    (2, "twice"),
    (5, "three to five times"),
    (15, "six to fifteen times"),
    (10**9, "often"),
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the whole document while one label is looked at.

    Attributes:
        often: the commonest labels that look like names or parts, most frequent first.
        known: keys that the front matter or a hint names, with parts of names and initials; `declared` only those whole.
        lede: the text before the first of those that come back.
        first: the block in which the first of the two commonest stands.
        blocks: how many there are.
        lines: labelled lines in all.
        sheets: places of lines of different keys right under each other.
    """

    often: tuple[Found, ...]
    known: frozenset[str]
    declared: frozenset[str]
    lede: str
    first: int
    blocks: int
    lines: int
    sheets: frozenset[tuple[int, float]]


def surroundings(document: Document, counted: Tally) -> Surroundings:
    """What the document says about its labels at large."""
    named = [one for one in counted.found.values() if one.count >= 2 and _nameable(one)]
    often = tuple(sorted(named, key=lambda one: (-one.count, one.places[0]))[:MOST])
    first = min((one.places[0][0] for one in often[:2]), default=len(document.blocks))
    texts = [block.text.string for block in document.blocks[: min(first, _LEDE_BLOCKS)]]
    lede = "\n".join([document.meta.title or "", *document.meta.authors, *texts])[:_LEDE]
    return Surroundings(
        often,
        frozenset(known_names(document)),
        frozenset(map(key_of, declared_names(document))),
        lede,
        first,
        len(document.blocks),
        sum(one.count for one in often),
        frozenset(_sheets(document, counted)),
    )


def declared_names(document: Document) -> tuple[str, ...]:
    """The names and aliases that metadata and hints give to those who speak."""
    meta = document.meta
    aliases = (alias for name, others in meta.aliases for alias in (name, *others))
    return (*meta.people, *meta.hosts, *meta.guests, *meta.interviewers, *aliases)


def known_names(document: Document) -> set[str]:
    """Keys of the names that metadata and hints give, with their first and last names and initials."""
    meta = document.meta
    names = (*meta.people, *meta.hosts, *meta.guests, *meta.interviewers, *(name for name, _ in meta.aliases))
    known = {key_of(name) for name in names}
    known |= {key_of(alias) for _, aliases in meta.aliases for alias in aliases}
    for name in (*names, *meta.authors):
        parts = name.split("(")[0].split()
        if 1 < len(parts) <= 4:
            known |= {
                key_of(parts[0]),
                key_of(parts[-1]),
                key_of("".join(part[0] for part in parts)),
                key_of(name),
            }
    return known


def _nameable(one: Found) -> bool:
    return one.key not in NEVER and name_like(one.display)


def _sheets(document: Document, counted: Tally) -> Iterator[tuple[int, float]]:
    """Places of lines ``key: value`` of different keys right under each other, three at least."""
    run: list[tuple[int, float]] = []
    keys: set[str] = set()
    last: tuple[int, float] = (-2, 0)
    for place, options in counted.lines:
        label = next((one for one in options if one.form in (Form.COLON, Form.BRACKET)), None)
        follows = place[0] - last[0] <= 1 and not (place[0] == last[0] and place[1] - last[1] > 1)
        if label is None or not follows or label.key in keys:
            yield from run if len(run) >= 3 else ()
            run, keys = [], set()
        if label is not None:
            run.append(place)
            keys.add(label.key)
            last = place
    yield from run if len(run) >= 3 else ()


def evidence_of(one: Found, about: Surroundings) -> Iterator[str]:
    """The names of the evidence about a label."""
    shape, form = shape_of(one.display), one.form
    times = next(name for most, name in _COUNTS if one.count <= most)
    part, _ = divided_part(one.display)
    sure = one.key in PARTS or one.key in about.known or bool(part) or one.key == CHEVRON
    yield f"shape: {shape}"
    yield f"stands {times}"
    yield f"written with: {form.value}"
    if sure:
        yield f"{times}, a known name or part"
    else:
        yield f"{times}, {form.value}"
        yield f"{times}, shape: {shape}"
    yield from _words(one, part)
    if one.key in about.known:
        yield "named in the front matter"
    for name, share in (
        ("bold", one.bold / one.count),
        ("beside a time code", one.timed / one.count),
        ("in headings", one.headings / one.count),
        ("in lists", one.listed / one.count),
        ("in quotations", one.quoted / one.count),
    ):
        if share >= 0.6:
            yield f"mostly {name}"
        elif share > 0:
            yield f"at times {name}"
    yield from _speech(one)
    yield from _place(one, about)
    yield from _company(one, about, form)


def _words(one: Found, part: str) -> Iterator[str]:
    key = one.key
    for name, words in (
        ("who asks", ASKERS),
        ("who answers", ANSWERERS),
        ("the narrator", NARRATORS),
        ("a group", GROUPS),
    ):
        if key in words:
            yield f"a word for {name}" if len(key) > 1 or not key.isascii() else f"a letter for {name}"
    if part:
        yield "a word for the part before the name"
    if key in NEVER or key.rstrip("s") in NEVER:
        yield "a word that names no speaker"
    if asks_by_name(key):
        yield "ends as a paper's or a reporter's name"
    if titled_name(one.display):
        yield "ends with a title"
    if key.startswith(("http", "www.")):
        yield "an address"


def _speech(one: Found) -> Iterator[str]:
    said = max(1, one.said)
    mean = one.size / said
    yield "what follows is " + (
        "nothing"
        if not one.size
        else "brief"
        if mean < 25
        else "a line"
        if mean < 80
        else "a paragraph"
        if mean < 400
        else "long"
    )
    share = one.sentences / said
    yield "what follows " + (
        "ends as sentences do"
        if share >= 0.8
        else "ends at times as a sentence"
        if share >= 0.3
        else "hardly ends as a sentence"
    )
    if one.asks >= 0.3 * said:
        yield "what follows asks"
    elif one.asks:
        yield "what follows asks at times"
    if one.links >= 0.5 * said:
        yield "what follows is an address"
    if one.bold_speech >= 0.7 * said and one.bold:
        yield "what follows is bold too"


def _place(one: Found, about: Surroundings) -> Iterator[str]:
    blocks = [block for block, _ in one.places]
    if blocks[-1] < about.first:
        yield "only before those who speak often"
    if blocks[0] > 0.95 * about.blocks and about.blocks > 20:
        yield "only at the end"
    if one.count >= 3 and blocks[-1] - blocks[0] > 0.5 * about.blocks:
        yield "all over the text"
    if sum(place in about.sheets for place in one.places) >= 0.8 * one.count:
        yield "among lines of data"
    if one.count > 0.2 * max(1, about.lines):
        yield "a good part of all labels"
    if len(one.display) > 1 and one.display in about.lede:
        yield "named before the dialogue"
    run = sum(after - before == 1 for before, after in pairwise(blocks))
    if one.count >= 3 and run >= 0.6 * one.count:
        yield "in one paragraph after the other"


def _company(one: Found, about: Surroundings, form: Form) -> Iterator[str]:
    others = [other for other in about.often[:40] if other is not one]
    alike = [other for other in others if other.forms[form] >= 0.5 * other.count]
    weight = one.bold >= 0.5 * one.count
    if any((other.bold >= 0.5 * other.count) == weight for other in alike):
        yield "others come back in the same form"
    elif alike:
        yield "others come back in the same form, but not as bold"
    elif others:
        yield "others come back in another form"
    else:
        yield "no other label comes back"
    if others and others[0].count >= 5 * one.count:
        yield "rare beside the others"
    if any(key in ASKERS for key in (other.key for other in others)) and any(
        other.key in ANSWERERS for other in others
    ):
        yield "others are words for the parts"
    for own, counter in ((ASKERS, ANSWERERS), (ANSWERERS, ASKERS)):
        if one.key in own and one.count >= 2 and any(other.key in counter for other in alike):
            yield "its counterpart comes back in the same form"
    if any(related(one, other) for other in others if other.count > one.count):
        yield "short for, or a slip of, one that comes back more often"
    if any(related(other, one) for other in others if other.count >= one.count):
        yield "the full name of one that comes back"
    rest = key_of(divided_part(one.display)[1])
    if rest != one.key and any(other.key == rest for other in others):
        yield "a word for the part and one that comes back"
    stem = numbered_stem(one.key)
    if stem and any(numbered_stem(other.key) == stem for other in others):
        yield "counted, as another is"


def related(one: Found, other: Found) -> bool:
    """Whether a label may be a short form or a slip of another's name."""
    words = other.key.replace("·", " ").replace("・", " ").split()
    plain = one.display.replace(".", "").replace(" ", "")
    return (
        (len(words) > 1 and one.key in (words[0], words[-1]))
        or (plain.isascii() and plain.isupper() and 2 <= len(plain) <= 4 and initials(other.display, plain))
        or (len(one.key) >= 3 and one_slip(one.key, other.key))
    )


def scored(counted: Tally, about: Surroundings, weights: Mapping[str, float]) -> dict[str, float]:
    """How likely each label is a person's, as log odds; whoever is declared to speak is one."""
    given = {CHEVRON: 9.0} | {
        key: -9.0
        for key, one in counted.found.items()
        if key not in about.known and key != CHEVRON and shape_of(one.display) == "no letters"
    }
    weighed = {
        key: sum(weights.get(name, 0.0) for name in evidence_of(one, about)) + weights.get("always", 0.0)
        for key, one in counted.found.items()
        if key not in given
    }
    return given | {key: max(score, _least(counted.found[key], about)) for key, score in weighed.items()}


def _least(one: Found, about: Surroundings) -> float:
    """The least log odds of a label: of who is declared, and of words for the parts that come back together."""
    if one.key in about.declared:
        return _DECLARED
    for own, counter in ((ASKERS, ANSWERERS), (ANSWERERS, ASKERS)):
        beside = (other for other in about.often[:40] if other.key in counter)
        if one.key in own and one.count >= 2 and any(beside):
            return _PARTS_TOGETHER
    return -99.0


def inline(counted: Tally, score: Mapping[str, float]) -> list[str]:
    """The names that may stand as labels within a line too: those of people who speak often."""
    often = (
        one
        for key, one in counted.found.items()
        if score[key] > 1 and one.count >= 2 and one.forms[Form.COLON] and key not in PARTS
    )
    return [one.display for one in sorted(often, key=lambda one: -one.count)[:40]]
