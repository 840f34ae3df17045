"""Lines of type: how wide they are, and how they are drawn, with what a typesetter does to punctuation.

The usual fonts are Chinese: their quotes and ellipses are full-width squares. Beside Latin letters these are
set narrow, two full-width marks in a row share the empty halves between them, a double dash is one stroke.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageDraw, ImageFont

from duologue.programme.contents.linebreak import is_wide
from duologue.programme.cover.fonts import Face, Family, family_of

_REGULAR = 400
"""The weight of ordinary text, on the scale of OpenType."""
_UNIT_PX = 1000
"""Widths are measured at this size and scaled."""
_OPEN = frozenset("「『《〈（【")
_CLOSE = frozenset("，。、；：」』》〉）】")
"""Full-width marks, half of whose square is empty."""
_OPENING_QUOTES, _CLOSING_QUOTES = frozenset("“‘"), frozenset("”’")
_QUOTES = _OPENING_QUOTES | _CLOSING_QUOTES
_ROOM_BESIDE_QUOTE = 0.05
"""Of the size, on either side of a quote set narrow."""

_IN_SQUARE = 0.04
"""Where the ink of a Chinese character begins in its square, as a share of the size."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch drawn at once, the room it takes before the next, and the room taken away before it."""

    text: str
    advance: float
    shift: float = 0.0


@lru_cache(maxsize=128)
def font_at(family: Family, face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """A font at a size."""
    # The basic layout is in every wheel of Pillow; the other one depends on the system.
    layout = ImageFont.Layout.RAQM if family.shaped else ImageFont.Layout.BASIC
    font = ImageFont.truetype(str(family.path(face)), size_px, layout_engine=layout)
    if family.shaped:
        _set_regular(font)
    return font


def _set_regular(font: ImageFont.FreeTypeFont) -> None:
    """A variable font at its regular weight: Hebrew's sans is made thin."""
    try:
        axes = font.get_variation_axes()
    except OSError:  # it has one weight
        return
    values = [_REGULAR if axis["name"] == b"Weight" else axis["default"] for axis in axes]
    font.set_variation_by_axes([float(value or 0) for value in values])


def length_px(text: str, face: Face, size_px: float, family: Family | None = None) -> float:
    """Width of a line; set in the family that suits it best, unless one is given."""
    return _unit_length(text, face, family or family_of(text)) * size_px / _UNIT_PX


def write_line(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    face: Face,
    size_px: int,
    colour: str,
    *,
    weight_px: int = 0,
    family: Family | None = None,
    from_right: bool = False,
) -> None:
    """Draws a line whose ink begins at `at`: an edge and the baseline.

    An opening mark at its beginning hangs over the left edge, so that the characters below each other align.

    Args:
        pen: draws.
        at: the edge that the line begins at and the baseline, in pixels.
        text: one line.
        face: which font.
        size_px: its size.
        colour: of the ink.
        weight_px: makes strokes this much bolder on each side.
        family: the fonts; None for those that suit the line best.
        from_right: the line is of a text from right to left: the edge is its right one, and words of
            another direction stand in it as in that text.
    """
    fonts = family or family_of(text)
    font = font_at(fonts, face, size_px)
    x, baseline = at
    if from_right:
        x -= length_px(text, face, size_px, fonts)
    else:
        x -= _hang(text, face, fonts) * size_px
    for run in _runs(text, face, size_px, fonts):
        pen.text(
            (x + run.shift, baseline),
            run.text,
            font=font,
            fill=colour,
            anchor="ls",
            stroke_width=weight_px,
            stroke_fill=colour,
            direction="rtl" if from_right and fonts.shaped else None,
        )
        x += run.advance


def shortened(text: str, face: Face, size_px: int, box_px: int) -> str:
    """The text, or its beginning with an ellipsis where it is wider than the box."""
    if length_px(text, face, size_px) <= box_px:
        return text
    while text and length_px(text + "…", face, size_px) > box_px:
        text = text[:-1]
    return text.rstrip() + "…"


@lru_cache(maxsize=1 << 14)
def _unit_length(text: str, face: Face, family: Family) -> float:
    return sum(run.advance for run in _runs(text, face, _UNIT_PX, family))


def _runs(text: str, face: Face, size_px: int, family: Family) -> Iterator[_Run]:
    """The line in stretches, each to be drawn behind the one before; one where letters join."""
    font = font_at(family, face, size_px)
    if family.shaped:
        yield _Run(text, font.getlength(text))
        return
    text = _one_stroke(text)
    start = 0

    def plain(end: int) -> Iterator[_Run]:
        if end > start:
            yield _Run(text[start:end], font.getlength(text[start:end]))

    for place, character in enumerate(text):
        if character in _QUOTES and _beside_latin(text, place):
            yield from plain(place)
            left, right = _ink(character, face, family)
            room = _ROOM_BESIDE_QUOTE * size_px
            yield _Run(character, (right - left) * size_px + 2 * room, room - left * size_px)
            start = place + 1
        elif place > start and text[place - 1] in _CLOSE and (character in _CLOSE or character in _OPEN):
            run = text[start:place]
            yield _Run(run, font.getlength(run) - size_px / 2)
            start = place
    yield from plain(len(text))


def _one_stroke(text: str) -> str:
    """Two dashes as the one long stroke that they are; an ellipsis beside Latin letters on the baseline."""
    text = text.replace("——", "⸺")
    return "".join(
        "..." if c == "…" and place and not _is_chinese(text[place - 1]) else c
        for place, c in enumerate(text)
    )


def _beside_latin(text: str, place: int) -> bool:
    """Whether what a quote stands at is no Chinese."""
    beside = text[place + 1 : place + 2] if text[place] in _OPENING_QUOTES else text[place - 1 : place]
    return bool(beside.strip()) and not _is_chinese(beside)


def _is_chinese(character: str) -> bool:
    return is_wide(character) or character in "⸺…"


def _hang(text: str, face: Face, family: Family) -> float:
    """How far the ink of the first character begins behind its own edge, as a share of the size.

    Chinese characters stand in their squares and are left there.
    """
    first = text[:1]
    if not first or family.shaped or (is_wide(first) and first not in _OPEN):
        return 0.0
    ink = _ROOM_BESIDE_QUOTE if first in _QUOTES and _beside_latin(text, 0) else _ink(first, face, family)[0]
    return ink - _IN_SQUARE if any(map(is_wide, text)) else ink


@lru_cache(maxsize=1 << 10)
def _ink(character: str, face: Face, family: Family) -> tuple[float, float]:
    """Where a character's ink begins and ends, as shares of the size."""
    font = font_at(family, face, _UNIT_PX)
    mask, (offset, _) = font.getmask2(character, mode="L", anchor="ls")
    box = mask.getbbox()
    if box is None:
        return 0.0, font.getlength(character) / _UNIT_PX
    return (box[0] + offset) / _UNIT_PX, (box[2] + offset) / _UNIT_PX
