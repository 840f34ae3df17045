"""Raised and lowered figures in Mandarin: powers (10⁻⁶, 2^16), formulas (CO₂), and marks of footnotes."""

from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.mandarin_numbers import digits, number
from duologue.speech.spoken.mandarin_patterns import BEFORE, GAP, HAN, NUMBER
from duologue.speech.spoken.mandarin_units import UNIT, UNIT_END, unit_name

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SUPER = r"(?:[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|ⁿ)"
_POWER = rf"(?:(?P<p>{_SUPER})|\^\(?(?P<q>[-−+]?\d+|[nN])\)?)"


def _exponent(match: re.Match[str]) -> str:
    """``⁻⁶`` → 负六次方, ``²`` → 平方."""
    power = (match["p"] or match["q"]).translate(RAISED).replace("−", "-").lstrip("+")
    if power == "2":
        return "平方"
    return f"{power.lower() if power in 'nN' else number(power)}次方"


def _power(match: re.Match[str]) -> str:
    return f"{number(match['n'])}的{_exponent(match)}{_unit(match)}"


def _scientific(match: re.Match[str]) -> str:
    """``6.02×10²³`` → 六点零二乘十的二十三次方."""
    return f"{number(match['a'])}乘十的{_exponent(match)}{_unit(match)}"


def _unit(match: re.Match[str]) -> str:
    return unit_name(match["u"]) if match["u"] else ""


_UNIT = rf"(?:{GAP}(?P<u>{UNIT}){UNIT_END})?"
_MARK = rf"(?:注|註|\^|\*)?\d{{1,3}}(?:{GAP}[-–—~,，、]{GAP}\d{{1,3}})*"
_AFTER_TEXT = rf"(?<=[{HAN}。，；：！？、”’」』》）)…\w])"
_NO_ARRAY = r"(?<![A-Za-z_])"

POWERS: tuple[Rule, ...] = (
    rule(
        rf"{BEFORE}(?P<a>{NUMBER}){GAP}[×xX*·]{GAP}10{_POWER}{_UNIT}",
        _scientific,
    ),
    rule(rf"(?P<n>{BEFORE}{NUMBER}){_POWER}{_UNIT}", _power),
    rule(rf"(?<=[A-Za-z)）π]){_POWER}(?P<u>\b\B)?", lambda m: f"的{_exponent(m)}"),
    rule(r"(?<=[A-Za-z)）\]])[₀-₉]+", lambda m: digits(m.group().translate(LOWERED))),
    rule(_SUPER, fixed("")),
    # Marks of footnotes, behind a word or a stop: [3], ［12］, [注1], 〔4〕, ①.
    rule(
        rf"{_AFTER_TEXT}{_NO_ARRAY}{GAP}(?:\[{_MARK}\]|［{_MARK}］|〔{_MARK}〕|【注?\d{{1,2}}】)", fixed("")
    ),
    rule(rf"(?<=[{HAN}”’」』》])(?<![是选为第见图题如即和与、])[①-⑳❶-❿](?=[，。；：！？、]|$)", fixed("")),
)
