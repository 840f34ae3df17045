"""What the source itself says about its labels: abbreviations and legends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duologue.interview.blocks import Document, Kind
from duologue.interview.labels.names import initials, key_of, name_like, shape_of
from duologue.interview.marks import ASKED

_ABBREVIATION = re.compile(
    r"((?:[A-Z][\w'’.-]{1,20}\s){1,4}|[\u4e00-\u9fff·]{2,12})[(（]\s?(?:以下简称|下称|简称|hereafter|aka)?\s?[:：“\"「'为]{0,2}"
    r"([A-Z]{1,5}|[A-Z][a-z]{1,12}|[\u4e00-\u9fff]{1,8})[”\"」']?\s?[)）]"
)
_LINKED = re.compile(r"[(（]\s?([A-Z]{2,5})\s?[)）]")
_LEGEND = re.compile(
    r"(Q|问)\s?[:：=＝]\s?([^\s:：,，;；|/、]{1,20}(?:\s[A-Z][\w.]{1,15}){0,2}|[^\n]{2,40})\s{0,4}[,，;；|/、\s]\s{0,4}(A|答)\s?[:：=＝]\s?([^:：,，;；|/?？\n]{1,60})$"
)
_INITIALS_LEGEND = re.compile(r"\b([A-Z]{2,4})\s?[:：=＝–—-]{1,2}\s?((?:[A-Z][\w.'’-]{0,20}\s?){2,4})")
_CAPITALISED = re.compile(r"[A-Z][\w'’-]{1,20}")
_BLOCKS = 400


@dataclass(frozen=True, slots=True)
class Announced:
    """What the source says about its labels.

    Attributes:
        short: key of a short form → the name that it stands for.
        legend: ``q`` → the name that `Q：name` gives.
        rows: numbers of the blocks that hold a legend.
    """

    short: dict[str, str]
    legend: dict[str, str]
    rows: frozenset[int]


def announcements(document: Document) -> Announced:
    """The abbreviations and legends in the first blocks."""
    short: dict[str, str] = {}
    legend: dict[str, str] = {}
    rows: set[int] = set()
    for number, block in enumerate(document.blocks[:_BLOCKS]):
        string = " ".join(block.text.string.split())[:4000]
        for letters, name in _abbreviations(string):
            short.setdefault(key_of(letters), name)
        if block.kind is Kind.HEADING or len(string) > 200 or any(mark in string for mark in ASKED):
            continue
        names = _initials_legend(string)
        found = _LEGEND.search(string.strip("*")) if len(string) <= 120 else None
        named = found is not None and all(_names(one) for one in (found[2], found[4]))
        if found and named:
            legend["q" if found[1] == "Q" else "问"] = found[2].strip()
            legend["a" if found[3] == "A" else "答"] = found[4].strip().rstrip(")）]】*")
        if names or found:
            short |= {key_of(letters): name for letters, name in names.items()}
            rows.add(number)
    return Announced(short, legend, frozenset(rows))


def _abbreviations(string: str) -> Iterator[tuple[str, str]]:
    """``Ann Lee (AL)``, ``机器学习周刊（以下简称周刊）``."""
    for match in _ABBREVIATION.finditer(string):
        name, letters = match[1].strip(), match[2]
        if (letters.isupper() and initials(name, letters)) or "称" in match.group():
            yield letters, name.split("  ")[-1]
    for match in _LINKED.finditer(string):
        words = _CAPITALISED.findall(string[max(0, match.start() - 60) : match.start()])
        name = " ".join(words[-len(match[1]) :])
        if initials(name, match[1]):
            yield match[1], name


def _names(text: str) -> bool:
    """Whether what a legend gives is a name, and no description."""
    return name_like(text) and not shape_of(text).endswith((", long", "several words"))


def _initials_legend(string: str) -> dict[str, str]:
    """``JT: Jason Tang, LM: Lena Moss`` on one line."""
    pairs = [(found[1], found[2].strip()) for found in _INITIALS_LEGEND.finditer(string)]
    names = {letters: name for letters, name in pairs if initials(name, letters)}
    return names if len(names) >= 2 and len(names) == len(pairs) else {}
