"""Figures in English that are said one by one or in pairs: telephones of services, post codes, rooms, standards."""

# ruff: noqa: E501 - a rule stays on one line
from __future__ import annotations

import re
import unicodedata

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.english_numbers import cardinal, digits, model_number, number, ordinal
from duologue.speech.spoken.english_tables import BEFORE
from duologue.speech.spoken.lists import lists

_FORMS = lists("english_forms.yaml")
_NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman(text: str) -> int | None:
    """The value of a Roman numeral below 90; None if it is not one."""
    values = [_NUMERALS[letter] for letter in text]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return total if _as_roman(total) == text else None


def _as_roman(value: int) -> str:
    said = ""
    for size, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        said += letters * (value // size)
        value %= size
    return said


def _numbered(match: re.Match[str]) -> str | None:
    value = roman(match["r"])
    return None if value is None else f"{match['w']} {cardinal(value)}"


def _ruler(match: re.Match[str]) -> str | None:
    """``Henry VIII`` → Henry the eighth; ``James I`` only where no verb follows (James I know)."""
    value = roman(match["r"])
    if value is None or (
        match["r"] == "I"
        and re.match(r" (?:am|was|have|had|know|think|like|saw|met|will)\b", match.string[match.end() :])
    ):
        return None
    return f"{match['w']} the {ordinal(value)}"


def _figures(match: re.Match[str]) -> str | None:
    """A number of figures that are dialled or typed."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    return digits(match.group(), "oh") if _TYPED.search(before) else None


_TYPED = re.compile(rf"\b(?:{'|'.join(_FORMS['by_figures_before'])})(?: is| was|:)? $", re.IGNORECASE)
_SIGNS = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "Ⅵ": "VI", "Ⅶ": "VII", "Ⅷ": "VIII", "Ⅸ": "IX",
          "Ⅹ": "X", "Ⅺ": "XI", "Ⅻ": "XII"}  # fmt: skip
_NUMBERED = "|".join(_FORMS["numbered"])
_RULERS = "|".join(sorted(_FORMS["rulers"], key=len, reverse=True))
_OTHERS = "|".join(_FORMS["not_counted"])


def _hours(match: re.Match[str]) -> str:
    """``0800 hours`` → oh eight hundred hours."""
    hour, minute = match["h"], match["m"]
    said = f"oh {cardinal(int(hour))}" if hour[0] == "0" else cardinal(int(hour))
    if minute == "00":
        return f"{said} hundred"
    return f"{said} {'oh ' if minute[0] == '0' else ''}{cardinal(int(minute))}"


CODES: tuple[Rule, ...] = (
    rule(
        r"(?<![\d.])802\.(?P<n>\d+)(?P<l>[a-z]{1,2})?\b",
        lambda m: (
            f"eight oh two dot {cardinal(int(m['n']))}" + (f" {' '.join(m['l'].upper())}" if m["l"] else "")
        ),
    ),
    rule(r"\bH\.(?P<n>26\d)\b", lambda m: f"H dot {model_number(m['n'])}"),
    rule(
        r"\b(?P<n>401|403|457|501|529|1031)\((?P<l>[a-z])\)(?:\((?P<m>\d)\))?",
        lambda m: (
            f"{digits(m['n'], 'oh')} {m['l'].upper()}" + (f" {cardinal(int(m['m']))}" if m["m"] else "")
        ),
    ),
    rule(rf"{BEFORE}9/11\b(?!/)", fixed("nine eleven")),
    rule(rf"{BEFORE}24/7\b", fixed("twenty-four seven")),
    rule(rf"{BEFORE}(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?= hours\b)", _hours),
    rule(rf"{BEFORE}\d{{3,10}}(?![-,.]?\d|\w)", _figures),
    rule(
        rf"{BEFORE}(?:911|999|411|211|311)(?= (?:call|operator|dispatcher|emergency)\b)",
        lambda m: digits(m.group(), "oh"),
    ),
    rule(
        rf"\b(?P<w>{'|'.join(_FORMS['rooms'])}) (?P<n>[1-9]\d\d)(?![\d,.%]\d|\w)",
        lambda m: f"{m['w']} {_room(m['n'])}",
    ),
    rule(
        rf"{BEFORE}(?P<n>[1-9]\d{{0,2}}(?: \d{{3}})+)(?![\d,.]\d)(?= (?!(?:{_OTHERS})\b)[a-z]| ?%)",
        lambda m: number(m["n"].replace(" ", "")),
    ),
    rule(rf"\b(?P<w>{_NUMBERED}) (?P<r>[IVXL]{{1,6}})\b", _numbered),
    rule(rf"\b(?P<w>{_NUMBERED}) (?P<u>[Ⅰ-Ⅻ])", lambda m: f"{m['w']} {cardinal(roman(_SIGNS[m['u']]) or 0)}"),
    rule(rf"\b(?P<w>{_RULERS}) (?P<r>[IVX]{{1,5}})\b", _ruler),
    rule(
        r"(?P<g>[^\s(]?)(?P<c>[①-⑳⑴-⒇⒈-⒛❶-❿➀-➉⓵-⓾])(?=(?P<b>\w?))",
        lambda m: (
            m["g"]
            + (" " if m["g"] else "")
            + cardinal(int(unicodedata.numeric(m["c"])))
            + (", " if m["b"] else "")
        ),
    ),
    rule(r"[Ⅰ-Ⅻ]", lambda m: cardinal(roman(_SIGNS[m.group()]) or 0)),
)


def _room(figure: str) -> str:
    return digits(figure, "oh") if figure[1] == "0" and figure[2] != "0" else model_number(figure)
