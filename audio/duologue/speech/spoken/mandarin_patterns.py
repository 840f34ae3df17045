"""What the rules for Mandarin have in common: parts of patterns, and what makes a rule."""

from __future__ import annotations

import re
from collections.abc import Callable

from duologue.speech.spoken.compose import Rule

HAN = "\u3400-\u9fff\u3007\U00020000-\U0002ffff"
GAP = r"[ \u00a0\u3000\u2009\u202f]*"
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
BEFORE = r"(?<![\d.])"
AFTER = r"(?!\d|\.\d)"
DASH = r"[-–—~～−至]"
CLASSIFIERS = (
    "个人|个|名|位|家|款|条|次|种|件|项|篇|部|本|张|台|辆|架|座|栋|间|场|群|批|套|组|队|支|只|头|匹|棵|朵|片|块|把|双|对|副|份|封|"
    "颗|粒|滴|杯|瓶|碗|盘|桌|顿|口|句|段|首|行|步|遍|趟|回|圈|轮|层|天|周|年|岁|小时|分钟|秒钟|秒|毫秒|刻钟|星期|礼拜|季度|倍|成|"
    "度|元|块钱|美元|欧元|英镑|日元|港元|人民币|人|户|帧|页|章|节课|门|类|方|类|道|笔|单|股|站|处|点钟|公里|千米|米|厘米|毫米|公斤|"
    "千克|克|吨|升|毫升|平方米|平方公里|立方米|亩|公顷|英里|英尺|英寸|字|万|亿|千|百|多|余|来"
)
TWO_WORDS = CLASSIFIERS.replace("|年|", "|年(?!级|代)|").replace("|季度|", "|") + r"|点(?!\d)"
MEASURE = re.compile(GAP + f"(?:{TWO_WORDS})")
MULTIPLE = {"k": 10**3, "K": 10**3, "w": 10**4, "W": 10**4, "m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9,
             "bn": 10**9, "t": 10**12, "T": 10**12}  # fmt: skip


def rule(pattern: str, say: Callable[[re.Match[str]], str | None], doubt: str | None = None) -> Rule:
    """The rule that what `pattern` finds is said by `say`."""
    return Rule(re.compile(pattern), say, doubt)


def fixed(text: str) -> Callable[[re.Match[str]], str]:
    """Says `text`, whatever was found."""
    return lambda _: text
