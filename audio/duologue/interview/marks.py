"""Marks in a line, whatever its language: time codes, stage directions, numbers, the ends of sentences."""

from __future__ import annotations

import re
import unicodedata

from duologue.languages.reading import reading_words


def either(words: frozenset[str]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


ASKED = "?？؟"
"""Marks that end a question."""
STOPPED = ".。।॥۔"
"""Marks that end a statement: those of Europe, of China and Japan, of India, of Urdu."""
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
LEADING_TIME = re.compile(
    rf"\s{{0,4}}(?:[(（\[［【<]\s?{TIME}(?:\s?(?:-->|[-–—~至])\s?{TIME})?\s?[)）\]］】>]|{TIME}(?=[\s\-–—]|$))(?:\s?[-–—|:：](?=\s))?\s{{0,4}}"
)
INNER_TIME = re.compile(rf"[(（\[［]\s?{TIME}\s?[)）\]］]\s?")
_SUNG = r"♪[^♪\n]{0,120}♪"
_OPENS, _CLOSES = r"[(（\[［【<]{1,2}\s{0,3}(?:♪\s?)?", r"\.?\s{0,3}[)）\]］】>]{1,2}"
_WORDS_BEFORE, _WORDS_BEHIND = r"(?:\w{1,14}\s){0,2}", r"(?:\s\w{1,14}){0,2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?"
_HAPPENS = either(reading_words().words("asides"))
ASIDE = re.compile(
    f"{_SUNG}|{_OPENS}{_WORDS_BEFORE}(?:{_HAPPENS}){_WORDS_BEHIND}{_CLOSES}",
    re.IGNORECASE,
)
"""What happens, in brackets: ``(laughs)``, ``［音乐］``, ``<웃음>``."""
_ENDS = either(reading_words().words("question_ends"))


def is_sign(character: str) -> bool:
    """Whether it is a sign at a letter (of Hindi, Thai …), which patterns take for no part of a word."""
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


QUESTION_END = re.compile(rf"[{ASKED}][\"'”’»」』)）\s*…]{{0,4}}$|(?:{_ENDS})[。.।]?$")
SENTENCE_END = re.compile(rf"[{STOPPED}!！{ASKED}…；;؛:：,，،、—][\"'”’»」』)）]{{0,2}}$")
NUMBER_ONLY = re.compile(
    r"(?:part|chapter|no\.?|section|第)?\s{0,2}[-—·•#.．|/\[【(（「]{0,2}\s?(?:\d{1,2}|[ivx]{1,4}|[一二三四五六七八九十]{1,3})\s?[-—·•|/\]】)）.、」]{0,2}\s{0,2}(?:章|节|部分|回)?$",
    re.IGNORECASE,
)
TITLE_NUMBER = re.compile(
    r"(?:(?:part|chapter|section)\s{0,2}\.?\s{0,2}\d{1,2}\s{0,3}[.:：|、-]?\s{0,3}|\d{1,2}\s{0,2}[.、|｜/]\s{0,3}(?![\s\d])|0\d\s{0,3}(?![\s\d])|"
    r"第[一二三四五六七八九十\d]{1,3}(?:章|节|部分)\s{0,2}[:：、]?\s{0,3})",
    re.IGNORECASE,
)
"""The number of a section, which is not said; numbers in Chinese (``一、``) are."""
COUNTED = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?\s{0,2}[、.．:：]|[①-⓿]|\d{1,2}\s{0,2}[.、)）|｜/:：]|[（(]\d{1,2}[)）]|0\d(?=\D)|第[一二三四五六七八九十\d]{1,3}[章节部])\s{0,3}(?=\S)"
)
"""How lines that are counted begin: titles, points, questions."""
QUESTION_NUMBER = re.compile(
    r"\s{0,3}(?:[#(（]?\d{1,2}\s?[.．、)）:：，]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])\s{0,3}(?=[^\s\d])"
)
