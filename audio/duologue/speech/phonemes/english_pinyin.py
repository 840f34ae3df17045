"""Mandarin names in English text: Xiaoming, Zhang, Zhipu are read as pinyin, not by English spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from duologue.speech.syllables import syllable_phonemes

_TELLING = re.compile(
    "zh|x[iu]|q(?:i|u(?!e|i|o|a$))|ao|ia[no]|iang|uang|ang|eng|ong|iu|ui|uo|uai|ei|uan|(?:ch|sh)[ue]n?$"
)
"""What pinyin has and few other names do."""
_SURNAMES = frozenset(
    [
        "wang",
        "li",
        "zhang",
        "liu",
        "chen",
        "yang",
        "zhao",
        "huang",
        "zhou",
        "wu",
        "xu",
        "sun",
        "hu",
        "zhu",
        "gao",
        "lin",
        "he",
        "guo",
        "ma",
        "luo",
        "liang",
        "song",
        "zheng",
        "xie",
        "han",
        "tang",
        "feng",
        "yu",
        "dong",
        "xiao",
        "cheng",
        "cao",
        "yuan",
        "deng",
        "xu",
        "fu",
        "shen",
        "zeng",
        "peng",
        "lv",
        "su",
        "lu",
        "jiang",
        "cai",
        "jia",
        "ding",
        "wei",
        "xue",
        "ye",
        "yan",
        "pan",
        "du",
        "dai",
        "xia",
        "zhong",
        "tian",
        "ren",
        "fan",
        "fang",
        "shi",
        "yao",
        "tan",
        "liao",
        "zou",
        "xiong",
        "jin",
        "lu",
        "hao",
        "kong",
        "bai",
        "cui",
        "kang",
        "mao",
        "qiu",
        "qin",
        "jiang",
        "shi",
        "gu",
        "hou",
        "shao",
        "meng",
        "long",
        "wan",
        "duan",
        "lei",
        "qian",
        "tang",
        "yin",
        "yi",
        "chang",
        "wu",
        "qiao",
        "he",
        "lai",
        "gong",
        "wen",
        "pang",
        "fan",
        "lan",
        "yin",
        "ji",
    ]
)
_NOT_NAMES = frozenset(
    [
        "chang",
        "he",
        "ma",
        "song",
        "sun",
        "long",
        "gong",
        "pan",
        "fan",
        "tan",
        "tang",
        "fang",
        "lei",
        "wen",
        "pang",
        "dong",
    ]
)
"""English words too: names only beside another name."""
_LONGEST = 6
_RETROFLEX = ("zh", "ch", "sh", "r")


@lru_cache(maxsize=2048)
def name_sound(word: str, beside: str = "") -> str | None:
    """The phonemes of a Mandarin name; None for any other word.

    Args:
        word: as written, with a capital.
        beside: the word before or behind it, where that begins with a capital too.
    """
    letters = word.lower()
    if not word[:1].isupper() or not letters.isascii() or not letters.isalpha():
        return None
    found = _syllables(letters)
    if found is None:
        return None
    near = beside.lower()
    with_surname = bool(near) and _syllables(near) is not None and (near in _SURNAMES or letters in _SURNAMES)
    if len(found) == 1:
        known = letters in _SURNAMES and letters not in _NOT_NAMES
        telling = re.search("^zh|^x[iu]|^q[iu]", letters) is not None
        if not (known or telling or with_surname):
            return None
    elif not (_TELLING.search(letters) or with_surname):
        return None
    return "".join(
        _stressed(_sound(syllable), last=at == len(found) - 1) for at, syllable in enumerate(found)
    )


def _syllables(letters: str) -> tuple[str, ...] | None:
    """The word as pinyin, longest syllables first; None if it is not pinyin."""
    if not letters:
        return ()
    for size in range(min(_LONGEST, len(letters)), 0, -1):
        if _is_syllable(letters[:size]):
            rest = _syllables(letters[size:])
            if rest is not None:
                return (letters[:size], *rest)
    return None


@lru_cache(maxsize=1024)
def _is_syllable(letters: str) -> bool:
    if letters[-1] == "r" and letters != "er":
        return False
    try:
        syllable_phonemes(letters + "1")
    except ValueError:
        return False
    return letters not in {"m", "n", "ng", "hm", "hng", "o", "io"}


def _sound(syllable: str) -> str:
    initials, finals = _table()
    initial = next((i for i in initials if syllable.startswith(i) and len(i) < len(syllable)), "")
    final = syllable[len(initial) :]
    if final == "i" and initial in _RETROFLEX:
        return initials[initial] + "ɜɹ"
    if final == "i" and initial in ("z", "c", "s"):
        return initials[initial] + "ə"
    if initial == "y":
        final = {"i": "i", "in": "in", "ing": "ing", "u": "u", "uan": "yuan", "ue": "yue", "un": "yun"}.get(
            final, final
        )
        whole = {
            "i": "i",
            "in": "ɪn",
            "ing": "ɪŋ",
            "yuan": "juɛn",
            "yue": "juɛ",
            "yun": "jun",
            "an": "jɛn",
        }.get(final)
        if whole:
            return ("j" if whole[0] not in "ji" and final != "ing" and final != "in" else "") + whole
    if initial == "w" and final == "u":
        return "wu"
    said = finals[final]
    sound = initials.get(initial, "") + said
    return re.sub("([ʃʧʤ])j", r"\1", sound) if initial in ("j", "q", "x") and said[0] == "j" else sound


def _stressed(sound: str, *, last: bool) -> str:
    """The syllable with its stress before the vowel: the last of a name has the main one."""
    at = next(index for index, sign in enumerate(sound) if sign in "ɑɔʌəɜiuɛɪʊAIOW")
    return sound[:at] + ("ˈ" if last else "ˌ") + sound[at:]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str]]:
    text = (resources.files("duologue.speech.phonemes") / "english_pinyin.tsv").read_text(encoding="utf-8")
    initials, _, finals = text.partition("# finals\n")
    return _pairs(initials), _pairs(finals)


def _pairs(text: str) -> dict[str, str]:
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return dict(sorted(((row[0], row[1]) for row in rows), key=lambda row: -len(row[0])))
