"""Figures that are names in Mandarin: plates, post codes, days and events, Roman numerals, numbered points."""

# ruff: noqa: E501 - a rule stays on one line
from __future__ import annotations

import re
import unicodedata

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.lists import lists
from duologue.speech.spoken.mandarin_numbers import cardinal, digits, number
from duologue.speech.spoken.mandarin_patterns import BEFORE, CLASSIFIERS, GAP, HAN, MEASURE

_FORMS = lists("mandarin_forms.yaml")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman(text: str) -> int | None:
    """The value of a Roman figure below 90; None if it is not one."""
    values = [_ROMAN_VALUES[letter] for letter in unicodedata.normalize("NFKC", text).upper()]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return total if _as_roman(total) == unicodedata.normalize("NFKC", text).upper() else None


def _as_roman(value: int) -> str:
    said = ""
    for size, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        said += letters * (value // size)
        value %= size
    return said


def _roman(match: re.Match[str]) -> str | None:
    value = roman(match["r"])
    return None if value is None else cardinal(value)


def _behind_name(match: re.Match[str]) -> str | None:
    """路易 XIV → 路易十四, 附录 I → 附录一."""
    return _roman(match) if match.string[: match.start()].rstrip().endswith(_BEFORE_ROMAN) else None


_BEFORE_ROMAN = (*_FORMS["rulers"], *_FORMS["roman_before"])


def _plate(match: re.Match[str]) -> str | None:
    """京A·12345 → 京A一二三四五."""
    mark = match["n"]
    if sum(character.isdigit() for character in mark) < 2:
        return None
    spelled = re.sub(r"\d", lambda figure: digits(figure.group()), mark)
    return match["l"] + spelled


_POST_CODE = re.compile(rf"(?:{'|'.join(_FORMS['post_codes'])})[是为:：\s]*$")


def _post_code(match: re.Match[str]) -> str | None:
    """邮编 100083: figure by figure."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    return digits(match.group()) if _POST_CODE.search(before) else None


def _point(match: re.Match[str]) -> str:
    """① at the head of a point: its number and a pause."""
    value = int(unicodedata.numeric(match["c"]))
    behind = match.string[match.end() : match.end() + 1]
    return cardinal(value) + ("" if behind in "、，。；：）" else "，")


def _split_figures(match: re.Match[str]) -> str:
    """``12 345 人``: groups of three with a space between them are one number."""
    return number(re.sub(r"\D", "", match["n"]))


def _any(name: str) -> str:
    return "|".join(_FORMS[name])


_UNICODE_ROMAN = "[Ⅰ-Ⅻⅰ-ⅻ]"
_LONG_ROMAN = r"(?:X{1,3}(?:IX|IV|V?I{1,3}|V)?|IX|IV|VI{1,3}|I{2,3})"
_COUNTED = rf"(?:{CLASSIFIERS})"

CODES: tuple[Rule, ...] = (
    rule(
        rf"(?<=[{_FORMS['provinces']}])(?P<l>[A-HJ-NP-Z])[·•・. -]?(?P<n>[A-HJ-NP-Z\d]{{4,5}}[A-HJ-NP-Z\d挂学警])(?![A-Za-z\d])",
        _plate,
    ),
    rule(rf"{BEFORE}\d{{6}}(?!\d)", _post_code),
    rule(r"(?<![\d·])(?P<a>\d{1,2})[·・](?P<b>\d{1,2})(?![\d·])", lambda m: digits(m.group())),
    rule(rf"{BEFORE}(?!\d+00{GAP})\d{{3}}(?={GAP}(?:{_any('day_names')}))", lambda m: digits(m.group())),
    rule(rf"{BEFORE}(?!\d+00{GAP})\d{{3}}(?={GAP}(?:{_any('figure_names')}))", lambda m: digits(m.group())),
    rule(
        rf"{BEFORE}(?:985|211)(?={GAP}(?:[和、/，]|及|或){GAP}(?:985|211|双一流))",
        lambda m: digits(m.group()),
    ),
    rule(rf"{BEFORE}(?:{_any('holidays')})(?={GAP}(?:{_any('holiday_words')}))", lambda m: digits(m.group())),
    rule(rf"{BEFORE}[1-5]\d\d(?={GAP}(?:{_any('http_words')}))(?<!00)", lambda m: digits(m.group())),
    rule(
        rf"(?:(?<=返回)|(?<=状态码)|(?<=报错)){GAP}[1-5]\d\d(?!\d|{GAP}{_COUNTED})(?<!00)",
        lambda m: digits(m.group()),
    ),
    rule(rf"{BEFORE}38(?=线)", fixed("三八")),
    rule(
        rf"{BEFORE}1(?:10|19|20|22)(?={GAP}(?:消防|宣传|警察)(?:日|节))",
        lambda m: digits(m.group(), one="幺"),
    ),
    rule(rf"{BEFORE}80/20(?={GAP}(?:法则|定律|原则|原理|规则|规律|效应))", fixed("八二")),
    rule(rf"{BEFORE}20/80(?={GAP}(?:法则|定律|原则|原理|规则|规律|效应))", fixed("二八")),
    rule(rf"{BEFORE}24/7(?P<h>{GAP}小时)?", fixed("七乘二十四小时")),
    rule(rf"{BEFORE}(?:7-11|7－11)(?![\d.]|{GAP}{_COUNTED})", fixed("七十一")),
    rule(rf"{BEFORE}2(?=单元|号楼|栋{GAP}\d|幢{GAP}\d)", fixed("二")),
    rule(
        r"(?<![\d.])802\.1(?P<n>\d?)(?P<l>[A-Za-z]{1,2})?(?![A-Za-z\d])",
        lambda m: f"八零二点一{digits(m['n'])}{(m['l'] or '').upper()}",
    ),
    rule(r"(?<![A-Za-z])H\.(?P<n>26\d)(?!\d)", lambda m: f"H点{digits(m['n'])}"),
    rule(
        rf"(?<![\dA-Za-z.,] )(?<![\dA-Za-z.,])(?P<n>[1-9]\d{{0,2}}(?: \d{{3}})+)(?![\d.,])(?={GAP}(?:{_COUNTED}|[{HAN}]))",
        lambda m: _split_figures(m) if MEASURE.match(m.string, m.end()) else None,
    ),
    # Roman numerals.
    rule(rf"(?P<r>{_UNICODE_ROMAN}+)", _roman),
    rule(rf"(?<=第)(?P<r>[IVXL]{{1,6}})(?={GAP}[{HAN}])", _roman),
    rule(rf"(?<![A-Za-z])(?P<r>{_LONG_ROMAN})(?=(?:{_any('roman_behind')}))", _roman),
    rule(rf"(?<![A-Za-z])(?P<r>I)(?=(?:{_any('roman_behind_i')}))", _roman),
    rule(rf"(?<![A-Za-z])(?P<r>V)(?=(?:{_any('roman_behind_v')}))", _roman),
    rule(rf"(?<![A-Za-z])(?P<r>X)(?=(?:{_any('roman_behind_x')}))", _roman),
    rule(r"(?<![A-Za-z])(?P<r>[IVX]{1,5})(?![A-Za-z])", _behind_name),
    # Numbered points.
    rule(r"(?P<c>[①-⑳⑴-⒇⒈-⒛㈠-㈩㊀-㊉❶-❿➀-➉⓵-⓾])", _point),
)
