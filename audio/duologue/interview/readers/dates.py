"""Dates as sites, feeds and people write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_MONTH_ONLY = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?月?$")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s{1,3}", re.IGNORECASE)
_DAY_NAME_YEAR = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]{1,3}(?:of\s)?([A-Za-z]{3,9})\.?,?[\s-]{1,3}(\d{4})(?!\d)"
)
_NAME_DAY_YEAR = re.compile(
    r"([A-Za-z]{3,9})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?:\d{2}:\d{2}(?::\d{2})?\s(?:[A-Z]{1,5}\s)?)?(\d{4})(?!\d)"
)
_NAME_YEAR = re.compile(r"([A-Za-z]{3,9})\.?,?\s{1,3}(\d{4})$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(?:\d{4}|\d{6})Z?)?$")
_SECONDS = re.compile(r"(\d{9,10})(?:\.\d{0,9})?$|(\d{12,13})$")
_NUMERALS = "〇一二三四五六七八九"
_WRITTEN = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 80


def parse_date(text: str) -> date | None:
    """The date that `text` begins with, or None."""
    return read_date(text)[0]


def read_date(text: str) -> tuple[date | None, str]:
    """The date that `text` begins with, and what is not certain about it (nothing, as a rule).

    Understood are ``2024-05-30`` with or without a time, ``2024/5/30``, ``2024年5月30日``,
    ``30.05.2024``, ``30/05/2024``, ``20240530``, ``30 May 2024``, ``May 30th, 2024``, the dates of RFC 822
    and of C's ``ctime``, Chinese numerals, and seconds or milliseconds since 1970 (UTC).
    """
    text = " ".join(text[:_LONGEST].split()).strip("\"'")
    try:
        day, doubt = _understood(text)
    except (ValueError, OverflowError, OSError):
        return None, f"{text} is no day of the calendar, so the episode has no date"
    if day is None and not doubt:
        doubt = f"{text!r} is not understood as a date; write it as 2024-05-30"
    return day, doubt


def _understood(text: str) -> tuple[date | None, str]:
    """Raises `ValueError` for a date that cannot be."""
    if found := _YEAR_FIRST.match(text):
        return date(*map(int, found.groups())), ""
    if found := _DAY_OR_MONTH_FIRST.match(text):
        return _of_numbers(text, int(found[1]), int(found[3]), int(found[4]), found[2])
    if found := _MONTH_ONLY.match(text):
        return _first_of_month(text, int(found[1]), int(found[2]))
    if (found := _COMPACT.match(text)) and 1900 <= int(found[1]) < 2200:
        return date(*map(int, found.groups())), ""
    if found := _SECONDS.match(text):
        seconds = int(found[1]) if found[1] else int(found[2]) / 1000
        return datetime.fromtimestamp(seconds, UTC).date(), ""
    if found := _WRITTEN.match(text):
        year = int("".join(str(_NUMERALS.index("〇" if one == "零" else one)) for one in found[1]))
        return date(year, _numeral(found[2]), _numeral(found[3])), ""
    return _named(text[found.end() :] if (found := _WEEKDAY.match(text)) else text)


def _named(text: str) -> tuple[date | None, str]:
    """With the month's English name."""
    for pattern, month, day in ((_DAY_NAME_YEAR, 2, 1), (_NAME_DAY_YEAR, 1, 2)):
        found = pattern.match(text)
        if found and (number := _month(found[month])):
            return date(int(found[3]), number, int(found[day])), ""
    found = _NAME_YEAR.match(text)
    if found and (number := _month(found[1])):
        return _first_of_month(text, int(found[2]), number)
    return None, ""


def _month(name: str) -> int:
    """1 to 12; 0 for what is no month."""
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _first_of_month(text: str, year: int, month: int) -> tuple[date, str]:
    day = date(year, month, 1)
    return day, f"{text} names no day; the first of the month is taken"


def _of_numbers(text: str, first: int, second: int, year: int, mark: str) -> tuple[date, str]:
    """``30.05.2024``: the day first; with other marks than points some write the month first."""
    if second > 12:
        return date(year, first, second), ""
    day = date(year, second, first)
    if mark == "." or first > 12 or first == second:
        return day, ""
    other = date(year, first, second)
    return day, f"{text} may be {day.day} {day:%B} or {other.day} {other:%B}; the former is taken"


def _numeral(text: str) -> int:
    """``三十一`` as 31."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.index(text)
    return (_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0)
