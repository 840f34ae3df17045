"""The drawn title card: the same for the same words, square, RGB.

Title, show and speakers stand in the upper four fifths; the lowest fifth, which players cover with their
controls, holds a picture of the conversation instead: bars of two voices taking turns. A list shows covers at
120 px: a title too long to be read there gives its place to the guests' names.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from duologue.languages.page import direction
from duologue.programme.cover.colours import Palette, draw_conversation, palette
from duologue.programme.cover.fit import Picture
from duologue.programme.cover.glyphs import drawable
from duologue.programme.cover.lettering import (
    LONGEST_TITLE,
    Box,
    line_of,
    names_line,
    set_block,
    write_bar,
    write_block,
    write_words,
)
from duologue.programme.cover.picture import FEED_PX

_UNIT = 3000
"""All measures below are for a cover of 3000 px, and scale with it."""
_MARGIN = 250
_TITLE_TOP, _TITLE_BOTTOM = 640, 1990
_PEOPLE_BASELINE = 2270
_BARS_TOP, _BARS_BOTTOM = 2500, 2860
_BAR = 26
_TITLE_SIZES = (*range(80, 300, 10), *range(300, 541, 20), *range(580, 901, 40))
LEGIBLE = 240
"""What is set smaller cannot be read on a cover of 120 px, where this is 9.6 px."""
_NAME_SIZES = (*range(LEGIBLE, 481, 20), *range(520, 681, 40))
_NAMES_HEIGHT = 900
_MOST_GUESTS = 2
_SMALL_SIZES = range(96, 151, 6)
_SMALL_BOTTOM = 2330
_GAP = 90


def draw(
    title: str,
    show: str = "",
    speakers: Sequence[str] = (),
    language: str = "zh-CN",
    *,
    guests: Sequence[str] = (),
    size_px: int = FEED_PX,
) -> Picture:
    """The cover as an RGB picture of `size_px` × `size_px`.

    What the font has no glyph for (emoji) is left out. A title too long for the card ends in an ellipsis;
    where nothing of it can be drawn, the show's name stands in its place.

    Args:
        title: the episode's or the show's; a line feed in it ends a line.
        show: the podcast's title, small, above.
        speakers: who talks, below; empty for a show's own cover.
        language: BCP 47; decides how further people are counted, and at which edge lines begin.
        guests: those whose names are large where the title is long; the speakers where nobody is named.
        size_px: edge of the square.
    """
    card = _Card(size_px, palette(title), from_right=direction(language) == "rtl")
    head, words = drawable(show), drawable(title[:LONGEST_TITLE])
    named = [name for name in map(drawable, speakers) if name]
    invited = [name for name in map(drawable, guests) if name] or named
    card.head(head if words else "")
    if not card.title(words or head, or_names=bool(invited)):
        card.guests_and_title(invited, words, language)
    elif named:
        card.people(named, language)
    draw_conversation(card.image, title, *card.foot())
    return card.image


class _Card:
    """The picture while it is being drawn."""

    def __init__(self, size_px: int, colours: Palette, *, from_right: bool) -> None:
        self.size_px = size_px
        self.colours = colours
        self.image = Image.new("RGB", (size_px, size_px), colours.paper)
        self._pen = ImageDraw.Draw(self.image)
        self._left = self._px(_MARGIN)
        self._box_px = self._px(_UNIT - 2 * _MARGIN)
        self._from_right = from_right

    def _px(self, units: float) -> int:
        return round(units * self.size_px / _UNIT)

    def _box(self, top: int, bottom: int) -> Box:
        return Box(self._left, self._px(top), self._box_px, self._px(bottom - top), self._from_right)

    def head(self, show: str) -> None:
        """The show's name below a short bar of the first voice's colour."""
        box = self._box(_MARGIN + 12, _TITLE_TOP)
        write_bar(self._pen, box, self._px(150), self._px(22), self.colours.first)
        if show:
            size = self._px(92)
            line = line_of(show, size, self._box_px)
            write_words(self._pen, line, box, self._px(420), size, self.colours.quiet)

    def title(self, title: str, *, or_names: bool) -> bool:
        """The title, as large as it breaks well; not written where it is small and names may stand there."""
        if not title:
            return True
        box = self._box(_TITLE_TOP, _TITLE_BOTTOM)
        made = set_block(title, box, [self._px(size) for size in _TITLE_SIZES])
        if or_names and made.size_px < self._px(LEGIBLE):
            return False
        write_block(self._pen, made, box, self.colours.ink)
        return True

    def guests_and_title(self, names: Sequence[str], title: str, language: str) -> None:
        """The guests' names large, a line or more each, and the title small below them."""
        shown = list(names[:_MOST_GUESTS])
        if len(names) > _MOST_GUESTS:
            shown[-1:] = [names_line(names[_MOST_GUESTS - 1 :], language, self._px(LEGIBLE), self._box_px)]
        box = self._box(_TITLE_TOP, _TITLE_TOP + _NAMES_HEIGHT)
        made = set_block("\n".join(shown), box, [self._px(size) for size in _NAME_SIZES])
        end = write_block(self._pen, made, box, self.colours.ink)
        top = end + self._px(_GAP)
        below = Box(self._left, top, self._box_px, self._px(_SMALL_BOTTOM) - top, self._from_right)
        small = set_block(title, below, [self._px(size) for size in _SMALL_SIZES])
        write_block(self._pen, small, below, self.colours.quiet)

    def people(self, names: Sequence[str], language: str) -> None:
        """The speakers in one line; those who do not fit are counted."""
        size = self._px(112)
        line = names_line(names, language, size, self._box_px)
        box = self._box(_TITLE_BOTTOM, _BARS_TOP)
        write_words(self._pen, line, box, self._px(_PEOPLE_BASELINE), size, self.colours.ink)

    def foot(self) -> tuple[int, int, int, int, float]:
        """Where the bars stand: left, top, width, height, and the width of one."""
        height = self._px(_BARS_BOTTOM - _BARS_TOP)
        return self._left, self._px(_BARS_TOP), self._box_px, height, _BAR * self.size_px / _UNIT
