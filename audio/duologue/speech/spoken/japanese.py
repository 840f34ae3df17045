"""Written → spoken for Japanese: figures, dates, money, units and signs in Japanese words.

Numbers become Chinese numerals. How these sound before what is counted (三本 *sambon*, 七月 *shichigatsu*) is
the front end's or the voice's affair.
"""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken.compose import ENDLESS, Rule, compose, fixed, rule
from duologue.speech.spoken.form import SpokenForm
from duologue.speech.spoken.japanese_numbers import cardinal, digits, number
from duologue.speech.spoken.mandarin_symbols import EMAIL, EMOJI

if TYPE_CHECKING:
    from duologue.model import Pause, Reading

_PLAIN = re.compile(r"[\u3041-\u309f\u30a1-\u30fe\u3400-\u9fff、。！？「」]+")
"""Characters that are said as they are."""
_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_HERE = r"(?<![\d.,A-Za-z])"
_CURRENCIES = {
    "¥": "円", "￥": "円", "JPY": "円", "$": "ドル", "US$": "米ドル", "USD": "米ドル", "€": "ユーロ", "EUR": "ユーロ", "£": "ポンド",
    "GBP": "ポンド", "₩": "ウォン", "元": "元",
}  # fmt: skip
_CENTS = {"ドル": "セント", "米ドル": "セント", "ユーロ": "セント", "ポンド": "ペンス"}
_UNITS = {
    "km/h": "キロメートル毎時", "m/s": "メートル毎秒", "km²": "平方キロメートル", "m²": "平方メートル", "㎡": "平方メートル", "m³": "立方メートル",
    "km": "キロメートル", "cm": "センチメートル", "mm": "ミリメートル", "m": "メートル", "kg": "キログラム", "mg": "ミリグラム", "g": "グラム",
    "ml": "ミリリットル", "mL": "ミリリットル", "l": "リットル", "L": "リットル", "ha": "ヘクタール", "t": "トン", "°C": "度", "℃": "度", "°": "度",
    "%": "パーセント", "％": "パーセント", "‰": "パーミル", "kWh": "キロワット時", "kW": "キロワット", "W": "ワット", "V": "ボルト",
    "GHz": "ギガヘルツ", "MHz": "メガヘルツ", "kHz": "キロヘルツ", "Hz": "ヘルツ", "GB": "ギガバイト", "MB": "メガバイト", "TB": "テラバイト",
    "KB": "キロバイト", "dB": "デシベル", "kcal": "キロカロリー",
}  # fmt: skip
_UNIT = "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
_MONEY = "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
_SIGNS = {
    "&": "アンド",
    "＆": "アンド",
    "+": "プラス",
    "=": "イコール",
    "@": "アットマーク",
    "#": "シャープ",
    "→": "から",
    "×": "かける",
    "÷": "割る",
}
_TILDE = "[〜～~–-]"


def spoken_japanese(written: str, lexicon: Lexicon, cues: Sequence[Pause | Reading] = ()) -> SpokenForm:
    """What is said for `written`."""
    return compose(written, lexicon, cues, _RULES, _PLAIN, lambda _before, _after: "")


def _date(match: re.Match[str]) -> str | None:
    year, month, day = (int(match[name]) for name in ("y", "m", "d"))
    return f"{cardinal(year)}年{_day(month, day)}" if _possible(month, day) else None


def _day(month: int, day: int) -> str:
    return f"{cardinal(month)}月{cardinal(day)}日"


def _weekday_date(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    return _day(month, day) if _possible(month, day) else None


def _possible(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, second = int(match["h"]), int(match["m"]), match["s"]
    if hour > 24 or minute > 59:
        return None
    said = f"{cardinal(hour)}時" + (f"{cardinal(minute)}分" if minute or second else "")
    return said + (f"{cardinal(int(second))}秒" if second else "")


def _money(match: re.Match[str]) -> str:
    coin, amount, scale = _CURRENCIES[match["c"]], match["n"].replace(",", ""), match["x"] or ""
    whole, _, rest = amount.partition(".")
    cent = _CENTS.get(coin)
    if len(rest) == 2 and cent and not scale:
        pounds = f"{cardinal(int(whole))}{coin}" if int(whole) or not int(rest) else ""
        return pounds + (f"{cardinal(int(rest))}{cent}" if int(rest) else "")
    return number(amount) + scale + coin


def _range(match: re.Match[str]) -> str:
    unit = match["u"] or ""
    return f"{number(match['a'])}から{number(match['b'])}{_UNITS.get(unit, unit)}"


def _fraction(match: re.Match[str]) -> str | None:
    upper, lower = int(match["a"]), int(match["b"])
    return f"{cardinal(lower)}分の{cardinal(upper)}" if 0 < upper < lower <= 20 else None


def _signed(match: re.Match[str]) -> str:
    sign = {"-": "マイナス", "−": "マイナス", "+": "プラス"}.get(match["s"] or "", "")
    return sign + number(match["n"])


def _telephone(match: re.Match[str]) -> str:
    return "の".join(map(digits, re.findall(r"\d+", match.group())))


_RULES: tuple[Rule, ...] = (
    Rule(ENDLESS, lambda match: digits(match.group())),
    rule(r"(?:https?://|www\.)[!-~]*[A-Za-z0-9/]", fixed("リンク")),
    rule(EMAIL, lambda match: match.group().replace("@", "アットマーク").replace(".", "ドット")),
    rule(EMOJI, fixed("")),
    rule(rf"{_HERE}(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?![\d/-])", _date),
    rule(rf"{_HERE}(?P<h>\d{{1,2}})[:：](?P<m>\d\d)(?:[:：](?P<s>\d\d))?(?!\d)", _clock),
    rule(rf"{_HERE}0\d{{1,4}}-\d{{1,4}}-\d{{3,4}}(?!\d)", _telephone),
    rule(rf"(?P<c>{_MONEY})\s?(?P<n>{_N})(?P<x>[千万億兆]{{0,2}})", _money),
    rule(rf"{_HERE}(?P<n>{_N})(?P<x>[千万億兆]{{0,2}})\s?(?P<c>{_MONEY})(?![A-Za-z])", _money),
    rule(
        rf"{_HERE}(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})(?=[（(](?:[月火水木金土日])[)）])",
        _weekday_date,
    ),
    rule(rf"{_HERE}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?![\d/])", _fraction),
    rule(rf"{_HERE}(?P<a>{_N}){_TILDE}(?P<b>{_N})(?P<u>{_UNIT})?(?![\dA-Za-z-])", _range),
    rule(
        rf"(?<![\d.,])(?P<s>(?:(?<=[\s、（(はが])|^)[-−+])?(?P<n>{_N})\s?(?P<u>{_UNIT})(?![A-Za-z])",
        lambda match: _signed(match) + _UNITS[match["u"]],
    ),
    rule(r"\d+(?:\.\d+){2,}", lambda match: "点".join(map(cardinal, map(int, match.group().split("."))))),
    rule(rf"(?<=[A-Za-z])-?(?P<n>{_N})", lambda match: number(match["n"])),
    rule(rf"(?P<s>(?:(?<=[\s、（(はが])|^)[-−+])?(?P<n>{_N})", _signed),
    rule(r"[A-Za-z]+(?:['’][A-Za-z]+)?", lambda match: match.group()),
    *(rule(re.escape(sign), fixed(said)) for sign, said in _SIGNS.items()),
    rule(r"(?<=[^\W\d_])[/／](?=[^\W\d_])", fixed("、")),
    rule(r"[〜～](?=[^\W\d_])", fixed("から")),
    rule(r"…+|\.{3,}|・{3,}", fixed("…")),
    rule(r"[（(][笑苦][笑）)]?[）)]?", fixed("")),
    rule(r"[*_^`|\\■□●○◆◇▲▼★☆※†‡¶©®™•]+", fixed("")),
    rule(r"\r?\n\s*", fixed("\n")),
    rule(r"[ \t\u00a0\u3000\u2000-\u200f\ufeff]+", fixed(" ")),
    rule(r".", lambda match: match.group()),
)  # fmt: skip
