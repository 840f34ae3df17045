"""Where sentences end in a written text.

A full stop ends a sentence only where it is not part of something else: an address (`example.org/a`), a
number (`3.14`), a name (`Next.js`), initials (`J. K.`) or an abbreviation (`Dr.`, `etc.`), which each
language lists in its data.
"""

from __future__ import annotations

import re
from functools import cache

from duologue.languages.page import FALLBACK, page_words
from duologue.programme.contents.linebreak import CLAUSE_ENDS, is_wide

_ALWAYS = "。！？।॥۔؟།။។"
"""Marks that do nothing else than end a sentence: Chinese, of India, Arabic, Tibetan, Burmese, Khmer."""
_MARKS = re.compile(rf"[{_ALWAYS}!?….]+[”’」』》）)\]\"'】]*")
"""What may end a sentence, with what closes behind it."""
_HESITATION = 4
"""An ellipsis after fewer characters (`我……`) is a hesitation, not an end."""
_WORD = re.compile(r"[^\s“‘「『《（(\[\"'—–，。！？、；：…]*$")
_NEXT = re.compile(r"\s*[“‘「『《（(\[\"']*([^\W_]*)")
_INITIALS = re.compile(r"[^\W\d_]$|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
"""A single letter, or a few with full stops between them: `J`, `U.S`, `a.m`, `Ph.D`."""


def sentence_ends(text: str, language: str) -> list[int]:
    """The places behind each sentence of `text`, closing marks included, in order.

    Args:
        text: a paragraph, as written.
        language: BCP 47; whose abbreviations count, beside the English ones.
    """
    found: list[int] = []
    for match in _MARKS.finditer(text):
        start = found[-1] if found else 0
        hesitates = match.group()[0] == "…" and match.start() - start < _HESITATION
        if not hesitates and _ends(text, match, language):
            found.append(match.end())
    last = len(text.rstrip())
    return found if found and found[-1] >= last else [*found, *([last] if last else [])]


def _ends(text: str, match: re.Match[str], language: str) -> bool:
    marks, after = match.group(), text[match.end() : match.end() + 1]
    if any(mark in marks for mark in _ALWAYS):
        return True
    before = text[match.start() - 1 : match.start()]
    if not after or is_wide(before):
        return True
    if not after.isspace():  # within an address or a number, or before a Chinese character
        return is_wide(after) and after not in CLAUSE_ENDS and before.isalpha() and marks[0] != "…"
    following = _NEXT.match(text, match.end())
    word = following.group(1) if following else ""
    if marks.startswith(("…", "..")):
        return not word[:1].islower()
    return marks[0] != "." or not _abbreviates(text[: match.start()], word, language)


def _abbreviates(before: str, following: str, language: str) -> bool:
    """Whether the full stop behind `before` belongs to an abbreviation that `following` goes on from."""
    found = _WORD.search(before)
    word = found.group() if found else ""
    known = _known(language)
    if word in known.before_name:
        return True
    if word in known.before_number:
        return following[:1].isdecimal() or word in known.anywhere
    if word == "I" or not (_INITIALS.match(word) or word in known.anywhere):
        return False
    return following not in known.starters


@cache
def _known(language: str) -> _Abbreviations:
    """The language's abbreviations together with the English ones, for Latin words stand in any text."""
    return _Abbreviations(language)


class _Abbreviations:
    """Those of a language and of English, as sets."""

    def __init__(self, language: str) -> None:
        both = [page_words(each).abbreviations for each in (language, FALLBACK)]
        self.before_name = frozenset(word for one in both for word in one.before_name)
        self.before_number = frozenset(word for one in both for word in one.before_number)
        self.anywhere = frozenset(word for one in both for word in one.anywhere)
        self.starters = frozenset(word for one in both for word in one.starters)
