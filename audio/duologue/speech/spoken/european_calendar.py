"""Dates, times, ordinals and Roman numerals of the languages of `languages/<tag>/spoken.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from duologue.languages.spoken import Gender, SpokenWords
from duologue.speech.spoken.compose import Rule, rule
from duologue.speech.spoken.european_numbers import Numbers, ends_text, roman

BEFORE = r"(?<![\w.,/])"
_LONGEST_HEAD = 24
_WORD_BEHIND = re.compile(r" [^\W\d_]")
_CENTURY = 1900
_NEXT_CENTURY = 2000
_PIVOT = 30
"""A year of two figures up to this one is of the 2000s."""


def calendar_rules(words: SpokenWords, numbers: Numbers) -> Iterator[Rule]:
    """The rules for dates and times."""
    calendar = words.calendar
    months = "|".join(calendar.months)
    yield rule(rf"{BEFORE}(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])", partial(_date, words, numbers))
    yield rule(
        rf"{BEFORE}(?P<d>\d\d?)(?P<by>[./-])(?P<m>\d\d?)(?P=by)(?P<y>\d{{4}}|\d\d)(?![\d./-]\d|\d)",
        partial(_date, words, numbers),
    )
    yield rule(
        rf"{BEFORE}0?1(?:er|re|º|°|ro)?(?={calendar.before_month}(?i:{months})\b)", lambda _: calendar.first
    )
    parts = "|".join(map(re.escape, sorted(calendar.day_parts, key=len, reverse=True)))
    behind = rf"(?: ?(?P<part>{parts})(?!\w))?" if parts else "(?P<part>x{0})"
    yield rule(
        rf"{BEFORE}(?P<h>[01]?\d|2[0-4])(?:(?P<colon>:)|{calendar.hour_sign})(?P<m>[0-5]\d)(?![\d:]){behind}",
        partial(_time, words, numbers),
    )
    yield rule(
        rf"{BEFORE}(?P<h>[01]?\d|2[0-4]) ?(?P<part>[ap]\. ?m\.|[ap]m\b)", partial(_day_part, words, numbers)
    )
    if "h" in calendar.hour_sign.lower():
        yield rule(rf"{BEFORE}(?P<h>\d+) ?[hH](?![\w'’])", partial(_hours, words, numbers))


def _date(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str | None:
    """``03/05/1998`` → tres de mayo de mil novecientos noventa y ocho; None where it is no date."""
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if len(match["y"]) == 2:
        year += _NEXT_CENTURY if year <= _PIVOT else _CENTURY
    first = words.calendar.first if day == 1 else numbers.cardinal(day)
    return words.calendar.date.format(
        day=first, month=words.calendar.months[month - 1], year=numbers.cardinal(year)
    )


def _time(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str:
    calendar = words.calendar
    hour, minute = int(match["h"]), int(match["m"])
    part = _part(words, match)
    said = numbers.cardinal(hour, "f")
    if minute == 0:
        if part or not _full(words, hour):
            return f"{said} {part}".strip()
        return f"{said} {_hour(words, hour)}"
    clock = calendar.clock if 0 < hour <= 12 else calendar.long_clock
    named = calendar.minutes.get(minute) if 0 < hour <= 12 else None
    spoken = clock.format(hour=said, hours=_hour(words, hour), minute=named or numbers.cardinal(minute))
    return f"{spoken} {part}".strip()


def _full(words: SpokenWords, hour: int) -> bool:
    """Whether a time without minutes is called hours."""
    called = words.calendar.full_hours
    return called == "always" or (called == "after twelve" and hour > 12)


def _hour(words: SpokenWords, hour: int) -> str:
    return words.calendar.full_hour.one if hour == 1 else words.calendar.full_hour.many


def _day_part(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str | None:
    part = _part(words, match)
    return f"{numbers.cardinal(int(match['h']), 'f')} {part}" if part else None


def _part(words: SpokenWords, match: re.Match[str]) -> str:
    """The part of the day behind a time; it keeps the full stop of a sentence that ends there."""
    written = match["part"] or ""
    part = words.calendar.day_parts.get(written, "")
    ends = written.endswith(".") and ends_text(match)
    return f"{part}." if part and ends else part


def _hours(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str:
    hour = int(match["h"])
    return f"{numbers.cardinal(hour, 'f')} {_hour(words, hour)}"


def ordinal_rules(words: SpokenWords, numbers: Numbers) -> Iterator[Rule]:
    """The rules for ordinals in figures and for Roman numerals."""
    ordinals = words.ordinals
    signs = "|".join(sorted(ordinals.suffixes, key=len, reverse=True))
    yield rule(rf"{BEFORE}(?P<n>\d{{1,4}})\.?(?P<s>{signs})(?!\w)", partial(_ordinal, words, numbers))
    behind = "|".join(sorted(ordinals.roman_suffixes, key=len, reverse=True))
    yield rule(rf"\b(?P<r>[IVX]{{1,7}})(?P<s>{behind})(?!\w)", partial(_roman_ordinal, words, numbers))
    yield rule(r"\b(?P<r>[IVXLC]{1,7})\b(?!['’.]\w)", partial(_roman, words, numbers, _heads(words)))
    if ordinals.ordinals_behind:
        yield rule(
            rf"\b(?P<r>[IVXL]{{1,6}})(?= {_any(ordinals.ordinals_behind)}\b)",
            lambda match: _place(numbers, match["r"]),
        )


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _heads(words: SpokenWords) -> tuple[tuple[re.Pattern[str], Gender | None], ...]:
    """What may stand before a Roman numeral, and the gender of its ordinal; None for a cardinal."""
    ordinals = words.ordinals
    kinds: tuple[tuple[tuple[str, ...], Gender | None], ...] = (
        ((*ordinals.ordinals_before, *ordinals.men), "m"),
        (ordinals.women, "f"),
        (ordinals.cardinals_before, None),
    )
    return tuple((re.compile(rf"\b{_any(heads)} $"), gender) for heads, gender in kinds if heads)


def _ordinal(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str | None:
    """``2ª`` → segunda; ``45°`` by itself is an angle."""
    followed = _WORD_BEHIND.match(match.string, match.end())
    if match["s"] == "°" and not followed:
        return None
    gender = words.ordinals.suffixes[match["s"]]
    short = bool(followed) or match["s"] == "er"
    return numbers.ordinal(int(match["n"]), gender, short=gender == "m" and short)


def _roman_ordinal(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str | None:
    """``XIXe`` → dix-neuvième; only the first is ``Ier``."""
    value = roman(match["r"])
    first_alone = match["s"] in ("er", "re", "ère")
    if value is None or (first_alone and value != 1):
        return None
    return numbers.ordinal(value, words.ordinals.suffixes[match["s"]])


def _place(numbers: Numbers, text: str) -> str | None:
    value = roman(text)
    return None if value is None else numbers.ordinal(value)


def _roman(
    words: SpokenWords,
    numbers: Numbers,
    heads: tuple[tuple[re.Pattern[str], Gender | None], ...],
    match: re.Match[str],
) -> str | None:
    """``siglo XIX`` → diecinueve, ``Felipe II`` → segundo, ``capítulo IV`` → cuatro; letters elsewhere."""
    value = roman(match["r"])
    before = match.string[max(0, match.start() - _LONGEST_HEAD) : match.start()]
    for head, gender in heads:
        if value is not None and head.search(before):
            ordinal = gender and value <= words.ordinals.highest
            return numbers.ordinal(value, gender or "m") if ordinal else numbers.cardinal(value)
    return None
