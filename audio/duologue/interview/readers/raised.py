"""What stands above or below the line: a power, the mark of a footnote, an ordinal, a number in a formula."""

from __future__ import annotations

import re
from enum import StrEnum

FOOTNOTE_MARK = "footnote mark"
_UP = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_DOWN = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_LENGTHS = frozenset(("m", "mm", "cm", "dm", "km", "nm", "µm", "μm", "um", "in", "ft", "yd", "mi", "ha"))
_OTHERS = frozenset(
    ("s", "sec", "ms", "h", "hr", "min", "g", "kg", "mg", "l", "L", "ml", "mL", "Hz", "kHz", "mol")
)
_WIDE_UNITS = ("米", "厘米", "毫米", "公里", "千米", "分米", "秒", "メートル", "미터")
_NUMBER = re.compile(r"[+\-−–]?\d{1,3}$")
_NEGATIVE = re.compile(r"[\-−–]\d{1,3}$")
_CHARGE = re.compile(r"\d?[+\-−–]$")
_VARIABLE = re.compile(r"[+\-−–]?\d{0,2}[a-zA-Zπ](?:\s?[+\-−–]\s?\d{1,2})?$")
_BRACKETED = re.compile(r"[\[(（【〔].{0,40}[\])）】〕]$|[*†‡§¶#※①-⑳]{1,4}$")
_LAST_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}$")
_LAST_WORD = re.compile(r"[^\W\d_]{1,20}$")
_FORMULA = re.compile(r"\([^\s()]{1,12}\)$|\([^()]{1,20}[+\-−*/=][^()]{1,20}\)$|[\]|]$")
_SHORTEST_NOTE = 4
_CONTEXT = 24
"""Characters before it that decide."""


class Raised(StrEnum):
    """What a superscript means."""

    NOTE = "note"
    """The mark of a footnote: not spoken."""
    POWER = "power"
    """Written with the characters that Unicode has for it."""
    CARET = "caret"
    """A power for which Unicode has no characters: ``2^x``."""
    PLAIN = "plain"
    """Goes on in the line: ``5th``, ``14C``."""


def meaning(before: str, content: str, after: str = "", *, linked: bool = False) -> Raised:
    """What `content`, set above the line, means.

    Args:
        before: the text before it in its paragraph.
        content: what is raised.
        after: the text after it.
        linked: whether it is a link itself, as marks of footnotes are.
    """
    before, content = before[-_CONTEXT:], content.strip()
    if not content:
        return Raised.PLAIN
    if _BRACKETED.match(content) or (linked and len(content) <= _SHORTEST_NOTE):
        return Raised.NOTE
    if after[:1] in ("/", "⁄"):
        return Raised.PLAIN
    if _NUMBER.match(content):
        return _of_number(before, content, after)
    if _CHARGE.match(content):
        return Raised.POWER if before[-1:].isalnum() or before[-1:] in ")₀₁₂₃₄₅₆₇₈₉" else Raised.PLAIN
    if "," in content and all(_NUMBER.match(part.strip()) for part in content.split(",")):
        return Raised.NOTE
    base = _LAST_NUMBER.search(before) or _alone(before)
    if base and _VARIABLE.match(content) and content.lower() not in ("a", "e", "o"):
        return Raised.POWER if content in ("n", "i") else Raised.CARET
    if len(content) == 1 and content.isalpha() and content.islower() and _LAST_WORD.search(before):
        return Raised.NOTE
    return Raised.PLAIN


def _of_number(before: str, content: str, after: str) -> Raised:
    if not before[-1:].strip():
        # An isotope; a mark at the head of a line is that of the note itself.
        return Raised.PLAIN if after[:1].isupper() and not after[1:3].isalpha() else Raised.NOTE
    if _NEGATIVE.match(content) or _LAST_NUMBER.search(before):
        return Raised.POWER
    word = _LAST_WORD.search(before)
    small = content in ("2", "3", "4")
    if small and ((word and word.group() in _LENGTHS | _OTHERS) or before.endswith(_WIDE_UNITS)):
        return Raised.POWER
    if _alone(before) or _FORMULA.search(before) or (word and word.group() in ("mc", "MC")):
        return Raised.POWER
    return Raised.NOTE


def _alone(before: str) -> bool:
    """Whether the text ends with a letter that stands for a quantity: alone, and no word of its own."""
    word = _LAST_WORD.search(before)
    return (
        word is not None and len(word.group()) == 1 and word.group().isascii() and word.group() not in "aIAO"
    )


def powers(text: str) -> str:
    """The characters of a power, as many as in `text`."""
    return text.translate(_UP)


def writes_powers(text: str) -> bool:
    """Whether Unicode has every character of a power."""
    return all(not char.strip() or char.translate(_UP) != char for char in text)


def subscripts(text: str) -> str:
    """The characters of a subscript, as many as in `text`; needed before a number alone (``log₁₀5``)."""
    return text.translate(_DOWN)
