"""The picture that other sites show of a page: 1200 × 630, drawn, or with the episode's own picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw

from duologue.languages.page import direction
from duologue.programme.cover.colours import draw_conversation, palette
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

WIDTH, HEIGHT = 1200, 630
_MARGIN = 76
_SHOW_PX, _PEOPLE_PX = 30, 36
_BAR_TOP, _TITLE_TOP, _TITLE_BOTTOM, _PEOPLE_BASELINE = 66, 158, 400, 462
_TITLE_SIZES = (*range(34, 60, 2), *range(60, 121, 4))
"""A card is shown small: of a title that is longer at the smallest, only the beginning."""
_BARS_TOP, _BARS_HEIGHT, _BAR = 502, 84, 7.0
_QUALITY = 88


def share_card(
    title: str, show: str, people: Sequence[str], language: str, picture: Picture | None = None
) -> bytes:
    """The card as a JPEG.

    Args:
        title: the episode's or the show's.
        show: the podcast's title; empty for a show's own card.
        people: who talks.
        language: BCP 47.
        picture: the episode's own picture, square, at the left; without one the card is all drawn.
    """
    colours = palette(title)
    image = Image.new("RGB", (WIDTH, HEIGHT), colours.paper)
    pen = ImageDraw.Draw(image)
    left = _MARGIN
    if picture is not None:
        image.paste(picture.resize((HEIGHT, HEIGHT), Image.Resampling.LANCZOS), (0, 0))
        left += HEIGHT - _MARGIN // 3
    room = WIDTH - left - _MARGIN
    box = Box(left, _BAR_TOP, room, _TITLE_TOP - _BAR_TOP, direction(language) == "rtl")
    write_bar(pen, box, 52, 7, colours.first)
    if head := drawable(show):
        line = line_of(head, _SHOW_PX, room)
        write_words(pen, line, box, 118, _SHOW_PX, colours.quiet)
    words = drawable(title[:LONGEST_TITLE]) or head
    if words:
        box = replace(box, top=_TITLE_TOP, height=_TITLE_BOTTOM - _TITLE_TOP)
        write_block(pen, set_block(words, box, _TITLE_SIZES), box, colours.ink)
    names = [name for name in map(drawable, people) if name]
    if names:
        line = names_line(names, language, _PEOPLE_PX, room)
        write_words(pen, line, box, _PEOPLE_BASELINE, _PEOPLE_PX, colours.ink)
    draw_conversation(image, title, left, _BARS_TOP, room, _BARS_HEIGHT, _BAR)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
