"""What is known of words and characters by themselves: the general dictionaries, and our lists over them."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from duologue.errors import EngineError
from duologue.speech.phonemes.segment import kind_of

NEUTRAL = {"的": "de5", "了": "le5", "着": "zhe5", "吗": "ma5", "呢": "ne5", "吧": "ba5", "嘛": "ma5", "们": "men5", "啊": "a5",
           "呀": "ya5", "啦": "la5", "么": "me5", "哦": "o5", "地": "di4", "得": "de5", "个": "ge4", "过": "guo4"}  # fmt: skip
_CITATION = {"一": "yi1", "不": "bu4"}
_IN_FOREIGN_NAMES = {
    "塞": "sai4",
    "勒": "le4",
    "什": "shi2",
    "切": "qie4",
    "蒙": "meng2",
    "舍": "she4",
    "泊": "bo2",
    "葛": "ge2",
}
_FOREIGN = frozenset(
    "阿埃艾安奥巴贝本比波伯布查达德迪蒂尔恩法菲费弗福戈格古海赫霍基吉加卡凯科克库拉莱兰朗劳勒雷里利列卢鲁伦罗洛马麦曼梅米莫姆纳内尼诺"
    "欧帕佩皮普奇乔丘瑞萨桑森沙圣史司斯索塔泰坦特图托瓦维沃希李谢辛雅亚扬耶伊茨泽扎佐朱温翁什塞甘冈哈休肖姬缪黎浦琴迦倍俄浮桥"
)
"""What foreign names are written with; beside one of them the characters above are part of a name."""


@lru_cache(maxsize=8192)
def is_read(character: str) -> bool:
    """Whether a dictionary has the character."""
    return pinyin(character)[0][-1:].isdigit()


def pinyin(text: str) -> list[str]:
    """One syllable per character from the dictionaries, neutral tone as 5; empty where there is none.

    Raises:
        EngineError: pypinyin is not installed.
    """
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError:
        raise EngineError("Chinese readings need pypinyin: pip install 'duologue[offline]'") from None
    found: list[str] = lazy_pinyin(
        text,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        v_to_u=True,
        errors=lambda run: [""] * len(run),  # type: ignore[arg-type, return-value]  # a list is allowed
    )
    for index, character in enumerate(text):  # the dictionaries write some words after sandhi
        if character in _CITATION and not found[index].endswith("5"):
            found[index] = _CITATION[character]
    return found


def corrected(word: str, syllables: list[str]) -> list[str]:
    """A word's syllables where the general dictionaries are wrong about a character, or it is a foreign name."""
    said = list(syllables)
    table = _characters()
    for index, character in enumerate(word):
        if character in table:
            reading, exceptions = table[character]
            if not any(exception in word for exception in exceptions):
                said[index] = reading
        if character in _IN_FOREIGN_NAMES and in_foreign_name(word, index):
            said[index] = _IN_FOREIGN_NAMES[character]
    if word[0] == "子":
        said[0] = "zi3"
    return said


def in_foreign_name(text: str, index: int) -> bool:
    """Whether the characters beside the one at `index` are such as foreign names are written with."""
    beside = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return bool(beside) and _FOREIGN.issuperset(beside) and len(text) > 1


def foreign(character: str) -> str | None:
    """How a character is read in foreign names, where that is not how it is mostly read."""
    return _IN_FOREIGN_NAMES.get(character)


def usual(character: str) -> str:
    """How a word of one character is read most often."""
    table = _characters()
    return (
        NEUTRAL.get(character)
        or _usual().get(character)
        or (table[character][0] if character in table else pinyin(character)[0])
    )


def is_phrase(word: str) -> bool:
    """Whether the dictionaries have a reading of the word as a whole."""
    from pypinyin.constants import PHRASES_DICT

    return word in PHRASES_DICT


def is_neutral(word: str) -> bool:
    """Whether the word's last syllable is neutral in Standard Chinese."""
    words = _neutral_words()
    return word in words or (len(word) > 2 and word[-2:] in words and word not in _FULL_IN_LONG)


_FULL_IN_LONG = frozenset(
    ["大学生", "中学生", "小学生", "留学生", "研究生", "医学生", "中小学生", "银行家", "网吧"]
)


def is_manner(word: str) -> bool:
    """Whether a word in 地 says how something is done (不公平地), and is no place (目的地)."""
    stem = word[:-1]
    if len(stem) < 2 or is_phrase(word):
        return False
    return stem[-1] in "般性样" or stem[0] in ("不", stem[-1]) or (kind_of(stem)[:1] or "?") in _MANNERS


_MANNERS = frozenset("adzilb")
"""Parts of speech of what 地 makes an adverb of: adjectives, adverbs, states, idioms."""


def keeps_its_end(word: str) -> bool:
    """Whether a last 子 has its full tone: 电子, 正电子; not 桌子."""
    return word[-2:] in _full_words()


_ZHU_WORDS = re.compile("著[作名书者述称录]|[显名原专巨论土编译合遗拙新旧卓昭大]著|著")


def simplified(text: str) -> str:
    """The text in simplified characters, one for one; as it is if it has no others."""
    if "著" in text:  # Taiwan's 着, which no word of its own shows to be the other 著
        text = _ZHU_WORDS.sub(lambda match: match.group() if len(match.group()) > 1 else "着", text)
    if _in_standard_set(text):
        return text
    from duologue.speech.phonemes.traditional import to_simplified

    return to_simplified(text)


_OTHER_WORDS = frozenset("乾後徵夥於麴醣")
"""Characters of the set that also write other words in traditional text: 乾杯, 後面."""


def _in_standard_set(text: str) -> bool:
    """Whether the standard set of simplified characters has all of the text, and each as itself."""
    if not _OTHER_WORDS.isdisjoint(text):
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def word_list() -> dict[str, str]:
    """Our readings of words, before sandhi."""
    return {
        word: reading.replace("v", "ü")
        for word, _, reading in (line.partition(" ") for line in data("mandarin_words.txt"))
    }


@lru_cache(maxsize=1)
def _characters() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = (line.split() for line in data("mandarin_characters.txt"))
    return {row[0]: (row[1], tuple(row[2:])) for row in rows}


@lru_cache(maxsize=1)
def _usual() -> dict[str, str]:
    rows = (pair.split() for line in data("single_characters.txt") for pair in line.split(","))
    return {row[0]: row[1].replace("v", "ü") for row in rows if row}


@lru_cache(maxsize=1)
def _neutral_words() -> frozenset[str]:
    return frozenset(word for line in data("neutral_words.txt") for word in line.split())


@lru_cache(maxsize=1)
def _full_words() -> frozenset[str]:
    return frozenset(word for line in data("full_tone_words.txt") for word in line.split())


def data(name: str) -> list[str]:
    """The lines of one of our lists, without comments."""
    text = (resources.files("duologue.speech.phonemes") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
