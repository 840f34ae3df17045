"""Years, dates, times of day and telephone numbers in Mandarin."""

from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.mandarin_numbers import cardinal, counted, digits, number, year
from duologue.speech.spoken.mandarin_patterns import AFTER, BEFORE, CLASSIFIERS, DASH, GAP, HAN

_YEAR_BEFORE = re.compile(
    rf"(?:在|从|自|到|于|早|去|是|截至|早年|直到|等到|自从|大概|大约在|生于|[我他她你]|我们|他们|公司|团队){GAP}$"
)
_YEAR_AFTER = re.compile(
    rf"{GAP}(?:就|底|初|末|年底|年初|年中|开始|起|以来|上半|下半|春|夏|秋|冬|的时候|那时|那会|加入|离开|毕业|创业|创立|成立|推出|发布|"
    rf"入职|回国|上市|出生|上线|{GAP}\d{{1,2}}{GAP}月|[一二三四]季度|第[一二三四])"
)
_DURATION_AFTER = re.compile(
    rf"{GAP}(?:了|来|间|前|后|内|时间|里|以上|以内|左右|多|历史|经验|的经验|如一日|之内|之后|之前|期)"
)
_DURATION_BEFORE = re.compile(
    rf"(?:近|约|过去|未来|这|那|花|用|干|做|满|每|整整|超过|不到|至少|长达|大约|前后|最近|头|了|第|再){GAP}$"
)

_ANOTHER_YEAR = re.compile(
    rf"(?<![\d.])(?:0\d{GAP}年|\d\d{GAP}年(?:{_YEAR_AFTER.pattern})|\d\d{GAP}年?{GAP}(?:到|至|-){GAP}\d\d{GAP}年)[^。！？!?]*$"
)


_FULL_YEAR = re.compile(rf"(?<!\d)(?:19|20)\d\d{GAP}年[^。！？!?]*[，,；;]{GAP}$")


def _short_year(match: re.Match[str]) -> str | None:
    """Two digits and 年: a year, or so many years; None where nothing beside them decides."""
    text = match["n"]
    before = match.string[max(0, match.start() - 60) : match.start()]
    after = match.string[match.end() : match.end() + 20]
    value = int(text)
    if text[0] == "0":
        return f"{digits(text)}年"
    if _DURATION_AFTER.match(after) or _DURATION_BEFORE.search(before):
        return f"{counted(text)}年"
    if (
        _YEAR_AFTER.match(after)
        or value >= 60
        or (10 <= value <= 39 and (_YEAR_BEFORE.search(before) or _ANOTHER_YEAR.search(before)))
        or (10 <= value <= 39 and _FULL_YEAR.search(before) and not re.match(rf"{GAP}[磨如的一]", after))
    ):
        return f"{digits(text)}年"
    return None if 10 < value < 30 and value != 20 else f"{counted(text)}年"


_CLOCK_BEFORE = re.compile(rf"(?:[日号天早晚上午晨夜点在至到从于前后]|[-–—~～]|\d){GAP}$")


def _time(match: re.Match[str]) -> str | None:
    """``10:30`` is a time of day unless it is a ratio; ``3:07:20`` is one behind a day or 在, else a span."""
    hour, minute, second = int(match["h"]), int(match["m"]), match["s"]
    before = match.string[max(0, match.start() - 6) : match.start()]
    if hour > 24 or minute > 59 or len(match["m"]) != 2 or re.search("比|比例|比分|画面|画幅|宽高", before):
        return None
    if second and not _CLOCK_BEFORE.search(before):
        return "".join(
            f"{counted(str(int(figure)))}{unit}"
            for figure, unit in zip(match.groups(), ("小时", "分", "秒"), strict=True)
            if int(figure)
        )
    said = f"{counted(str(hour))}点"
    if minute or int(second or 0):
        said += ("零" if 0 < minute < 10 else "") + (cardinal(minute) if minute else "零") + "分"
    if int(second or 0):
        said += ("零" if 0 < int(second) < 10 else "") + cardinal(int(second)) + "秒"
    return said


def _half_day(match: re.Match[str]) -> str:
    """``8am`` → 早上八点, ``2:30 pm`` → 下午两点三十分."""
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if match["half"] in "aA":
        half = "早上" if 5 <= hour < 9 else "凌晨" if hour < 5 or hour == 12 else "上午"
    else:
        half = "中午" if hour == 12 else "下午" if hour < 6 else "晚上"
    past = f"{'零' if minute < 10 else ''}{cardinal(minute)}分" if minute else ""
    return f"{half}{counted(str(hour))}点{past}"


def _date(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year(match['y'])}年{cardinal(month)}月{cardinal(day)}日"


def _day_first(match: re.Match[str]) -> str | None:
    """``30/05/2024``, ``13.05.2024``: the day is first, unless only the second can be the day."""
    a, b = int(match["a"]), int(match["b"])
    day, month = (b, a) if b > 12 >= a else (a, b)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year(match['y'])}年{cardinal(month)}月{cardinal(day)}日"


def _compact_date(match: re.Match[str]) -> str:
    """``20240530`` → 二零二四年五月三十日."""
    return f"{year(match['y'])}年{cardinal(int(match['m']))}月{cardinal(int(match['d']))}日"


def _day_with_a_point(match: re.Match[str]) -> str | None:
    """``5.30 那天``: month and day."""
    month, day = map(int, match.group().split("."))
    return f"{cardinal(month)}月{cardinal(day)}日" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _year_month(match: re.Match[str]) -> str:
    return f"{digits(match['y'])}年{cardinal(int(match['m']))}月"


def _short_years(match: re.Match[str]) -> str | None:
    """``06、07 年``, ``08-10 年``: two short years, unless they can only be spans of time."""
    a, b = match["a"], match["b"]
    near = a[0] in "01289" and 1 <= (int(b) - int(a)) % 100 <= 9
    if not near or (a[0] != "0" and _DURATION_AFTER.match(match.string[match.end() + 1 :])):
        return None
    return f"{digits(a)}{'、' if match['x'] in '、,' else '到'}{digits(b)}"


def _decades(match: re.Match[str]) -> str:
    return "、".join(cardinal(int(part)) for part in re.findall(r"\d\d", match.group()))


def _born(match: re.Match[str]) -> str:
    return "、".join(digits(part) for part in re.findall(r"\d\d", match.group())) + "后"


def _phone(match: re.Match[str]) -> str:
    return digits(match.group(), one="幺")


_CALLED = re.compile(
    r"(?:拨打|拨了?|致电|[^敲一]打|^打|电话|热线|客服|分机|尾号|微信号?|QQ|密码|验证码|编号|会议号|房间号|工号|学号|账号|号码|[单证卡批票]号|区号|股票代码|航班号|车次|身份证)"
    r"[:： 是为]*$"
)


def _called(match: re.Match[str]) -> str | None:
    """A number that is called or typed, digit by digit: 拨打 10086, 尾号 8012."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    return _phone(match) if _CALLED.search(before) else None


_SERVICE_AFTER = re.compile(
    rf"{GAP}(?:报警|急救|火警|救护车|热线|客服|电话|平台|网站|官网|App|买票|购票|抢票|充值|投诉|订票|候补|APP)"
)


def _service(match: re.Match[str]) -> str | None:
    """The number of a service before what it does, 12306 买票, 110 报警: digit by digit."""
    return _phone(match) if _SERVICE_AFTER.match(match.string, match.end()) else None


def _train(match: re.Match[str]) -> str:
    """G1234 次: a train's number, digit by digit; G7 keeps its name."""
    return match["t"] + digits(match["n"], one="幺")


CALENDAR: tuple[Rule, ...] = (
    # Numbers of four and more parts, telephones, dates, times.
    rule(
        r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", lambda m: "点".join(map(digits, m.group().split(".")))
    ),
    rule(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)", _phone),
    rule(r"(?<!\d)(?:0\d{2,3}[- ]\d{3,4}[- ]?\d{4}|[48]00-\d{3}-?\d{4}|[48]00-\d{4}-\d{3})(?!\d)", _phone),
    rule(r"(?<!\d)\d{3} \d{3,4} \d{3,4}(?![\d,.])", _phone),
    rule(rf"{BEFORE}\d{{3,20}}(?![\d.]|{GAP}(?:{CLASSIFIERS}|[年月日号%％]))", _called),
    rule(rf"{BEFORE}(?:1[12]\d|1[02]\d{{3}}|9[56]\d{{3}})(?![\d.])", _service),
    rule(rf"(?<![A-Za-z])(?P<t>[GDCZTK])(?P<n>\d{{1,4}})(?={GAP}次?{GAP}(?:列车|高铁|动车|火车))", _train),
    rule(rf"(?<![A-Za-z])(?P<t>[GDCZTK])(?P<n>\d{{3,4}})(?={GAP}次)", _train),
    rule(r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<x>[-/.])(?P<m>\d{1,2})(?P=x)(?P<d>\d{1,2})(?![\d.])", _date),
    rule(r"(?<=\d)T(?=\d\d[:：]\d\d)", fixed("")),
    rule(r"(?<=[:：]\d\d)(?:\.\d{1,6})?Z(?![A-Za-z\d])", fixed("")),
    rule(
        rf"{BEFORE}(?P<a>\d{{1,2}})(?P<x>[-/.])(?P<b>\d{{1,2}})(?P=x)(?P<y>(?:19|20)\d\d)(?![\d.])",
        _day_first,
    ),
    rule(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)", _compact_date),
    rule(
        rf"{BEFORE}(?P<y>(?:19|20)\d\d)\.(?P<m>0[1-9]|1[0-2])(?![\d.]|{GAP}(?:{CLASSIFIERS}|[%％]))",
        _year_month,
    ),
    rule(rf"{BEFORE}(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?![\d/.-]|{GAP}年)", _year_month),
    rule(
        rf"{BEFORE}\d{{1,2}}\.\d{{1,2}}(?={GAP}(?:那天|当天|当晚|那晚|凌晨|晚上|早上|上午|下午))",
        _day_with_a_point,
    ),
    rule(
        rf"{BEFORE}(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})(?={GAP}(?:大促|购物节|期间|假期|长假|黄金周|晚会|打假))",
        lambda m: (cardinal(int(m["m"])) if len(m["d"]) == 1 else digits(m["m"])) + digits(m["d"]),
    ),
    rule(r"(?<![\d·])\d{1,2}·\d{1,2}(?![\d·])", lambda m: digits(m.group())),
    rule(rf"(?<=公元前)(?P<g>{GAP})\d{{1,4}}(?={GAP}年)", lambda m: digits(m.group())),
    rule(rf"{BEFORE}(?P<y>(?:19|20)\d0)['’]?s(?![A-Za-z])", lambda m: f"{digits(m['y'])}年代"),
    rule(
        rf"{BEFORE}(?P<y>(?:19|20)\d\d){GAP}{DASH}{GAP}(?P<z>\d\d)(?={GAP}年)",
        lambda m: f"{digits(m['y'])}到{digits(m['z'])}",
    ),
    rule(rf"{BEFORE}(?P<a>\d\d){GAP}(?P<x>、|{DASH}|到){GAP}(?P<b>\d\d)(?={GAP}年(?!代|级))", _short_years),
    rule(
        rf"{BEFORE}(?P<a>(?:19|20)\d\d){GAP}(?:{DASH}|到){GAP}(?P<b>(?:19|20)\d\d)(?={GAP}(?:年|财年|学年|之间))",
        lambda m: f"{digits(m['a'])}到{digits(m['b'])}",
    ),
    rule(
        rf"{BEFORE}(?P<y>[12]\d{{3}})(?={GAP}(?:年(?!前(?!后)|后|历史|的历史|以上|来|间)|财年|学年|赛季|级|届))",
        lambda m: year(m["y"]) if int(m["y"]) % 1000 or int(m["y"]) == 2000 else None,
    ),
    rule(rf"(?<![\d.])\d0(?:{GAP}[、和]{GAP}\d0)*(?={GAP}年代)", _decades),
    rule(
        rf"(?<![\d.])\d[05](?:{GAP}[、和]{GAP}\d[05])*{GAP}后(?![{HAN}]?年)(?=[{HAN}\d]|\W|$)(?!面|来|续|期|台)",
        _born,
    ),
    rule(rf"{BEFORE}(?P<n>\d\d){GAP}年(?!代|级)", _short_year),
    rule(
        rf"{BEFORE}(?P<n>\d\d){GAP}年(?!代|级)",
        lambda m: f"{counted(m['n'])}年",
        "{!r} is read as a number of years; if it is the year, write all four digits",
    ),
    rule(
        rf"(?i)(?<![\d:.])(?P<h>1[0-2]|[1-9])(?:[:：](?P<m>[0-5]\d))?{GAP}(?P<half>[ap])\.?m(?![A-Za-z])\.?",
        _half_day,
    ),
    rule(r"(?<![\d:])(?P<h>\d{1,2})[:：](?P<m>\d\d)(?:[:：](?P<s>\d\d))?(?![\d:])", _time),
    rule(rf"(?<=\d:\d\d){GAP}{DASH}{GAP}(?=\d{{1,2}}:\d\d)", fixed("到")),
    rule(rf"(?<=[年月日号点周]){GAP}{DASH}{GAP}(?=\d{{1,4}}{GAP}[年月日号点])", fixed("到")),
    rule(
        rf"{BEFORE}(?P<a>\d+(?:\.\d+)?){GAP}[:：]{GAP}(?P<b>\d+(?:\.\d+)?){AFTER}",
        lambda m: f"{number(m['a'])}比{number(m['b'])}",
    ),
)
