# ruff: noqa: E501
"""The words of all languages, looked for in one pass: which kinds begin a text, stand in it, end it, or are all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from duologue.interview.marks import is_sign
from duologue.languages.reading import MARKS, reading_words

BIT = {kind: 1 << number for number, kind in enumerate(MARKS)}
HEAD, TAIL = 120, 60
"""Characters at the beginning and the end of a text that are looked through."""
_WITHIN = sum(
    BIT[kind]
    for kind in (
        "asks",
        "question_ends",
        "second_person",
        "first_person",
        "third_person",
        "replies",
        "months",
        "definitions",
    )
)
"""Kinds whose words tell something even as one character within a sentence: ``谁`` does, ``完`` and ``图`` do not."""
_LABEL_AFTER = re.compile(r"\s{0,4}(?:[:：|｜丨︱／/=＝]|by\b)")
_FIRST = re.compile(r"\w")
_WORD = re.compile(r"[^\W\u1100-\uffff]+(?:['’&.-][^\W\u1100-\uffff]+)*")


class Found(NamedTuple):
    """Kinds of words as bits: at the beginning, there and followed by a mark such as a colon, anywhere, at the end, nothing else."""

    starts: int
    labels: int
    has: int
    ends: int
    whole: int


class _Table(NamedTuple):
    """Phrases and their kinds, by what they begin with.

    Attributes:
        words: by the first word: the kinds of that word alone, and the phrases that go on, by their next two characters.
        pairs: by the first two characters, where words are not divided.
        wide: finds the places where one of those may begin.
    """

    words: dict[str, tuple[int, dict[str, list[tuple[str, int]]]]]
    pairs: dict[str, list[tuple[str, int]]]
    wide: re.Pattern[str]


@cache
def _table() -> _Table:
    kinds: dict[str, int] = {}
    for kind in MARKS:
        for phrase in reading_words().words(kind):
            kinds[phrase] = kinds.get(phrase, 0) | BIT[kind]
    words: dict[str, tuple[int, dict[str, list[tuple[str, int]]]]] = {}
    pairs: dict[str, list[tuple[str, int]]] = {}
    for phrase, bits in kinds.items():
        word = _WORD.match(phrase)
        if word is None:
            pairs.setdefault(phrase[:2], []).append((phrase, bits))
            continue
        alone, longer = words.get(word.group(), (0, {}))
        if word.group() != phrase:
            longer.setdefault(phrase[word.end() : word.end() + 2], []).append((phrase, bits))
        words[word.group()] = (bits if word.group() == phrase else alone), longer
    firsts = "".join(re.escape(first) for first in sorted({pair[0] for pair in pairs if pair}))
    return _Table(words, pairs, re.compile(f"[{firsts}]"))


def _hits(low: str) -> Iterator[tuple[int, int, int]]:
    """Begin, end and kinds of every phrase in a text in small letters; all that begin at one place."""
    words, pairs, wide = _table()
    for match in _WORD.finditer(low):
        if (found := words.get(match.group())) is None:
            continue
        alone, longer = found
        begin, stop = match.span()
        if is_sign(low[begin - 1 : begin]):
            continue
        if alone and not _goes_on(low[stop : stop + 1]):
            yield begin, stop, alone
        if longer:
            for after in (low[stop : stop + 2], low[stop : stop + 1]):
                for phrase, kind in longer.get(after, ()):
                    end = begin + len(phrase)
                    if low.startswith(phrase, begin) and not _goes_on(low[end : end + 1]):
                        yield begin, end, kind
    if not low.isascii() and len(low.encode("utf-8", "replace")) > len(low) * 1.2:
        for match in wide.finditer(low):
            begin = match.start()
            for first in (low[begin : begin + 2], low[begin]):
                for phrase, kind in pairs.get(first, ()):
                    if low.startswith(phrase, begin):
                        yield begin, begin + len(phrase), kind


@lru_cache(maxsize=4096)
def find_in_label(text: str) -> Found:
    """The kinds of words in a label, which stands before many speeches."""
    return find(text)


def _goes_on(after: str) -> bool:
    """Whether a word goes on with this character: a letter of English, or a vowel sign of Hindi."""
    return "a" <= after <= "z" or is_sign(after)


def find(text: str) -> Found:
    """The kinds of words in a text's beginning and end."""
    low = text.lower().replace("’", "'")
    if len(low) > HEAD + TAIL:
        low = f"{low[:HEAD]}\n{low[-TAIL:]}"
    first = _FIRST.search(low[:24])
    lead = first.start() if first else 0
    last = len(low)
    while last and not low[last - 1].isalnum():
        last -= 1
    starts = labels = has = ends = whole = 0
    for begin, end, kind in _hits(low):
        has |= kind if end - begin > 1 else kind & _WITHIN
        if end >= last:
            ends |= kind
        if begin <= lead:
            starts |= kind
            if end >= last:
                whole |= kind
            elif _LABEL_AFTER.match(low, end):
                labels |= kind
    return Found(starts, labels, has, ends, whole)
