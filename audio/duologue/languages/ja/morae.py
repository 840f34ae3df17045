"""Katakana as phonemes of the offline voice: the sounds of Japanese by the rules of its phonology.

A consonant changes before `i` and `u` (サ シ ス, タ チ ツ, ハ ヒ フ) and is palatal before a small ya, yu or
yo; ン takes the place of the sound behind it; ッ is a stop; ー makes the vowel before it long.
"""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re

_VOWELS = dict(zip("アイウエオ", "aiɯeo", strict=True))
_SMALL = dict(zip("ァィゥェォヮ", "aiɯeoa", strict=True))
_GLIDES = {"ャ": "a", "ュ": "ɨ", "ョ": "o"}
_ROWS = {
    "カキクケコ": "k", "ガギグゲゴ": "ɡ", "サシスセソ": "s", "ザジズゼゾ": "z", "タチツテト": "t", "ダヂヅデド": "d",
    "ナニヌネノ": "n", "ハヒフヘホ": "h", "バビブベボ": "b", "パピプペポ": "p", "マミムメモ": "m", "ラリルレロ": "ɾ",
}  # fmt: skip
_BEFORE_I = {"s": "ɕ", "z": "ʥ", "t": "ʨ", "d": "ʥ", "n": "ɲ", "h": "ç"}
_BEFORE_U = {"s": "sɨ", "z": "zɨ", "t": "ʦɨ", "d": "ʥɨ", "h": "ɸɯ"}
_BEFORE_SMALL = {
    "チ": "ʨ",
    "ツ": "ʦ",
    "シ": "ɕ",
    "ジ": "ʥ",
    "ヂ": "ʥ",
    "フ": "ɸ",
    "ヴ": "v",
    "ウ": "β",
    "ニ": "ɲ",
    "ヒ": "ç",
}
"""Consonants that a syllable of two signs keeps whatever its vowel is: チェ, ツァ, フィ."""
_NASALS = (("mpb", "m"), ("kɡ", "ŋ"), ("ɲʨʥ", "ɲ"), ("ntdɾzsʦ", "n"))
"""What ン is before which sounds; before any other it is its own."""


def _plain() -> dict[str, str]:
    """Every sign that is a mora by itself."""
    found = {
        **_VOWELS,
        **_SMALL,
        "ヤ": "ja",
        "ユ": "jɯ",
        "ヨ": "jo",
        "ワ": "βa",
        "ヰ": "i",
        "ヱ": "e",
        "ヲ": "o",
    }
    found |= {"ヴ": "vɯ", "ャ": "ja", "ュ": "jɯ", "ョ": "jo", "ヵ": "ka", "ヶ": "ke"}
    for row, consonant in _ROWS.items():
        for sign, vowel in zip(row, "aiɯeo", strict=True):
            if vowel == "i":
                found[sign] = _BEFORE_I.get(consonant, consonant) + "i"
            elif vowel == "ɯ":
                found[sign] = _BEFORE_U.get(consonant, f"{consonant}ɯ")
            else:
                found[sign] = consonant + vowel
    return found


_PLAIN = _plain()


def _joined() -> dict[str, str]:
    """Every mora of two signs."""
    found: dict[str, str] = {}
    consonants = {sign: consonant for row, consonant in _ROWS.items() for sign in row}
    for sign, consonant in {**consonants, "ヴ": "v", "ウ": "β"}.items():
        own = _BEFORE_SMALL.get(sign)
        for small, vowel in _GLIDES.items():
            palatal = own if own in ("ʨ", "ɕ", "ʥ", "ɲ", "ç") else f"{consonant}ʲ"
            found[sign + small] = palatal + vowel
        for small, vowel in _SMALL.items():
            found[sign + small] = (own or _of_foreign(sign, consonant)) + vowel
    found |= {"イェ": "je", "キェ": "kʲe", "ギェ": "ɡʲe"}
    return found


def _of_foreign(sign: str, consonant: str) -> str:
    """The consonant of ティ, ドゥ, クァ: it stays as it is, or is rounded."""
    return f"{consonant}ᵝ" if sign in "クグ" else consonant


_JOINED = _joined()
_MORA = re.compile("|".join([*sorted(_JOINED, key=len, reverse=True), *_PLAIN, "[ンッー]"]))


def phonemes_of(kana: str) -> str:
    """The phonemes of one word in katakana; what is no kana is left out."""
    morae = _MORA.findall(kana)
    return "".join(
        _nasal(_sound(behind)) if mora == "ン" else _sound(mora)
        for mora, behind in zip(morae, [*morae[1:], ""], strict=False)
    )


def _sound(mora: str) -> str:
    if mora in _JOINED:
        return _JOINED[mora]
    return {"ッ": "ʔ", "ー": "ː"}.get(mora) or _PLAIN.get(mora, "")


def _nasal(behind: str) -> str:
    return next((sound for before, sound in _NASALS if behind[:1] and behind[0] in before), "ɴ")
