"""The languages of one utterance: an English answer in a Mandarin article follows English rules.

So does an English sentence in a Mandarin answer, or what somebody quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duologue.languages.tags import spoken_language
from duologue.languages.within import language_within

_QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|「([^「」]+)」|『([^『』]+)』|\"([^\"\n]+)\"")
_SENTENCE = re.compile(
    r"(?:[^。！？!?.…।۔؟\n]|\.(?!\s|$|[”’」』\")]))*(?:[。！？!?…।۔؟]+|\.+|\n)?[”’」』\")]*\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """`written[start:end]` is in `language` (BCP 47)."""

    start: int
    end: int
    language: str


def utterance_language(written: str, language: str) -> str:
    """The language that an utterance is spoken in: that of the interview, unless its own words show another.

    What it quotes does not count, unless it is a quotation as a whole.

    Args:
        written: the text of the utterance.
        language: BCP 47 language of the interview.
    """
    own = _QUOTED.sub(" ", written)
    return language_within(own if any(map(str.isalpha, own)) else written, language)


def language_parts(written: str, language: str) -> tuple[LanguagePart, ...]:
    """The utterance in parts of one language each, without gap or overlap: sentences and quotations count.

    Args:
        written: the text of the utterance.
        language: BCP 47 language of the interview.
    """
    main = utterance_language(written, language)
    parts: list[LanguagePart] = []
    for start, end in _pieces(written):
        found = language_within(written[start:end], main)
        if parts and spoken_language(parts[-1].language) == spoken_language(found):
            parts[-1] = LanguagePart(parts[-1].start, end, parts[-1].language)
        else:
            parts.append(LanguagePart(start, end, found))
    return tuple(parts) or (LanguagePart(0, len(written), main),)


def _pieces(written: str) -> Iterator[tuple[int, int]]:
    """What is quoted, without its marks, and the sentences around it."""
    at = 0
    for match in _QUOTED.finditer(written):
        start, end = next(span for number in range(1, 7) if (span := match.span(number)) != (-1, -1))
        yield from _sentences(written, at, start)
        yield from _sentences(written, start, end)
        at = end
    yield from _sentences(written, at, len(written))


def _sentences(written: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        match = _SENTENCE.match(written, start, end)
        stop = match.end() if match and match.end() > start else end
        yield start, stop
        start = stop
