"""What it costs to end a line at a place where it may end: titles, covers and cards share one judgement.

Chinese is written without spaces: which characters are one word is guessed by BudouX, a model of 64 KB. Its
guesses are weighed, not obeyed, for now and then it parts a word.
"""

from __future__ import annotations

from functools import cache, lru_cache

import budoux

from duologue.programme.contents.linebreak import CLAUSE_ENDS, CLOSING, OPENING, SENTENCE_ENDS, is_wide

SPACE = 0.06
"""Cost of ending a line after a word, rather than after a mark."""
_SMALL_WORD = 0.35
"""More, after a Latin word that belongs to the next (`the`, `of`)."""
_NAME = 0.3
"""Cost of parting two Latin words in a Chinese text: they are a name, or a term."""
_WORD_END = 0.4
"""Cost of ending a line between two Chinese characters that seem to be of two words."""
_IN_WORD = 0.9
"""Cost of ending a line between two Chinese characters that seem to be one word."""
_TORN = 1.2
"""Cost of parting what is one: a number and its measure, a particle and its word."""

_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "no", "of", "on", "or")
)
_NEVER_FIRST = frozenset("的地得了着过们吗呢吧啊么之者性化度个位")
"""Particles and endings: they belong to what stands before them."""
_NEVER_LAST = frozenset("第每各这那哪几两不没很最更太再才就都也与和及或在从向对把被让为")
"""They belong to what follows."""
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿")
_KANA = range(0x3040, 0x3100)
_AROUND = 4
"""Characters on either side that the model looks at, and one more."""


def parting_cost(text: str, place: int, *, chinese: bool) -> float:
    """What it costs to end a line of `text` at `place`, where it may end; 0 behind a mark.

    Args:
        text: without space around it.
        place: number of characters before the line's end.
        chinese: whether the text as a whole is Chinese.
    """
    line = text[:place].rstrip()
    before, after = line[-1:], text[place : place + 1]
    last = line.rstrip("”’」』》）)")[-1:]
    if last in SENTENCE_ENDS or last in CLAUSE_ENDS:
        return 0.0
    if after in _NEVER_FIRST:
        return _TORN
    if text[place - 1].isspace():
        if is_wide(before) or is_wide(after):
            return SPACE * 2
        word = line.rpartition(" ")[2].lower()
        return _NAME if chinese else SPACE + _SMALL_WORD * (word in _SMALL_WORDS)
    if before in CLOSING or after in OPENING:
        return SPACE
    if before in _NUMERALS or before in _NEVER_LAST:
        return _TORN
    if is_wide(before) != is_wide(after):
        return SPACE * 2
    return _WORD_END if _words_meet(text, place) else _IN_WORD


def _words_meet(text: str, place: int) -> bool:
    """Whether one word seems to end and another to begin at `place`, between two Chinese characters."""
    start = max(0, place - _AROUND)
    return place - start in _word_ends(text[start : place + _AROUND])


@lru_cache(maxsize=1 << 14)
def _word_ends(text: str) -> frozenset[int]:
    model = "ja" if any(ord(character) in _KANA for character in text) else "zh-hans"
    ends, end = set(), 0
    for word in _parser(model).parse(text):
        end += len(word)
        ends.add(end)
    return frozenset(ends)


@cache
def _parser(model: str) -> budoux.Parser:
    if model == "ja":
        return budoux.load_default_japanese_parser()
    return budoux.load_default_simplified_chinese_parser()
