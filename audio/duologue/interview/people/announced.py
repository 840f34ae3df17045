# ruff: noqa: E501
"""What the source itself says about people: metadata, abbreviations, legends, lines such as ``Guest: Ann Lee``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duologue.interview.blocks import Document, Kind
from duologue.interview.people.labels import key_of
from duologue.interview.people.names import initials, role_word
from duologue.interview.people.tally import Found
from duologue.interview.text import Text
from duologue.interview.words import INTERVIEWER

_ABBREVIATION = re.compile(
    r"((?:[A-Z][\w'’.-]{1,20}\s){1,4}|[\u4e00-\u9fff·]{2,12})[(（]\s?(?:以下简称|下称|简称|hereafter|aka)?\s?[:：“\"「'为]{0,2}"
    r"([A-Z]{1,5}|[A-Z][a-z]{1,12}|[\u4e00-\u9fff]{1,8})[”\"」']?\s?[)）]"
)
_LINKED = re.compile(r"[(（]\s?([A-Z]{2,5})\s?[)）]")
_LEGEND = re.compile(
    r"(Q|问)\s?[:：=＝]\s?([^\s:：,，;；|/、]{1,20}(?:\s[A-Z][\w.]{1,15}){0,2})\s{0,4}[,，;；|/、\s]\s{0,4}(A|答)\s?[:：=＝]\s?([^:：,，;；|/?？]{1,30})$"
)
_INITIALS_LEGEND = re.compile(r"\b([A-Z]{2,4})\s?[:：=＝–—-]{1,2}\s?((?:[A-Z][\w.'’-]{0,20}\s?){2,4})")
_CAPITALISED = re.compile(r"[A-Z][\w'’-]{1,20}")
_AFTER_COLON = re.compile(r"[:：]")
_IN_BRACKETS = re.compile(r"[(（][^()（）]{0,60}[)）]")
_BAR = re.compile(r"[｜丨|]")
_LISTED = re.compile(r"[、,，&]|\band\b")


@dataclass(frozen=True, slots=True)
class Announced:
    """What the source says about people.

    Attributes:
        known: keys of names that are people's without further evidence.
        abbreviations: ``FSM`` → ``Frederico``, where the text says so.
        legend: ``q`` → the name that `Q：name` gives.
        legend_rows: numbers of the blocks that hold a legend.
    """

    known: frozenset[str]
    abbreviations: dict[str, str]
    legend: dict[str, str]
    legend_rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Presented:
    """Whom lines such as ``Guest: Ann Lee (founder)`` name before the dialogue, and the blocks they fill."""

    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    rows: frozenset[int] = frozenset()


def announcements(document: Document, rows: list[list[Text]]) -> Announced:
    """What metadata, abbreviations and legends say."""
    short: dict[str, str] = {}
    legend: dict[str, str] = {}
    legend_rows: set[int] = set()
    for number, block in enumerate(document.blocks[:400]):
        string = " ".join(row.string.strip() for row in rows[number])[:4000]
        for letters, name in _abbreviations(string):
            short.setdefault(letters, name)
        if block.kind is not Kind.HEADING and (names := _initials_legend(string)):
            short |= names
            legend_rows.add(number)
        if block.kind is not Kind.HEADING and (pair := _legend(string)):
            legend.update(pair)
            legend_rows.add(number)
    known = known_names(document) | {key_of(name) for name in (*short, *legend.values())}
    return Announced(frozenset(known), short, legend, frozenset(legend_rows))


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


def _abbreviations(string: str) -> Iterator[tuple[str, str]]:
    """``Ann Lee (AL)``, ``机器学习周刊（以下简称周刊）``."""
    for match in _ABBREVIATION.finditer(string):
        name, letters = match.group(1).strip(), match.group(2)
        if letters.isupper() and initials(name, letters):
            yield letters, name.split("  ")[-1]
        elif "称" in match.group():
            yield letters, name
    for match in _LINKED.finditer(string):
        words = _CAPITALISED.findall(string[max(0, match.start() - 60) : match.start()])
        name = " ".join(words[-len(match.group(1)) :])
        if initials(name, match.group(1)):
            yield match.group(1), name


def _initials_legend(string: str) -> dict[str, str]:
    """``JT: Jason Tang, LM: Lena Moss`` on one line."""
    if len(string) > 200 or "?" in string or "？" in string:
        return {}
    pairs = [(found.group(1), found.group(2).strip()) for found in _INITIALS_LEGEND.finditer(string)]
    names = {letters: name for letters, name in pairs if initials(name, letters)}
    return names if len(names) >= 2 and len(names) == len(pairs) else {}


def _legend(string: str) -> dict[str, str] | None:
    """``Q：Weekly，A：Ann``."""
    if len(string) > 90 or "?" in string or "？" in string:
        return None
    found = _LEGEND.search(string)
    if not found:
        return None
    return {
        "q" if found.group(1) == "Q" else "问": found.group(2).strip(),
        "a" if found.group(3) == "A" else "答": found.group(4).strip().rstrip(")）]】"),
    }


def find_presented(accepted: dict[str, Found], rows: list[list[Text]]) -> Presented:
    """The people of lines such as ``Guest: Ann Lee (founder)``."""
    speaking = [one for one in accepted.values() if not role_word(one.key) and one.count >= 2]
    if len(speaking) < 2:
        return Presented()
    people: dict[bool, list[str]] = {True: [], False: []}
    marked: dict[int, int] = {}
    for one in accepted.values():
        if not role_word(one.key) or one.count > 2:
            continue
        for number, row in one.rows:
            rest = _BAR.split(_AFTER_COLON.split(rows[number][row].string, maxsplit=1)[-1])[0].strip()
            if len(rest) > 80 or rest.endswith(("。", ".", "?", "？", "!", "！")):
                continue
            marked[number] = marked.get(number, 0) + 1
            people[one.key in INTERVIEWER] += [
                name.strip() for name in _LISTED.split(_IN_BRACKETS.sub("", rest)) if name.strip()
            ]
    whole = frozenset(number for number, count in marked.items() if count == len(rows[number]))
    return Presented(tuple(people[True]), tuple(people[False]), whole)
