"""Percentages, money, units, ranges and other quantities in Mandarin."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, rule
from duologue.speech.spoken.lists import rows
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
)
from duologue.speech.spoken.mandarin_units import UNIT, UNIT_END, unit_name


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
    name = _CURRENCIES[match["c"].replace(" ", "")]
    scale, unit = match["k"], match["u"] or ""
    amount = scaled(match["n"], MULTIPLE[scale]) if scale else number(match["n"])
    if unit:
        amount = counted(match["n"]) + unit.strip()
    more = "多" if match["plus"] else ""
    every = f"每{match['every']}" if match["every"] else ""
    return amount + more + ((match["t"] or "").strip() or name) + every


def _nth(match: re.Match[str]) -> str | None:
    """A figure behind 第: 第二, never 第两."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    return number(match.group()) if before.rstrip().endswith("第") else None


def _plane(match: re.Match[str]) -> str | None:
    """波音 737: a type's number, digit by digit."""
    before = match.string[max(0, match.start() - 12) : match.start()].rstrip()
    return digits(match.group()) if before.endswith(("波音", "空客", "标致", "保时捷")) else None


def _kilo(match: re.Match[str]) -> str:
    """``30k`` → 三万, but a power of two is a size: 32k → 三十二K."""
    text = match["n"]
    if match["u"] == "k" and text.isdigit() and int(text) >= 4 and int(text) & (int(text) - 1) == 0:
        return number(text) + "K"
    return scaled(text, MULTIPLE[match["u"]])


def _kilowatts_or_money(match: re.Match[str]) -> str:
    """``2kw`` is twenty million where money is spoken of, else two kilowatts."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    if re.search("[融投拿赚轮亏]|估值|收入|营收|利润", before):
        return scaled(match["n"], 10**7)
    return f"{counted(match['n'])}千瓦"


def _parts(text: str) -> str:
    """The denominator: 百分之, 千分之, 三分之."""
    return {"100": "百", "1000": "千", "10000": "万"}.get(text) or cardinal(int(text))


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
    """``5、6 层``, ``17、8 岁``, ``7、80 人``: neighbours before a measure are one guess, 五六层; so is 三五个."""
    a, b = int(match["a"]), int(match["b"])
    if not re.match(GAP + f"(?:{CLASSIFIERS}|楼|号|月|点)", match.string[match.end() :]):
        return None
    for unit in (1, 10, 100):
        if a < 10 and b == (a + 1) * unit:
            if (a, b) == (1, 2):
                return "一两"
            return ("两" if a == 2 and unit != 10 else cardinal(a)) + cardinal(b)
    if (a, b) == (3, 5):
        return "三五"
    return cardinal(a) + cardinal(b) if a > 10 and b == a % 10 + 1 < 10 else None


def _height(match: re.Match[str]) -> str | None:
    """1 米 75: what stands behind 米 is said digit by digit."""
    before = match.string[max(0, match.start() - 6) : match.start()]
    return digits(match["n"]) if re.search(rf"[\d一二两]{GAP}米$", before) else None


def _blood_pressure(match: re.Match[str]) -> str | None:
    """血压 120/80: two figures, no fraction."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    unit = "毫米汞柱" if match["u"] else ""
    return f"{number(match['a'])}、{number(match['b'])}{unit}" if "血压" in before else None


def _ratio(match: re.Match[str]) -> str:
    """``2/3`` → 三分之二; halves of a whole, ``50/50``, are compared: 五十比五十."""
    a, b = int(match["a"]), int(match["b"])
    return f"{cardinal(a)}比{cardinal(b)}" if a == b and a > 1 else f"{_parts(match['b'])}分之{cardinal(a)}"


def _bytes(match: re.Match[str]) -> str:
    """``2 GB`` → 两GB, ``8 MB/s`` → 八MB每秒."""
    return f"{counted(match['n'])}{match['u']}" + ("每秒" if match["s"] else "")


def _currency_behind(match: re.Match[str]) -> str:
    scale = (match["k"] or "").strip()
    return f"{counted(match['n'])}{scale}{_BEHIND.get(match['c'], _CURRENCIES[match['c']])}"


_CURRENCIES = dict(rows("mandarin_currencies.tsv"))
_CURRENCY = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_CODES = "|".join(sign for sign in _CURRENCIES if sign.isalpha() and len(sign) == 3)
_BEHIND = {"RMB": "元人民币"}

QUANTITIES: tuple[Rule, ...] = (
    # Percentages, money, units.
    rule(
        rf"{BEFORE}(?P<a>[-−+]?{NUMBER})[%％]?{GAP}(?:{DASH}|到){GAP}(?P<b>{NUMBER}){GAP}(?P<p>[%％‰])",
        _percent,
    ),
    rule(rf"{BEFORE}(?P<a>(?:(?<![\w)）])[-−+])?{NUMBER}){GAP}(?P<p>[%％‰])(?P<b>\b\B)?", _percent),
    rule(
        rf"(?P<c>{_CURRENCY}){GAP}(?P<n>{NUMBER}){GAP}(?P<k>(?:bn|[kKwWmMbBtT])(?![A-Za-z]))?(?P<plus>\+)?(?P<u>{GAP}[百千万亿]+)?(?P<t>{GAP}(?:美元|元|人民币|港元))?(?:{GAP}/{GAP}(?P<every>[月年天日次人晚股周]|小时|分钟))?",
        _money,
    ),
    rule(rf"(?<=\d){GAP}{DASH}{GAP}(?=(?:{_CURRENCY}){GAP}\d)", lambda _: "到"),
    rule(rf"{BEFORE}(?P<n>{NUMBER})kw(?![A-Za-z\d])", _kilowatts_or_money),
    rule(
        rf"{BEFORE}(?P<a>{NUMBER}){GAP}{DASH}{GAP}(?P<b>{NUMBER}){GAP}[xX×](?![\dA-Za-z])",
        lambda m: f"{counted(m['a'])}到{counted(m['b'])}倍",
    ),
    rule(rf"{BEFORE}(?P<n>{NUMBER}){GAP}(?P<u>[KMGTP]B)(?P<s>/s)?(?![A-Za-z\d])", _bytes),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER})(?P<k>{GAP}[百千万亿]+)?{GAP}(?P<c>{_CODES})(?![A-Za-z])",
        _currency_behind,
    ),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER}){GAP}W(?={GAP}(?:的)?(?:功率|快充|充电|功耗|电源|灯|显卡))",
        lambda m: f"{counted(m['n'])}瓦",
    ),
    rule(
        rf"(?<=功率|功耗|充电|快充|电源){GAP}(?P<n>{NUMBER}){GAP}W(?![A-Za-z\d])",
        lambda m: f"{counted(m['n'])}瓦",
    ),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER}){GAP}V(?={GAP}(?:的)?(?:电压|供电|电源|交流|直流|电))",
        lambda m: f"{counted(m['n'])}伏",
    ),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER}){GAP}(?P<m>[多余]){GAP}[%％]", lambda m: f"百分之{number(m['n'])}{m['m']}"
    ),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER}){GAP}K(?={GAP}(?:用户|人|元|块|粉丝|次|条))", lambda m: scaled(m["n"], 1000)
    ),
    rule(rf"{BEFORE}(?P<n>\d{{3,4}})[pP](?![A-Za-z\d])", lambda m: digits(m["n"]) + "P"),
    rule(rf"{BEFORE}(?P<a>\d+)['′](?P<b>\d+)[\"″]", lambda m: f"{number(m['a'])}分{number(m['b'])}秒"),
    rule(rf"(?<=米){GAP}(?P<n>\d{{1,2}})(?![\d.]|{GAP}(?:{CLASSIFIERS}))", _height),
    # Quantities.
    rule(
        rf"(?<=第){GAP}\d+(?:{GAP}[、和]{GAP}\d+)+(?![\d.])",
        lambda m: re.sub(r"\d+", lambda figure: number(figure.group()), re.sub(GAP, "", m.group())),
    ),
    rule(rf"{BEFORE}(?P<a>\d{{2,3}})/(?P<b>\d{{2,3}})(?:{GAP}(?P<u>mmHg))?(?![\d/])", _blood_pressure),
    rule(
        rf"(?<=第)(?P<g>{GAP})(?P<a>\d+){GAP}{DASH}{GAP}(?P<b>\d+)(?![\d.])",
        lambda m: f"{number(m['a'])}到{number(m['b'])}",
    ),
    rule(rf"{BEFORE}\d+{AFTER}", _nth),
    rule(rf"{BEFORE}\d{{3,4}}{AFTER}", _plane),
    rule(r"(?:No\.|NO\.|№) ?(?P<n>\d+)", lambda m: f"第{number(m['n'])}"),
    rule(rf"(?<![\d.、])(?P<a>\d{{1,2}}){GAP}、{GAP}(?P<b>\d{{1,3}})(?![\d.、]|{GAP}、)", _approximate),
    rule(
        rf"{BEFORE}(?P<n>{NUMBER})[+＋]{GAP}(?P<u>{UNIT}){UNIT_END}",
        lambda m: f"{number(m['n'])}多{unit_name(m['u'])}",
    ),
    rule(rf"{BEFORE}(?P<n>{NUMBER}){GAP}(?P<u>[kKwW万亿千百])?{GAP}[+＋](?!{GAP}\d)", _more),
    rule(rf"{BEFORE}(?P<n>{NUMBER})(?P<u>[wW]|k)(?![A-Za-z\d])", _kilo),
    rule(
        rf"{BEFORE}(?P<a>[1-9]|1[0-2])/(?P<b>1[1-9]|2\d|3[01])(?![\d/.])",
        _ratio,
        "{!r} is read as a fraction; if it is a date, write month and day",
    ),
    rule(rf"{BEFORE}(?P<a>\d{{1,3}})/(?P<b>\d{{1,3}}|1000+)(?![\d/.])", _ratio),
    rule(rf"{BEFORE}(?P<a>\d+)\^(?P<b>\d+)", lambda m: f"{number(m['a'])}的{number(m['b'])}次方"),
    rule(
        rf"{BEFORE}(?P<a>{NUMBER}){GAP}(?:{DASH}+|到){GAP}(?P<b>{NUMBER}){AFTER}(?!{GAP}=|[A-Za-z])", _range
    ),
    rule(
        rf"{BEFORE}(?P<n>\d+(?:\.\d+)?){GAP}[xX×](?!{GAP}\d|[A-Za-z])",
        lambda m: f"{counted(m['n'])}倍",
    ),
)
