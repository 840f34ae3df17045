"""Where a line may end, in Chinese and in Latin text, and how wide a text is.

The rules are the common core of GB/T 15834 and JIS X 4051: no closing mark starts a line, no opening mark
ends one, Latin words and numbers stay whole, everything else between Chinese characters may part.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

CLOSING = frozenset("，。、；：？！”’」』》〉）】〕｝］…—～·,.;:?!%)]}>»″′°‰％＞")
"""Never first in a line."""

OPENING = frozenset("“‘「『《〈（【〔｛［([{<«＜$￥¥£#＃@")
"""Never last in a line."""

SENTENCE_ENDS = frozenset("。？！…?!.")
CLAUSE_ENDS = frozenset("，、；：—,;:")


def is_wide(character: str) -> bool:
    """Whether a character takes two columns: Chinese, Japanese, Korean, full-width marks, most emoji."""
    return unicodedata.east_asian_width(character) in "WF"


def width(text: str) -> int:
    """Columns of a text: two for a wide character, none for a combining mark, one for any other."""
    return sum(map(_columns, text))


@lru_cache(maxsize=1 << 16)
def _columns(character: str) -> int:
    if is_wide(character):
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc") else 1


@lru_cache(maxsize=1 << 16)
def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if after.isspace() or after in CLOSING or unicodedata.category(after) in ("Mn", "Me", "Cf"):
        return False
    if before.isspace():
        return True
    if before in OPENING:
        return False
    return is_wide(before) or is_wide(after) or before in "—–…"


def pieces(text: str) -> list[str]:
    """The text cut wherever a line may end; joined again they are the text."""
    cut: list[str] = []
    start = 0
    for place in range(1, len(text)):
        if may_break(text[place - 1], text[place]):
            cut.append(text[start:place])
            start = place
    if start < len(text):
        cut.append(text[start:])
    return cut


def lines(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`, as even as sentences and clauses allow.

    A line ends, in this order of preference, after a sentence, after a clause, anywhere allowed; never in the
    first half of a line for the sake of a mark. A word longer than a line is cut.
    """
    flat = " ".join(text.split())
    if width(flat) <= columns:
        return [flat] if flat else []
    parts = [_Part(part) for piece in pieces(flat) for part in _cut_to(piece, columns)]
    out: list[str] = []
    start = 0
    while start < len(parts):
        rest = parts[start : start + columns + 1]  # each but marks without width takes a column
        fits = _fitting(rest, columns)
        if start + fits < len(parts):
            fits = _best_end(rest, fits, columns)
        out.append("".join(part.text for part in rest[:fits]).strip())
        start += fits
    return [line for line in out if line]


class _Part:
    """What stays together in a line, with its columns and the mark at its end, counted once."""

    __slots__ = ("columns", "mark", "seen_columns", "text")

    def __init__(self, text: str) -> None:
        seen = text.rstrip()
        self.text = text
        self.columns = _columns(text) if len(text) == 1 else width(text)
        self.seen_columns = self.columns if seen == text else width(seen)
        self.mark = seen.rstrip("”’」』）)")[-1:]


def _cut_to(piece: str, columns: int) -> list[str]:
    """A piece wider than a line, cut between characters."""
    if 2 * len(piece) <= columns or width(piece.strip()) <= columns:
        return [piece]
    cut, current = [], ""
    for character in piece:
        if current and width(current + character) > columns:
            cut.append(current)
            current = ""
        current += character
    return [*cut, current]


def _fitting(rest: Sequence[_Part], columns: int) -> int:
    count = used = 0
    for part in rest:
        if count and used + part.seen_columns > columns:
            break
        used += part.columns
        count += 1
    return count


def _best_end(rest: Sequence[_Part], fits: int, columns: int) -> int:
    reached = list(accumulate(part.columns for part in rest[:fits]))
    for marks in (SENTENCE_ENDS, CLAUSE_ENDS):
        for end in range(fits, 0, -1):
            if reached[end - 1] * 2 < columns:
                break
            if rest[end - 1].mark in marks:
                return end
    return fits
