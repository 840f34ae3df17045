"""A fixed pronunciation: pinyin with tone digits, or IPA in the voice model's alphabet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from duologue.speech.syllables import syllable_phonemes

_SYLLABLE = re.compile(r"[a-zü]+r?[1-5]")
_IPA_SPELLINGS = {
    "eɪ": "A", "aɪ": "I", "oʊ": "O", "əʊ": "Q", "aʊ": "W", "ɔɪ": "Y", "tʃ": "ʧ", "dʒ": "ʤ", "g": "ɡ",
    "'": "ˈ", ",": "ˌ", "ɝ": "ɜɹ", "ɫ": "l",
}  # fmt: skip
"""Ordinary IPA to the model's alphabet, which has one letter for a diphthong or affricate."""
_IPA_LETTERS = frozenset(
    " AIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲᵻʣʥʦʨꭧ↓→↗↘"
)


class Notation(StrEnum):
    """How a pronunciation is written down."""

    PINYIN = "pinyin"
    IPA = "ipa"


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A fixed pronunciation: pinyin syllables with tone digits, or IPA in the model's alphabet."""

    notation: Notation
    value: str

    @property
    def syllables(self) -> tuple[str, ...]:
        """The pinyin syllables; empty for IPA."""
        return tuple(self.value.split()) if self.notation is Notation.PINYIN else ()


def pinyin(text: str) -> Pronunciation:
    """The pronunciation written as pinyin, e.g. ``hun4 yuan2``; ``v`` and ``u:`` stand for ``ü``.

    Raises:
        ValueError: it is not pinyin with tone digits.
    """
    syllables = text.lower().replace("u:", "ü").replace("v", "ü").split()
    if not syllables:
        raise ValueError("the pinyin is empty (write it like hun4 yuan2)")
    for syllable in syllables:
        if not _SYLLABLE.fullmatch(syllable):
            raise ValueError(f"{syllable!r} is not pinyin with a tone digit (like hun4 yuan2)")
        syllable_phonemes(syllable)
    return Pronunciation(Notation.PINYIN, " ".join(syllables))


def ipa(text: str) -> Pronunciation:
    """The pronunciation written as IPA, with or without slashes, in the model's alphabet.

    Raises:
        ValueError: it has a symbol that the model does not know.
    """
    value = text.strip().strip("/")
    for spelling, letter in _IPA_SPELLINGS.items():
        value = value.replace(spelling, letter)
    unknown = sorted(set(value) - _IPA_LETTERS)
    if unknown or not value.strip():
        raise ValueError(f"{''.join(unknown) or text!r} is not IPA that the voice model knows")
    return Pronunciation(Notation.IPA, value)


_HAN_ONLY = re.compile("[\u3400-\u9fff\u3007]+")


def check_length(written: str, pronunciation: Pronunciation | None) -> None:
    """Refuses pinyin that has not one syllable for each of the written Han characters.

    A last 儿 may be part of the syllable before it.

    Raises:
        ValueError: there are more or fewer.
    """
    if pronunciation is None or not pronunciation.syllables or not _HAN_ONLY.fullmatch(written):
        return
    characters, syllables = len(written), len(pronunciation.syllables)
    if syllables not in {characters, characters - written.count("儿")}:
        raise ValueError(
            f"{written} has {characters} character{'s' * (characters > 1)} and "
            f"{pronunciation.value!r} {syllables} syllable{'s' * (syllables > 1)}"
        )
