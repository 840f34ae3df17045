"""Numbers as Mandarin says them."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_SECTIONS = ("", "万", "亿", "万亿", "亿亿")
LONGEST = 20
"""Digits of the longest number said as a quantity; longer ones are said digit by digit."""


def digits(text: str, one: str = "一") -> str:
    """Digit by digit: ``2024`` → 二零二四; `one` is 幺 in telephone numbers."""
    return "".join(_DIGITS[int(c)] if c != "1" else one for c in text if c.isdigit())


def cardinal(number: int) -> str:
    """A quantity: 十二, 一百零二, 两千, 两万两千, 三亿."""
    if number < 0:
        return "负" + cardinal(-number)
    if number >= 10**LONGEST:
        return digits(str(number))
    if number == 0:
        return "零"
    said = ""
    rest = number
    gap = False
    for power in range(len(_SECTIONS) - 1, -1, -1):
        section, rest = divmod(rest, 10 ** (4 * power))
        if section == 0:
            gap = bool(said)
            continue
        if said and (gap or section < 1000):
            said += "零"
        gap = False
        last_alone = section == 2 and power > 0
        said += ("两" if last_alone else _section(section, first=not said)) + _SECTIONS[power]
    return said


def _section(number: int, *, first: bool) -> str:
    """A number below ten thousand; 十 without 一 in front only where the whole number begins with it."""
    said = ""
    gap = False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit == 0:
            gap = bool(said)
            continue
        if gap:
            said += "零"
            gap = False
        if power == 10 and digit == 1 and not said and first:
            said += unit
        elif digit == 2 and (power == 1000 or (power == 100 and not said)):
            said += "两" + unit
        else:
            said += _DIGITS[digit] + unit
    return said


def number(text: str) -> str:
    """A number as written, with sign, thousands separators or decimals: ``-1,234.50`` → 负一千二百三十四点五零."""
    sign = ""
    text = text.replace(",", "").replace("，", "")
    if text[0] in "-−–+":
        sign = "负" if text[0] != "+" else "正"
        text = text[1:]
    whole, _, decimals = text.partition(".")
    if len(whole) > 1 and whole[0] == "0" and not decimals:
        return sign + digits(whole)
    return sign + cardinal(int(whole or "0")) + (f"点{digits(decimals)}" if decimals else "")


def counted(text: str) -> str:
    """A number in front of what it counts: 两 for a bare 2."""
    return "两" if text == "2" else number(text)


def year(text: str) -> str:
    """A year: digit by digit."""
    return digits(text)


def code(text: str) -> str:
    """The number in a model's name: 4090 and 007 digit by digit, 100, 72 and 2000 as numbers."""
    if len(text) >= 3 and text.strip("0") == text[0] and text[0] != "0":
        return cardinal(int(text))
    if len(text) <= 2 and text[0] != "0":
        return cardinal(int(text))
    return digits(text)


def scaled(text: str, factor: int) -> str:
    """``1.2`` with a factor of 10⁹ → 十二亿; kept as a decimal before 万 or 亿 when it does not come out whole."""
    whole, _, decimals = text.replace(",", "").partition(".")
    value = int(whole + decimals) * factor
    power = 10 ** len(decimals)
    if value % power == 0:
        result = value // power
        for base, unit in ((10**8, "亿"), (10**4, "万")):
            if result >= base and result % base:
                quotient = f"{result / base:.6f}".rstrip("0").rstrip(".")
                if len(quotient) <= 6:
                    return number(quotient) + unit
        return cardinal(result)
    return number(text)
