"""Percentages, money, units, ranges and other quantities in Mandarin."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re

from duologue.speech.spoken import mandarin_symbols as symbols
from duologue.speech.spoken.compose import Rule
from duologue.speech.spoken.mandarin_numbers import cardinal, counted, digits, number, scaled
from duologue.speech.spoken.mandarin_patterns import (
    AFTER,
    BEFORE,
    CLASSIFIERS,
    DASH,
    GAP,
    MEASURE,
    MULTIPLE,
    NUMBER,
    rule,
)


def _percent(match: re.Match[str]) -> str:
    """``-5%`` → 负百分之五, ``100%`` → 百分之百."""
    per = {"%": "百", "％": "百", "‰": "千"}[match["p"]]
    first = _percentage(match["a"], per)
    return first if match["b"] is None else f"{first}到{_percentage(match['b'], per)}"


def _percentage(text: str, per: str) -> str:
    if text == "100" and per == "百":
        return "百分之百"
    said = number(text)
    sign = said[0] if said[0] in "负正" else ""
    return f"{sign}{per}分之{said.removeprefix(sign).replace('两百', '二百', 1)}"


def _range(match: re.Match[str]) -> str | None:
    """``3-5 个`` → 三到五个; two years say their digits."""
    a, b = match["a"], match["b"]
    rest = match.string[match.end() :]
    if (
        len(a) == len(b) == 4
        and re.match(rf"{GAP}(?:年|财年|学年|赛季)|(?!{GAP}(?:{CLASSIFIERS}))", rest)
        and _is_year(a)
        and _is_year(b)
    ):
        return f"{digits(a)}到{digits(b)}"
    if (
        "." not in a + b
        and float(a.replace(",", "")) >= float(b.replace(",", ""))
        and not MEASURE.match(rest)
    ):
        return None
    return f"{counted(a) if MEASURE.match(rest) else number(a)}到{counted(b) if MEASURE.match(rest) else number(b)}"


def _is_year(text: str) -> bool:
    return 1900 <= int(text) <= 2099


def _money(match: re.Match[str]) -> str:
    """``$3.5B`` → 三十五亿美元; ``¥3 亿`` → 三亿元."""
    name = symbols.CURRENCIES[match["c"].replace(" ", "")]
    scale, unit = match["k"], match["u"] or ""
    amount = scaled(match["n"], MULTIPLE[scale]) if scale else number(match["n"])
    if unit:
        amount = counted(match["n"]) + unit.strip()
    more = "多" if match["plus"] else ""
    return amount + more + ("" if (match["t"] or "").strip() else name) + (match["t"] or "").strip()


def _unit(match: re.Match[str]) -> str:
    return (
        "零下" + counted(match["n"][1:])
        if match["u"] in symbols.DEGREES and match["n"][0] in "-−"
        else counted(match["n"])
    ) + (symbols.UNITS[match["u"]])


def _per_unit(match: re.Match[str]) -> str:
    return f"{counted(match['n'])}{symbols.UNITS[match['u']]}每{symbols.PER[match['v']]}"


def _nth(match: re.Match[str]) -> str | None:
    """A figure behind 第: 第二, never 第两."""
    return number(match.group()) if match.string[: match.start()].rstrip().endswith("第") else None


def _plane(match: re.Match[str]) -> str | None:
    """波音 737: a type's number, digit by digit."""
    before = match.string[: match.start()].rstrip()
    return digits(match.group()) if before.endswith(("波音", "空客", "标致", "保时捷")) else None


def _kilo(match: re.Match[str]) -> str:
    """``30k`` → 三万, but a power of two is a size: 32k → 三十二K."""
    text = match["n"]
    if match["u"] == "k" and text.isdigit() and int(text) >= 4 and int(text) & (int(text) - 1) == 0:
        return number(text) + "K"
    return scaled(text, MULTIPLE[match["u"]])


def _parts(text: str) -> str:
    """The denominator: 百分之, 千分之, 三分之."""
    return {"100": "百", "1000": "千"}.get(text) or cardinal(int(text))


def _more(match: re.Match[str]) -> str | None:
    """``100+`` → 一百多; with 万 or k: 十万多."""
    unit = match["u"] or ""
    text = match["n"]
    if unit in {"w", "W", "万"}:
        return number(text) + "万加"
    if unit in MULTIPLE:
        return scaled(text, MULTIPLE[unit]) + "多"
    bare = re.match(
        GAP + "(?:国家|城市|项目|产品|团队|品牌|客户|模型|功能|部门|行业|企业)", match.string[match.end() :]
    )
    return (counted(text) if unit else number(text)) + unit + ("多个" if bare and not unit else "多")


def _approximate(match: re.Match[str]) -> str | None:
    """``5、6 层``: two neighbours before a measure are one guess, 五六层."""
    a, b = int(match["a"]), int(match["b"])
    if b != a + 1 or not re.match(GAP + f"(?:{CLASSIFIERS}|楼|号|月|点)", match.string[match.end() :]):
        return None
    return cardinal(a).replace("二", "两" if b == 3 else "二") + cardinal(b) if a != 2 else "两三"


_CURRENCY = "|".join(re.escape(sign) for sign in sorted(symbols.CURRENCIES, key=len, reverse=True))
_UNITS = "|".join(re.escape(unit) for unit in sorted(symbols.UNITS, key=len, reverse=True))
_PER = "|".join(re.escape(unit) for unit in sorted(symbols.PER, key=len, reverse=True))

QUANTITIES: tuple[Rule, ...] = (
    # Percentages, money, units.
    rule(
        rf"{BEFORE}(?P<a>[-−+]?{NUMBER})[%％]?{GAP}(?:{DASH}|到){GAP}(?P<b>{NUMBER}){GAP}(?P<p>[%％‰])",
        _percent,
    ),
    rule(rf"{BEFORE}(?P<a>(?:(?<![\w)）])[-−+])?{NUMBER}){GAP}(?P<p>[%％‰])(?P<b>\b\B)?", _percent),
    rule(
        rf"(?P<c>{_CURRENCY}){GAP}(?P<n>{NUMBER}){GAP}(?P<k>(?:bn|[kKwWmMbBtT])(?![A-Za-z]))?(?P<plus>\+)?(?P<u>{GAP}[百千万亿]+)?(?P<t>{GAP}(?:美元|元|人民币|港元))?",
        _money,
    ),
    rule(rf"{BEFORE}(?P<n>{NUMBER}){GAP}(?P<u>{_UNITS})/(?P<v>{_PER})(?![A-Za-z])", _per_unit),
    rule(rf"(?P<n>(?:(?<![\w)）.])[-−])?{BEFORE}{NUMBER}){GAP}(?P<u>{_UNITS})(?![A-Za-z\d+#])", _unit),
    # Quantities.
    rule(rf"{BEFORE}\d+{AFTER}", _nth),
    rule(rf"{BEFORE}\d{{3,4}}{AFTER}", _plane),
    rule(r"(?:No\.|NO\.|№) ?(?P<n>\d+)", lambda m: f"第{number(m['n'])}"),
    rule(rf"{BEFORE}(?P<a>\d){GAP}、{GAP}(?P<b>\d)(?![\d.、]|{GAP}、)", _approximate),
    rule(rf"{BEFORE}(?P<n>{NUMBER}){GAP}(?P<u>[kKwW万亿千百])?{GAP}[+＋](?!{GAP}\d)", _more),
    rule(rf"{BEFORE}(?P<n>{NUMBER})(?P<u>[wW]|k)(?![A-Za-z\d])", _kilo),
    rule(
        rf"{BEFORE}(?P<a>\d{{1,3}})/(?P<b>\d{{1,3}})(?![\d/.])",
        lambda m: f"{_parts(m['b'])}分之{cardinal(int(m['a']))}",
    ),
    rule(
        rf"{BEFORE}(?P<a>{NUMBER}){GAP}(?:{DASH}+|到){GAP}(?P<b>{NUMBER}){AFTER}(?!{GAP}=|[A-Za-z])", _range
    ),
    rule(
        rf"{BEFORE}(?P<n>\d+(?:\.\d+)?){GAP}[xX×](?!{GAP}\d|[A-Za-z])",
        lambda m: f"{counted(m['n'])}倍",
    ),
)
