"""Money, percentages, units, ranges, fractions and other quantities in English."""

# ruff: noqa: E501 - a rule stays on one line
from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.english_numbers import (
    cardinal,
    digits,
    model_number,
    number,
    ordinal,
    plural,
    year,
)
from duologue.speech.spoken.english_tables import (
    BEFORE,
    EVERY,
    FRACTIONS,
    MULTIPLES,
    NUMBER,
    PRICED,
    VULGAR,
)
from duologue.speech.spoken.lists import rows

CURRENCIES = {row[0]: (row[1], row[2], row[3]) for row in rows("english_currencies.tsv")}
_CURRENCY = "|".join(
    rf"\b{sign} ?" if sign.isalpha() else re.escape(sign)
    for sign in sorted(CURRENCIES, key=len, reverse=True)
)
_CODES = "|".join(sign for sign in CURRENCIES if sign.isalpha())


def _money(match: re.Match[str]) -> str:
    """``$3.5M`` → three point five million dollars; ``$5.99`` → five dollars and ninety-nine cents."""
    every = f" per {EVERY[match['every']]}" if match["every"] else ""
    return _amount(match) + every


def _amount(match: re.Match[str]) -> str:
    name, many, cent = CURRENCIES[match["c"].strip()]
    amount, scale, word = match["n"], match["k"], match["w"]
    plus = " plus" if match["plus"] else ""
    after = match.string[match.end() :]
    article = re.search(r"\b[Aa]n? $", match.string[max(0, match.start() - 8) : match.start()])
    adjective = match["adj"] or (article and re.match(r"[ -][a-z]", after)) or PRICED.match(after)
    if scale or word:
        said = f"{number(amount)} {MULTIPLES[scale] if scale else word.strip(' -')}{plus}"
        return f"{said} {name}" if adjective else f"{said} {many}"
    if adjective and "." not in amount:
        return f"{number(amount)} {name}"
    whole, _, cents = amount.replace(",", "").partition(".")
    if cent and len(cents) == 2 and int(cents):
        coins = ("pence" if cent == "penny" else cent + "s") if int(cents) > 1 else cent
        small = f"{cardinal(int(cents))} {coins}"
        if int(whole) == 0:
            return small
        return f"{cardinal(int(whole))} {name if int(whole) == 1 else many} and {small}"
    if cents.strip("0"):
        return f"{number(amount)} {many}"
    return f"{cardinal(int(whole))}{plus} {name if int(whole) == 1 and not plus else many}"


def _money_range(match: re.Match[str]) -> str:
    scale = f"{MULTIPLES[match['k']] if match['k'] else match['w']} " if match["k"] or match["w"] else ""
    return f"{number(match['a'])} to {number(match['b'])} {scale}{CURRENCIES[match['c'].strip()][1]}"


def _colon(match: re.Match[str]) -> str:
    """A picture's format is 16 by 9; any other ratio is so many to so many."""
    word = "by" if match.group() in {"16:9", "4:3", "21:9", "9:16", "3:4"} else "to"
    return f"{cardinal(int(match['a']))} {word} {number(match['b'])}"


def _range(match: re.Match[str]) -> str | None:
    a, b = match["a"], match["b"]
    if a == b == "50":
        return "fifty fifty"
    if is_year(a) and (is_year(b) or len(b) == 2):
        return f"{year(int(a))} to {year(int(b)) if len(b) == 4 else cardinal(int(b))}"
    return f"{number(a)} to {number(b)}"


def is_year(text: str) -> bool:
    """Whether four figures are most likely a year."""
    return len(text) == 4 and text.isdigit() and 1100 <= int(text) <= 2099


def _fraction(match: re.Match[str]) -> str:
    a, b = int(match["a"]), int(match["b"])
    if a + b == 100 or (a == b and a > 1):  # 80/20, 50/50
        return f"{cardinal(a)} {cardinal(b)}"
    if not (0 < a < b and b in FRACTIONS):
        return f"{cardinal(a)} {'out of' if b == 10 else 'over'} {cardinal(b)}"
    return "one half" if b == 2 else f"{cardinal(a)} {FRACTIONS[b]}{'s' if a > 1 else ''}"


def _mixed(match: re.Match[str]) -> str | None:
    """``3 1/2`` → three and a half."""
    a, b = int(match["a"]), int(match["b"])
    if not (0 < a < b and b in FRACTIONS):
        return None
    return f"{number(match['n'])} and {'a' if a == 1 else cardinal(a)} {FRACTIONS[b]}{'s' if a > 1 else ''}"


def _vulgar(match: re.Match[str]) -> str:
    """``½`` → one half, ``2½`` → two and a half."""
    alone = VULGAR[match["f"]]
    if not match["n"]:
        return alone
    return f"{number(match['n'])} and {alone.replace('one ', 'a ', 1)}"


def _scaled(match: re.Match[str]) -> str:
    return f"{number(match['n'])} {MULTIPLES[match['k']]}"


def _kilo(match: re.Match[str]) -> str:
    """``20k`` → twenty thousand; a power of two with a capital K is a size: 128K."""
    text = match["n"]
    plus = " plus" if match["plus"] else ""
    if match["k"] == "K" and text.isdigit() and int(text) & (int(text) - 1) == 0:
        return f"{number(text)} K{plus}"
    return _scaled(match) + plus


def _feet_and_inches(match: re.Match[str]) -> str:
    inches = cardinal(int(match["i"]))
    return f"{cardinal(int(match['f']))} foot {inches}"


def _inch(match: re.Match[str]) -> str:
    return f"{number(match['n'])} inch"


def _times(match: re.Match[str]) -> str:
    """``2x2=4`` is a product, ``1920x1080`` a format."""
    if match["is"]:
        return f"{number(match['a'])} times {number(match['b'])} equals "
    return " by ".join(
        model_number(side) if len(side) == 4 else number(side) for side in match.group("a", "b")
    )


def _lines(match: re.Match[str]) -> str:
    """``1080p`` → ten eighty P."""
    return f"{model_number(match['n'])} P"


_EVERY = "|".join(sorted(EVERY, key=len, reverse=True))
_SIGNED = r"(?P<s>(?:(?<=[\s(])|^)[-−+])?(?<![\w.])"

QUANTITIES: tuple[Rule, ...] = (
    # Versions and addresses with several points.
    rule(
        r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)",
        lambda m: " dot ".join(digits(part) for part in m.group().split(".")),
    ),
    rule(r"\d+(?:\.\d+){2,}", lambda m: " point ".join(cardinal(int(p)) for p in m.group().split("."))),
    # Percentages, money, units.
    rule(
        rf"{BEFORE}(?P<a>{NUMBER})% ?[-–—] ?(?P<b>{NUMBER})%",
        lambda m: f"{number(m['a'])} to {number(m['b'])} percent",
    ),
    rule(
        rf"{BEFORE}(?P<a>{NUMBER}) ?[-–] ?(?P<b>{NUMBER})%",
        lambda m: f"{number(m['a'])} to {number(m['b'])} percent",
    ),
    rule(
        rf"(?P<c>{_CURRENCY})(?P<a>{NUMBER}) ?[-–—] ?(?:{_CURRENCY})?(?P<b>{NUMBER})"
        r"(?: ?(?P<k>bn|mn|tn|[kKmMbBtT])\b| (?P<w>thousand|million|billion|trillion)\b)?",
        _money_range,
    ),
    rule(
        rf"(?P<c>{_CURRENCY})(?P<n>{NUMBER})(?: ?(?P<k>bn|mn|tn|[kKmMbBtT])\b)?"
        r"(?P<w>[ -](?:hundred|thousand|million|billion|trillion)\b)?(?P<plus>\+)?"
        rf"(?: ?/ ?(?P<every>{_EVERY})\b)?(?P<adj>-(?=[a-z])(?!an?-))?",
        _money,
    ),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER})(?: ?(?P<k>bn|mn|tn|[kKmMbBtT])\b)?"
        rf"(?P<w> (?:hundred|thousand|million|billion|trillion)\b)?(?P<plus>\b\B)? (?P<c>{_CODES})\b(?P<adj>\b\B)?",
        _amount,
    ),
    rule(rf"{BEFORE}(?P<n>{NUMBER}) ?¢", lambda m: f"{number(m['n'])} cents"),
    rule(rf"{_SIGNED}(?P<n>{NUMBER}) ?%", lambda m: f"{number((m['s'] or '') + m['n'])} percent"),
    rule(rf"{BEFORE}(?P<f>\d)['’′] ?(?P<i>1[01]|\d)(?:[\"”″]|′′|'')", _feet_and_inches),
    rule(rf"{BEFORE}(?P<n>\d{{3,4}})p\b", _lines),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER})[\"”″]"
        r"(?= ?(?:x|×|by|monitors?|screens?|displays?|TVs?|disks?|wheels?|paper)\b)",
        _inch,
    ),
    rule(r"(?<=[\d\"”″]) [x×] (?=\d)", fixed(" by ")),
    rule(rf"{BEFORE}(?P<a>{NUMBER}) ?[x×] ?(?P<b>{NUMBER})(?:(?P<is> ?= ?)|(?!\w))", _times),
    # Fractions, ranges, ordinals, ratios, multiples.
    rule(rf"{BEFORE}(?P<n>\d{{1,3}}) (?P<a>\d)/(?P<b>\d{{1,2}})(?![\w/])", _mixed),
    rule(rf"(?P<n>\d{{1,3}})?(?P<f>[{''.join(VULGAR)}])", _vulgar),
    rule(rf"{BEFORE}(?P<a>\d{{1,4}}(?:\.\d+)?) ?[–—-] ?(?P<b>\d{{1,4}}(?:\.\d+)?)(?![\w%-])", _range),
    rule(rf"{BEFORE}(?P<n>\d+)(?:st|nd|rd|th)\b", lambda m: ordinal(int(m["n"]))),
    rule(rf"{BEFORE}(?P<a>\d{{1,3}})/(?P<b>\d{{1,3}})(?![\w/])", _fraction),
    rule(rf"{BEFORE}(?P<a>\d+):(?P<b>\d{{1,3}}(?:,\d{{3}})+|\d+)(?![\w:])", _colon),
    rule(
        rf"{BEFORE}(?P<a>{NUMBER}) ?[-–] ?(?P<b>{NUMBER}) ?[x×](?!\w)",
        lambda m: f"{number(m['a'])} to {number(m['b'])} times",
    ),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER}) ?[x×](?![\w])",
        lambda m: "one time" if m["n"] == "1" else f"{number(m['n'])} times",
    ),
    rule(
        rf"{BEFORE}(?P<a>{NUMBER})\^(?P<b>\d+)",
        lambda m: (
            f"{number(m['a'])} to the {ordinal(int(m['b']))}"
            if m["b"] not in "23"
            else (f"{number(m['a'])} {'squared' if m['b'] == '2' else 'cubed'}")
        ),
    ),
    rule(rf"{BEFORE}(?P<n>{NUMBER})(?P<k>k|K|M|bn|mn)(?P<plus>\+)?(?![\w])", _kilo),
    rule(rf"{BEFORE}(?P<n>{NUMBER})\+", lambda m: f"{number(m['n'])} plus"),
    rule(r"(?<![\w.])\.(?=\d)", fixed("point ")),
    rule(r"(?<![\w&])#(?=\d)", fixed("number ")),
    rule(rf"{BEFORE}(?P<n>7\d7)s\b", lambda m: plural(model_number(m["n"]))),
)
