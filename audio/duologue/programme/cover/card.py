"""The drawn title card: the same for the same words, square, RGB.

Title, show and speakers stand in the upper four fifths; the lowest fifth, which players cover with their
controls, holds a picture of the conversation instead: bars of two voices taking turns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from duologue.programme.contents.linebreak import is_wide
from duologue.programme.cover.glyphs import drawable
from duologue.programme.cover.picture import FEED_PX, Picture
from duologue.programme.cover.title_layout import set_title
from duologue.programme.cover.typeface import length_px, shortened, write_line

_LONGEST_TITLE = 1000
"""Characters; no more of a title can be shown, so no more is set."""
_LONGEST_NAME = 300
_MOST_NAMES = 12
_UNIT = 3000
"""All measures below are for a cover of 3000 px, and scale with it."""
_MARGIN = 250
_TITLE_TOP, _TITLE_BOTTOM = 640, 1990
_PEOPLE_BASELINE = 2270
_BARS_TOP, _BARS_BOTTOM = 2500, 2860
_BAR = 26
_TITLE_SIZES = (*range(80, 300, 10), *range(300, 541, 20), *range(580, 901, 40))
_LEADING_CHINESE, _LEADING_LATIN = 1.34, 1.18
"""Chinese characters fill their squares and need more room between lines."""
_TITLE_ASCENT = 0.88
_SHORTEST_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that go together: paper, ink, a quieter ink, and one for each of two voices."""

    paper: str
    ink: str
    quiet: str
    first: str
    second: str


PALETTES = (
    Palette("#F3EDE2", "#1F2A30", "#66706F", "#C8553D", "#2F5D62"),
    Palette("#16262E", "#F4EFE6", "#9DB0B5", "#E9A84C", "#6FA8A3"),
    Palette("#E6EBE3", "#22332B", "#5C6B62", "#3E7C59", "#D08C60"),
    Palette("#2A2438", "#F3ECF4", "#B3A6C2", "#E58F77", "#8C9EE0"),
    Palette("#F6E9DF", "#3A1F1D", "#85655C", "#9E3B33", "#D39B4A"),
    Palette("#0F2D3F", "#EDF3F2", "#92AFBC", "#F0B67F", "#5FB0B7"),
    Palette("#ECEBF2", "#25243A", "#6C6A84", "#5A54A4", "#D9776B"),
    Palette("#1F3129", "#F1EFE3", "#A3B5A6", "#D9B44A", "#7FB285"),
)


def draw(
    title: str,
    show: str = "",
    speakers: Sequence[str] = (),
    language: str = "zh-CN",
    *,
    size_px: int = FEED_PX,
) -> Picture:
    """The cover as an RGB picture of `size_px` × `size_px`.

    What the font has no glyph for (emoji) is left out. A title too long for the card ends in an ellipsis;
    where nothing of it can be drawn, the show's name stands in its place.

    Args:
        title: the episode's or the show's; a line feed in it ends a line.
        show: the podcast's title, small, above.
        speakers: who talks, below; empty for a show's own cover.
        language: BCP 47; decides how many further people are counted.
        size_px: edge of the square.
    """
    card = _Card(size_px, palette(title))
    head, words = drawable(show), drawable(title[:_LONGEST_TITLE])
    card.head(head if words else "")
    card.title(words or head)
    card.people([name for name in map(drawable, speakers) if name], language)
    card.conversation(_digest(title))
    return card.image


def palette(title: str) -> Palette:
    """The colours that this title always gets."""
    return PALETTES[_digest(title)[0] % len(PALETTES)]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


class _Card:
    """The picture while it is being drawn."""

    def __init__(self, size_px: int, colours: Palette) -> None:
        self.size_px = size_px
        self.colours = colours
        self.image = Image.new("RGB", (size_px, size_px), colours.paper)
        self._pen = ImageDraw.Draw(self.image)
        self._left = self._px(_MARGIN)
        self._box_px = self._px(_UNIT - 2 * _MARGIN)

    def _px(self, units: float) -> int:
        return round(units * self.size_px / _UNIT)

    def head(self, show: str) -> None:
        """The show's name below a short bar of the first voice's colour."""
        top = self._px(_MARGIN + 12)
        bar = (self._left, top, self._left + self._px(150), top + self._px(22))
        self._pen.rectangle(bar, fill=self.colours.first)
        if show:
            size = self._px(92)
            line = shortened(show[:_LONGEST_NAME], "sans", size, self._box_px)
            write_line(self._pen, (self._left, self._px(420)), line, "sans", size, self.colours.quiet)

    def title(self, title: str) -> None:
        """The title, as large as it breaks well, hung from its first line."""
        if not title:
            return
        leading = _LEADING_CHINESE if any(map(is_wide, title)) else _LEADING_LATIN
        made = set_title(
            title,
            lambda text, size: length_px(text, "serif", size),
            width_px=self._box_px,
            height_px=self._px(_TITLE_BOTTOM - _TITLE_TOP),
            sizes_px=[self._px(size) for size in _TITLE_SIZES],
            leading=leading,
        )
        # The wheel has one weight; a thin stroke makes it a title's.
        weight = round(made.size_px / 110)
        baseline = self._px(_TITLE_TOP) + made.size_px * _TITLE_ASCENT
        for line in made.lines:
            at = (self._left, baseline)
            write_line(self._pen, at, line, "serif", made.size_px, self.colours.ink, weight_px=weight)
            baseline += made.size_px * leading

    def people(self, names: Sequence[str], language: str) -> None:
        """The speakers in one line; those who do not fit are counted."""
        if names:
            size = self._px(112)
            line = _people_line(names, language, size, self._box_px)
            at = (self._left, self._px(_PEOPLE_BASELINE))
            write_line(self._pen, at, line, "sans", size, self.colours.ink)

    def conversation(self, digest: bytes) -> None:
        """Rounded bars above and below a line: two voices that take turns."""
        scale = 2  # drawn larger and shrunk: Pillow's shapes have hard edges
        width, height = self.size_px * scale, self._px(_BARS_BOTTOM - _BARS_TOP) * scale
        layer = Image.new("RGB", (width, height), self.colours.paper)
        pen = ImageDraw.Draw(layer)
        step = 2 * _BAR * self.size_px * scale / _UNIT
        bar, middle = step / 2, height / 2
        count = (_UNIT - 2 * _MARGIN + _BAR) // (2 * _BAR)
        for place, (first, share) in enumerate(_bars(digest, count)):
            x = self._left * scale + place * step
            half = max(bar / 2, middle * share)
            colour = self.colours.first if first else self.colours.second
            pen.rounded_rectangle((x, middle - half, x + bar, middle + half), radius=bar / 2, fill=colour)
        shrunk = layer.resize((self.size_px, height // scale), Image.Resampling.LANCZOS)
        self.image.paste(shrunk, (0, self._px(_BARS_TOP)))


def _bars(digest: bytes, count: int) -> Iterator[tuple[bool, float]]:
    """`count` bars in whole phrases, from the title's digest: whose it is, and how tall (0 to 1)."""
    first, left, number = True, count, 0
    while left > 0:
        number += 1
        block = hashlib.sha256(digest + number.to_bytes(4, "big")).digest()
        length = 3 + block[0] % 4 if first else 5 + block[0] % 8  # questions are shorter than answers
        if left - length - 1 < _SHORTEST_PHRASE:
            length = left
        for place in range(length):
            swell = 1 - abs(2 * (place + 0.5) / length - 1) ** 2  # a phrase rises and falls
            yield first, 0.12 + 0.88 * swell * (0.45 + 0.55 * block[1 + place] / 255)
        if length < left:
            yield first, 0.0
        first, left = not first, left - length - 1


def _people_line(names: Sequence[str], language: str, size_px: int, box_px: int) -> str:
    chinese = language.lower().startswith("zh")
    for shown in range(min(len(names), _MOST_NAMES), 0, -1):
        line = "  ×  ".join(name[:_LONGEST_NAME] for name in names[:shown])
        rest = len(names) - shown
        if rest:
            line += f"  等 {len(names)} 人" if chinese else f"  + {rest}"
        if length_px(line, "sans", size_px) <= box_px:
            return line
    return shortened(names[0][:_LONGEST_NAME], "sans", size_px, box_px)
