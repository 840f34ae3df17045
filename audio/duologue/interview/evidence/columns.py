# ruff: noqa: E501
"""What is measured of every unit: one array per fact, so that evidence about all units is asked at once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from duologue.interview.blocks import Document, Kind
from duologue.interview.evidence import phrases
from duologue.interview.evidence.units import SILENT_KINDS, Unit
from duologue.interview.marks import (
    ASKED,
    COUNTED,
    INNER_TIME,
    LEADING_TIME,
    NUMBER_ONLY,
    QUESTION_END,
    QUESTION_NUMBER,
    STOPPED,
    is_sign,
)
from duologue.interview.text import Style

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_KINDS = {Kind.PARAGRAPH: 0, Kind.HEADING: 1, Kind.CUE: 2}
_HINTS = {
    "": 0,
    "question": 1,
    "answer": 2,
    "caption": 3,
    "name": 4,
    "time": 5,
    "original": 6,
    "change": 7,
    "title": 8,
    "summary": 9,
}
_ADDRESS = re.compile(r"https?://|www\.|\b[\w.-]{2,40}@[\w-]{2,30}\.\w{2,6}\b")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\s?[-/年.]\s?\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)?\.?\s[A-Za-z]{3,9}\.?,?\s(?:19|20)\d\d|[A-Za-z]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d"
)
_CODE = re.compile(
    r"^(?:[#$%>]\s?)?(?:sudo|rpm|yum|dnf|apt|git|pip|npm|cd|ls|vi|vim|docker|curl|wget|echo|cat|grep|man|ssh)\b|^\[\w+@|[;{}]\s*$|</?\w+>|=>|::\w|\w\(\)|\s-{1,2}\w+(?:\s|$)|^(?:/[\w.-]+){2,}$"
)
_DOMAIN = re.compile(
    r"(?:https?://|www\.)?[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,30}){0,3}\.(?:com|org|net|cn|io|pro|me|co|info|de|fr|es|jp|kr|ru|tv|uk)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[a-z]{3}[A-Z][a-z]{2,}\s[a-z]{2,}\s")
_BARS = re.compile("[|｜丨·/／]")
_LETTER = re.compile(r"[^\W_]")
_SIZES = (4, 12, 24, 40, 70, 120, 200, 400, 800)
_CLOSERS = "\"'”’」』)）]】*_~ "
_OPENERS = {
    "(": ")",
    "（": "）",
    "[": "]",
    "【": "】",
    "「": "」",
    "『": "』",
    "“": "”",
    '"': '"',
    "《": "》",
    "‘": "’",
}
_SAMPLE = 4000


@dataclass(slots=True)
class Columns:
    """Arrays over the units that are to be decided (`units`), each `n` long."""

    units: list[Unit]
    facts: dict[str, npt.NDArray[Any]]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.facts[name]

    def __len__(self) -> int:
        return len(self.units)


def is_silent(unit: Unit) -> bool:
    """Whether nothing is to be decided: pictures, rules, programs, what the reader itself leaves out, nothing at all."""
    return unit.block.kind in SILENT_KINDS or unit.block.drop is not None or not (unit.string or unit.label)


def measure(document: Document, every: list[Unit]) -> Columns:
    """The facts of all units that are not silent."""
    units: list[Unit] = []
    silent: list[tuple[bool, bool, bool]] = []
    image = rule = code = False
    pictures = sorted(cut.start for cut in document.cuts if cut.reason == "image")
    end = 0
    for unit in every:
        if is_silent(unit):
            image |= unit.block.kind is Kind.IMAGE
            rule |= unit.block.kind is Kind.RULE
            code |= unit.block.kind is Kind.CODE
            continue
        units.append(unit)
        begin, before = unit.at, bisect_left(pictures, end)
        end = max(end, unit.end)
        unit.pictured = bisect_left(pictures, begin) < bisect_left(pictures, end) or (
            unit.block.image and not pictures
        )
        silent.append((image or before < bisect_left(pictures, begin), rule, code))
        image = rule = code = False
    rows = [_facts(unit) for unit in units]
    names = _NAMES
    facts: dict[str, npt.NDArray[Any]] = {}
    table = np.array(rows, dtype=np.float32).reshape(len(rows), len(names))
    for number, name in enumerate(names):
        facts[name] = table[:, number]
    for number, name in enumerate(("after image", "after rule", "after code")):
        facts[name] = np.array([one[number] for one in silent], dtype=bool)
    image |= bool(pictures) and pictures[-1] >= end
    level = document.meta.section_level
    facts["below the section level"] = (facts["kind"] == 1) & (
        facts["level"] > (9 if level is None else level)
    )
    facts["width"] = facts["size"] * (1 + facts["wide"])
    words = [_words(unit) for unit in units]
    for number, field in enumerate(phrases.Found._fields):
        facts[f"words {field}"] = np.array([one[number] for one in words], dtype=np.int64)
    strings = [unit.string for unit in units]
    times = Counter(strings)
    facts["times"] = np.array([times[one] for one in strings], dtype=np.int64)
    facts["ends in image"] = np.append(facts["after image"][1:], image) if units else np.zeros(0, bool)
    facts["ends in rule"] = np.append(facts["after rule"][1:], rule) if units else np.zeros(0, bool)
    return Columns(units, facts)


_NAMES = [
    "kind",
    "level",
    "quote",
    "item",
    "ordered",
    "first",
    "hint",
    "image",
    "joins",
    "run_in",
    "size",
    "lines",
    "words",
    "bold",
    "bold_head",
    "italic",
    "link",
    "code_share",
    "wide",
    "end",
    "inner_question",
    "leads",
    "enclosed",
    "number_only",
    "title_number",
    "question_number",
    "address",
    "date",
    "program",
    "clock",
    "upper",
    "digits",
    "bars",
    "letters",
    "domain",
    "glued",
]


def _facts(unit: Unit) -> tuple[float, ...]:
    block, string = unit.block, unit.string
    text = unit.text
    size = len(string)
    head = string[:_SAMPLE]
    bold, italic, link, code = _styles(unit)
    stripped = string.rstrip(_CLOSERS) if string else ""
    last = stripped[-1:] if stripped else string[-1:]
    extra = 0 if head.isascii() else len(head.encode("utf-8", "replace")) - len(head)
    first = string[:1]
    return (
        _KINDS.get(block.kind, 0), block.level, block.quote, block.item, block.ordered, block.first, _HINTS.get(block.hint, 0), unit.pictured,
        unit.joins, unit.run_in, size, len(unit.rows), head.count(" ") + 1, bold, text.head(Style.BOLD) > 0 and bold < 0.85, italic, link, code,
        min(1.0, extra / 2 / max(1, len(head))),
        _end(string, last), any(mark in head for mark in ASKED), _lead(first), _enclosed(string, first),
        size <= 16 and bool(NUMBER_ONLY.match(string)), bool(COUNTED.match(string[:16])), bool(QUESTION_NUMBER.match(string[:12])),
        "." in head[:300] and bool(_ADDRESS.search(head[:300])), size <= 160 and bool(_DATE.search(string)),
        size <= 200 and bool(_CODE.search(string)), size <= 60 and bool(LEADING_TIME.match(string) or INNER_TIME.search(string)),
        size <= 80 and string.isupper(), sum(map(str.isdigit, string[:60])) / max(1, min(size, 60)), len(_BARS.findall(string, 0, 100)),
        bool(_LETTER.search(string)), "." in string[:40] and bool(_DOMAIN.match(string)),
        size <= 400 and bool(_GLUED.search(string)),
    )  # fmt: skip


def _words(unit: Unit) -> phrases.Found:
    """The kinds of words in a unit; those of its label count for what it begins with."""
    own = phrases.find(unit.string)
    if not unit.head:
        return own
    head = phrases.find_in_label(f"{unit.head.string}{unit.string[:1]}")
    return phrases.Found(
        own.starts | head.starts, own.labels | head.labels, own.has | head.has, own.ends, own.whole
    )


def _styles(unit: Unit) -> tuple[float, float, float, float]:
    """The shares of its characters that are bold, italic, links and code."""
    if len(unit.rows) == 1 and len(unit.rows[0].runs) == 1:
        style = unit.rows[0].runs[0].style
        return tuple(float(bool(style & one)) for one in (Style.BOLD, Style.ITALIC, Style.LINK, Style.CODE))  # type: ignore[return-value]
    total = bold = italic = link = code = 0
    for row in unit.rows:
        for run in row.runs:
            size = len(run.text)
            if not run.text.strip():
                continue
            total += size
            style = run.style
            if style:
                bold += size if style & Style.BOLD else 0
                italic += size if style & Style.ITALIC else 0
                link += size if style & Style.LINK else 0
                code += size if style & Style.CODE else 0
    total = total or 1
    return bold / total, italic / total, link / total, code / total


ENDS = {
    "nothing": 0,
    "full stop": 1,
    "question": 2,
    "colon": 3,
    "comma": 4,
    "exclamation": 5,
    "ellipsis": 6,
    "letter": 7,
    "digit": 8,
    "other": 9,
}
LEADS = {
    "other": 0,
    "bracket": 1,
    "quotation": 2,
    "dash": 3,
    "hash": 4,
    "star": 5,
    "digit": 6,
    "bullet": 7,
    "pointer": 8,
    "small letter": 9,
    "note mark": 10,
    "circled": 11,
    "picture": 12,
}


def _end(string: str, last: str) -> int:
    if not string:
        return 0
    if last in STOPPED:
        return 6 if string.rstrip(_CLOSERS).endswith(("...", "。。")) else 1
    if last in ASKED or QUESTION_END.search(string[-40:]):
        return 2
    if last in ":：":
        return 3
    if last in ",，،、;；؛":
        return 4
    if last in "!！":
        return 5
    if last in "…—":
        return 6
    return 8 if last.isdigit() else 7 if last.isalpha() or is_sign(last) else 9


def _lead(first: str) -> int:
    if not first:
        return 0
    if first.isdigit():
        return 11 if "①" <= first <= "⓿" else 6
    if first.islower():
        return 9
    if first.isalpha():
        return 0
    for number, marks in (
        (1, "([（［【〔"),
        (2, "“\"「『‘'《"),
        (3, "-–—―─"),
        (4, "#"),
        (5, "*＊"),
        (7, "•·●○■□◆◇▪︎▍▌▎█◼◾※✦★☆丨|｜"),
        (8, "▲△▼▽↑↓←→▶►👆👇☝⬆⬇👉☞"),
        (10, "†‡^"),
    ):
        if first in marks:
            return number
    return 12 if first > "\u2000" else 0


def _enclosed(string: str, first: str) -> int:
    """1 where all of it stands in brackets, 2 in quotation marks."""
    closing = _OPENERS.get(first)
    if closing is None or len(string) < 3 or string.rstrip("。.*_ ")[-1:] != closing:
        return 0
    if closing not in '"' and string.find(closing, 1) < len(string.rstrip("。.*_ ")) - 1:
        return 0
    return 1 if first in "([（【" else 2
