"""Units of measure in Mandarin: simple (30 MPa), of several (8 mg/m³, 350 N·m), and behind a range."""

from __future__ import annotations

import re
from functools import lru_cache

from duologue.speech.spoken.compose import Rule, rule
from duologue.speech.spoken.lists import rows
from duologue.speech.spoken.mandarin_numbers import counted, digits, number
from duologue.speech.spoken.mandarin_patterns import BEFORE, DASH, GAP, NUMBER

_PREFIXES = {
    "n": "纳",
    "p": "皮",
    "μ": "微",
    "m": "毫",
    "c": "厘",
    "d": "分",
    "h": "百",
    "k": "千",
    "M": "兆",
    "G": "吉",
    "T": "太",
}
_OWN_NAMES = {"km": "公里", "kg": "公斤", "kHz": "千赫", "MHz": "兆赫", "GHz": "吉赫", "THz": "太赫"}
_SQUARED, _CUBED = "²2", "³3"
_MINUS = r"[-−－]"


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], frozenset[str]]:
    """What each unit is called, and the units that are such only beside another."""
    names: dict[str, str] = {}
    beside: set[str] = set()
    for unit, name, prefixes, where in rows("mandarin_units.tsv"):
        spelled = {unit: name} | {prefix + unit: _PREFIXES[prefix] + name for prefix in prefixes}
        for written, said in spelled.items():
            names.setdefault(written, _OWN_NAMES.get(written, said))
        if where == "with":
            beside |= {unit}
    names |= {written.replace("μ", "µ"): said for written, said in names.items() if "μ" in written}
    return names, frozenset(beside)


def _pattern() -> str:
    """A pattern for one unit: each with its prefixes, longer ones first."""
    found = [(unit, prefixes.replace("μ", "μµ")) for unit, _, prefixes, _ in rows("mandarin_units.tsv")]
    ordered = sorted(found, key=lambda pair: -len(pair[0]))
    return "|".join((f"[{prefixes}]?" if prefixes else "") + re.escape(unit) for unit, prefixes in ordered)


_NAMES, _BESIDE = _names()
_ONE = f"(?:{_pattern()})(?:[²³]|(?<=m)[23](?![\\d]))?"
_PER = f"(?:{_ONE}|[天年月日时秒分人次件台户页元]|小时|分钟|平方米|公里|平)"
_ALONE = f"(?!(?:{'|'.join(_BESIDE)})(?![A-Za-z·⋅/]))"
UNIT = f"(?:{_ALONE}{_ONE}(?:[·⋅]{_ONE}|/{_PER})*)"
"""A unit, or several with a stroke or a point between them."""
UNIT_END = r"(?![A-Za-z\d+#]|[²³])"
_ELECTRIC = re.compile(
    "电[压流源阻池机器路缆容感费功工]|[供充用输发放配带市]电|功[率耗]|快充|交流|直流|伏|瓦|灯|加热|空调|音箱|额定|耗|变压"
)


def unit_name(written: str) -> str:
    """``mg/m³`` → 毫克每立方米, ``N·m`` → 牛米."""
    return "每".join(_factors(part) for part in written.split("/"))


def _factors(part: str) -> str:
    return (
        "".join(_factor(factor) for factor in re.split("[·⋅]", part)) if part not in _NAMES else _NAMES[part]
    )


def _factor(written: str) -> str:
    if written in _NAMES:
        return _NAMES[written]
    name, power = _NAMES.get(written[:-1], ""), written[-1:]
    if name and power in _SQUARED:
        return f"平方{name}"
    if name and power in _CUBED:
        return f"立方{name}"
    return {"时": "小时", "分": "分钟"}.get(written, written)


_DEGREES = frozenset({"℃", "°C", "°F", "℉"})


def amount(figure: str, unit: str) -> str:
    """A figure before a unit, its sign as it is said there: 零下 for temperatures, else 负."""
    sign = figure[0] if figure[0] in "-−－+＋" else ""
    size = counted(figure.removeprefix(sign))
    if sign and sign in "-−－":
        return ("零下" if unit in _DEGREES or unit == "度" else "负") + _not_two(size)
    return ("正" if sign else "") + size


def _not_two(size: str) -> str:
    """Behind a sign 2 is 二."""
    return "二" if size == "两" else size


def _with_unit(match: re.Match[str]) -> str:
    return amount(match["n"], match["u"]) + unit_name(match["u"])


def _range(match: re.Match[str]) -> str:
    """``60-80km/h``, ``-3~5℃``, ``1.2MPa~1.6MPa``."""
    signed = match["b"][0] in "-−－"
    first = amount(match["a"], match["u"] if signed or match["w"] else "")  # 零下 would be heard of both
    first += unit_name(match["w"]) if match["w"] else ""
    second = amount(match["b"], match["u"]) if signed else _not_two(counted(match["b"]))
    return f"{first}到{second}{unit_name(match['u'])}"


def _span(match: re.Match[str]) -> str:
    """``2h30min`` → 两小时三十分钟."""
    parts = ((match["h"], "小时"), (match["m"], "分钟"), (match["s"], "秒"))
    return "".join(f"{counted(figure)}{name}" for figure, name in parts if figure)


def _arc(match: re.Match[str]) -> str:
    """``39°54′`` → 三十九度五十四分."""
    parts = ((match["d"], "度"), (match["m"], "分"), (match["s"], "秒"))
    return "".join(f"{number(figure)}{name}" for figure, name in parts if figure)


def _watts(match: re.Match[str]) -> str | None:
    """``65W``, ``12V``, ``2A`` in a clause about electricity."""
    start = max((match.string.rfind(mark, 0, match.start()) for mark in "，。；！？\n"), default=-1) + 1
    around = match.string[start : match.start()] + match.string[match.end() : match.end() + 8]
    if not _ELECTRIC.search(around):
        return None
    return _with_unit(match)


def _per(match: re.Match[str]) -> str | None:
    """``元/㎡/天``, ``人/km²``: each stroke is 每."""
    return "".join(f"每{_factor(part)}" for part in re.split("[/·]", match["v"]) if part)


def _more(match: re.Match[str]) -> str:
    """``4500m+`` → 四千五百多米."""
    return f"{number(match['n'])}多{unit_name(match['u'])}"


_SIGN = rf"(?:(?<![\w)）.%％℃°])|(?<=[\u3400-\u9fff])){_MINUS}"
UNITS: tuple[Rule, ...] = (
    rule(
        rf"{BEFORE}(?P<h>\d{{1,3}}){GAP}(?:h|hr|小时){GAP}(?P<m>\d{{1,2}}){GAP}(?:min|m)(?:{GAP}(?P<s>\d{{1,2}}){GAP}s)?(?![A-Za-z\d²³])",
        _span,
    ),
    rule(
        rf"{BEFORE}(?P<h>\b\B)?(?P<m>\d{{1,3}}){GAP}(?:min|m){GAP}(?P<s>\d{{1,2}}){GAP}s(?![A-Za-z\d])", _span
    ),
    rule(
        rf"{BEFORE}(?P<d>\d{{1,3}})°{GAP}(?P<m>\d{{1,2}})['′](?:{GAP}(?P<s>\d{{1,2}}(?:\.\d+)?)(?:″|\"|''|′′))?",
        _arc,
    ),
    rule(rf"{BEFORE}(?P<d>\b\B)?(?P<m>\d{{1,3}})[′](?:{GAP}(?P<s>\d{{1,2}}(?:\.\d+)?)″)?", _arc),
    rule(rf"{BEFORE}(?P<d>\b\B)?(?P<m>\b\B)?(?P<s>\d{{1,3}}(?:\.\d+)?)″(?!\d)", _arc),
    rule(rf"{BEFORE}(?P<a>\d{{1,3}})″(?P<b>\d{{1,2}})", lambda m: f"{number(m['a'])}秒{digits(m['b'])}"),
    rule(
        rf"(?P<a>(?:{_SIGN})?{BEFORE}{NUMBER}){GAP}(?P<w>{UNIT})?{GAP}(?:{DASH}|到){GAP}(?P<b>{_MINUS}?{NUMBER}){GAP}(?P<u>{UNIT}){UNIT_END}",
        _range,
    ),
    rule(rf"{BEFORE}(?P<n>{NUMBER}){GAP}(?P<u>{UNIT})[+＋](?!\d)", _more),
    rule(rf"(?P<n>(?:{_SIGN})?{BEFORE}{NUMBER}){GAP}(?P<u>{UNIT}){UNIT_END}(?:\(A\)|（A）)?", _with_unit),
    rule(rf"(?P<n>{BEFORE}{NUMBER}){GAP}(?P<u>[WVA]){UNIT_END}", _watts),
    rule(rf"(?<=[元人次只辆台件吨克升度转万亿块个户套株])(?P<v>/{_PER}(?:[/·]{_PER})*){UNIT_END}", _per),
    rule(rf"(?<=[百千万亿])(?P<g>{GAP})(?P<u>{UNIT}){UNIT_END}", lambda m: unit_name(m["u"])),
)
