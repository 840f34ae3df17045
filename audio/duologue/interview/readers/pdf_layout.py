"""The lines of a PDF's page in reading order: stretches of text put together, column after column.

Coordinates are points from the lower left corner, as in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from duologue.interview.text import Style

TURNED = 4
_SHARE_OF_WIDTH = 0.2
"""Of the text's width, that a column has at least; labels in the margin are no column."""
_FULL = 0.55
"""Of a column's width, that its middle line fills."""
_FEWEST_LINES = 4
"""On each side of a gutter."""
_BLUR = 2.0
"""Points by which the lines of a column begin apart from each other."""
_OWN_EDGE = 0.15
"""Of the lines of a column, those that begin at its very edge, before labels that hang out."""
_GUTTER = 6.0
"""Points of white space between columns."""
_CROSSING = 0.34
"""Of the lines beside a gutter, those that may run over it: titles, pictures' captions."""
_MOST_DEPTH = 4
_MOST_PARTS = 5000
"""Of a page whose columns are looked for; a full page of print has a tenth of it."""
_SAME_LINE = 0.45
_RAISED = 0.65
_SMALLER = 0.88
"""Of the size of type, between the base lines of one line; more where smaller type is raised."""


class TextPart(NamedTuple):
    """A stretch of text that is set alike on one line."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: int
    link: str = ""
    """The address that it leads to."""


@dataclass(frozen=True)
class ColumnLine:
    """A line of a column.

    Attributes:
        parts: from left to right.
        page: its page's number, from 0.
        column: the column's number, from 0 on every page.
        left, right: the column's edges.
    """

    parts: tuple[TextPart, ...]
    page: int
    column: int
    left: float
    right: float

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.parts[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.parts[-1].x1

    @cached_property
    def y(self) -> float:
        """Its base line: that of its largest part."""
        return max(self.parts, key=lambda part: (part.size, len(part.text))).y

    @cached_property
    def size(self) -> float:
        """The size of most of its type."""
        sizes: dict[float, int] = {}
        for part in self.parts:
            sizes[part.size] = sizes.get(part.size, 0) + len(part.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join(part.text for part in self.parts)

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(part.style & Style.BOLD for part in self.parts)


def lines_of(parts: Sequence[TextPart], page: int) -> list[ColumnLine]:
    """The lines of a page, in the order in which they are read."""
    lines: list[ColumnLine] = []
    for number, column in enumerate(_columns(list(parts), _MOST_DEPTH)):
        left, right = min(part.x0 for part in column), max(part.x1 for part in column)
        lines += [ColumnLine(tuple(row), page, number, left, right) for row in rows_of(column)]
    return lines


def _columns(parts: list[TextPart], depth: int) -> Iterator[list[TextPart]]:
    """The parts of one column after the other; what runs over a gutter parts those above from those below."""
    if not parts:
        return
    gutter = _gutter(parts) if depth and len(parts) <= _MOST_PARTS else None
    if gutter is None:
        yield parts
        return
    begin, end = gutter
    middle = (begin + end) / 2
    waiting: list[TextPart] = []
    for row in rows_of(parts):
        if any(part.x0 < end - 1 and part.x1 > begin + 1 for part in row):
            yield from _sides(waiting, middle, depth)
            waiting = []
            yield row
        else:
            waiting += row
    yield from _sides(waiting, middle, depth)


def _sides(parts: list[TextPart], middle: float, depth: int) -> Iterator[list[TextPart]]:
    if parts:
        yield from _columns([part for part in parts if (part.x0 + part.x1) / 2 < middle], depth - 1)
        yield from _columns([part for part in parts if (part.x0 + part.x1) / 2 >= middle], depth - 1)


def _gutter(parts: list[TextPart]) -> tuple[float, float] | None:
    """The white space between two columns, from where to where; None where there is one column."""
    left, right = min(part.x0 for part in parts), max(part.x1 for part in parts)
    least = (right - left) * _SHARE_OF_WIDTH
    rows = rows_of(parts)
    ends = sorted({round(part.x1) for part in parts if left + least <= part.x1 <= right - least})
    best: tuple[float, float, float] | None = None
    for begin in ends:
        end = _next_begin(parts, begin)
        if end is None or end > right - least:
            continue
        score = _divides(rows, begin, end, left, right)
        if score is not None and (best is None or score > best[0]):
            best = (score, begin, end)
    return (best[1], best[2]) if best else None


def _next_begin(parts: list[TextPart], x: float) -> float | None:
    """Where most parts begin that begin behind a gutter's left edge: the column's own edge."""
    counts: dict[int, int] = {}
    for part in parts:
        if part.x0 >= x + _GUTTER:
            counts[round(part.x0)] = counts.get(round(part.x0), 0) + 1
    most = max(counts.values(), default=0)
    edges = [edge for edge, count in counts.items() if count >= max(2, _OWN_EDGE * most)]
    return min(edges) - _BLUR if edges else None


def _divides(rows: list[list[TextPart]], begin: float, end: float, left: float, right: float) -> float | None:
    """How well a gutter divides the rows into columns; None if it does not."""
    before: list[float] = []
    behind: list[float] = []
    crossing = 0
    for row in rows:
        if any(part.x0 < end - 1 and part.x1 > begin + 1 for part in row):
            crossing += 1
            continue
        near = [part for part in row if part.x1 <= begin + 1]
        far = [part for part in row if part.x0 >= end - 1]
        if near:
            before.append(near[-1].x1 - near[0].x0)
        if far:
            behind.append(far[-1].x1 - far[0].x0)
    if min(len(before), len(behind)) < _FEWEST_LINES:
        return None
    if crossing > _CROSSING * (len(before) + len(behind)):
        return None
    for widths, width in ((before, begin - left), (behind, right - end)):
        # A side may hold several columns itself, whose lines seldom share a base line.
        if sorted(widths)[len(widths) // 2] < _FULL * min(width, (right - left) / 3):
            return None
    return len(before) + len(behind) - 2 * crossing + (end - begin) / 100


def rows_of(parts: Sequence[TextPart]) -> list[list[TextPart]]:
    """The parts by base line, from top to bottom, each row from left to right."""
    rows: list[list[TextPart]] = []
    for part in sorted(parts, key=lambda one: (-one.y, one.x0)):
        last = rows[-1] if rows else None
        if last is not None and _on_one_line(last[0], part):
            last.append(part)
        else:
            rows.append([part])
    for row in rows:
        row.sort(key=lambda one: one.x0)
    return rows


def _on_one_line(one: TextPart, other: TextPart) -> bool:
    small, large = sorted((one.size, other.size))
    share = _RAISED if small <= _SMALLER * large else _SAME_LINE
    return abs(one.y - other.y) <= share * large


def gaps(lines: Sequence[ColumnLine]) -> list[float]:
    """The distances between the base lines of lines that follow each other in a column."""
    return [
        above.y - below.y
        for above, below in pairwise(lines)
        if above.page == below.page and above.column == below.column and above.y > below.y
    ]
