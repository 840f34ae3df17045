"""The colours of drawn covers, and the picture of a conversation that each of them has at its foot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

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


def palette(title: str) -> Palette:
    """The colours that this title always gets."""
    return PALETTES[_digest(title)[0] % len(PALETTES)]


def draw_conversation(
    image: Image.Image, title: str, left: int, top: int, width: int, height: int, bar_px: float
) -> None:
    """Rounded bars above and below a line, as wide as the gaps between them: two voices that take turns.

    Args:
        image: is drawn on.
        title: decides colours and bars.
        left: left edge in pixels.
        top: upper edge.
        width: of the whole.
        height: of the tallest bar.
        bar_px: width of a bar.
    """
    colours, scale = palette(title), 2  # drawn larger and shrunk: Pillow's shapes have hard edges
    layer = Image.new("RGB", (width * scale, height * scale), colours.paper)
    pen = ImageDraw.Draw(layer)
    bar, middle = bar_px * scale, height * scale / 2
    count = int((width + bar_px) // (2 * bar_px))
    for place, (first, share) in enumerate(_bars(_digest(title), count)):
        x, half = place * 2 * bar, max(bar / 2, middle * share)
        colour = colours.first if first else colours.second
        pen.rounded_rectangle((x, middle - half, x + bar, middle + half), radius=bar / 2, fill=colour)
    image.paste(layer.resize((width, height), Image.Resampling.LANCZOS), (left, top))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


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
