"""Lines that say something about the page or a person, such as ``Topic: clocks``: data, no speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duologue.interview.blocks import Document, Kind
from duologue.interview.people.names import role_word
from duologue.interview.people.tally import Found
from duologue.interview.text import Text

_COLON = re.compile(r"[:：]")
_SAID = re.compile(r"[.。!！?？…][\"'”’」』)）]{0,2}$|[?？]")
_LONGEST = 100
"""Characters of a value; what is longer is said."""

Line = tuple[int, int]
"""A block and a row in it."""


@dataclass(frozen=True, slots=True)
class PageData:
    """The keys that only name data, and the blocks that hold nothing else."""

    keys: frozenset[str] = frozenset()
    blocks: frozenset[int] = frozenset()


def find_page_data(
    accepted: dict[str, Found], document: Document, rows: Sequence[Sequence[Text]], known: frozenset[str]
) -> PageData:
    """Which labels are keys of data.

    They stand before the dialogue, or under a heading, picture or rule together with others, and no value of
    theirs ends as a sentence does.

    Args:
        accepted: the labels that may be people.
        document: for what stands around their lines.
        rows: the lines of each block.
        known: keys that are people's.
    """
    values = {
        key: one for key, one in accepted.items() if key not in known and _is_value(one, document, rows)
    }
    begins = _dialogue(accepted, values)
    head = frozenset(_head(begins, document, rows))
    if not values:
        return PageData(blocks=head)
    if begins is not None:
        keys = {key for key, one in values.items() if all(line < begins for line in one.rows)}
    elif all(one.count == 1 for one in accepted.values()):
        keys = set(values) if len(values) == len(accepted) else set()
    else:
        keys = set()
    sheets = set(_sheets(document, rows))
    keys |= {key for key, one in values.items() if not role_word(key) and sheets.issuperset(one.rows)}
    lines = {line for key in keys for line in values[key].rows}
    blocks = {number for number, _ in lines}
    whole = {number for number in blocks if all((number, row) in lines for row in range(len(rows[number])))}
    return PageData(frozenset(keys), head | whole)


def _is_value(one: Found, document: Document, rows: Sequence[Sequence[Text]]) -> bool:
    if one.timed:
        return False
    for number, row in one.rows:
        parts = _COLON.split(rows[number][row].string, maxsplit=1)
        value = parts[-1].strip()
        if document.blocks[number].speaker or len(parts) < 2 or not value or len(value) > _LONGEST:
            return False
        following = rows[number][row + 1 : row + 2]
        if _SAID.search(value) or (following and _key(following[0].string) is None):
            return False
    return True


def _dialogue(accepted: dict[str, Found], values: dict[str, Found]) -> Line | None:
    """Where somebody first speaks who speaks again."""
    turns = [one.rows[0] for key, one in accepted.items() if one.count >= 2 and key not in values]
    return min(turns, default=None)


def _head(begins: Line | None, document: Document, rows: Sequence[Sequence[Text]]) -> Iterator[int]:
    """The blocks before the dialogue that hold nothing but lines of data, where several stand together."""
    if begins is None:
        return
    together: list[int] = []
    for number in range(begins[0] + 1):
        plain = document.blocks[number].kind is Kind.PARAGRAPH and bool(rows[number])
        if number < begins[0] and plain and all(_key(row.string) is not None for row in rows[number]):
            together.append(number)
            continue
        yield from together if len(together) >= 2 else ()
        together = []


def _sheets(document: Document, rows: Sequence[Sequence[Text]]) -> Iterator[Line]:
    """Lines of different keys right under each other, below a heading, a picture or a rule."""
    sheet: dict[Line, str] = {}
    opened = False
    for number, block in enumerate(document.blocks):
        if block.kind in (Kind.HEADING, Kind.IMAGE, Kind.RULE):
            yield from _sheet(sheet)
            sheet, opened = {}, True
            continue
        for row, text in enumerate(rows[number]):
            key = _key(text.string) if opened else None
            if key is not None:
                sheet[(number, row)] = key
                continue
            yield from _sheet(sheet)
            sheet, opened = {}, False
    yield from _sheet(sheet)


def _sheet(sheet: dict[Line, str]) -> Iterator[Line]:
    if len(sheet) >= 2 and len(set(sheet.values())) == len(sheet):
        yield from sheet


def _key(row: str) -> str | None:
    """The key of a line of data; None if the line is none."""
    parts = _COLON.split(row[: 2 * _LONGEST], maxsplit=1)
    value = parts[-1].strip()
    if len(parts) < 2 or not value or len(row) > _LONGEST + 24 or _SAID.search(value):
        return None
    return parts[0].strip().casefold()
