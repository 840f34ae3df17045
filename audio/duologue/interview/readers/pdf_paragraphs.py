"""The paragraphs of a PDF: lines joined, hyphenation healed, what stands on every page left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.readers.builder import Builder, Piece
from duologue.interview.readers.pdf_layout import ColumnLine, TextPart, gaps
from duologue.interview.text import Style, Text, is_wide

_HYPHENS = "-\u00ad\u2010"
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_NOTE = re.compile(r"\s?(?:\d{1,3}|[*†‡§])[.)\s]?\s?\S")
_LOOSE = 1.25
"""Times the usual distance between lines, that parts paragraphs."""
_HEADING = 1.15
"""Times the size of the text, that makes a line a heading."""
_SMALL = 0.9
"""Times the size of the text, at most, for notes at the foot."""
_SMALLER = 0.88
"""Times the size of its line, at most, for what stands above or below it."""
_LABEL = re.compile(r"[^\W\d_a-z][\w.'’-]{0,20}(?: [\w.'’-]{1,20}){0,3}\s?[:：]")
"""A line that begins as a turn does, after a sentence that has ended."""
_AFTER_END = 0.6
_WITHIN = 2.0
"""Sizes of type that a word has had room for, beside its own width, where a break is the author's."""
_ENDED = re.compile(r"[.!?…。！？][\"'”’」』）)\]]{0,3}\s*$")
_COMMON = 0.12
"""Of the distances between lines, one that is common."""
_INDENT = 0.7
"""Sizes of type that a line begins further in or out than the one before it."""


class Setter:
    """Puts lines together.

    Args:
        lines: of all pages, in reading order.
        heights: of the pages, in points.
    """

    def __init__(self, lines: Sequence[ColumnLine], heights: Sequence[float]) -> None:
        self._lines = lines
        self._heights = heights
        self._size = usual_size(part for line in lines for part in line.parts)
        self._mostly_bold = _share_bold(lines) > 0.6
        self._leading = _usual_leading([gap for gap in gaps(lines) if gap < 3 * self._size], self._size)
        self._sizes = sorted({line.size for line in lines if self._is_large(line)}, reverse=True)
        self._words = Counter(
            word.casefold() for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
        )

    def document(self, meta: Meta, apart: Sequence[tuple[ColumnLine, str]]) -> Document:
        """All paragraphs; the lines `apart` come behind the paragraph that their page begins in."""
        builder = Builder("pdf")
        open_: list[ColumnLine] = []
        waiting = list(apart)[::-1]
        for line in self._lines:
            if open_ and not self._goes_on(open_, line):
                self._write(builder, open_)
                open_ = []
            if not open_:
                while waiting and waiting[-1][0].page <= line.page:
                    self._write_apart(builder, *waiting.pop())
            open_.append(line)
        self._write(builder, open_)
        while waiting:
            self._write_apart(builder, *waiting.pop())
        pages = sorted({line.page for line in self._lines})
        return builder.document(meta, tuple((page + 1, f"page {page + 1}") for page in pages))

    def _is_large(self, line: ColumnLine) -> bool:
        return line.size >= _HEADING * self._size

    def _goes_on(self, open_: list[ColumnLine], line: ColumnLine) -> bool:
        """Whether a line goes on with the paragraph that is open."""
        last = open_[-1]
        if self._is_large(line) or self._is_large(last):
            close = 0 < last.y - line.y < 1.6 * line.size
            return line.size == last.size and last.page == line.page and close
        if abs(line.size - last.size) > 0.12 * last.size:
            return False
        further = _INDENT * line.size
        inside = line.x0 - last.x0
        ended = _ENDED.search(last.text) is not None
        if last.bold != line.bold and ended and not self._mostly_bold:
            return False
        divided = last.text[-1:] in _HYPHENS and last.text[-2:-1].isalpha()
        if not divided and self._would_fit(last, line, _AFTER_END if ended else _WITHIN):
            # Its first word had room on the line before: the break is the author's.
            return False
        if ended and _LABEL.match(line.text):
            return False
        if (last.page, last.column) != (line.page, line.column):
            return not ended or line.x0 - line.left < further
        if not 0 < last.y - line.y <= _LOOSE * self._leading * max(1.0, line.size / self._size):
            return False
        if len(open_) == 1:
            # A first line may stand further in, or (a label that hangs out) further out than the others.
            return True
        return abs(inside) < further

    def _would_fit(self, last: ColumnLine, line: ColumnLine, room: float) -> bool:
        first = line.parts[0]
        words = first.text.split(" ", 1)[0]
        length = 2 if is_wide(words[0]) else len(words)
        width = (first.x1 - first.x0) * length / max(1, len(first.text))
        return last.right - last.x1 > width + room * line.size

    def _write_apart(self, builder: Builder, line: ColumnLine, reason: str) -> None:
        builder.add([Piece(line.text)], line.page + 1, _block(drop=reason))

    def _write(self, builder: Builder, lines: list[ColumnLine]) -> None:
        if not lines:
            return
        first = lines[0]
        level = min(4, self._sizes.index(first.size) + 1) if self._is_large(first) else 0
        foot = first.y < 0.25 * self._heights[first.page]
        note = first.size <= _SMALL * self._size and foot and _NOTE.match(first.text)
        builder.add(
            list(self._pieces(lines)),
            first.page + 1,
            _block(level=level, drop="footnote" if note else None),
        )

    def _pieces(self, lines: list[ColumnLine]) -> Iterator[Piece]:
        for number, line in enumerate(lines):
            after = lines[number + 1] if number + 1 < len(lines) else None
            parts = list(self._of_line(line))
            if after is None:
                yield from parts
                continue
            hyphen = self._is_hyphenated(line.text, after.text)
            last = parts[-1]
            if hyphen is not None:
                yield from parts[:-1]
                yield last._replace(text=last.text[:-1])
                yield last._replace(text=last.text[-1], reason="hyphenation" if hyphen else None)
                yield Piece("\n", reason="hyphenation")
            else:
                yield from parts
                wide = is_wide(last.text[-1]) and is_wide(after.parts[0].text[0])
                leads = last.address if last.address == after.parts[0].link else None
                yield Piece("\n", last.style, "line end" if wide else None, shown=" ", address=leads)

    def _of_line(self, line: ColumnLine) -> Iterator[Piece]:
        """The pieces of a line, with spaces between words that are set apart."""
        last: TextPart | None = None
        for part in line.parts:
            style = part.style & (Style.BOLD | Style.ITALIC)
            if self._mostly_bold:
                style &= ~Style.BOLD
            small = part.size <= _SMALLER * line.size and len(part.text) <= 6
            shift = part.y - line.y
            raised = (
                (1 if shift > 0.15 * line.size else -1 if shift < -0.08 * line.size else 0) if small else 0
            )
            if last is not None and part.x0 - last.x1 > 0.12 * line.size and not raised:
                both = is_wide(last.text[-1]) and is_wide(part.text[0]) and part.x0 - last.x1 < line.size
                if not both:
                    both_lead = part.link if part.link == last.link else ""
                    yield Piece(" ", style, address=both_lead or None)
            yield Piece(part.text, style, None, raised, address=part.link or None)
            last = part

    def _is_hyphenated(self, line: str, after: str) -> bool | None:
        """Whether a hyphen at a line's end goes (True) or stays (False); None where there is none to heal."""
        if line[-1:] not in _HYPHENS or len(line) < 2 or not after:
            return None
        before, behind = _LAST_WORD.search(line[:-1]), _FIRST_WORD.match(after)
        if behind is None or before is None:
            return False if line[-2].isalnum() and after[0].isalnum() else None
        if not after[0].islower():
            return False
        whole = (before.group() + behind.group()).casefold()
        parted = f"{before.group()}-{behind.group()}".casefold()
        return not (self._words[parted] > self._words[whole])


def _block(*, level: int = 0, drop: str | None = None) -> Block:
    return Block(Kind.HEADING if level else Kind.PARAGRAPH, Text(), 0, level, drop=drop)


def usual_size(parts: Iterable[TextPart]) -> float:
    """The size of most of the type."""
    sizes: Counter[float] = Counter()
    for part in parts:
        sizes[part.size] += len(part.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _usual_leading(distances: list[float], size: float) -> float:
    """The smallest common distance between lines; those between short paragraphs are common too."""
    counts = Counter(round(one * 2) / 2 for one in distances)
    enough = _COMMON * len(distances)
    common = [one for one, count in counts.items() if count >= enough and one >= 0.8 * size]
    return min(common, default=1.2 * size)


def _share_bold(lines: Sequence[ColumnLine]) -> float:
    total = bold = 0
    for line in lines:
        for part in line.parts:
            total += len(part.text)
            bold += len(part.text) if part.style & Style.BOLD else 0
    return bold / total if total else 0.0
