"""Numbers as Japanese writes them in words: in Chinese numerals."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_SECTIONS = ("", "万", "億", "兆", "京")
LONGEST = 20
"""Figures of the longest number that is a quantity; longer ones are said figure by figure."""


def digits(text: str) -> str:
    """Figure by figure: ``090`` is 零九零."""
    return "".join(_DIGITS[int(figure)] for figure in text if figure.isdigit())


def cardinal(quantity: int) -> str:
    """A quantity: 十二, 百五, 千二百, 一万, 三億."""
    if quantity == 0:
        return _DIGITS[0]
    if quantity >= 10**LONGEST:
        return digits(str(quantity))
    said = ""
    for power in range(len(_SECTIONS) - 1, -1, -1):
        section, quantity = divmod(quantity, 10 ** (4 * power))
        if section:
            said += _section(section) + _SECTIONS[power]
    return said


def number(written: str) -> str:
    """A number with its groups and decimals: ``1,200.5`` is 千二百点五; ``007`` figure by figure."""
    whole, point, rest = written.replace(",", "").partition(".")
    leading = len(whole) > 1 and whole.startswith("0")
    said = digits(whole) if leading else cardinal(int(whole))
    return f"{said}点{digits(rest)}" if point and re.fullmatch(r"\d+", rest) else said


def _section(section: int) -> str:
    """A number below ten thousand; one hundred and one thousand are said without the one."""
    said = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure, section = divmod(section, size)
        if figure:
            said += ("" if figure == 1 and unit else _DIGITS[figure]) + unit
    return said
