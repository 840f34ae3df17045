"""Setting a title: the largest size at which it breaks into good lines.

Line ends are chosen for the whole title at once (Knuth and Plass's idea, for few lines): after a mark or a
space rather than between two characters that may be one word, lines of like length, no character alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from duologue.programme.contents.linebreak import (
    CLAUSE_ENDS,
    CLOSING,
    OPENING,
    SENTENCE_ENDS,
    is_wide,
    pieces,
    width,
)

_SPACE = 0.06
"""Cost of ending a line after a word, rather than after a mark."""
_SMALL_WORD = 0.35
"""More, after a Latin word that belongs to the next (`the`, `of`)."""
_NAME = 0.3
"""Cost of parting two Latin words in a Chinese title: they are a name, or a term."""
_UNKNOWN_WORD = 0.6
"""Cost of ending a line between two Chinese characters: they may be one word."""
_RUNS_ON = 0.3
"""More, in a line that holds the end of a part of the title (a colon, a question mark) and goes on."""
_TORN = 1.2
"""Cost of parting what is one: a number and its measure, a particle and its word."""
_ALONE = 4.0
"""Cost of a last line of a single character."""
_SIZE_WEIGHT = 0.9
"""What halving the size costs; more of it gives larger, worse-broken titles."""

_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "no", "of", "on", "or"]
)
_NEVER_FIRST = frozenset("的地得了着过们吗呢吧啊么之者性化度个位")
"""Particles and endings: they belong to what stands before them."""
_NEVER_LAST = frozenset("第每各这那哪几两不没很最更太再才就都也与和及或在从向对把被让为")
"""They belong to what follows."""
_PART_ENDS = frozenset("：:。？！?!")
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿")

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
    target = measure("".join(parts)) / count
    chinese = any(is_wide(character) for part in parts for character in part)

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
                cost += _break_cost(text, parts[end - 1], parts[end], chinese=chinese) + rest[0]
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


def _break_cost(line: str, before: str, after: str, *, chinese: bool) -> float:
    """What it costs to end `line`, whose last piece is `before`, ahead of the piece `after`."""
    last = line.rstrip("”’」』》）)")[-1:]
    if last in SENTENCE_ENDS or last in CLAUSE_ENDS:
        return 0.0
    runs_on = _RUNS_ON if any(mark in line for mark in _PART_ENDS) else 0.0
    return runs_on + _parting_cost(line, before, after, chinese=chinese)


def _parting_cost(line: str, before: str, after: str, *, chinese: bool) -> float:
    if after[:1] in _NEVER_FIRST:
        return _TORN
    if before[-1:].isspace():
        word = before.split()[-1:]
        if is_wide(line[-1:]) or is_wide(after[:1]):
            return _SPACE * 2
        return _NAME if chinese else _SPACE + _SMALL_WORD * (word != [] and word[0].lower() in _SMALL_WORDS)
    if line[-1:] in CLOSING or after[:1] in OPENING:
        return _SPACE
    if line[-1:] in _NUMERALS or line[-1:] in _NEVER_LAST:
        return _TORN
    return _SPACE * 2 if is_wide(line[-1:]) != is_wide(after[:1]) else _UNKNOWN_WORD


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
