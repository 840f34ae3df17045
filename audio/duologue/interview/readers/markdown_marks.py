"""Marks of note-takers and pandoc: ``==marked==``, ``%%comment%%``, ``10^6^``, ``H~2~O``, ``[^note]``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from duologue.interview.blocks import Block, Cut
from duologue.interview.readers.raised import FOOTNOTE_MARK, Raised, meaning, powers
from duologue.interview.text import Style, Text

_MARKED = re.compile(r"(?<![A-Za-z0-9=])==(?=[^\s=])(?P<inner>[^=\n]{1,1000})(?<=[^\s=])==(?![A-Za-z0-9=])")
_COMMENT = re.compile(r"(?<![\d%])%%(?!%)[^%]{1,2000}%%(?!%)")
_UP = re.compile(r"(?<=[\w)])\^(?P<inner>[+\-−–]?\d{1,3}|[a-z]{1,2})\^")
_DOWN = re.compile(r"(?<=[A-Za-z)])~(?P<inner>\d{1,3})~")
_NOTE = re.compile(r"\[\^[\w-]{1,30}\](?!:|\()")
_CLOSING = frozenset(("", " ", "\n", ".", ",", ";", ":", "!", "?"))
_LONGEST = 60
"""The most paragraphs of a comment; longer ones are taken as not closed, and read."""


def without_marks(text: Text, cuts: list[Cut]) -> Text:
    """The text of a paragraph without such marks; what they take out goes to `cuts`."""
    string = text.string
    if "%%" in string:
        text = _without(text, [(*found.span(), "comment") for found in _COMMENT.finditer(string)], cuts)
    if "==" in string:
        holes = [hole for found in _MARKED.finditer(text.string) for hole in _marks(found)]
        code = _code(text)
        text = _without(text, [hole for hole in holes if hole[0] not in code], cuts)
    if "[^" in string:
        notes = [(*found.span(), FOOTNOTE_MARK) for found in _NOTE.finditer(text.string)]
        text = _without(text, notes, cuts)
    if "^" in string or "~" in string:
        text = _levelled(text, cuts)
    return text


def _marks(found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The mark before the inner text, and the one behind it."""
    yield found.start(), found.start("inner"), "markup"
    yield found.end("inner"), found.end(), "markup"


def _code(text: Text) -> frozenset[int]:
    """The places that are set as code."""
    places: list[int] = []
    at = 0
    for run in text.runs:
        if run.style & Style.CODE:
            places += range(at, at + len(run.text))
        at += len(run.text)
    return frozenset(places)


def _levelled(text: Text, cuts: list[Cut]) -> Text:
    """What stands above or below the line, put into it."""
    string = text.string
    holes: list[tuple[int, int, str]] = []
    raised: list[tuple[int, int]] = []
    at = 0
    for found in sorted((*_UP.finditer(string), *_DOWN.finditer(string)), key=lambda one: one.start()):
        if found.start() < at:
            continue
        begin, end = found.span("inner")
        at = found.end()
        sense = Raised.PLAIN
        if string[found.start()] == "^":
            sense = meaning(
                string[max(0, found.start() - 30) : found.start()], found["inner"], string[at : at + 4]
            )
        if sense is Raised.NOTE:
            holes += [(found.start(), begin, "markup"), (begin, end, FOOTNOTE_MARK), (end, at, "markup")]
            continue
        if sense is Raised.POWER:
            raised.append((begin, end))
        if sense is not Raised.CARET:
            holes.append((found.start(), begin, "markup"))
        holes.append((end, at, "markup"))
    if not holes:
        return text
    code = _code(text)
    holes = [hole for hole in holes if hole[0] not in code]
    return _without(text.mapped(raised, powers) if raised else text, holes, cuts)


def _without(text: Text, holes: list[tuple[int, int, str]], cuts: list[Cut]) -> Text:
    """The text without `holes`; of two spaces around one, one goes with it."""
    string = text.string
    widened: list[tuple[int, int]] = []
    places = list(_sources(text, holes))
    for (begin, end, reason), place in zip(holes, places, strict=True):
        cuts.append(Cut(*place, reason))
        if reason != "markup" and begin and string[begin - 1] == " " and string[end : end + 1] in _CLOSING:
            begin -= 1
        widened.append((begin, end))
    return text.without(widened)


def _sources(text: Text, holes: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Where the source of each hole begins and ends, found in one pass."""
    runs = iter(text.runs)
    run = next(runs, None)
    at = 0
    for begin, end, _ in holes:
        while run is not None and at + len(run.text) <= begin:
            at += len(run.text)
            run = next(runs, None)
        if run is None:
            return
        start = run.start + (begin - at if run.divisible else 0)
        while run is not None and at + len(run.text) < end:
            at += len(run.text)
            run = next(runs, None)
        if run is None:
            return
        yield start, (run.start + end - at if run.divisible else run.end)


def without_comments(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those between ``%%`` and ``%%`` marked as not spoken."""
    comment: list[Block] = []
    for block in blocks:
        string = block.text.string.strip()
        odd = string.count("%%") % 2 == 1
        if not comment and not (odd and string.startswith("%%")):
            yield block
        elif comment and odd:
            yield from (replace(one, drop="comment") for one in (*comment, block))
            comment = []
        else:
            comment.append(block)
            if len(comment) > _LONGEST:
                yield from comment
                comment = []
    yield from comment
