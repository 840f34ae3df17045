"""Words on drawn pictures: a block of serif type as large as it breaks well, and a line of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageDraw

from duologue.languages.page import page_words
from duologue.programme.contents.linebreak import is_wide
from duologue.programme.cover.fonts import family_of
from duologue.programme.cover.title_layout import SetTitle, set_title
from duologue.programme.cover.typeface import length_px, shortened, write_line

LONGEST_TITLE = 1000
"""Characters; no more of a title can be shown, so no more is set."""
_LONGEST_NAME = 300
_MOST_NAMES = 12
_LEADING_CHINESE, _LEADING_LATIN = 1.34, 1.18
"""Chinese characters fill their squares and need more room between lines."""
_ASCENT = 0.88
_SIZE_PER_WEIGHT = 110
"""The wheel's serif has one weight; a stroke of its size over this makes it a title's."""


@dataclass(frozen=True, slots=True)
class Box:
    """Room for words, in pixels; `from_right` is that of a language that is written so."""

    left: int
    top: int
    width: int
    height: int
    from_right: bool = False

    @property
    def edge(self) -> int:
        """Where lines begin: its left edge, or its right one."""
        return self.left + self.width if self.from_right else self.left


def set_block(text: str, box: Box, sizes_px: Sequence[int]) -> SetTitle:
    """The best setting of a text in a box; see `set_title`."""
    family = family_of(text)
    return set_title(
        text,
        lambda line, size: length_px(line, "serif", size, family),
        width_px=box.width,
        height_px=box.height,
        sizes_px=sizes_px,
        leading=_leading(text),
    )


def write_block(pen: ImageDraw.ImageDraw, made: SetTitle, box: Box, colour: str) -> int:
    """Writes a setting from the top of its box; where its last line's room ends, in pixels from the top."""
    step = made.size_px * _leading("".join(made.lines))
    baseline = box.top + made.size_px * _ASCENT
    weight, family = round(made.size_px / _SIZE_PER_WEIGHT), family_of("".join(made.lines))
    for line in made.lines:
        write_line(
            pen,
            (box.edge, baseline),
            line,
            "serif",
            made.size_px,
            colour,
            weight_px=weight,
            family=family,
            from_right=box.from_right,
        )
        baseline += step
    return round(box.top + len(made.lines) * step)


def write_words(
    pen: ImageDraw.ImageDraw, line: str, box: Box, baseline: int, size_px: int, colour: str
) -> None:
    """Writes a line of sans type from the edge of a box."""
    write_line(pen, (box.edge, baseline), line, "sans", size_px, colour, from_right=box.from_right)


def write_bar(pen: ImageDraw.ImageDraw, box: Box, width_px: int, height_px: int, colour: str) -> None:
    """The short bar that stands above all words, at the edge and the top of a box."""
    left = box.edge - width_px if box.from_right else box.left
    pen.rectangle((left, box.top, left + width_px, box.top + height_px), fill=colour)


def line_of(text: str, size_px: int, box_px: int) -> str:
    """A line of sans type, with an ellipsis where it is too long."""
    return shortened(text[:_LONGEST_NAME], "sans", size_px, box_px)


def names_line(names: Sequence[str], language: str, size_px: int, box_px: int) -> str:
    """Names in one line; those who do not fit are counted."""
    more = page_words(language).people.more
    for shown in range(min(len(names), _MOST_NAMES), 0, -1):
        line = "  ×  ".join(name[:_LONGEST_NAME] for name in names[:shown])
        if shown < len(names):
            line += "  " + more.format(count=len(names), rest=len(names) - shown)
        if length_px(line, "sans", size_px) <= box_px:
            return line
    return line_of(names[0], size_px, box_px)


def _leading(text: str) -> float:
    return _LEADING_CHINESE if any(map(is_wide, text)) else _LEADING_LATIN
