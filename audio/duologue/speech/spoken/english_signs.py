"""Signs in English: minus, comparisons, powers, chemical formulas, and marks of footnotes."""

from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.english_numbers import digits, number, ordinal
from duologue.speech.spoken.english_tables import BEFORE, NUMBER
from duologue.speech.spoken.english_units import UNIT, unit_name

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SUPER = r"(?:[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|ⁿ)"
_POWER = rf"(?:(?P<p>{_SUPER})|\^\(?(?P<q>[-−+]?\d+|n)\)?)"
_UNIT = rf"(?:(?P<u>{UNIT})(?![\w²³]))?"


def _exponent(match: re.Match[str]) -> str:
    """``²`` → squared, ``⁸`` → to the eighth, ``⁻⁶`` → to the minus six."""
    power = (match["p"] or match["q"]).translate(_RAISED).replace("−", "-").lstrip("+")
    if power == "n":
        return "to the N"
    if power in ("2", "3"):
        return "squared" if power == "2" else "cubed"
    return f"to the {number(power) if power[0] == '-' else ordinal(int(power))}"


def _unit(match: re.Match[str]) -> str:
    return f" {unit_name(match['u'], '2')}" if match["u"] else ""


def _power(match: re.Match[str]) -> str:
    return f"{number(match['n'])} {_exponent(match)}{_unit(match)}"


def _scientific(match: re.Match[str]) -> str:
    """``3×10⁸ m/s`` → three times ten to the eighth meters per second."""
    return f"{number(match['a'])} times ten {_exponent(match)}{_unit(match)}"


_MARK = r"\d{1,3}(?: ?[-–—,;] ?\d{1,3})*"
_AFTER_TEXT = r"(?<=[A-Za-z.,;:!?)\]”’\"'…%])"
POWERS: tuple[Rule, ...] = (
    rule(rf"{BEFORE}(?P<a>{NUMBER}) ?[×x*·⋅] ?10{_POWER}{_UNIT}", _scientific),
    rule(rf"{BEFORE}(?P<n>{NUMBER}){_POWER}{_UNIT}", _power),
    rule(r"(?<=[A-Z])[₀-₉]+", lambda m: " " + digits(m.group().translate(_LOWERED))),
    rule(r"(?<=[a-z)])[₀-₉]+", lambda m: " " + digits(m.group().translate(_LOWERED))),
    # Marks of footnotes behind a word or a stop.
    rule(
        rf"(?<=[.,;:!?”’\"])(?:{_SUPER})|(?<=[A-Za-z]{{3}})(?:[¹⁴⁵⁶⁷⁸⁹]|[²³](?![\w]))(?=[\s.,;:!?]|$)",
        fixed(""),
    ),
    rule(rf"(?<=[A-Za-z)]){_POWER}", lambda m: f" {_exponent(m)}"),
    rule(_SUPER, fixed("")),
    rule(rf"(?:{_AFTER_TEXT}|(?<=[A-Za-z.,] )) ?(?:\[{_MARK}\]|\[\^\d+\]|\[note \d+\])(?! ?=)", fixed("")),
    rule(rf"(?<=[a-z]) (?=\[{_MARK}\](?:[.,;:!?]|$))", fixed("")),
    rule(rf"(?<=[A-Za-z.,;!?]) (?=\[{_MARK}\] )", fixed("")),
)
SIGNS: tuple[Rule, ...] = (
    rule(r"(?:(?<=[\s(\[“\"])|^)[-−](?=[\d$£€¥₩₽₹])", fixed("minus ")),
    rule(r"(?<=\d) ?÷ ?(?=\d)", fixed(" divided by ")),
    rule(
        r" ?± ?(?=\d)",
        lambda m: (
            " plus or minus " if m.start() and not m.string[m.start() - 1].isspace() else "plus or minus "
        ),
    ),
    rule(r" ?± ?", fixed(" plus or minus ")),
    rule(r" ?≠ ?", fixed(" does not equal ")),
    rule(r"√ ?(?=\w)", fixed("the square root of ")),
    rule(r"∞", fixed("infinity")),
    rule(r" ?(?:≤|⩽|<=) ?", lambda m: _spaced(m, "at most")),
    rule(r" ?(?:≥|⩾|>=) ?", lambda m: _spaced(m, "at least")),
    rule(r" ?≪ ?", lambda m: _spaced(m, "much less than")),
    rule(r" ?≫ ?", lambda m: _spaced(m, "much more than")),
    rule(r" ?[≈≒] ?", lambda m: _spaced(m, "about")),
    rule(r"(?:<|&lt;) ?(?=[-−]?[\d$£€.])", fixed("less than ")),
    rule(r"(?:>|&gt;) ?(?=[-−]?[\d$£€.])", fixed("more than ")),
    rule(r"(?<=[\w)]) < (?=[A-Za-z(])", fixed(" is less than ")),
    rule(r"(?<=[\w)]) > (?=[A-Za-z(])", fixed(" is more than ")),
)


def _spaced(match: re.Match[str], said: str) -> str:
    """The words with a space on both sides, none at the start of the text."""
    return f" {said} " if match.start() else f"{said} "
