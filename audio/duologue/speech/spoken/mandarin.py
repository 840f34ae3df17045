"""Written Mandarin, with Latin words and figures in it, as it is spoken.

The rules stand in order: the first that fits at a position says it. Figures that can mean two things are
decided by what stands beside them; where that is a guess, the rule carries a doubt.
"""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from duologue.interview.model import Pause, Reading
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import mandarin_symbols as symbols
from duologue.speech.spoken.compose import Rule, compose
from duologue.speech.spoken.form import SpokenForm
from duologue.speech.spoken.mandarin_numbers import (
    cardinal,
    code,
    counted,
    digits,
    number,
    scaled,
    year,
)

HAN = "\u3400-\u9fff\u3007\U00020000-\U0002ffff"
_S = r"[ \u00a0\u3000\u2009\u202f]*"
_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_BEFORE = r"(?<![\d.])"
_AFTER = r"(?!\d|\.\d)"
_DASH = r"[-–—~～−至]"
_CLASSIFIERS = (
    "个人|个|名|位|家|款|条|次|种|件|项|篇|部|本|张|台|辆|架|座|栋|间|场|群|批|套|组|队|支|只|头|匹|棵|朵|片|块|把|双|对|副|份|封|"
    "颗|粒|滴|杯|瓶|碗|盘|桌|顿|口|句|段|首|行|步|遍|趟|回|圈|轮|层|天|周|年|岁|小时|分钟|秒钟|秒|毫秒|刻钟|星期|礼拜|季度|倍|成|"
    "度|元|块钱|美元|欧元|英镑|日元|港元|人民币|人|户|帧|页|章|节课|门|类|方|类|道|笔|单|股|站|处|点钟|公里|千米|米|厘米|毫米|公斤|"
    "千克|克|吨|升|毫升|平方米|平方公里|立方米|亩|公顷|英里|英尺|英寸|字|万|亿|千|百|多|余|来"
)
_TWO_WORDS = _CLASSIFIERS.replace("|年|", "|年(?!级|代)|") + r"|点(?!\d)"
_MEASURE = re.compile(_S + f"(?:{_TWO_WORDS})")
_MULTIPLE = {"k": 10**3, "K": 10**3, "w": 10**4, "W": 10**4, "m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9,
             "bn": 10**9, "t": 10**12, "T": 10**12}  # fmt: skip
_YEAR_BEFORE = re.compile(
    rf"(?:在|从|自|到|于|早|去|是|截至|早年|直到|等到|自从|大概|大约在|生于|[我他她你]|我们|他们|公司|团队){_S}$"
)
_YEAR_AFTER = re.compile(
    rf"{_S}(?:就|底|初|末|年底|年初|年中|开始|起|以来|上半|下半|春|夏|秋|冬|的时候|那时|那会|加入|毕业|创业|创立|成立|推出|发布|"
    rf"入职|回国|上市|出生|上线|{_S}\d{{1,2}}{_S}月|[一二三四]季度|第[一二三四])"
)
_DURATION_AFTER = re.compile(
    rf"{_S}(?:了|来|间|前|后|内|时间|里|以上|以内|左右|多|历史|经验|的经验|如一日|之内|之后|之前|期)"
)
_DURATION_BEFORE = re.compile(
    rf"(?:近|约|过去|未来|这|那|花|用|干|做|满|每|整整|超过|不到|至少|长达|大约|前后|最近|头|了|第|再){_S}$"
)


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
    if _MEASURE.match(rest):
        return counted(text)
    if len(text) == 4 and 1900 <= int(text) <= 2099 and int(text) % 100:
        return digits(text)
    if len(text) >= 9 and not text.endswith("000"):
        return digits(text)
    return number(text)


def _short_year(match: re.Match[str]) -> str | None:
    """Two digits and 年: a year, or so many years."""
    text = match["n"]
    before, after = match.string[: match.start()], match.string[match.end() :]
    value = int(text)
    is_year = text[0] == "0" or (
        not _DURATION_AFTER.match(after)
        and not _DURATION_BEFORE.search(before)
        and (
            bool(_YEAR_AFTER.match(after))
            or (bool(_YEAR_BEFORE.search(before)) and 10 <= value <= 39)
            or value >= 60
        )
    )
    return f"{digits(text)}年" if is_year else f"{counted(text)}年"


def _time(match: re.Match[str]) -> str | None:
    """``10:30`` is a time of day unless it is a ratio."""
    hour, minute, second = int(match["h"]), int(match["m"]), match["s"]
    before = match.string[max(0, match.start() - 6) : match.start()]
    if hour > 24 or minute > 59 or len(match["m"]) != 2 or re.search("比|比例|比分|画面|画幅|宽高", before):
        return None
    said = f"{counted(str(hour))}点"
    if minute or second:
        said += ("零" if 0 < minute < 10 else "") + (cardinal(minute) if minute else "零") + "分"
    if second:
        said += ("零" if 0 < int(second) < 10 else "") + cardinal(int(second)) + "秒"
    return said


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
        and re.match(rf"{_S}(?:年|财年|学年|赛季)|(?!{_S}(?:{_CLASSIFIERS}))", rest)
        and _is_year(a)
        and _is_year(b)
    ):
        return f"{digits(a)}到{digits(b)}"
    if (
        "." not in a + b
        and float(a.replace(",", "")) >= float(b.replace(",", ""))
        and not _MEASURE.match(rest)
    ):
        return None
    return f"{counted(a) if _MEASURE.match(rest) else number(a)}到{counted(b) if _MEASURE.match(rest) else number(b)}"


def _is_year(text: str) -> bool:
    return 1900 <= int(text) <= 2099


def _date(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year(match['y'])}年{cardinal(month)}月{cardinal(day)}日"


def _money(match: re.Match[str]) -> str:
    """``$3.5B`` → 三十五亿美元; ``¥3 亿`` → 三亿元."""
    name = symbols.CURRENCIES[match["c"].replace(" ", "")]
    scale, unit = match["k"], match["u"] or ""
    amount = scaled(match["n"], _MULTIPLE[scale]) if scale else number(match["n"])
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


def _model(match: re.Match[str]) -> str:
    """A name with a figure in it: GPT-3.5, GPT-4o, H100, Llama 3.1-70B."""
    figure = match["n"]
    said = (
        number(figure)
        if "." in figure and figure.count(".") == 1
        else "点".join(code(part) for part in figure.split("."))
    )
    return f"{_word(match['w'])}{said}"


def _word(text: str) -> str:
    return text.replace("-", " ").strip()


def _spelled(match: re.Match[str]) -> str:
    return " ".join(match.group().replace(".", "").upper())


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
    return scaled(text, _MULTIPLE[match["u"]])


def _parts(text: str) -> str:
    """The denominator: 百分之, 千分之, 三分之."""
    return {"100": "百", "1000": "千"}.get(text) or cardinal(int(text))


def _more(match: re.Match[str]) -> str | None:
    """``100+`` → 一百多; with 万 or k: 十万多."""
    unit = match["u"] or ""
    text = match["n"]
    if unit in {"w", "W", "万"}:
        return number(text) + "万加"
    if unit in _MULTIPLE:
        return scaled(text, _MULTIPLE[unit]) + "多"
    bare = re.match(
        _S + "(?:国家|城市|项目|产品|团队|品牌|客户|模型|功能|部门|行业|企业)", match.string[match.end() :]
    )
    return (counted(text) if unit else number(text)) + unit + ("多个" if bare and not unit else "多")


def _approximate(match: re.Match[str]) -> str | None:
    """``5、6 层``: two neighbours before a measure are one guess, 五六层."""
    a, b = int(match["a"]), int(match["b"])
    if b != a + 1 or not re.match(_S + f"(?:{_CLASSIFIERS}|楼|号|月|点)", match.string[match.end() :]):
        return None
    return cardinal(a).replace("二", "两" if b == 3 else "二") + cardinal(b) if a != 2 else "两三"


def _decades(match: re.Match[str]) -> str:
    return "、".join(cardinal(int(part)) for part in re.findall(r"\d\d", match.group()))


def _born(match: re.Match[str]) -> str:
    return "、".join(digits(part) for part in re.findall(r"\d\d", match.group())) + "后"


def _phone(match: re.Match[str]) -> str:
    return digits(match.group(), one="幺")


def _fixed(text: str) -> Callable[[re.Match[str]], str]:
    return lambda _: text


def _copy(match: re.Match[str]) -> str:
    return match.group()


def _rule(pattern: str, say: Callable[[re.Match[str]], str | None], doubt: str | None = None) -> Rule:
    return Rule(re.compile(pattern), say, doubt)


_CURRENCY = "|".join(re.escape(sign) for sign in sorted(symbols.CURRENCIES, key=len, reverse=True))
_UNITS = "|".join(re.escape(unit) for unit in sorted(symbols.UNITS, key=len, reverse=True))
_PER = "|".join(re.escape(unit) for unit in sorted(symbols.PER, key=len, reverse=True))

_RULES: tuple[Rule, ...] = (
    # What is not said, or not as it is written.
    _rule(r"https?://[^\s，。；！？、）》」』\u4e00-\u9fff]+|www\.[\w./?=&%-]+", _fixed("链接")),
    _rule(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", lambda m: m.group().replace("@", " at ").replace(".", "点")),
    _rule(
        r"(?<![\w.])(?:[A-Za-z0-9-]+\.)+(?:com|cn|org|net|io|ai|dev|app|edu|gov)(?![A-Za-z])",
        lambda m: m.group().replace(".", "点"),
    ),
    _rule(symbols.EMOJI, _fixed("")),
    # Numbers of four and more parts, telephones, dates, times.
    _rule(
        r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", lambda m: "点".join(map(digits, m.group().split(".")))
    ),
    _rule(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)", _phone),
    _rule(r"(?<!\d)(?:0\d{2,3}-\d{7,8}|400-\d{3}-?\d{4}|400-\d{4}-\d{3})(?!\d)", _phone),
    _rule(r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<x>[-/.])(?P<m>\d{1,2})(?P=x)(?P<d>\d{1,2})(?![\d.])", _date),
    _rule(
        rf"{_BEFORE}(?P<a>(?:19|20)\d\d){_S}(?:{_DASH}|到){_S}(?P<b>(?:19|20)\d\d)(?={_S}(?:年|财年|学年|之间))",
        lambda m: f"{digits(m['a'])}到{digits(m['b'])}",
    ),
    _rule(
        rf"{_BEFORE}(?P<y>[12]\d{{3}})(?={_S}(?:年(?!前(?!后)|后|历史|的历史|以上|来|间)|财年|学年|赛季|级|届))",
        lambda m: year(m["y"]) if int(m["y"]) % 1000 or int(m["y"]) == 2000 else None,
    ),
    _rule(rf"(?<![\d.])\d0(?:{_S}[、和]{_S}\d0)*(?={_S}年代)", _decades),
    _rule(
        rf"(?<![\d.])\d[05](?:{_S}[、和]{_S}\d[05])*{_S}后(?![{HAN}]?年)(?=[{HAN}]|\W|$)(?!面|来|续|期|台)",
        _born,
    ),
    _rule(rf"{_BEFORE}(?P<n>\d\d){_S}年(?!代|级)", _short_year),
    _rule(r"(?<![\d:])(?P<h>\d{1,2})[:：](?P<m>\d\d)(?:[:：](?P<s>\d\d))?(?![\d:])", _time),
    _rule(rf"(?<=\d:\d\d){_S}{_DASH}{_S}(?=\d{{1,2}}:\d\d)", _fixed("到")),
    _rule(
        rf"{_BEFORE}(?P<a>\d+(?:\.\d+)?){_S}[:：]{_S}(?P<b>\d+(?:\.\d+)?){_AFTER}",
        lambda m: f"{number(m['a'])}比{number(m['b'])}",
    ),
    # Percentages, money, units.
    _rule(rf"{_BEFORE}(?P<a>[-−+]?{_N})[%％]?{_S}(?:{_DASH}|到){_S}(?P<b>{_N}){_S}(?P<p>[%％‰])", _percent),
    _rule(rf"{_BEFORE}(?P<a>(?:(?<![\w)）])[-−+])?{_N}){_S}(?P<p>[%％‰])(?P<b>\b\B)?", _percent),
    _rule(
        rf"(?P<c>{_CURRENCY}){_S}(?P<n>{_N}){_S}(?P<k>(?:bn|[kKwWmMbBtT])(?![A-Za-z]))?(?P<plus>\+)?(?P<u>{_S}[百千万亿]+)?(?P<t>{_S}(?:美元|元|人民币|港元))?",
        _money,
    ),
    _rule(rf"{_BEFORE}(?P<n>{_N}){_S}(?P<u>{_UNITS})/(?P<v>{_PER})(?![A-Za-z])", _per_unit),
    _rule(rf"(?P<n>(?:(?<![\w)）.])[-−])?{_BEFORE}{_N}){_S}(?P<u>{_UNITS})(?![A-Za-z\d+#])", _unit),
    # Quantities.
    _rule(rf"{_BEFORE}\d+{_AFTER}", _nth),
    _rule(rf"{_BEFORE}\d{{3,4}}{_AFTER}", _plane),
    _rule(r"(?:No\.|NO\.|№) ?(?P<n>\d+)", lambda m: f"第{number(m['n'])}"),
    _rule(rf"{_BEFORE}(?P<a>\d){_S}、{_S}(?P<b>\d)(?![\d.、]|{_S}、)", _approximate),
    _rule(rf"{_BEFORE}(?P<n>{_N}){_S}(?P<u>[kKwW万亿千百])?{_S}[+＋](?!{_S}\d)", _more),
    _rule(rf"{_BEFORE}(?P<n>{_N})(?P<u>[wW]|k)(?![A-Za-z\d])", _kilo),
    _rule(
        rf"{_BEFORE}(?P<a>\d{{1,3}})/(?P<b>\d{{1,3}})(?![\d/.])",
        lambda m: f"{_parts(m['b'])}分之{cardinal(int(m['a']))}",
    ),
    _rule(rf"{_BEFORE}(?P<a>{_N}){_S}(?:{_DASH}+|到){_S}(?P<b>{_N}){_AFTER}(?!{_S}=|[A-Za-z])", _range),
    _rule(
        rf"{_BEFORE}(?P<n>\d+(?:\.\d+)?){_S}[xX×](?![A-Za-z\d{HAN}]{{0}}{_S}\d|[A-Za-z])",
        lambda m: f"{counted(m['n'])}倍",
    ),
    _rule(r"(?<=[\d)）]) *[×xX*] *(?=\d)", _fixed("乘")),
    _rule(r"(?<=\d) *[+＋] *(?=\d)", _fixed("加")),
    _rule(r"(?<=\d) *[-−] *(?=\d+ *=)", _fixed("减")),
    _rule(r"(?<=\d) *÷ *(?=\d)", _fixed("除以")),
    _rule(r" *[=＝]+ *", _fixed("等于")),
    _rule(r" *≈ *", _fixed("约等于")),
    _rule(r" *(?:≥|>=) *", _fixed("大于等于")),
    _rule(r" *(?:≤|<=) *", _fixed("小于等于")),
    _rule(r"(?<=[\w)）]) *[>＞] *(?=\w)", _fixed("大于")),
    _rule(r"(?<=[\w)）]) *[<＜] *(?=\w)", _fixed("小于")),
    _rule(r"±", _fixed("正负")),
    # Names with figures: letters first (GPT-4o, H100, v1.0, Q3) or behind (5G, 7B, 3D).
    _rule(
        r"(?<![A-Za-z])[vV](?P<n>\d+(?:\.\d+)*)",
        lambda m: (
            "V"
            + "点".join(number(part) if i == 0 else digits(part) for i, part in enumerate(m["n"].split(".")))
        ),
    ),
    _rule(
        rf"(?P<w>[A-Za-z]+(?:-[A-Za-z]+)*)[-–]?(?P<n>\d+(?:\.\d+)*)(?![\d%％])(?!{_S}[个名位家款条次种件项])",
        _model,
    ),
    _rule(
        rf"(?P<w>[A-Z][A-Za-z]*) (?P<n>\d{{3,4}})(?![\d.,]|{_S}(?:{_CLASSIFIERS}))",
        lambda m: None if _is_year_like(m["n"]) else f"{m['w']}{code(m['n'])}",
    ),
    _rule(r"(?<=\d)[-–](?=\d+[A-Za-z])", _fixed("，")),
    _rule(r"(?<=[A-Za-z\d])[-–](?=[A-Za-z\d])", _fixed("")),
    _rule(r"(?<![A-Za-z])2(?=[BCGbcg](?![A-Za-z]))", _fixed("to ")),
    _rule(rf"{_BEFORE}(?P<n>{_N})(?=[A-Za-z])", lambda m: number(m["n"])),
    _rule(
        r"\d+(?:\.\d+){2,}",
        lambda m: "点".join(number(p) if i == 0 else digits(p) for i, p in enumerate(m.group().split("."))),
    ),
    _rule(r"(?<![\w)）%％])[-−](?=\d)", _fixed("负")),
    _rule(
        rf"{_BEFORE}\d{{3,4}}(?={_S}(?:室|房间|路公交|路车|航班|教室|宿舍|国道))",
        lambda m: digits(m.group(), one="幺"),
    ),
    _rule(rf"{_BEFORE}(?P<y>\d{{4}})(?={_S}(?:多|余|来|名|个))", lambda m: cardinal(int(m["y"]))),
    _rule(rf"{_N}", _number),
    # Latin words.
    _rule(r"(?:[A-Z]\.){2,}[A-Z]?", _spelled),
    _rule(r"(?i)(?:to|2)(?=[ -]?[bcg](?![a-z]))", _fixed("to")),
    _rule(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?", lambda m: m.group().replace("’", "'")),
    *(_rule(pattern, _fixed(said)) for pattern, said in symbols.SYMBOLS),
    # Spaces: only between Latin words, where `join` puts them back.
    _rule(r"[ \t\u00a0\u3000\u2000-\u200f\ufeff]+", _fixed("")),
    _rule(r"\r?\n\s*", _fixed("\n")),
    _rule(r".", _copy),
)


def _is_year_like(text: str) -> bool:
    return len(text) == 4 and 1900 <= int(text) <= 2099
