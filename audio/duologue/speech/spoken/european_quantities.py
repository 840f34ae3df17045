"""Money, percentages, units, fractions and ranges of the languages of `languages/<tag>/spoken.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from duologue.languages.spoken import Money, SpokenWords, Thing
from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.european_numbers import Numbers

_BEFORE = r"(?<![\w.,])"
_SIGN = r"(?:(?<![\w)])[-−–])?"
_VOWELS = "aeiouhyâàéèêëîïôöûüœæAEIOUHYÉÈÊ"
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8)}
_MILLION = 1_000_000


def quantity_rules(words: SpokenWords, numbers: Numbers) -> Iterator[Rule]:
    """The rules for quantities, in the order in which they are tried."""
    quantities, number = words.quantities, numbers.pattern
    money = _any(quantities.currencies)
    scale = rf"(?:[ ]?(?P<k>{_any(quantities.letters)})(?![^\W\d_])|[ ](?P<w>{_any(quantities.scales)})\b)?"
    joined = "(?: (?:de|d['’]|di) ?)?"
    say_money = partial(_money, words, numbers)
    every = r"(?: ?/ ?(?P<every>[^\W\d_]+))?"
    yield rule(rf"(?<!\w)(?P<c>{money}) ?(?P<n>{number}){scale}{every}", say_money)
    yield rule(rf"{_BEFORE}(?P<n>{number}){scale}{joined} ?(?P<c>{money})(?![\w]){every}", say_money)
    yield rule(
        rf"(?P<n>{_SIGN}{_BEFORE}{number}) ?%", lambda m: f"{numbers.number(m['n'])} {quantities.percent}"
    )
    yield rule(
        rf"(?P<n>{_SIGN}{_BEFORE}{number}) ?(?P<u>{_any(quantities.units)})(?![\w²³'’/])",
        partial(_unit, words, numbers),
    )
    yield from _fraction_rules(words, numbers)
    yield rule(r"(?<=\d) ?[x×] ?(?=\d)", fixed(f" {quantities.times} "))
    yield rule(r"(?<=\d)(?: ?%)? ?[-–—] ?(?=\d)", fixed(f" {quantities.to} "))
    yield rule(
        rf"{_BEFORE}(?P<n>{number}) ?(?P<k>{_any(quantities.letters)})(?!\w)",
        partial(_scaled, words, numbers),
    )


def _any(signs: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))


def _money(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str:
    """``1.250 €`` → mil doscientos cincuenta euros; ``2,50 €`` → dos euros con cincuenta."""
    quantities, currency = words.quantities, words.quantities.currencies[match["c"]]
    scale = quantities.letters[match["k"]] if match["k"] else None
    word = match["w"] or (scale and (scale.one if numbers.whole(match["n"]) == 1 else scale.many))
    if word:
        said = f"{_counted(numbers, match['n'], Thing(word, word))} {word}"
        linked = (
            said
            if word in (*_thousands(words), "mila", "mille")
            else f"{said} {_of(words, currency.many)}".rstrip()
        )
        joint = "" if linked.endswith(("'", "’")) else " "
        amount = f"{linked}{joint}{currency.many}"
    else:
        amount = _plain_money(words, numbers, match["n"], currency)
    return f"{amount} {quantities.per} {match['every']}" if match["every"] else amount


def _thousands(words: SpokenWords) -> tuple[str, ...]:
    thousand = words.quantities.letters.get("k")
    return (thousand.one, thousand.many) if thousand else ()


def _plain_money(words: SpokenWords, numbers: Numbers, text: str, currency: Money) -> str:
    value = numbers.whole(text)
    if value is not None:
        name = currency.one if value == 1 else currency.many
        if value >= _MILLION and value % _MILLION == 0:
            link = _of(words, name)
            return f"{numbers.cardinal(value)} {link}{'' if link.endswith(chr(39)) else ' '}{name}"
        return f"{numbers.cardinal(value, currency.gender)} {name}"
    mark = max(text.rfind(","), text.rfind("."))
    whole, cents = text[:mark], text[mark + 1 :]
    if len(cents) != 2 or not currency.cent:
        return f"{numbers.number(text)} {currency.many}"
    units = numbers.whole(whole) or 0
    said = _plain_money(words, numbers, whole, currency)
    if int(cents) == 0:
        return said
    small = f"{numbers.cardinal(int(cents), 'm')} {currency.cent if int(cents) == 1 else currency.cents}"
    return words.quantities.coins.format(whole=said, cents=small) if units else small


def _of(words: SpokenWords, name: str) -> str:
    vowel = words.quantities.of_vowel
    return vowel if vowel and name[0] in _VOWELS else words.quantities.of.strip()


def _counted(numbers: Numbers, text: str, thing: Thing) -> str:
    return numbers.number(text, thing.gender)


def _unit(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str:
    """``25 km`` → veinticinco kilómetros; ``-7 °C`` → menos siete grados."""
    unit = words.quantities.units[match["u"]]
    one = numbers.whole(match["n"].lstrip("-−–")) == 1
    return f"{_counted(numbers, match['n'], unit)} {unit.one if one else unit.many}"


def _scaled(words: SpokenWords, numbers: Numbers, match: re.Match[str]) -> str | None:
    """``20k`` → veinte mil; capitals behind a space are no scale."""
    if match["k"].isupper() and match.group()[-len(match["k"]) - 1] == " ":
        return None
    scale = words.quantities.letters[match["k"]]
    return f"{_counted(numbers, match['n'], scale)} {scale.one if match['n'] == '1' else scale.many}"


def _fraction_rules(words: SpokenWords, numbers: Numbers) -> Iterator[Rule]:
    names = words.quantities.fractions

    def part(over: int, under: int) -> str:
        return f"{numbers.cardinal(over, 'm')} {names[under].one if over == 1 else names[under].many}"

    def said(match: re.Match[str], over: int, under: int) -> str:
        whole, noun = match["n"], match["noun"] or ""
        gender = numbers.counted_gender("", "", noun)
        half = (over, under) == (1, 2)
        if not whole:
            return (words.quantities.half_of[gender] if half and gender else part(over, under)) + noun
        count = numbers.number(whole, gender)
        if half and gender:
            return f"{count}{noun} {words.quantities.half[gender]}"
        tail = words.quantities.half["m"] if half else f"{words.signs['&']} {part(over, under)}"
        return f"{count} {tail}{noun}"

    def written(match: re.Match[str]) -> str | None:
        over, under = int(match["a"]), int(match["b"])
        if 0 < over < under and under in names:
            return said(match, over, under)
        return None if match["n"] else _stroke(words, numbers, over, under) + (match["noun"] or "")

    noun = r"(?P<noun> [^\W\d_]+)?"
    whole = r"(?:(?P<n>\d{1,3}) (?=\d/))?"
    yield rule(rf"{_BEFORE}{whole}(?P<a>\d{{1,3}})/(?P<b>\d{{1,3}})(?![\w/]){noun}", written)
    yield rule(
        rf"(?P<n>\d{{1,3}})? ?(?P<f>[{''.join(_VULGAR)}]){noun}",
        lambda match: said(match, *_VULGAR[match["f"]]),
    )


def _stroke(words: SpokenWords, numbers: Numbers, over: int, under: int) -> str:
    return f"{numbers.cardinal(over)} {words.quantities.out_of} {numbers.cardinal(under)}"
