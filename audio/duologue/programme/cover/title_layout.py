"""Setting a title: the largest size at which it breaks into good lines.

Line ends are chosen for the whole title at once (Knuth and Plass's idea, for few lines): after a mark or a
space rather than between two characters that may be one word, lines of like length, no character alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from duologue.programme.contents.linebreak import CLOSING, OPENING, PART_ENDS, is_wide, pieces, width
from duologue.programme.contents.phrasing import parting_cost

_RUNS_ON = 0.3
"""More, in a line that holds the end of a part of the title (a colon, a question mark) and goes on."""
_ALONE = 4.0
"""Cost of a last line of a single character."""
_SIZE_WEIGHT = 0.9
"""What halving the size costs; more of it gives larger, worse-broken titles."""


Measure = Callable[[str, int], float]
"""Width in pixels of a text at a size in pixels."""


@dataclass(frozen=True, slots=True)
class SetTitle:
    """A title ready to draw: its lines and their size in pixels."""

    lines: tuple[str, ...]
    size_px: int


def set_title(
    title: str, measure: Measure, *, width_px: int, height_px: int, sizes_px: Sequence[int], leading: float
) -> SetTitle:
    """The best setting of `title` in a box; one too long even at the smallest size ends in an ellipsis.

    Args:
        title: one paragraph; a line feed in it is kept as a line end.
        measure: see `Measure`.
        width_px: the box's width.
        height_px: the box's height.
        sizes_px: sizes to try.
        leading: distance of two baselines, in sizes.
    """
    best: tuple[float, SetTitle] | None = None
    for size in sorted(sizes_px, reverse=True):
        most_lines = max(1, int(height_px / (size * leading)))
        found = _paragraphs(title, lambda text, size=size: measure(text, size), width_px, most_lines)  # type: ignore[misc]
        if found is None:
            continue
        cost, lines = found
        cost += _SIZE_WEIGHT * math.log2(max(sizes_px) / size)
        if best is None or cost < best[0]:
            best = (cost, SetTitle(lines, size))
    if best is not None:
        return best[1]
    smallest = min(sizes_px)
    return SetTitle(
        _cut(title, lambda text: measure(text, smallest), width_px, int(height_px / (smallest * leading))),
        smallest,
    )


def _paragraphs(
    title: str, measure: Callable[[str], float], width_px: int, most_lines: int
) -> tuple[float, tuple[str, ...]] | None:
    cost = 0.0
    lines: list[str] = []
    for paragraph in title.split("\n"):
        found = _broken(paragraph, measure, width_px, most_lines - len(lines))
        if found is None:
            return None
        cost += found[0]
        lines.extend(found[1])
    return cost, tuple(lines)


def _broken(
    text: str, measure: Callable[[str], float], width_px: int, most_lines: int
) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest lines, with their cost; None if the text does not fit."""
    parts = pieces(text.strip())
    best: tuple[float, tuple[str, ...]] | None = None
    whole_px = measure(text)
    for count in range(max(1, math.ceil(whole_px / width_px)), most_lines + 1):
        found = _in_lines(parts, measure, width_px, count)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
        if count > whole_px / width_px + 3:
            break
    return best


def _in_lines(
    parts: list[str], measure: Callable[[str], float], width_px: int, count: int
) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest way to put `parts` in exactly `count` lines."""
    title = "".join(parts)
    chinese = any(map(is_wide, title))
    places = [0, *accumulate(map(len, parts))]
    target = measure(title) / count

    @cache
    def line(start: int, end: int) -> tuple[str, float]:
        text = "".join(parts[start:end]).strip()
        return text, measure(text)

    @cache
    def cheapest(start: int, left: int) -> tuple[float, int] | None:
        ends = range(start + 1, len(parts) - left + 2) if left > 1 else (len(parts),)
        found: tuple[float, int] | None = None
        for end in ends:
            text, used = line(start, end)
            if used > width_px:
                if left > 1:
                    break
                return None
            cost = _raggedness(used, target, width_px)
            if left > 1:
                rest = cheapest(end, left - 1)
                if rest is None:
                    continue
                cost += _break_cost(text, title, places[end], chinese=chinese) + rest[0]
            elif start and _single(text):
                cost += _ALONE
            if found is None or cost < found[0]:
                found = (cost, end)
        return found

    total = cheapest(0, count)
    if total is None:
        return None
    lines, start = [], 0
    for left in range(count, 0, -1):
        step = cheapest(start, left)
        assert step is not None  # noqa: S101 (the way back over a path that was found)
        lines.append(line(start, step[1])[0])
        start = step[1]
    return total[0], tuple(lines)


def _raggedness(used: float, target: float, width_px: int) -> float:
    return ((used - target) / width_px) ** 2


def _break_cost(line: str, text: str, place: int, *, chinese: bool) -> float:
    """What it costs to end `line` at `place` of the title."""
    cost = parting_cost(text, place, chinese=chinese)
    return cost + _RUNS_ON if cost and any(mark in line for mark in PART_ENDS) else cost


def _single(text: str) -> bool:
    return width("".join(c for c in text if c not in CLOSING and c not in OPENING)) <= 2


def _cut(title: str, measure: Callable[[str], float], width_px: int, most_lines: int) -> tuple[str, ...]:
    """As much as fits, line by line, and an ellipsis; words longer than a line are cut."""
    lines: list[str] = [""]
    for part in pieces(" ".join(title.split())):
        for bit in [part] if measure(part.strip()) <= width_px else list(part):
            if measure((lines[-1] + bit).rstrip()) > width_px:
                lines.append("")
            lines[-1] += bit
    lines = [line.strip() for line in lines]
    if len(lines) <= most_lines:
        return tuple(lines)
    last = lines[most_lines - 1]
    while last and measure(last + "…") > width_px:
        last = last[:-1]
    return (*lines[: most_lines - 1], last.rstrip("，、；：,;: ") + "…")
