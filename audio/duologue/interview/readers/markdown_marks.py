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
"""Paragraphs of a comment; what is never closed is none."""


def without_marks(text: Text, cuts: list[Cut]) -> Text:
    """The text of a paragraph without such marks; what they take out goes to `cuts`."""
    string = text.string
    if "%%" in string:
        text = _without(text, [(*found.span(), "comment") for found in _COMMENT.finditer(string)], cuts)
    if "==" in string:
        holes = [hole for found in _MARKED.finditer(text.string) for hole in _marks(found)]
        text = _without(text, [hole for hole in holes if not _is_code(text, hole[0])], cuts)
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


def _is_code(text: Text, at: int) -> bool:
    return bool(text.cut(at, at + 1).share(Style.CODE))


def _levelled(text: Text, cuts: list[Cut]) -> Text:
    """What stands above or below the line, put into it."""
    string = text.string
    pieces: list[Text] = []
    at = 0
    for found in sorted((*_UP.finditer(string), *_DOWN.finditer(string)), key=lambda one: one.start()):
        if found.start() < at or _is_code(text, found.start()):
            continue
        inner = text.cut(found.start("inner"), found.end("inner"))
        if string[found.start()] == "^":
            sense = meaning(string[: found.start()], inner.string, string[found.end() : found.end() + 4])
            if sense is Raised.NOTE:
                cuts.append(Cut(inner.start, inner.end, FOOTNOTE_MARK))
                inner = Text()
            elif sense is Raised.POWER:
                inner = Text(run._replace(text=powers(run.text)) for run in inner.runs)
            elif sense is Raised.CARET:
                inner = text.cut(found.start(), found.start() + 1) + inner
        pieces += [text.cut(at, found.start()), inner]
        at = found.end()
    return Text(run for piece in (*pieces, text.cut(at)) for run in piece.runs) if at else text


def _without(text: Text, holes: list[tuple[int, int, str]], cuts: list[Cut]) -> Text:
    """The text without `holes`; of two spaces around one, one goes with it."""
    string = text.string
    widened: list[tuple[int, int]] = []
    for begin, end, reason in holes:
        piece = text.cut(begin, end)
        if not piece:
            continue
        cuts.append(Cut(piece.start, piece.end, reason))
        if reason != "markup" and begin and string[begin - 1] == " " and string[end : end + 1] in _CLOSING:
            begin -= 1
        widened.append((begin, end))
    return text.without(widened)


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
