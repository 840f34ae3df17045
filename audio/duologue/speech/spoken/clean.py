"""Characters that look like others: the text that the rules read, and the way back to the written one.

No-break and thin spaces, soft hyphens and zero-width characters, ligatures, letters with their accents behind
them and full-width letters stand in published texts where a person reads the plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duologue.speech.spoken.form import SpokenForm, SpokenSpan

if TYPE_CHECKING:
    from duologue.model import Pause, Reading

_THIN_SPACE = r"\u00a0\u2007-\u2009\u202f"
_GROUPED = rf"(?<![\d.,])\d{{1,3}}(?:[{_THIN_SPACE}]\d{{3}})+(?![\d{_THIN_SPACE}]*\d)"
"""A figure whose thousands are apart."""
_UNSEEN = r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_JOINER = r"(?<![\u0600-\u0dff])[\u200c\u200d]"
"""Joiners mean something in the scripts of Arabic and India."""
_SPACE = r"[\u00a0\u2000-\u200a\u202f\u205f]"
_LETTERS = r"[\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]|\w[\u0300-\u036f]+"
"""Ligatures, full-width figures and letters, letters with their accents behind them."""
_UNUSUAL = re.compile(
    f"(?P<grouped>{_GROUPED})|(?P<unseen>(?:{_UNSEEN}|{_JOINER})+)|(?P<space>{_SPACE})|(?P<letters>{_LETTERS})"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as the rules read it.

    Attributes:
        text: the plain characters.
        places: for each of them, and for the end, where it is in the written text.
    """

    text: str
    places: tuple[int, ...]

    def at(self, written: int) -> int:
        """The place in `text` of a place in the written text."""
        return min(bisect_left(self.places, written), len(self.text))


def clean(written: str) -> Cleaned | None:
    """The text in plain characters; None if it has no others."""
    if written.isascii() or not _UNUSUAL.search(written):
        return None
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in _UNUSUAL.finditer(written):
        parts.append(written[at : match.start()])
        places += range(at, match.start())
        for character, place in _plain(match):
            parts.append(character)
            places.append(place)
        at = match.end()
    parts.append(written[at:])
    places += range(at, len(written))
    return Cleaned("".join(parts), (*places, len(written)))


def _plain(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The characters that stand for a match, with the places they are from."""
    if match["grouped"]:
        yield from ((c, match.start() + at) for at, c in enumerate(match.group()) if c.isdigit())
    elif match["space"]:
        yield " ", match.start()
    elif match["letters"]:
        yield from ((c, match.start()) for c in unicodedata.normalize("NFKC", match.group()))


def moved(cues: Sequence[Pause | Reading], cleaned: Cleaned) -> list[Pause | Reading]:
    """The cues with their positions in the cleaned text."""
    from duologue.model import Reading  # its package loads every reader of articles

    return [
        replace(cue, start=cleaned.at(cue.start), end=cleaned.at(cue.end))
        if isinstance(cue, Reading)
        else replace(cue, at=cleaned.at(cue.at))
        for cue in cues
    ]


def restored(form: SpokenForm, cleaned: Cleaned, written: str) -> SpokenForm:
    """The form of a cleaned text, aligned with the written text it was made of."""
    spans = [part for span in form.spans for part in _on_written(span, cleaned, written)]
    if spans:  # what is not seen before the first character belongs to it
        spans[0] = replace(spans[0], written_start=0)
    return SpokenForm(written, form.text, tuple(_closed(spans)), form.doubts)


def _on_written(span: SpokenSpan, cleaned: Cleaned, written: str) -> Iterator[SpokenSpan]:
    """The span on the written text; one of the same characters only where they are the same there too."""
    places = cleaned.places
    if not span.verbatim:
        yield replace(span, written_start=places[span.written_start], written_end=places[span.written_end])
        return
    at = span.written_start
    while at < span.written_end:
        same = _same(cleaned, written, at)
        end = at + 1
        while end < span.written_end and _same(cleaned, written, end) == same:
            end += 1
        shift = span.start - span.written_start
        yield SpokenSpan(places[at], places[end], at + shift, end + shift, verbatim=same)
        at = end


def _same(cleaned: Cleaned, written: str, at: int) -> bool:
    """Whether a character of the cleaned text is one of the written text, with the next right behind it."""
    place = cleaned.places[at]
    return written[place] == cleaned.text[at] and cleaned.places[at + 1] == place + 1


def _closed(spans: Sequence[SpokenSpan]) -> Iterator[SpokenSpan]:
    """The spans without gaps in the written text."""
    for span, behind in zip(spans, [*spans[1:], None], strict=True):
        if behind is not None and span.written_end != behind.written_start:
            yield replace(span, written_end=behind.written_start, verbatim=False)
        else:
            yield span
