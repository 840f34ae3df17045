"""Every line of the source with what it became and why: what `--explain` shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from duologue.interview.account import LAYOUT
from duologue.model import Account, Doubt, Interview

NOT_SPOKEN = "not spoken"
TITLE = "section title"
_QUIET = frozenset((LAYOUT, "markup"))
"""Reasons that go without saying beside words that are spoken."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of the source, or the part of it that became one thing.

    Attributes:
        line: its number in the file.
        text: it, as it stands in the source.
        became: a speaker's name, `TITLE`, `NOT_SPOKEN`; nothing for an empty line.
        why: the reader's reason, and what of the line is not spoken.
        doubts: what is not certain about it.
    """

    line: int
    text: str
    became: str
    why: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """A title or a paragraph: what it is, why, and how many characters it has."""

    became: str
    why: str
    size: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """`source[start:end]` within one line: words that are spoken, or a reason why not."""

    start: int
    end: int
    words: _Words | None
    reason: str | None


@dataclass(slots=True)
class _Stretch:
    """Pieces of one line that belong together."""

    pieces: list[_Piece] = field(default_factory=list)
    words: _Words | None = None


def explain(interview: Interview) -> Iterator[Explained]:
    """What every line of the source became, in the source's order.

    For a page the lines are those of its text nodes, for a table its cells; the numbers are the file's.
    """
    account = interview.account
    if account is None:
        return
    doubts = _by_line(interview.doubts)
    last: _Words | None = None
    for number, start, pieces in _rows(account, _pieces(account, _words(interview))):
        end = account.source.find("\n", start)
        text = account.source[start : end if end >= 0 else len(account.source)].strip()
        if not text:
            yield Explained(number, "", "", "")
            continue
        for stretch in _stretches(pieces):
            goes_on = stretch.words is not None and stretch.words is last
            last = stretch.words or last
            yield Explained(
                number,
                _shown(account.source, stretch),
                stretch.words.became if stretch.words else NOT_SPOKEN,
                _why(stretch, goes_on),
                doubts.pop(number, ()),
            )


def _by_line(doubts: Iterable[Doubt]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for doubt in doubts:
        found[doubt.line] = (*found.get(doubt.line, ()), doubt.message)
    return found


def _words(interview: Interview) -> Iterator[_Words]:
    """Titles and paragraphs in the order in which the account holds them."""
    for section in interview.sections:
        if section.title:
            yield _Words(TITLE, section.why or "a heading", len(section.title))
        for turn in section.turns:
            for number, paragraph in enumerate(turn.paragraphs):
                why = paragraph.why or ("continues the speaker before it" if number else "a label")
                yield _Words(turn.speaker, why, len(paragraph.text))


def _pieces(account: Account, words: Iterator[_Words]) -> Iterator[_Piece]:
    """The account's spans with the words that they are part of."""
    current = next(words, None)
    said = 0
    for span in account.spans:
        if span.reason is not None:
            yield _Piece(span.start, span.end, None, span.reason)
            continue
        while current is not None and said >= current.size:
            current, said = next(words, None), 0
        said += len(span.text)
        yield _Piece(span.start, span.end, current, None)


def _rows(account: Account, pieces: Iterator[_Piece]) -> Iterator[tuple[int, int, list[_Piece]]]:
    """Number, place and pieces of each line of the source; a piece over several lines is divided."""
    source = account.source
    piece = next(pieces, None)
    start = 0
    for row, line in enumerate(source.split("\n")):
        end = start + len(line)
        found: list[_Piece] = []
        while piece is not None and piece.start < end:
            found.append(_Piece(max(piece.start, start), min(piece.end, end), piece.words, piece.reason))
            if piece.end > end:
                break
            piece = next(pieces, None)
        while piece is not None and piece.end <= end + 1:
            piece = next(pieces, None)
        lines = account.lines
        yield lines[min(row, len(lines) - 1)] if lines else row + 1, start, found
        start = end + 1


def _stretches(pieces: Iterable[_Piece]) -> Iterator[_Stretch]:
    """What is not spoken goes with the words after it, and at the end of a line with those before."""
    stretch = _Stretch()
    waiting: list[_Piece] = []
    for piece in pieces:
        if piece.words is None:
            waiting.append(piece)
            continue
        if stretch.words is not None and stretch.words is not piece.words:
            yield stretch
            stretch = _Stretch()
        stretch.words = piece.words
        stretch.pieces += [*waiting, piece]
        waiting = []
    stretch.pieces += waiting
    if stretch.pieces:
        yield stretch


def _shown(source: str, stretch: _Stretch) -> str:
    """The stretch as it stands in the source, without marks at its ends."""
    told = [piece for piece in stretch.pieces if piece.reason not in _QUIET] or stretch.pieces
    return " ".join(source[told[0].start : told[-1].end].split())


def _why(stretch: _Stretch, goes_on: bool) -> str:
    reasons = list(
        dict.fromkeys(piece.reason for piece in stretch.pieces if piece.reason not in (None, LAYOUT))
    )
    if stretch.words is None:
        told = [reason for reason in reasons if reason != "markup"] or ["markup"]
        return ", ".join(str(reason) for reason in told)
    why = "the same paragraph" if goes_on else stretch.words.why
    left_out = [str(reason) for reason in reasons if reason not in ("markup", "label")]
    return f"{why}; not spoken: {', '.join(left_out)}" if left_out else why
