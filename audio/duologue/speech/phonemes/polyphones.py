"""Characters with more than one reading, where they are words of their own: what their neighbours decide."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

from collections.abc import Sequence

from duologue.speech.phonemes.segment import is_noun

USUAL = {"还": "hai2", "都": "dou1", "行": "xing2", "长": "chang2", "重": "zhong4", "为": "wei4", "只": "zhi3", "和": "he2",
           "会": "hui4", "好": "hao3", "要": "yao4", "没": "mei2", "调": "tiao2", "更": "geng4", "把": "ba3", "给": "gei3",
           "谁": "shei2", "那": "na4", "哪": "na3", "中": "zhong1", "数": "shu4", "量": "liang4", "差": "cha4", "种": "zhong3",
           "看": "kan4", "分": "fen1", "应": "ying1", "当": "dang1", "倒": "dao4", "将": "jiang1", "几": "ji3", "卷": "juan3",
           "说": "shuo1", "发": "fa1", "难": "nan2", "少": "shao3", "空": "kong1", "累": "lei4", "教": "jiao1", "传": "chuan2",
           "转": "zhuan3", "涨": "zhang3", "省": "sheng3", "率": "lv4", "幺": "yao1", "嗯": "en1", "血": "xue4", "露": "lu4",
           "壳": "ke2", "曲": "qu3", "叶": "ye4", "单": "dan1", "尽": "jin4", "挑": "tiao1", "熟": "shu2", "薄": "bao2",
           "弹": "tan2", "藏": "cang2", "背": "bei4", "朝": "chao2", "乐": "le4", "降": "jiang4", "强": "qiang2",
           "盛": "sheng4", "折": "zhe2", "相": "xiang1", "散": "san4", "削": "xiao1"}  # fmt: skip
"""How each is read most often."""
OTHER = {"长": "zhang3", "重": "chong2", "行": "hang2", "调": "diao4", "传": "zhuan4", "数": "shu3",
          "弹": "dan4", "藏": "zang4", "背": "bei1", "朝": "zhao1", "乐": "yue4", "强": "qiang3",
          "盛": "cheng2", "折": "she2", "相": "xiang4", "量": "liang2", "空": "kong4", "薄": "bo2", "曲": "qu1",
          "倒": "dao3", "率": "shuai4", "单": "shan4", "露": "lu4", "累": "lei3", "散": "san3"}  # fmt: skip
"""Characters that, alone, are read in two ways about as often, and the way they are not read by default."""

_TITLES = (
    "总", "老师", "先生", "女士", "博士", "教授", "院长", "老板", "院士", "导演", "主任", "医生", "师傅", "某", "导", "工",
)  # fmt: skip
_SURNAMES = {"单": "shan4", "仇": "qiu2", "解": "xie4", "查": "zha1", "曾": "zeng1", "盖": "ge3", "区": "ou1", "任": "ren2",
             "朴": "piao2", "翟": "zhai2", "员": "yun4", "缪": "miao4", "覃": "qin2", "尉": "wei4", "华": "hua4"}  # fmt: skip
_DEGREES = (
    "很", "太", "更", "不", "最", "越", "真", "多", "有点", "非常", "特别", "比较", "够", "这么", "那么", "还", "挺",
)  # fmt: skip
_ADJECTIVES = {"长": "chang2", "重": "zhong4", "空": "kong1", "薄": "bao2", "差": "cha4", "强": "qiang2", "单": "dan1",
               "累": "lei4", "散": "san3", "乐": "le4", "卷": "juan3"}  # fmt: skip

_MUST_BEFORE = frozenset(
    ["就", "也", "都", "还", "总", "可", "又", "才", "真", "先", "那", "我", "你", "他", "她", "它", "我们", "你们", "他们",
     "咱们", "大家", "必须", "首先", "肯定", "一定", "那就", "你就", "我就", "公司", "团队", "今天"]
)  # fmt: skip


_COUNTS = "一二两三四五六七八九十百千几数多每半"
_LINES = ("代码", "字", "文字", "文本", "命令", "注释", "脚本", "小字", "大字", "诗", "泪", "眼泪", "日志")
_FOR = ("因为", "专为", "只为", "特为", "全为")
_BY_NEXT = {
    "一行": (("人", *"一二两三四五六七八九十百几数"), "yi1 xing2"),
    "五行": (_LINES, "wu3 hang2"),
    "教会": (("我", "你", "他", "她", "它", "人", "大家", "孩子", "学生", "机器", "模型"), "jiao1 hui4"),
    "得分": (("两", "几", "三", "开", "清", "成", "情况", "阶段", "步骤"), "dei3 fen1"),
}
"""Words that the word behind them decides: how it begins, and the reading then."""


def by_next_word(word: str, after: str) -> str | None:
    """The reading of a word of several characters that the next word decides; None if it does not."""
    beginnings, reading = _BY_NEXT.get(word, ((), ""))
    return reading if beginnings and after.startswith(beginnings) else None


def by_place(word: str, syllables: list[str]) -> list[str]:
    """A word's syllables where a character's place in it decides, whatever the general dictionaries say."""
    said = list(syllables)
    last = len(word) - 1
    for index, character in enumerate(word):
        behind = word[index + 1 : index + 2]
        if character == "什" and behind != "么":  # 纳什, 布什
            said[index] = "shi2"
        elif character == "勒" and index:  # 泰勒, 希特勒
            said[index] = "le4"
        elif character == "为" and index == last and not word.endswith(_FOR):  # 最为, 列为
            said[index] = "wei2"
        elif (
            character == "得" and len(word) == 3 and index == 1 and word[0] not in "不彼值获取赢求博所应难既"
        ):
            said[index] = "de5"  # 行得通, 经得起
        elif character in "着了" and index > 1 and word[index - 1] in "不得" and index == last:
            said[index] = "zhao2" if character == "着" else "liao3"  # 用不着, 受得了
    if len(word) == 2:
        if word[0] in _COUNTS and word[1] in "行只" and word != "五行":
            said[1] = "hang2" if word[1] == "行" else "zhi1"
        elif word[1] == "倒" and word != "反倒":  # 推倒
            said[1] = "dao3"
        elif word[1] == "尽" and word not in ("不尽", "无尽"):
            said[1] = "jin4"
    return said


_NUMBERS = "一二三四五六七八九十百千两几"
_NEIGHBOURS: tuple[tuple[str, str, Sequence[str], Sequence[str]], ...] = (
    # The character, its reading, how the word before it ends, how the word behind it begins ("": anything).
    ("得", "de2", "", "了过奖到分病"),
    ("得", "dei3", "的", ""),
    ("了", "liao3", "不", ""),
    ("还", "huan2", "", "了书债款贷账钱给"),
    ("为", "wei2", ("以", "视", "称", "分", "成", "命名", "改", "变", "定义"), ""),
    ("为", "wei4", "", ""),
    ("重", "zhong4", "", _NUMBERS + "半约"),
    ("行", "hang2", _NUMBERS + "万这那每哪多", ""),
    ("行", "hang2", "", ("代码",)),
    ("着", "zhao2", "得不", ""),
    ("都", "du1", "", "市"),
    ("待", "dai1", "", "满了过着在够久"),
    ("待", "dai1", ("能", "会", "多", "想", "愿意"), ""),
    ("中", "zhong4", "", "了过"),
    ("应", "ying4", "", "了声"),
    ("相", "xiang4", "张", ""),
    ("系", "ji4", "", "好上着紧鞋领安围腰"),
    ("盛", "cheng2", "", "了满着饭汤水出"),
    ("种", "zhong3", "这那哪各每几", ""),
    ("种", "zhong4", "", "下了过着出地菜树花草"),
    ("背", "bei1", "", "锅着起债"),
    ("冲", "chong4", "", "着我你他她"),
    *((character, reading, _DEGREES, "") for character, reading in _ADJECTIVES.items()),
    ("行", "xing2", "还不也都才就可能真说做我你他", ""),
    ("行", "xing2", "", "吗吧不了啊呀嘛呢"),
    ("只", "zhi1", _NUMBERS + "这那每", ""),
    ("长", "chang2", ("时间", "日子", "一年", "路", "篇幅", "周期", "链条", "头发", "距离"), ""),
    ("长", "zhang3", "", "大高成出得了着满在到进"),
    ("数", "shu3", "", "了过着到出不"),
    ("数", "shu3", "了一", ""),
    ("量", "liang2", ("得", "要", "去", "来", "先", "再", "没", "能", "会", "可以", "就", "一"), ""),
    ("量", "liang2", "", "了着一半出过"),
    ("空", "kong4", "", "出着了"),
    ("倒", "dao3", "", "了下"),
)
_BY_CHARACTER = {
    character: tuple(row for row in _NEIGHBOURS if row[0] == character) for character, *_ in _NEIGHBOURS
}


def by_context(character: str, before: str, after: str) -> str | None:
    """The reading of a word of one character that its neighbours decide; None if they do not."""
    if character in _SURNAMES and _is_surname(character, before, after):
        return _SURNAMES[character]
    for _, reading, ending, beginning in _BY_CHARACTER.get(character, ()):
        if (not ending or before.endswith(tuple(ending))) and (
            not beginning or after.startswith(tuple(beginning))
        ):
            return reading
    if character == "得":  # behind an adverb, pronoun or noun, or at the start, it is "must"
        return "dei3" if after and (not before or before in _MUST_BEFORE or is_noun(before)) else "de5"
    if character == "地":
        return (
            "de5" if len(before) >= 2 and after and not after.startswith(("上", "下", "里", "方")) else "di4"
        )
    return "ge5" if character == "个" and before else None


def _is_surname(character: str, before: str, after: str) -> bool:
    return (
        after.startswith(_TITLES)
        or before.endswith("姓")
        or (before in ("老", "小") and character in "曾任翟华")
    )
