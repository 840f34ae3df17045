"""Units of measure in English: simple (30 MPa), of several (95 mg/dL), spans (2h30min) and angles."""

# ruff: noqa: E501 - a rule stays on one line
from __future__ import annotations

import re
from functools import lru_cache

from duologue.speech.spoken.compose import Rule, rule
from duologue.speech.spoken.english_numbers import number
from duologue.speech.spoken.english_tables import BEFORE, EVERY, NUMBER
from duologue.speech.spoken.lists import lists, rows

_PREFIXES = {"p": "pico", "n": "nano", "μ": "micro", "m": "milli", "c": "centi", "d": "deci", "h": "hecto", "k": "kilo",
             "M": "mega", "G": "giga", "T": "tera"}  # fmt: skip
_POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """One and many of each unit, and where it is one."""
    names: dict[str, tuple[str, str]] = {}
    where: dict[str, str] = {}
    for unit, one, many, prefixes, place in rows("english_units.tsv"):
        for prefix in ("", *prefixes):
            written, long = prefix + unit, _PREFIXES.get(prefix, "")
            names.setdefault(written, (long + one, long + many))
            where.setdefault(
                written, "always" if prefix and len(unit) < 3 and unit not in "AsWVgLl" else place
            )
    where |= dict.fromkeys(
        ("ms", "kg", "mg", "kW", "MW", "GW", "mA", "mL", "ml", "ns", "cL", "kV", "kcal"), "always"
    )
    for written in [name for name in names if "μ" in name]:
        names[written.replace("μ", "µ")] = names[written]
        where[written.replace("μ", "µ")] = where[written] = "always"
    return names, where


_NAMES, _WHERE = _tables()


def _pattern(wanted: set[str]) -> str:
    """A pattern for the units of the wanted places (always, apart, with), longer ones first."""
    found: list[tuple[str, str]] = []
    for unit, _, _, prefixes, _ in rows("english_units.tsv"):
        fitting = [prefix for prefix in ("", *prefixes) if _WHERE[prefix + unit] in wanted]
        letters = "".join(fitting).replace("μ", "μµ")
        if letters:
            found.append((unit, f"[{letters}]{'?' if '' in fitting else ''}" + re.escape(unit)))
        elif fitting:
            found.append((unit, re.escape(unit)))
    return "|".join(pattern for _, pattern in sorted(found, key=lambda pair: -len(pair[0])))


_ANY = _pattern({"always", "apart", "with"})
_ALWAYS = _pattern({"always"})
_APART = _pattern({"apart"})
_POWER = r"(?:[²³]|(?<=m)[23](?!\d))?"
_EVERY = "|".join(sorted(EVERY, key=len, reverse=True))
_MORE = rf"(?:[·⋅](?:{_ANY})|/(?:100 ?)?(?:{_ANY}|{_EVERY}){_POWER})"
UNIT = rf"(?:[ -]?(?:{_ANY}){_POWER}{_MORE}+|[ -]?(?:{_ALWAYS}){_POWER}| (?:{_APART}){_POWER})"
"""A unit with the gap before it."""
_END = r"(?![\w²³])"


def unit_name(written: str, amount: str) -> str:
    """The unit's name in the number its amount asks for: ``mg/dL`` → milligrams per deciliter."""
    first, *rest = written.strip(" -").split("/")
    one = amount.lstrip("-−") == "1"
    factors = re.split("[·⋅]", first) if first not in _NAMES else [first]
    said = " ".join(_factor(factor, one or factor is not factors[-1]) for factor in factors)
    return " per ".join([said, *(_divisor(part) for part in rest)])


def _divisor(part: str) -> str:
    figure = re.match(r"(\d+) ?", part)
    if figure:
        return f"{_hundred(figure[1])} {_factor(part[figure.end() :], one=False)}"
    return EVERY.get(part) or _factor(part, one=True)


def _hundred(figure: str) -> str:
    return "one hundred" if figure == "100" else number(figure)


def _factor(written: str, one: bool) -> str:
    if written in _NAMES:
        return _NAMES[written][0 if one else 1]
    name = _NAMES.get(written[:-1])
    if name is None:
        return written
    return f"{_POWERS[written[-1]]} {name[0 if one else 1]}"


def _amount(match: re.Match[str]) -> str:
    figure = (match["s"] or "") + match["n"]
    return f"{number(figure)} {unit_name(match['u'], figure)}"


def _range(match: re.Match[str]) -> str:
    """``60–80 km/h``; units of the first figure are said only once."""
    return f"{number((match['s'] or '') + match['a'])} to {number(match['b'])} {unit_name(match['u'], match['b'])}"


def _span(match: re.Match[str]) -> str:
    """``2h30min`` → two hours thirty minutes."""
    parts = ((match["h"], "hour"), (match["m"], "minute"), (match["s"], "second"))
    return " ".join(
        f"{number(figure)} {name}{'' if int(figure) == 1 else 's'}" for figure, name in parts if figure
    )


def _arc(match: re.Match[str]) -> str:
    """``39°54′ N`` → thirty-nine degrees fifty-four minutes north."""
    parts = ((match["d"], "degree"), (match["m"], "minute"), (match["t"], "second"))
    said = " ".join(
        f"{number(figure)} {name}{'' if figure == '1' else 's'}" for figure, name in parts if figure
    )
    compass = lists("english_forms.yaml")["compass"]
    return said + (f" {compass[match['c']].lower()}" if match["c"] else "")


def _feet_and_inches(match: re.Match[str]) -> str:
    feet, inches = match["f"], match["i"]
    said = f"{number(feet)} {'foot' if feet == '1' else 'feet'}"
    stop = "." if match["stop"] and not match.string[match.end() :].strip() else ""
    return f"{said} {number(inches)} {'inch' if inches == '1' else 'inches'}{stop}"


_SIGNED = r"(?P<s>(?:(?<=[\s(\[“\"])|^)[-−–+])?(?<![\w.])"
UNITS: tuple[Rule, ...] = (
    rule(
        rf"{BEFORE}(?P<h>\d{{1,3}}) ?(?:h|hrs?) ?(?P<m>\d{{1,2}}) ?(?:min|mins|m)(?: ?(?P<s>\d{{1,2}}) ?s)?(?!\w)",
        _span,
    ),
    rule(rf"{BEFORE}(?P<h>\b\B)?(?P<m>\d{{1,3}}) ?(?:min|m) ?(?P<s>\d{{1,2}}) ?s(?!\w)", _span),
    rule(
        rf"{BEFORE}(?P<d>\d{{1,3}}) ?° ?(?P<m>\d{{1,2}}) ?['′’](?: ?(?P<t>\d{{1,2}}(?:\.\d+)?) ?[\"″”])?(?: ?(?P<c>[NSEW])\b)?",
        _arc,
    ),
    rule(rf"{BEFORE}(?P<d>\d{{1,3}}(?:\.\d+)?)(?P<m>\b\B)?(?P<t>\b\B)? ?°(?: ?(?P<c>[NSEW])\b)", _arc),
    rule(
        rf"{BEFORE}(?P<f>\d{{1,2}}) ?(?:ft|feet)\.? (?P<i>\d{{1,2}}) ?(?:in|inches)\b(?P<stop>\.)?(?!\w)",
        _feet_and_inches,
    ),
    rule(rf"{_SIGNED}(?P<a>{NUMBER}) ?(?:[-–—]| to ) ?(?P<b>{NUMBER})(?P<u>{UNIT}){_END}", _range),
    rule(rf"{_SIGNED}(?P<n>{NUMBER})(?P<u>{UNIT}){_END}", _amount),
)
