# ruff: noqa: E501
"""What within a spoken paragraph is not said: time codes, stage directions, footnote marks, notes and glosses in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duologue.interview.blocks import Cut
from duologue.interview.marks import ASIDE, INNER_TIME, LEADING_TIME, TIME, either
from duologue.interview.text import Text
from duologue.languages.reading import reading_words

Hole = tuple[int, int, str]
"""Begin and end in the paragraph's text, and the reason."""
_FOOTNOTE = re.compile(r"\[\^?\d{1,3}\](?!\()")
_NOTE = re.compile(
    rf"[(（\[［【](?:[\w'’]{{1,12}}\s?)?(?:{either(reading_words().words('notes'))})\s?[\d.]{{0,3}}\s?[:：][^()（）\[\]［］【】]{{1,300}}[)）\]］】]",
    re.IGNORECASE,
)
"""``（译注：…）``, ``[Ed. note: …]``."""
_SIGNED = re.compile(
    rf"(?<=[.!?。！？])\s{{0,3}}(?:{either(reading_words().words('footers'))})\s?[:：]?\s{{0,2}}(?:https?://|www\.)\S{{1,120}}\s{{0,3}}$",
    re.IGNORECASE,
)
"""What a recorder writes behind the last words: ``Transcribed by https://…``."""
_TIMED = re.compile(rf"[(（\[［][^()（）\[\]［］\n]{{0,48}}\s{TIME}\s?[)）\]］]")
"""What is heard in between, with its time: ``[song 00:40]``."""
_BRACKETED = re.compile(r"\s?[(（](?P<inner>[^()（）]{3,240})[)）]")
_BRACKETS = frozenset("([（［【<")


def holes_of(string: str, *, gloss: bool | None) -> Iterator[Hole]:
    """What is not said of a paragraph, in no order; stretches may lie within each other.

    Args:
        string: the paragraph.
        gloss: in a text in two languages, whether what is set in wide characters explains (None in any other text).
    """
    if found := LEADING_TIME.match(string[:60]):
        yield (*found.span(), "time code")
    if "/" in string[-120:] and (found := _SIGNED.search(string, max(0, len(string) - 200))):
        yield (*found.span(), "footer")
    if "♪" not in string and _BRACKETS.isdisjoint(string):
        return
    for pattern, reason in (
        (ASIDE, "stage direction"),
        (INNER_TIME, "time code"),
        (_TIMED, "stage direction"),
        (_FOOTNOTE, "footnote mark"),
        (_NOTE, "editor's note"),
    ):
        for hole in pattern.finditer(string):
            yield (*hole.span(), reason)
    if gloss is not None:
        for hole in _BRACKETED.finditer(string):
            inner = hole["inner"]
            wide = sum(char > "\u2e7f" for char in inner)
            if (wide > 0.4 * len(inner)) if gloss else (wide == 0 and ":" in inner):
                yield (*hole.span(), "the other language")


def cleaned(text: Text, cuts: list[Cut], *, gloss: bool | None = None) -> Text:
    """The paragraph without what is not said; what is taken out is added to `cuts`.

    Empty where nothing with a letter is left.
    """
    string = text.string
    taken: list[tuple[int, int]] = []
    for begin, end, reason in sorted(holes_of(string, gloss=gloss)):
        if taken and begin < taken[-1][1]:
            continue
        piece = text.cut(begin, end)
        if not piece:
            continue
        cuts.append(Cut(piece.start, piece.end, reason))
        taken.append(_with_space(string, begin, end, taken))
    text = text.without(taken).strip() if taken else text.strip()
    if taken and not any(char.isalnum() for char in text.string):
        if text:
            cuts.append(Cut(text.start, text.end, "stage direction"))
        return Text()
    return text


def _with_space(string: str, begin: int, end: int, taken: list[tuple[int, int]]) -> tuple[int, int]:
    """The stretch and one of the spaces around it, so that none stands twice."""
    before = begin > 0 and string[begin - 1] == " " and not (taken and taken[-1][1] >= begin)
    if before and (string[end : end + 1] in tuple(".,;:!?") or end == len(string)):
        return begin - 1, end
    if string[end : end + 1] == " " and (begin == 0 or string[begin - 1] == " "):
        return begin, end + 1
    return begin, end
