"""Which script a language is written in: a text in another one cannot be in that language."""

from __future__ import annotations

import unicodedata
from collections import Counter

from duologue.languages.tags import spoken_language

_LANGUAGES = {
    "CYRILLIC": "ba be bg kk ky mk mn ru tg tt uk",
    "ARABIC": "ar ckb fa ps ug ur",
    "HEBREW": "he yi",
    "GREEK": "el",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "DEVANAGARI": "hi mr ne sa",
    "BENGALI": "as bn",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "ORIYA": "or",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TIBETAN": "bo dz",
    "THAANA": "dv",
    "ETHIOPIC": "am ti",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "CJK": "zh yue",
}
_SCRIPT = {language: script for script, names in _LANGUAGES.items() for language in names.split()}
_IN_SEVERAL = frozenset(["az", "bs", "ha", "iu", "kk", "ku", "mn", "ms", "ps", "sr", "tg", "tk", "tt", "uz"])
_SAMPLE = 4_000
_KANA_SHARE = 0.08


def script_of(text: str) -> str:
    """The script of most letters, as Unicode names it (``LATIN``, ``CJK``); empty for a text without letters.

    Japanese is ``HIRAGANA``, though it is mostly Han: kana is what no other language has.
    """
    often: Counter[str] = Counter()
    for char, count in Counter(text[:_SAMPLE]).items():
        if char.isalpha():
            often[unicodedata.name(char, "").split(" ")[0].removesuffix("-LETTER")] += count
    kana = often["HIRAGANA"] + often["KATAKANA"]
    if kana > _KANA_SHARE * (kana + often["CJK"]) and kana * 20 > often["LATIN"]:
        return "HIRAGANA"
    # A Han character or a syllable of Hangul stands for several Latin letters.
    weights = {name: count * (5 if name in ("CJK", "HANGUL") else 1) for name, count in often.items()}
    return max(weights, key=lambda name: weights[name]) if weights else ""


def can_be_in(language: str, text: str) -> bool:
    """Whether a text's script is one that the language is written in; true where nobody knows."""
    primary = spoken_language(language)
    script = script_of(text)
    if not script or primary in _IN_SEVERAL or "latn" in language.lower():
        return True
    return script == _SCRIPT.get(primary, "LATIN")
