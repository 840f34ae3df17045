"""A text in lines: as few as it needs, of like length, ended where a sentence, a clause or a word ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from math import inf

from duologue.programme.contents.linebreak import SENTENCE_ENDS, is_wide, pieces, width
from duologue.programme.contents.phrasing import parting_cost

_RAGGED = 1.5
"""Cost of a line that is a whole line's width off its share of what is left; it grows with the square."""
_ONE_MORE = 0.4
"""Cost of a line more than the text needs."""
_SENTENCE_ENDS = SENTENCE_ENDS - {"."}
"""A full stop may stand in an abbreviation; Latin sentences part at their spaces anyway."""
_RUNS_ON = 0.3
"""Cost of a line that holds the end of a sentence and goes on."""
_MORE_LINES = 3
_CUT_AFTER = re.compile(r"[/?&=#@_.\-]+")
"""Where an address too long for a line is cut, if it must be."""


def lines(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`; only a word or address longer than a line is cut.

    Each line's end is the one that costs least: being off the length at which all lines would be equal, or
    parting what belongs together.
    """
    flat = " ".join(text.split())
    if width(flat) <= columns:
        return [flat] if flat else []
    return _Filling(flat, columns).lines()


class _Filling:
    """One text on its way into lines.

    Parts are what stays together; `_begins` and `_ends` count the columns before and up to the end of each,
    the space at its end left out; `_sentences` the sentences that have ended before each.
    """

    def __init__(self, text: str, columns: int) -> None:
        self._text = text
        self._columns = columns
        self._chinese = any(map(is_wide, text))
        self._parts = [bit for piece in pieces(text) for bit in _cut_to(piece, columns)]
        self._places, self._begins, self._ends = [0], [0], []
        for part in self._parts:
            seen, all_of_it = _widths(part)
            self._places.append(self._places[-1] + len(part))
            self._ends.append(self._begins[-1] + seen)
            self._begins.append(self._begins[-1] + all_of_it)
        self._fewest = next(count for count in range(1, len(text) + 1) if self._ends[-1] <= self._room(count))
        ended = (int(part.rstrip()[-1:] in _SENTENCE_ENDS) for part in self._parts)
        self._sentences: list[int] = [0, *accumulate(ended)]
        self._costs: dict[int, float] = {}
        self._known: dict[tuple[int, int], tuple[float, int]] = {}

    def lines(self) -> list[str]:
        """The cheapest way to set the text in as few lines as it needs, or in a few more."""
        best, count = inf, self._fewest
        for more in range(_MORE_LINES):
            if best <= more * _ONE_MORE:
                break
            cost = self._cheapest(0, self._fewest + more)[0] + more * _ONE_MORE
            if cost < best:
                best, count = cost, self._fewest + more
        if best == inf:  # long words leave more room at the lines' ends than that
            return self._filled()
        made, first = [], 0
        while first < len(self._parts):
            end = self._cheapest(first, count)[1]
            made.append(self._text[self._place(first) : self._place(end)].strip())
            first, count = end, count - 1
        return made

    def _cheapest(self, first: int, count: int) -> tuple[float, int]:
        """What the parts from `first` on cost in `count` lines, and where the first of these ends."""
        if count == 1:
            fits = self._left(first) <= self._columns
            return (self._running_on(first, len(self._parts)) if fits else inf), len(self._parts)
        if (first, count) in self._known:
            return self._known[first, count]
        best = (inf, first + 1)
        begin, share = self._begins[first], self._left(first) / count
        last = bisect_right(self._ends, begin + self._columns)
        earliest = bisect_left(self._begins, self._ends[-1] - self._room(count - 1))
        ends = range(max(first + 1, earliest), min(last, len(self._parts) - 1) + 1)
        for off, end in sorted((abs(self._begins[end] - begin - share), end) for end in ends):
            cost = _RAGGED * (off / self._columns) ** 2
            if cost >= best[0]:
                break  # the others are further off
            cost += self._running_on(first, end) + self._parting(end)
            if cost < best[0]:
                best = min(best, (cost + self._cheapest(end, count - 1)[0], end))
        self._known[first, count] = best
        return best

    def _filled(self) -> list[str]:
        """Each line as full as it gets."""
        made, first = [], 0
        while first < len(self._parts):
            end = first + 1
            while end < len(self._parts) and self._ends[end] - self._begins[first] <= self._columns:
                end += 1
            made.append(self._text[self._place(first) : self._place(end)].strip())
            first = end
        return [line for line in made if line]

    def _room(self, count: int) -> int:
        """The most columns that so many lines hold, a space between each two of them included."""
        return count * (self._columns + 1) - 1

    def _left(self, first: int) -> int:
        """Columns from the part `first` on, without the space at the text's end."""
        return self._ends[-1] - self._begins[first]

    def _running_on(self, first: int, end: int) -> float:
        """The cost of a sentence that ends within the line from part `first` to before `end`."""
        return _RUNS_ON if self._sentences[end - 1] > self._sentences[first] else 0.0

    def _parting(self, end: int) -> float:
        if end not in self._costs:
            self._costs[end] = parting_cost(self._text, self._place(end), chinese=self._chinese)
        return self._costs[end]

    def _place(self, number: int) -> int:
        return self._places[number] if number < len(self._places) else len(self._text)


@lru_cache(maxsize=1 << 14)
def _widths(part: str) -> tuple[int, int]:
    """The columns of a part without the space at its end, and with it."""
    return width(part.rstrip()), width(part)


def _cut_to(piece: str, columns: int) -> list[str]:
    """A piece wider than a line, cut where an address has its joints, else between characters."""
    if 2 * len(piece) <= columns or width(piece.strip()) <= columns:
        return [piece]
    cut, current = [], ""
    for character in piece:
        if current and width(current + character) > columns:
            joints = [match.end() for match in _CUT_AFTER.finditer(current)]
            end = joints[-1] if joints and joints[-1] > len(current) // 2 else len(current)
            cut.append(current[:end])
            current = current[end:]
        current += character
    return [*cut, current]
