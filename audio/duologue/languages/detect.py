"""The language of a text: by its script where only one language has it, else by py3langid.

py3langid, whose wheel holds its model, was chosen by measurement (`scripts/bench languages`). Three rules of
our own are better or cheaper: Chinese and which one, English by its smallest words, and languages written
nearly alike by words that only one of them uses (`near.yaml`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from duologue.languages.chinese import chinese_of
from duologue.languages.tags import spoken_language

_CHUNK = 1_500
_MOST_CHUNKS = 10
_FEWEST_LETTERS = 40
"""A text with fewer is judged all the same, but never `sure`."""
_SURE_SHARE = 0.75
_NO_LANGUAGE = "zxx"
"""What py3langid calls a text of no language: codes, figures."""
_USUAL = {"zh": "zh-CN", "en": "en-US", "ja": "ja-JP", "ko": "ko-KR"}
_ENGLISH_WORDS = (
    "the of and to is that it was for are with as this have but not they you we what from which be at or"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
"""What other languages hardly use; together they are a quarter of any English text."""
_ENGLISH_SHARE = 0.16
_NOISE = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w{1,24}|`[^`\n]{0,400}`|<[^>\n]{1,200}>"
)
_SCRIPTS = (
    ("kana", "\u3041", "\u30ff"),
    ("hangul", "\uac00", "\ud7a3"),
    ("han", "\u3400", "\u9fff"),
    ("thaana", "\u0780", "\u07bf"),
    ("syllabics", "\u1400", "\u167f"),
)


@dataclass(frozen=True)
class Detected:
    """What a text is written in.

    Attributes:
        language: BCP 47; with a region where the rules of a language need one (`zh-CN`, `en-US`).
        sure: whether most of the text says so; a short text, or one in two languages, is not sure.
        other: the language of most of the rest, empty where there is none.
    """

    language: str
    sure: bool
    other: str = ""


def detect_language(text: str) -> str:
    """The language of a text, BCP 47; `detect` says more."""
    return detect(text).language


def detect(text: str) -> Detected:
    """The language that most of a text is written in; English for a text without letters."""
    votes: Counter[str] = Counter()
    for chunk in _chunks(_NOISE.sub(" ", text)):
        letters = sum(map(str.isalpha, chunk))
        if letters:
            votes[_language_of(chunk)] += letters
    if not votes:
        return Detected("en-US", sure=False)
    (language, most), *others = votes.most_common(2)
    share = most / votes.total()
    sure = share >= _SURE_SHARE and votes.total() >= _FEWEST_LETTERS
    tag = chinese_of(text) if language == "zh" else _USUAL.get(language, language)
    return Detected(tag, sure, others[0][0] if others else "")


def _chunks(text: str) -> Iterator[str]:
    """Pieces of one length from all over a text; a short text is one."""
    if len(text) <= 2 * _CHUNK:
        yield text
        return
    count = min(_MOST_CHUNKS, -(-len(text) // _CHUNK))
    for number in range(count):
        start = number * (len(text) - _CHUNK) // (count - 1)
        yield text[start : start + _CHUNK]


def _language_of(chunk: str) -> str:
    """The primary subtag of a piece that has letters."""
    often = Counter(chunk)
    count = {
        name: sum(number for char, number in often.items() if first <= char <= last)
        for name, first, last in _SCRIPTS
    }
    latin = sum(number for char, number in often.items() if char.isascii() and char.isalpha())
    kana, hangul, han = count["kana"], count["hangul"], count["han"]
    if kana > 0.08 * (kana + han) and kana * 20 > latin:
        return "ja"
    if hangul > han and hangul * 5 > latin:
        return "ko"
    if han * 5 > latin:
        return "zh"
    for name, language in (("syllabics", "iu"), ("thaana", "dv")):
        if count[name] > latin:
            return language
    words = re.findall(r"[^\W\d_]+", chunk.lower())
    if sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    found = _by_model(chunk)
    return _nearest(spoken_language(found), words) if found != _NO_LANGUAGE else "en"


def _by_model(chunk: str) -> str:
    """What py3langid takes it for; its model takes half a second and 100 MB, so it is loaded when asked."""
    from py3langid import langid

    return str(langid.classify(chunk)[0])


def _nearest(language: str, words: list[str]) -> str:
    """Of the languages that are written like `language`, the one whose own words are there."""
    for pair in _near():
        if language in pair:
            often = {each: sum(word in own for word in words) for each, own in pair.items()}
            best = max(often, key=lambda each: (often[each], each == language))
            return best if often[best] > often[language] else language
    return language


@cache
def _near() -> tuple[dict[str, frozenset[str]], ...]:
    content = yaml.safe_load(files(__package__).joinpath("near.yaml").read_text(encoding="utf-8"))
    pairs = [{tag: frozenset(words) for tag, words in pair.items()} for pair in content]
    return tuple(
        {tag: own - frozenset().union(*(pair[o] for o in pair if o != tag)) for tag, own in pair.items()}
        for pair in pairs
    )
