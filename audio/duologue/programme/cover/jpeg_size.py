"""A picture as a JPEG below a number of bytes: the finest quality is lost first, then size, then the rest."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image

from duologue.errors import EpisodeError

_GOOD = (92, 86, 80, 72, 64)
"""Qualities at which no fault is seen at the size of a phone's screen."""
_POOR = (52, 40, 25, 10)
"""Those that come after, at the smallest size alone."""
_STEP = 0.82
"""How much smaller each size is than the one before."""


@dataclass(frozen=True, slots=True)
class Written:
    """A JPEG, the edge of its square in pixels, and its quality of 100."""

    data: bytes = field(repr=False)
    edge_px: int
    quality: int

    @property
    def is_good(self) -> bool:
        """Whether the quality is one at which no fault is seen."""
        return self.quality >= _GOOD[-1]


def smallest_loss(image: Image.Image, limit_bytes: int, least_px: int) -> Written:
    """The square picture as a baseline JPEG below `limit_bytes`.

    Grain hardly shrinks with quality, so a grainy picture loses pixels before it shows faults.

    Args:
        image: square, RGB.
        limit_bytes: the JPEG has fewer.
        least_px: how small its edge may become.

    Raises:
        EpisodeError: not even the smallest and poorest is below the limit.
    """
    for edge_px in _edges(image.width, min(least_px, image.width)):
        smaller = image
        if edge_px != image.width:
            smaller = image.resize((edge_px, edge_px), Image.Resampling.LANCZOS)
        best = _encoded(smaller, _GOOD[0])
        if len(best.data) < limit_bytes:
            return best
        last = edge_px <= least_px
        if last or len(_encoded(smaller, _GOOD[-1]).data) < limit_bytes:
            others = (*_GOOD[1:], *_POOR) if last else _GOOD[1:]
            made = (_encoded(smaller, quality) for quality in others)
            fitting = next((each for each in made if len(each.data) < limit_bytes), None)
            if fitting is not None:
                return fitting
    raise EpisodeError(f"the cover cannot be written as a JPEG below {limit_bytes // 1024} KB")


def _edges(edge_px: int, least_px: int) -> Iterator[int]:
    while edge_px > least_px:
        yield edge_px
        edge_px = round(edge_px * _STEP)
    yield least_px


def _encoded(image: Image.Image, quality: int) -> Written:
    """The JPEG with tables of its own, which are a few per cent shorter.

    Pillow makes room for a byte a pixel when it looks for these tables, and fails where that is too little;
    noise takes more, and its own tables would hardly be shorter.
    """
    # Full colour resolution keeps the edges of coloured shapes clean where there is room for it.
    subsampling = 0 if quality > 75 else 2
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
    if buffer.tell() < image.width * image.height:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
    return Written(buffer.getvalue(), image.width, quality)
