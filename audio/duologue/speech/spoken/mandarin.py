"""Written Mandarin, with Latin words and figures in it, as it is spoken.

The rules stand in order: the first that fits at a position says it. Figures that can mean two things are
decided by what stands beside them; where that is a guess, the rule carries a doubt.
"""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import mandarin_symbols as symbols
from duologue.speech.spoken.compose import ENDLESS, Rule, compose, fixed, rule
from duologue.speech.spoken.form import SpokenForm
from duologue.speech.spoken.mandarin_calendar import CALENDAR
from duologue.speech.spoken.mandarin_codes import CODES
from duologue.speech.spoken.mandarin_numbers import cardinal, code, counted, digits, number
from duologue.speech.spoken.mandarin_patterns import (
    BEFORE,
    CLASSIFIERS,
    GAP,
    HAN,
    MEASURE,
    NUMBER,
)
from duologue.speech.spoken.mandarin_powers import POWERS
from duologue.speech.spoken.mandarin_quantities import QUANTITIES
from duologue.speech.spoken.mandarin_signs import SIGNS
from duologue.speech.spoken.mandarin_units import UNITS

if TYPE_CHECKING:
    from duologue.model import Pause, Reading


def spoken_mandarin(written: str, lexicon: Lexicon, cues: Sequence[Pause | Reading]) -> SpokenForm:
    """The spoken form of a Mandarin text."""
    return compose(written, lexicon, cues, _RULES, _PLAIN, _join)


_PLAIN = re.compile(rf"[{HAN}，。！？；、：]")


def _join(before: str, after: str) -> str:
    """A space between two Latin words; Han characters need none."""
    return " " if _latin(before[-1]) and _latin(after[0]) else ""


def _latin(character: str) -> bool:
    return character.isalnum() and character < "\u0250"


def _number(match: re.Match[str]) -> str:
    """A figure on its own: a year, a quantity before what it counts, or just a number."""
    text = match.group()
    rest = match.string[match.end() :]
    if "," in text or "." in text:
        return number(text)
    if MEASURE.match(rest):
        return counted(text)
    if len(text) == 4 and 1900 <= int(text) <= 2099 and int(text) % 100:
        return digits(text)
    if len(text) >= 9 and not text.endswith("000"):
        return digits(text)
    return number(text)


def _model(match: re.Match[str]) -> str:
    """A name with a figure in it: GPT-3.5, GPT-4o, H100, Llama 3.1-70B."""
    figure = match["n"]
    said = (
        number(figure)
        if "." in figure and figure.count(".") == 1
        else "点".join(code(part) for part in figure.split("."))
    )
    return f"{_word(match['w'])}{said}"


def _power_of_ten(match: re.Match[str]) -> str:
    """``3e-4`` → 三乘十的负四次方, ``1e6`` → 十的六次方."""
    power = f"十的{'负' if match['s'] in ('-', '−') else ''}{number(match['b'])}次方"
    return power if match["a"] == "1" else f"{number(match['a'])}乘{power}"


def _word(text: str) -> str:
    return text.replace("-", " ").strip()


def _spelled(match: re.Match[str]) -> str:
    return " ".join(match.group().replace(".", "").upper())


def _copy(match: re.Match[str]) -> str:
    return match.group()


def _is_year_like(text: str) -> bool:
    return len(text) == 4 and 1900 <= int(text) <= 2099


_DOMAIN = r"(?<![A-Za-z0-9_.-])(?:[A-Za-z0-9-]+\.)+(?:com|cn|org|net|io|ai|dev|app|edu|gov)(?![A-Za-z])"
_MEASURED = frozenset(
    ["QPS", "TPS", "DAU", "MAU", "WAU", "GMV", "GDP", "ROI", "IQ", "FPS", "PPI", "ARR", "CAC", "LTV", "NPS", "PV", "UV", "ELO",
     "CPU", "GPU"]
)  # fmt: skip
"""What a figure behind it measures, so that it is no name: QPS 1200."""
_TITLES = {"Dr": "Doctor", "Prof": "Professor", "Mr": "Mister", "Mrs": "Missis", "Ms": "Miss"}

_RULES: tuple[Rule, ...] = (
    Rule(ENDLESS, lambda m: digits(m.group())),
    # What is not said, or not as it is written.
    rule(r"https?://[^\s，。；！？、）》」』\u4e00-\u9fff]+|www\.[\w./?=&%-]+", fixed("链接")),
    rule(rf"{_DOMAIN}/[\w./?=&%#~-]*\w", fixed("链接")),
    rule(symbols.EMAIL, lambda m: m.group().replace("@", " at ").replace(".", "点")),
    rule(_DOMAIN, lambda m: m.group().replace(".", "点")),
    rule(
        r"arXiv[:：]? ?(?P<n>\d{4}\.\d{4,5})", lambda m: "archive" + "点".join(map(digits, m["n"].split(".")))
    ),
    *POWERS,
    rule(symbols.EMOJI, fixed("")),
    *CODES,
    *CALENDAR,
    *UNITS,
    *SIGNS,
    *QUANTITIES,
    rule(r"(?<=[\d)）]) *[×xX*] *(?=\d)", fixed("乘")),
    rule(r"(?<=[\da-z²㎡)）]) *[×*] *(?=[A-Z\d(（])", fixed("乘")),
    rule(
        r"(?<![\w.])(?P<a>\d+(?:\.\d+)?)[eE](?P<s>[-−+]?)(?P<b>\d{1,2})(?![\w.])",
        _power_of_ten,
    ),
    rule(rf"{BEFORE}(?P<n>\d+){GAP}[-–—~～]{GAP}(?P<to>[Nn])(?![A-Za-z])", lambda m: f"{number(m['n'])}到N"),
    rule(rf"{BEFORE}(?P<y>(?:19|20)?\d\d){GAP}(?=[QH][1-4](?!\d))", lambda m: digits(m["y"])),
    # The type of a card or a chip: RTX 4090, 8 张 4090.
    rule(
        rf"{BEFORE}\d0[5-9]0(?={GAP}(?:Ti|显卡|卡|显存|这种|这样|[，。、；：！？（）]|$))|(?<=[张块片])(?P<g>{GAP})\d0[5-9]0(?![\d.])",
        lambda m: digits(m.group()),
    ),
    rule(r"(?<=\d) *[+＋] *(?=\d)", fixed("加")),
    rule(r"(?<=\d) *[-−] *(?=\d+ *=)", fixed("减")),
    rule(r"(?<=\d) *÷ *(?=\d)", fixed("除以")),
    rule(r" *[=＝]+ *", fixed("等于")),
    rule(r" *≈ *", fixed("约等于")),
    rule(r" *>= *", fixed("大于等于")),
    rule(r" *<= *", fixed("小于等于")),
    rule(r"(?<=[\w)）]) *[>＞] *(?=\w)", fixed("大于")),
    rule(r"(?<=[\w)）]) *[<＜] *(?=\w)", fixed("小于")),
    rule(r"±", fixed("正负")),
    # Names with figures: letters first (GPT-4o, H100, v1.0, Q3) or behind (5G, 7B, 3D).
    rule(
        r"(?<![A-Za-z])[vV](?P<n>\d+(?:\.\d+)*)",
        lambda m: (
            "V"
            + "点".join(number(part) if i == 0 else digits(part) for i, part in enumerate(m["n"].split(".")))
        ),
    ),
    rule(
        r"(?P<w>[A-Za-z]+(?:-[A-Za-z]+){0,8})[-–]?"
        rf"(?P<n>\d+(?:\.\d+)*)(?![\d%％])(?!{GAP}[个名位家款条次种件项])",
        _model,
    ),
    rule(
        rf"(?P<w>[A-Z][A-Za-z]*) (?P<n>\d{{3,4}})(?![\d.,]|{GAP}(?:[%％℃]|{CLASSIFIERS}))",
        lambda m: None if _is_year_like(m["n"]) or m["w"] in _MEASURED else f"{m['w']}{code(m['n'])}",
    ),
    rule(r"(?<=[A-Za-z]\d)[-–](?P<n>\d{3,})(?=[A-Z]{0,2}(?![\w.]))", lambda m: f"，{code(m['n'])}"),
    rule(r"(?<=\d)[-–](?=\d+[A-Za-z])", fixed("，")),
    rule(r"(?<=[QH][1-4]) +(?=(?:19|20)\d\d(?!\d))", fixed("，")),
    rule(r"(?<=[A-Z])['’](?P<n>\d\d)(?!\d)", lambda m: digits(m["n"])),
    rule(r"(?<=\d) +(?=\d+[A-Za-z](?![A-Za-z]))", fixed("，")),
    rule(r"(?<=[A-Za-z\d])[-–](?=[A-Za-z\d])", fixed("")),
    rule(r"(?<![A-Za-z])2(?=[BCGbcg](?! ?铅笔)(?![A-Za-z]))", fixed("to ")),
    rule(rf"{BEFORE}(?P<n>{NUMBER})(?=[A-Za-z])", lambda m: number(m["n"])),
    rule(
        r"\d+(?:\.\d+){2,}",
        lambda m: "点".join(number(p) if i == 0 else digits(p) for i, p in enumerate(m.group().split("."))),
    ),
    rule(r"(?<![\w)）%％])[-−](?=\d)", fixed("负")),
    rule(
        rf"{BEFORE}\d{{3,4}}(?={GAP}(?:室|房间|路公交|路车|航班|教室|宿舍|国道))",
        lambda m: digits(m.group(), one="幺"),
    ),
    rule(rf"(?<=单元){GAP}(?P<n>\d{{3,4}})(?!\d)", lambda m: digits(m["n"], one="幺")),
    rule(rf"{BEFORE}(?P<y>\d{{4}})(?={GAP}(?:多|余|来|名|个))", lambda m: cardinal(int(m["y"]))),
    rule(rf"{NUMBER}", _number),
    # Latin words.
    rule(r"(?i)(?<![A-Za-z])vs(?:\.|(?![A-Za-z]))", fixed("VS")),
    rule(r"(?<=[A-Za-z])/s(?![A-Za-z])", fixed("每秒")),
    rule(r"(?<=[A-Za-z])/100 ?(?:km|公里)", fixed("每百公里")),
    rule(r"(?<=[A-Za-z]\d)[+＋](?!\d)", fixed("加")),
    rule(rf"(?<![A-Za-z])(?P<t>{'|'.join(_TITLES)})\. ?(?=[A-Z{HAN}])", lambda m: _TITLES[m["t"]] + " "),
    rule(r"(?<![A-Za-z]),? ?etc\.", fixed("等等")),
    rule(r"(?<![A-Za-z])e\.g\.,? ?", fixed("例如")),
    rule(r"(?<![A-Za-z])i\.e\.,? ?", fixed("也就是")),
    rule(r"(?:[A-Z]\.){2,}[A-Z]?", _spelled),
    rule(r"(?i)(?:to|2)(?=[ -]?[bcg](?![a-z]))", fixed("to")),
    rule(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’][A-Za-z]+)?", lambda m: m.group().replace("’", "'")),
    *(rule(pattern, fixed(said)) for pattern, said in symbols.SYMBOLS),
    # Spaces: only between Latin words, where `join` puts them back.
    rule(r"[ \t\u00a0\u3000\u2000-\u200f\ufeff]+", fixed("")),
    rule(r"\r?\n\s*", fixed("\n")),
    rule(r".", _copy),
)
