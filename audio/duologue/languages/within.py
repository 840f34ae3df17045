"""The language of a few words within a text of another: a sentence, or what somebody quotes."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from duologue.languages.chinese import chinese_of
from duologue.languages.detect import detect
from duologue.languages.tags import spoken_language
from duologue.languages.writing import can_be_in, script_of

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][a-z]+)?")
_FEWEST_WORDS = 4
_FEWEST_CHARACTERS = 4
_WORDS_PER_CHARACTER = 3
"""Latin words for each character of the text's own script, in a sentence that is not in its language."""
_FEWEST_LETTERS = 18
"""So many are asked of a sentence before the model of `detect` is."""
_WIDE = frozenset(("zh", "yue", "ja", "ko"))


def language_within(written: str, language: str) -> str:
    """The language (BCP 47) of words in a text in `language`; that itself unless they show another.

    Names, titles and single words are no other language.

    Args:
        written: a sentence, a quotation or a paragraph.
        language: of the text around.
    """
    own = spoken_language(language)
    words = _WORDS.findall(written)
    wide = sum(len(pattern.findall(written)) for pattern in (_HAN, _KANA, _HANGUL))
    if wide >= _FEWEST_CHARACTERS and wide > 2 * len(words):
        return _wide(written, language, own)
    if own in _WIDE:
        if len(words) < _FEWEST_WORDS or len(words) < _WORDS_PER_CHARACTER * wide:
            return language
    elif len(words) < _FEWEST_WORDS:
        return _other_script(written, language)
    found = _latin(written, [word.lower() for word in words], own)
    return language if not found or spoken_language(found) == own else found


def _wide(written: str, language: str, own: str) -> str:
    """Chinese, Japanese or Korean; Han characters alone are the text's own where it is in one of these."""
    if len(_KANA.findall(written)) > 1:
        return language if own == "ja" else "ja-JP"
    if len(_HANGUL.findall(written)) >= _FEWEST_CHARACTERS:
        return language if own == "ko" else "ko-KR"
    return language if own in _WIDE else chinese_of(written)


def _other_script(written: str, language: str) -> str:
    """A sentence in a script that is neither the text's nor Latin: Russian in an English article."""
    letters = sum(map(str.isalpha, written))
    script = script_of(written)
    if letters < _FEWEST_LETTERS or script == "LATIN" or can_be_in(language, written):
        return language
    found = detect(written)
    return found.language


def _latin(written: str, words: list[str], own: str) -> str:
    """The language of words in Latin letters; empty where they may be the text's own, or names."""
    hits = {tag: sum(word in small for word in words) for tag, small in _small_words().items()}
    own_hits = hits.get(own, 0)
    best = max(hits, key=lambda tag: hits[tag])
    if best == own or hits[best] <= own_hits:
        return ""
    if best == "en" and own in _WIDE:
        return "en-US"
    if hits[best] < 2 or hits[best] * 6 < len(words):
        return ""
    if sum(map(str.isalpha, written)) < _FEWEST_LETTERS:
        return "en-US" if best == "en" and own in hits else ""
    found = detect(written)
    if best == "en" == spoken_language(found.language):
        return "en-US"
    return found.language if spoken_language(found.language) in hits else ""


@cache
def _small_words() -> dict[str, frozenset[str]]:
    content = yaml.safe_load(files(__package__).joinpath("small_words.yaml").read_text(encoding="utf-8"))
    return {tag: frozenset(words) for tag, words in content.items()}
