"""How a picture of any shape becomes a square: its middle, or all of it on a ground of its own colours."""

from __future__ import annotations

import io

from PIL import Image, ImageEnhance, ImageFilter, ImageOps, UnidentifiedImageError

from duologue.errors import EpisodeError

Picture = Image.Image

SMALLEST_PX = 600
"""Players show covers at this size: what has fewer pixels is drawn anew, or stands in a larger square."""
_MOST_OBLONG = 4
"""A picture that is longer than this, in its shorter sides, would be a strip."""
_GROUND_PX, _GROUND_BLUR, _GROUND_LIGHT = 90, 9, 0.72
"""The ground of a picture: so small, so blurred, so bright, and then enlarged."""


def opened(data: bytes, name: str) -> Picture:
    """A picture upright, RGB, on white where it is transparent.

    Args:
        data: of the picture's file.
        name: what errors call it.

    Raises:
        EpisodeError: it cannot be read as a picture.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            picture = ImageOps.exif_transpose(image).convert("RGBA")
    except UnidentifiedImageError:
        raise EpisodeError(f"{name}: is not a readable picture") from None
    except (OSError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        raise EpisodeError(f"{name}: cannot be read as a picture ({error})") from None
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("RGB")


def too_small(size: tuple[int, int]) -> str | None:
    """Why a picture of this width and height is not shown as a cover; None where it is."""
    width, height = size
    if max(size) < SMALLEST_PX:
        return f"a cover needs at least {SMALLEST_PX} px on its longer side, this is {width} × {height}"
    if max(size) > _MOST_OBLONG * min(size):
        return f"a cover is at most {_MOST_OBLONG} times as long as wide, this is {width} × {height}"
    return None


def how_fitted(size: tuple[int, int]) -> str | None:
    """What happens to a picture of this width and height, in words; None where it is a square already."""
    width, height = size
    if width == height:
        return None
    if min(size) < SMALLEST_PX:
        return f"is {width} × {height} px, too flat for a square: all of it stands on a ground of its colours"
    return f"is {width} × {height} px: the cover shows its middle, {min(size)} × {min(size)}"


def fit(picture: Picture, size_px: int) -> Picture:
    """The picture as a square of `size_px`: its middle where that is large enough, else the whole of it."""
    if min(picture.size) >= SMALLEST_PX or picture.width == picture.height:
        return ImageOps.fit(picture, (size_px, size_px), Image.Resampling.LANCZOS)
    square = _ground(picture, size_px)
    whole = ImageOps.contain(picture, (size_px, size_px), Image.Resampling.LANCZOS)
    square.paste(whole, ((size_px - whole.width) // 2, (size_px - whole.height) // 2))
    return square


def _ground(picture: Picture, size_px: int) -> Picture:
    """The picture out of focus and darker, to stand behind itself."""
    small = ImageOps.fit(picture, (_GROUND_PX, _GROUND_PX), Image.Resampling.BOX)
    dim = ImageEnhance.Brightness(small.filter(ImageFilter.GaussianBlur(_GROUND_BLUR))).enhance(_GROUND_LIGHT)
    return dim.resize((size_px, size_px), Image.Resampling.BICUBIC)
