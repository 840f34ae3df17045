"""The language of one utterance, by its script: an English answer in a Mandarin article follows English rules."""

# ruff: noqa: E501 - a list stays on one line

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff]")
_WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]+(?:['’][a-z]+)?")
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "and",
        "in",
        "is",
        "are",
        "was",
        "were",
        "it",
        "that",
        "this",
        "you",
        "we",
        "they",
        "i",
        "he",
        "she",
        "for",
        "on",
        "with",
        "as",
        "at",
        "by",
        "be",
        "have",
        "has",
        "do",
        "not",
        "but",
        "or",
        "if",
        "so",
        "what",
        "how",
        "why",
        "when",
        "who",
        "my",
        "your",
        "our",
        "from",
        "there",
        "can",
        "will",
        "would",
    ]
)
_FEWEST_WORDS = 4
_WORDS_PER_CHARACTER = 3
"""English with so many words for each Han character in it is English that quotes Mandarin."""


def utterance_language(written: str, language: str) -> str:
    """The language that an utterance is spoken in: that of the interview, unless its script shows the other.

    Only Mandarin and English are told apart; any other language is left as it is.

    Args:
        written: the text of the utterance.
        language: BCP 47 language of the interview.
    """
    primary = language.split("-")[0].lower()
    if primary == "zh":
        return "en-US" if _is_english(written) else language
    if primary == "en":
        return "zh-CN" if _is_mandarin(written) else language
    return language


def _is_english(written: str) -> bool:
    """Whether it is a sentence of English words, and no list of names inside Mandarin."""
    words = _WORDS.findall(written)
    if len(words) < _FEWEST_WORDS or len(words) < _WORDS_PER_CHARACTER * len(_HAN.findall(written)):
        return False
    return any(word.lower() in _FUNCTION_WORDS for word in words)


def _is_mandarin(written: str) -> bool:
    """Whether most of it is Han characters."""
    characters = len(_HAN.findall(written))
    return characters >= _FEWEST_WORDS and characters > 2 * len(_WORDS.findall(written))
