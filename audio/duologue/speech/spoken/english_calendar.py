"""Dates, times of day, decades and telephone numbers in English."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.english_numbers import cardinal, digits, ordinal, plural, year
from duologue.speech.spoken.english_tables import BEFORE, DAY, DAYS, MONTH, MONTHS


def _time(match: re.Match[str]) -> str | None:
    hour, minute, half = int(match["h"]), int(match["m"]), match["ap"]
    if hour > 24 or minute > 59:
        return None
    if minute == 0:
        said = cardinal(hour) + ("" if half else " hundred" if hour > 12 else " o'clock")
    else:
        said = f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    return said + (f" {_half(half)}{_stop(match)}" if half else "")


def _half(letters: str) -> str:
    return "AM" if letters.strip().lower().startswith("a") else "PM"


def _span_of_time(match: re.Match[str]) -> str:
    """``3:45:10`` → three hours, forty-five minutes and ten seconds."""
    named = [
        f"{cardinal(int(figure))} {unit}{'' if int(figure) == 1 else 's'}"
        for figure, unit in zip(match.groups(), ("hour", "minute", "second"), strict=True)
        if int(figure)
    ]
    return (", ".join(named[:-1]) + " and " if len(named) > 1 else "") + "".join(named[-1:])


def _month(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name[:3]))


def _iso_date(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(int(match['y']))}"


def _month_day(match: re.Match[str]) -> str | None:
    if not 1 <= int(match["d"]) <= 31:
        return None
    tail = f", {year(int(match['y']))}" if match["y"] else ""
    return f"{_month(match['mon'])} {ordinal(int(match['d']))}{tail}"


def _day_of_month(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 8) : match.start()]
    the = "" if re.search(r"\b[Tt]he $", before) else "the "
    tail = f", {year(int(match['y']))}" if match["y"] else ""
    return f"{the}{ordinal(int(match['d']))} of {_month(match['mon'])}{tail}"


def _day_first(match: re.Match[str]) -> str | None:
    """``30/05/2024``, ``13.05.2024``: the day is first where only the first can be it, and with points."""
    a, b = int(match["a"]), int(match["b"])
    day, month = (b, a) if b > 12 >= a or (match["x"] == "/" and a <= 12) else (a, b)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if a == month and match["x"] == "/":
        return f"{MONTHS[month - 1]} {ordinal(day)}, {year(int(match['y']))}"
    before = match.string[max(0, match.start() - 8) : match.start()]
    the = "" if re.search(r"\b[Tt]he $", before) else "the "
    return f"{the}{ordinal(day)} of {MONTHS[month - 1]}, {year(int(match['y']))}"


def _clock(match: re.Match[str]) -> str | None:
    """The time behind an ISO date: ``T14:05:00Z`` → , fourteen oh five."""
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if hour > 24 or minute > 59:
        return None
    said = f"{cardinal(hour)} {'oh ' if 0 < minute < 10 else ''}{cardinal(minute) if minute else 'hundred'}"
    zone = match["z"] or ""
    if zone and zone != "Z":
        sign, hours = ("plus" if zone[0] == "+" else "minus"), int(zone[1:3])
        zone = f" UTC {sign} {cardinal(hours)}" if hours else ""
    return f", {said}" + (f" and {cardinal(second)} seconds" if second else "") + zone.removeprefix("Z")


def _stop(match: re.Match[str]) -> str:
    """The full stop of the sentence behind ``p.m.``."""
    if not match.group().endswith("."):
        return ""
    rest = match.string[match.end() :]
    if not rest.strip('"”’) '):
        return "." if match.string[:1].isupper() else ""
    ends = re.match(rf"\s+(?!(?:{DAY}|{MONTH}|[A-Z]{{2,4}}\b))[A-Z]", rest)
    return "." if ends else ""


def _decade(match: re.Match[str]) -> str:
    text = match["n"]
    if len(text) == 4:
        century, rest = divmod(int(text), 100)
        if rest == 0:
            return f"{cardinal(century)} hundreds" if century % 10 else f"{cardinal(int(text))}s"
        return f"{cardinal(century)} {plural(cardinal(rest))}"
    return plural(cardinal(int(text)))


def _short_year(match: re.Match[str]) -> str:
    return digits(match["n"], "oh") if match["n"][0] == "0" else cardinal(int(match["n"]))


def _phone(match: re.Match[str]) -> str:
    country = "one " if match["one"] else ""
    free = match["free"]
    return (
        f"{country}{cardinal(int(free[0]))} hundred {digits(match['rest'], 'oh')}"
        if free
        else (country + digits(match["rest"], "oh"))
    )


CALENDAR: tuple[Rule, ...] = (
    rule(r"(?P<g> ?)\+\d{1,3}(?: \d{2,4}){2,4}(?!\d)", lambda m: f"{m['g']}plus {digits(m.group(), 'oh')}"),
    rule(rf"{BEFORE}(?P<y>(?:19|20)\d\d)(?P<x>[-/.])(?P<m>\d\d)(?P=x)(?P<d>\d\d)(?!\d)", _iso_date),
    rule(
        r"(?:(?<=\d\d)T|(?<=[-/.]\d\d) )(?P<h>\d\d):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?)?(?P<z>Z|[+-]\d\d:?\d\d)?(?![\d:])",
        _clock,
    ),
    rule(
        rf"{BEFORE}(?P<a>\d{{1,2}})(?P<x>[-/.])(?P<b>\d{{1,2}})(?P=x)(?P<y>(?:19|20)\d\d)(?![\d-])",
        _day_first,
    ),
    rule(
        rf"\b(?P<a>{DAY})\.? ?[-–] ?(?P<b>{DAY})\b\.?",
        lambda m: f"{DAYS[m['a'][:2]]} to {DAYS[m['b'][:2]]}",
    ),
    rule(r"(?<=\d[ap]m)[-–](?=\d)|(?<=\d [ap]m)[-–](?=\d)", fixed(" to ")),
    rule(rf"\b(?P<d>{DAY})\.(?=,? (?:{MONTH}|\d))", lambda m: DAYS[m["d"][:2]]),
    rule(
        rf"\b(?P<mon>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%]|\.\d|[-–]\d)(?:,? (?P<y>(?:1[1-9]|20)\d\d)\b)?",
        _month_day,
    ),
    rule(
        rf"{BEFORE}(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<mon>{MONTH})(?<!\.)(?:\.(?= \d|,))?(?:,? (?P<y>(?:1[1-9]|20)\d\d)\b)?(?!\w)",
        _day_of_month,
    ),
    rule(rf"{BEFORE}(\d{{1,2}}):([0-5]\d):([0-5]\d)(?![\d:])", _span_of_time),
    rule(rf"{BEFORE}(?P<h>\d{{1,2}}):(?P<m>\d\d)(?P<ap> ?[AaPp]\.?[Mm]\b\.?)?(?![\d:]|,\d)", _time),
    rule(
        rf"{BEFORE}(?P<h>\d{{1,2}}) ?(?P<ap>[AaPp]\.?[Mm])\b\.?(?!\w)",
        lambda m: f"{cardinal(int(m['h']))} {_half(m['ap'])}{_stop(m)}",
    ),
    rule(r"\b(?P<w>[Mm]id|[Ee]arly|[Ll]ate|[Pp]re|[Pp]ost)-(?=(?:1[1-9]|20)?\d0s\b)", lambda m: f"{m['w']} "),
    rule(
        rf"{BEFORE}(?P<a>\d{{1,2}}) ?[-–—] ?(?P<h>\d{{1,2}}) ?(?P<ap>[AaPp]\.?[Mm])\b\.?(?!\w)",
        lambda m: f"{cardinal(int(m['a']))} to {cardinal(int(m['h']))} {_half(m['ap'])}{_stop(m)}",
    ),
    rule(rf"{BEFORE}(?P<n>(?:1[1-9]|20)?\d0)['’]?s\b", _decade),
    rule(r"['’](?P<n>\d0)s\b", _decade),
    rule(r"['’](?P<n>\d\d)\b", _short_year),
    rule(rf"{BEFORE}(?P<one>\+?1[- .])?(?:(?P<free>[89]00)[- .](?P<rest>\d{{3}}[- .]\d{{4}}))(?!\d)", _phone),
    rule(
        rf"{BEFORE}(?P<one>\+?1[- .])?(?P<free>\b\B)?(?P<rest>(?:\(\d{{3}}\) ?|\d{{3}}-)?\d{{3}}-\d{{4}})(?!\d)",
        _phone,
    ),
)
