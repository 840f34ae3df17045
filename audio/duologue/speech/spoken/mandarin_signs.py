"""Signs in Mandarin: minus, plus, comparisons, scores; and fractions of one character."""

# ruff: noqa: E501 - a rule stays on one line
from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.lists import lists
from duologue.speech.spoken.mandarin_numbers import number
from duologue.speech.spoken.mandarin_patterns import BEFORE, GAP, HAN, NUMBER

_FORMS = lists("mandarin_forms.yaml")
_MEASURED = re.compile(
    rf"{NUMBER}{GAP}(?:[%％‰℃度米元万亿倍层楼分点岁吨]|个百分点|个点|美元|公里|厘米|毫米|公斤|千克|伏|安|分贝|赫兹)"
)
_BEFORE_MINUS = re.compile(
    "(?:[是为到约达至在于了率润值差额化数度温比拔流得标按拿电利债损长降跌]|等于|系数|同比|环比|结果|得分|负债)$"
)
_COLD = re.compile("[温冷冻寒]|摄氏|天气|气象|室外|户外|夜里|清晨")
_CLAUSE = re.compile("[，。；！？\n]")


def _minus(match: re.Match[str]) -> str | None:
    """The sign before a figure; None where the stroke joins two things (3-5, 5月-8月, 小米-10)."""
    text, at = match.string, match.start()
    before = text[at - 1] if at else ""
    rest = text[match.end() :]
    degree = re.match(rf"{NUMBER}{GAP}度", rest) and _COLD.search(_CLAUSE.split(text[:at])[-1])
    said = "零下" if degree else "负"
    if before and before in "月日年号周第期章节页":
        return None
    if re.match(f"[{HAN}]", before):
        if match.group() == "−" or _MEASURED.match(rest) or _BEFORE_MINUS.search(text[max(0, at - 6) : at]):
            return said
        return None
    return None if before and (before.isalnum() or before in ")）]%％℃°″′²³·") else said


def _score(match: re.Match[str]) -> str | None:
    """``2-1`` → 二比一, where somebody wins or it is called a score."""
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip()
    if not (before.endswith(tuple(_FORMS["score_before"])) or match["won"] is not None):
        return None
    return f"{number(match['a'])}比{number(match['b'])}"


_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
           "⅘": (4, 5), "⅙": (1, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅒": (1, 10)}  # fmt: skip


def _fraction(match: re.Match[str]) -> str:
    """``½`` → 二分之一, ``1½`` → 一又二分之一."""
    above, below = _VULGAR[match["f"]]
    said = f"{number(str(below))}分之{number(str(above))}"
    return f"{number(match['n'])}又{said}" if match["n"] else said


_WON = "|".join(_FORMS["score_behind"])
SIGNS: tuple[Rule, ...] = (
    rule(rf"(?<=零下){GAP}[-−－](?=\d)", fixed("")),
    rule(
        rf"{BEFORE}(?P<a>\d{{1,3}})[-–—:：](?P<b>\d{{1,3}})(?![\d.:-])(?=(?P<won>(?:的比分)?(?:{_WON}))|)",
        _score,
    ),
    rule(rf"{BEFORE}(?P<n>\d{{1,3}})?(?P<f>[{''.join(_VULGAR)}])", _fraction),
    rule(r"[-−－](?=\d|[¥￥$€£])", _minus),
    rule(rf"[+＋](?={NUMBER}{GAP}(?:[%％℃]|个百分点))", fixed("正")),
    rule(rf"(?:[<＜]|&lt;){GAP}(?=[-−]?\d|[¥￥$€£]\d)", fixed("小于")),
    rule(rf"(?:[>＞]|&gt;){GAP}(?=[-−]?\d|[¥￥$€£]\d)", fixed("大于")),
    rule(r" *[≤⩽≦] *", fixed("小于等于")),
    rule(r" *[≥⩾≧] *", fixed("大于等于")),
    rule(r" *≪ *", fixed("远小于")),
    rule(r" *≫ *", fixed("远大于")),
    rule(r" *≒ *", fixed("约等于")),
    rule(r" *≡ *", fixed("恒等于")),
    rule(r" *∝ *", fixed("正比于")),
    rule(r" *∈ *", fixed("属于")),
    rule(r"∞", fixed("无穷大")),
    rule(r"∠", fixed("角")),
    rule(r" *⊥ *", fixed("垂直于")),
    rule(r" *∥ *", fixed("平行于")),
    rule(r"∵ *", fixed("因为")),
    rule(r"∴ *", fixed("所以")),
)
