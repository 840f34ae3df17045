"""Where a line may end, in Chinese and in Latin text, and how wide a text is.

The rules are the common core of GB/T 15834 and JIS X 4051: no closing mark starts a line, no opening mark
ends one, Latin words and numbers stay whole, everything else between Chinese characters may part.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

CLOSING = frozenset("।॥۔؟،؛།។။，。、；：？！”’」』》〉）】〕｝］…—～·,.;:?!%)]}>»″′°‰％＞")
"""Never first in a line."""

OPENING = frozenset("“‘「『《〈（【〔｛［([{<«＜$￥¥£#＃@")
"""Never last in a line."""

SENTENCE_ENDS = frozenset("。？！…?!.।॥۔؟།។။")
PART_ENDS = frozenset("：:。？！?!")
"""What ends a part of a title."""
CLAUSE_ENDS = frozenset("，、；：—,;:،؛")


def is_wide(character: str) -> bool:
    """Whether a character takes two columns: Chinese, Japanese, Korean, full-width marks, most emoji."""
    return unicodedata.east_asian_width(character) in "WF"


def is_unspaced(character: str) -> bool:
    """Whether its script puts no spaces between words and sentences: Chinese, Japanese, but not Korean."""
    return is_wide(character) and not "\uac00" <= character <= "\ud7a3"


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
    return is_unspaced(before) or is_unspaced(after) or before in "—–…"


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
