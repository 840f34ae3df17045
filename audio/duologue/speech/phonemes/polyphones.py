"""Characters with more than one reading, where they are words of their own: what stands around them decides."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from duologue.speech.phonemes import mandarin_dictionary as dictionary
from duologue.speech.phonemes import polyphone_model
from duologue.speech.phonemes.segment import is_noun
from duologue.speech.phonemes.setting import Setting
from duologue.speech.phonemes.surnames import as_surname

OTHER = {"长": "zhang3", "重": "chong2", "行": "hang2", "调": "diao4", "传": "zhuan4", "数": "shu3",
          "弹": "dan4", "藏": "zang4", "背": "bei1", "朝": "zhao1", "乐": "yue4", "强": "qiang3",
          "盛": "cheng2", "折": "she2", "相": "xiang4", "量": "liang2", "空": "kong4", "薄": "bo2", "曲": "qu1",
          "倒": "dao3", "率": "shuai4", "单": "shan4", "露": "lou4", "累": "lei3", "散": "san3"}  # fmt: skip
"""Characters that, alone, are read in two ways about as often, and the way they are not read by default."""
SURE = 0.9
"""From this probability on the model's reading is not reported as doubtful."""
_MUST_BEFORE = frozenset(
    ["就", "也", "都", "还", "总", "可", "又", "才", "真", "先", "那", "我", "你", "他", "她", "它", "我们", "你们", "他们",
     "咱们", "大家", "必须", "首先", "肯定", "一定", "那就", "你就", "我就", "公司", "团队", "今天"]
)  # fmt: skip
_DEGREES = (
    "很",
    "更",
    "太",
    "非常",
    "特别",
    "越来越",
    "比较",
    "这么",
    "那么",
    "挺",
    "十分",
    "相当",
    "最",
    "极",
    "不够",
    "多",
)
_COUNTS = "一二两三四五六七八九十百千几数多每半"
_FOR = ("因为", "专为", "只为", "特为", "全为")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A reading and the words beside that show it: before, behind, and second behind."""

    reading: str
    before: _Beside
    after: _Beside
    second: _Beside

    def fits(self, setting: Setting) -> bool:
        """Whether the words beside are such."""
        return (
            self.before.ends(setting.before)
            and self.after.begins(setting.after)
            and self.second.begins(setting.second)
        )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a word beside must be: one of `whole`, or have one of `parts` at its near end; anything if `free`."""

    whole: frozenset[str]
    parts: tuple[str, ...]
    free: bool

    def ends(self, word: str) -> bool:
        return self.free or word in self.whole or (bool(self.parts) and word.endswith(self.parts))

    def begins(self, word: str) -> bool:
        return self.free or word in self.whole or (bool(self.parts) and word.startswith(self.parts))


def _beside(cell: str) -> _Beside:
    words = cell.split()
    whole = frozenset(word.lstrip("=^") for word in words if word[0] in "=^")
    return _Beside(whole, tuple(word for word in words if word[0] not in "=^*"), cell == "*")


@lru_cache(maxsize=2)
def _rules(name: str) -> dict[str, tuple[_Rule, ...]]:
    """The rules of one of the two tables, by character or word."""
    found: dict[str, list[_Rule]] = {}
    for line in dictionary.data(name):
        written, reading, *beside = line.split("\t")
        cells = [_beside(cell) for cell in (*beside, "*")[:3]]
        found.setdefault(written, []).append(_Rule(reading, *cells))
    return {written: tuple(rules) for written, rules in found.items()}


def by_next_word(setting: Setting) -> str | None:
    """The reading of a word of several characters that the words beside it decide; None if they do not."""
    rules = _rules("polyphone_words.tsv").get(setting.character, ())
    return next((rule.reading for rule in rules if rule.fits(setting)), None)


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
    elif word[-1] in "只行卷" and word[-2] in "一二三四五六七八九十百千万几多数":  # 十五只, 第三行, 第二卷
        said[-1] = {"只": "zhi1", "行": "hang2", "卷": "juan4"}[word[-1]]
    return said


def single(setting: Setting) -> str:
    """A word of one character: by what stands around it, else as it is read most often."""
    return _decided(setting)[0]


def evident(setting: Setting) -> bool:
    """Whether something around the word shows how it is read."""
    return _decided(setting)[1]


def _decided(setting: Setting) -> tuple[str, bool]:
    """The reading of a word of one character, and whether there is evidence for it."""
    character = setting.character
    if surname := as_surname(setting):
        return surname, True
    if _is_foreign(setting) and (reading := dictionary.foreign(character)):
        return reading, True
    rule = by_neighbours(setting)
    if (guess := polyphone_model.shipped().best(setting, rule or "")) is not None:
        reading, chance = guess
        return reading, chance >= SURE or rule == reading
    return rule or dictionary.usual(character), rule is not None


def _is_foreign(setting: Setting) -> bool:
    """Whether the character is one of a foreign name that the dictionary does not know: 塞|尼亚, 桑|切."""
    beside = setting.before[-1:] + setting.character + setting.after[:1]
    at = len(setting.before[-1:])
    return len(beside) > 1 and dictionary.in_foreign_name(beside, at) and len(setting.before) < 3


def by_neighbours(setting: Setting) -> str | None:
    """The reading of a word of one character that the words beside it decide; None if they do not."""
    character, before, after = setting.character, setting.before, setting.after
    for rule in _rules("polyphone_neighbours.tsv").get(character, ()):
        if rule.fits(setting):
            return rule.reading
    if character == "传" and not after and setting.right.startswith("》"):  # 《…传》
        return "zhuan4"
    if character == "得" and after.startswith(_DEGREES) and before:  # 想象得更快
        return "de5"
    if character == "得":  # behind an adverb, pronoun or noun, or at the start, it is "must"
        return "dei3" if after and (not before or before in _MUST_BEFORE or is_noun(before)) else "de5"
    if character == "地":
        return (
            "de5" if len(before) >= 2 and after and not after.startswith(("上", "下", "里", "方")) else "di4"
        )
    return "ge5" if character == "个" and before else None
