"""The spoken form of a written text: what is said, and which written characters each stretch says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duologue.speech.pronunciation import Pronunciation


@dataclass(frozen=True, slots=True)
class SpokenSpan:
    """`text[start:end]` says `written[written_start:written_end]`.

    Attributes:
        written_start: first written character.
        written_end: behind the last written character.
        start: first spoken character.
        end: behind the last spoken character; equal to `start` where the written characters are not said.
        verbatim: the two stretches are the same characters, one for one.
        pronunciation: how this stretch sounds, where that is fixed (lexicon or script).
        pause_ms: silence asked for before this stretch, in milliseconds; such a span has no characters.
    """

    written_start: int
    written_end: int
    start: int
    end: int
    verbatim: bool = False
    pronunciation: Pronunciation | None = None
    pause_ms: int = 0


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A stretch of a spoken form in one language (BCP 47), as the form of its own; it begins at `start`."""

    start: int
    language: str
    form: SpokenForm


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """What is said for `written`.

    `spans` are in order and cover both texts without gap or overlap. `doubts` are sentences for a person
    about stretches that could be said in another way. `parts` are the stretches of one language, in order and
    without gap, where not all of it is in the language of the article; else there are none.
    """

    written: str
    text: str
    spans: tuple[SpokenSpan, ...]
    doubts: tuple[str, ...] = ()
    parts: tuple[SpokenPart, ...] = ()

    def for_text_engine(self) -> str:
        """Plain text for an engine that reads text: numbers in words, names respelled."""
        return self.text

    def written_range(self, start: int, end: int) -> tuple[int, int]:
        """The written characters that `text[start:end]` says; whole spans unless they are verbatim."""
        first = last = None
        for span in self.spans:
            if span.end <= start or span.start >= end or span.start == span.end:
                continue
            low, high = span.written_start, span.written_end
            if span.verbatim:
                low += max(start - span.start, 0)
                high -= max(span.end - end, 0)
            first = low if first is None else first
            last = high
        if first is None or last is None:
            at = next((span.written_start for span in self.spans if span.start >= start), len(self.written))
            return at, at
        return first, last

    @property
    def pause_before_ms(self) -> int:
        """Silence asked for before the first word."""
        return sum(span.pause_ms for span in self.spans if not _says(self.text[: span.start]))

    @property
    def pause_after_ms(self) -> int:
        """Silence asked for behind the last word."""
        if not _says(self.text):
            return 0
        return sum(span.pause_ms for span in self.spans if not _says(self.text[span.start :]))


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)


def joined(forms: Sequence[tuple[str, SpokenForm]], language: str) -> SpokenForm:
    """Forms of texts that follow each other, each with its language, as the form of all of them.

    Args:
        forms: language (BCP 47) and form of each part.
        language: of the article.
    """
    if len(forms) == 1 and forms[0][0] == language:
        return forms[0][1]
    written = text = ""
    spans: list[SpokenSpan] = []
    parts: list[SpokenPart] = []
    for own, form in forms:
        parts.append(SpokenPart(len(text), own, form))
        spans += [
            replace(
                span,
                written_start=span.written_start + len(written),
                written_end=span.written_end + len(written),
                start=span.start + len(text),
                end=span.end + len(text),
            )
            for span in form.spans
        ]
        written, text = written + form.written, text + form.text
    doubts = dict.fromkeys(doubt for _, form in forms for doubt in form.doubts)
    return SpokenForm(written, text, tuple(spans), tuple(doubts), tuple(parts))
