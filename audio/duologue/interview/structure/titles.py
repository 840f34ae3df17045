# ruff: noqa: E501
"""Titles: the article's, and what a section's looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from duologue.interview import clutter
from duologue.interview.blocks import Kind
from duologue.interview.people.labels import Form
from duologue.interview.structure.questions import Style, is_question
from duologue.interview.structure.units import Unit
from duologue.interview.words import SENTENCE_END

_FRAMES = re.compile(
    r"(?:introduction|intro|background|about|wrap|conclusion|summary|closing|final thoughts|the interview|interview|q\s?&\s?a|a summary|前言|引言|导语|结语|后记|背景|简介|关于|访谈|正文|总结|写在)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\W_]+")


def titled(string: str) -> bool:
    """Whether a line is short and no sentence, as titles are."""
    wide = any(char > "\u2e7f" for char in string)
    return "\n" not in string and len(string) <= (32 if wide else 70) and not SENTENCE_END.search(string)


def frames_interview(string: str) -> bool:
    """Whether a heading frames an interview and asks nothing: introduction, conclusion, related."""
    return bool(_FRAMES.match(string)) or clutter.ends_article(string)


def same_title(one: str, other: str) -> bool:
    """Whether two titles differ by marks and a few characters at the end at most."""
    a, b = _MARKS.sub("", one).casefold(), _MARKS.sub("", other).casefold()
    return bool(a) and (
        a == b or (len(a) > 8 and (b.startswith(a) or a.startswith(b)) and abs(len(a) - len(b)) < 16)
    )


def find_title(
    units: Sequence[Unit], known: str | None, style: Style | None
) -> tuple[Unit | None, str | None]:
    """The unit that holds the article's title, and the title.

    Args:
        units: all units.
        known: the title that the source says it has.
        style: how questions are set, so that none is taken for a title.
    """
    fits: Callable[[Unit], bool] = style.fits if style else lambda unit: False
    early = list(takewhile(_before_speech, units[:40]))
    headings = [
        unit for unit in early if unit.block.kind is Kind.HEADING and unit.string and unit.name is None
    ]
    top = next((unit for unit in headings if unit.block.level == 1), None)
    if known:
        found = next((unit for unit in headings if same_title(unit.string, known)), None)
        return found or (top if top is not None and not fits(top) else None), known
    first = next((unit for unit in early if unit.string), None)
    if top is None and headings and not fits(headings[0]) and first is headings[0]:
        level = headings[0].block.level
        alone = sum(unit.block.kind is Kind.HEADING and unit.block.level == level for unit in units) == 1
        top = headings[0] if alone else None
    if top is not None and not (fits(top) and sum(fits(unit) for unit in units) > 1):
        return top, top.string.replace("\n", " ")
    if any(unit.name for unit in units[:1]):
        return None, None
    if first is not None and _title_line(first) and not (fits(first) and is_question(first.string)):
        return first, first.string
    return None, None


def _before_speech(unit: Unit) -> bool:
    return unit.name is None or unit.label is None or unit.label.form is Form.ALONE


def _title_line(unit: Unit) -> bool:
    """Whether the first paragraph of a text without headings is its title."""
    line = unit.string
    return (
        unit.name is None
        and unit.block.kind is Kind.PARAGRAPH
        and len(line) <= 90
        and "\n" not in line
        and not line.endswith(("。", ".", "：", ":", "，", "」。"))
        and unit.block.at < 400
    )
