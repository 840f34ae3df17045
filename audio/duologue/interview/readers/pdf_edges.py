"""What stands at the head and the foot of a PDF's pages: running heads, page numbers, text set upright."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duologue.interview.readers.pdf_layout import TURNED, ColumnLine, TextPart, rows_of

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[\s\-–—|·•]{0,4}(?:page|p\.|seite|第)?\s{0,2}(?:\d{1,4}|[ivxlc]{1,7})\s{0,2}(?:页|頁)?"
    r"(?:\s{0,2}(?:/|of|von|,\s?共)\s{0,2}\d{1,4}\s{0,2}(?:页|頁)?)?[\s\-–—|·•]{0,4}$",
    re.IGNORECASE,
)
_ROWS = 3
"""Rows at the head and the foot of a page that may be the same on others."""
_GAP = 1.4
"""Times the usual distance between rows, that parts a running head from the text."""
_MARGIN = 0.125
"""Of the page's height, in which they stand."""
_SAME_PLACE = 8.0
"""Points between the places on their pages of what is the same."""
_FEWEST_PAGES = 3
_SHARE_OF_PAGES = 0.4
_LARGE = 1.15
"""Times the size of the text: a title, which is no running head."""

Edge = tuple[ColumnLine, str]


def without_edges(
    pages: Sequence[list[TextPart]], heights: Sequence[float], usual: float
) -> list[tuple[list[TextPart], list[Edge]]]:
    """For each page the parts of its text, and the lines that are none of it with the reason.

    Args:
        pages: the parts of each page.
        heights: of the pages, in points.
        usual: the size of most of the type.
    """
    rows = [list(_edges(parts, height, usual)) for parts, height in zip(pages, heights, strict=True)]
    seen: dict[str, set[int]] = {}
    for number, page in enumerate(rows):
        for place, row in page:
            seen.setdefault(_key(place, row), set()).add(number)
    fewest = min(max(2, len(pages)), _FEWEST_PAGES if len(pages) >= 2 * _FEWEST_PAGES else 2)
    enough = max(fewest, round(_SHARE_OF_PAGES * len(pages)))
    found: list[tuple[list[TextPart], list[Edge]]] = []
    for number, parts in enumerate(pages):
        apart: list[Edge] = []
        gone: set[int] = set()
        for place, row in rows[number]:
            if _NUMBER.match(_text(row)):
                reason = "page number"
            elif len(seen[_key(place, row)]) >= enough:
                reason = place
            else:
                continue
            apart.append((_line(row, number), reason))
            gone |= {id(part) for part in row}
        turned = [part for part in parts if part.style & TURNED]
        apart += [(_line([part], number), "upright text") for part in turned]
        gone |= {id(part) for part in turned}
        found.append(([part for part in parts if id(part) not in gone], apart))
    return found


def _edges(parts: list[TextPart], height: float, usual: float) -> Iterator[tuple[str, list[TextPart]]]:
    """The first and last rows of a page that stand in its margins."""
    rows = rows_of([part for part in parts if not part.style & TURNED])
    for place, some in (("page header", _apart(rows)), ("page footer", _apart(rows[::-1]))):
        for row in some:
            share = row[0].y / max(1.0, height)
            within = share > 1 - _MARGIN if place == "page header" else share < _MARGIN
            if within and max(part.size for part in row) < _LARGE * usual:
                yield place, row


def _apart(rows: list[list[TextPart]]) -> list[list[TextPart]]:
    """The rows at the beginning that stand apart from the text behind them."""
    distances = sorted(abs(one[0].y - other[0].y) for one, other in pairwise(rows))
    usual = distances[len(distances) // 3] if distances else 0.0
    for count in range(1, min(_ROWS, len(rows) - 1) + 1):
        if abs(rows[count - 1][0].y - rows[count][0].y) > _GAP * usual:
            return rows[:count]
    return rows if len(rows) == 1 else []


def _text(row: list[TextPart]) -> str:
    return " ".join(part.text for part in row)


def _key(place: str, row: list[TextPart]) -> str:
    """What is the same for one running head on all pages: on left and right pages it may stand elsewhere."""
    return f"{place} {_DIGITS.sub('#', _text(row)).casefold()} {round(row[0].y / _SAME_PLACE)}"


def _line(row: list[TextPart], page: int) -> ColumnLine:
    return ColumnLine(tuple(row), page, 0, row[0].x0, row[-1].x1)
