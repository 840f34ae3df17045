"""An article's pictures as an episode shows them: small JPEGs, without what a camera has written there."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageOps, UnidentifiedImageError

from duologue.errors import EpisodeError
from duologue.programme.cover.fit import Picture, opened

LARGEST_PX = 1400
"""The longer side of a picture beside the sound, as that of a cover in a tag."""
_LIMIT_BYTES = 300 * 1024
_TAG_PX = 600
"""The longer side in the tag: as small as covers of a tag may be."""
_TAG_BYTES = 80 * 1024
_ALL_TAG_BYTES = 2 * 1024 * 1024
"""Of all pictures in a tag, which players read before they play."""
_SMALLEST_PX = 240
"""What is smaller is an icon, a portrait in a list or a counter."""
_MOST_OBLONG = 4
_MOST_PIXELS = 60_000_000
_TOO_MANY = f"it has more than {_MOST_PIXELS // 1_000_000} million pixels"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_QUALITIES = (86, 80, 72, 64, 52, 40, 25)
_STEP = 0.82


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture as it lies beside the sound.

    Attributes:
        name: of its file, by its content: another picture has another address.
        alt: what stands for it where it is not seen.
        width: in pixels; `height` likewise.
        data: a baseline JPEG in RGB.
    """

    name: str
    alt: str
    width: int
    height: int
    data: bytes = field(repr=False)


def shown_picture(data: bytes, name: str, alt: str) -> ShownPicture:
    """The picture in a file's bytes; one that was made here is taken as it is.

    Args:
        data: the file's.
        name: the file's.
        alt: its words.

    Raises:
        EpisodeError: it is no picture, or one that players would not show; says why of `it`.
    """
    _check(data)
    if _named(data) == name:
        with Image.open(io.BytesIO(data)) as image:
            return ShownPicture(name, alt, *image.size, data)
    made, (width, height) = _fitted(opened(data, name), LARGEST_PX, _LIMIT_BYTES)
    return ShownPicture(_named(made), alt, width, height, made)


def for_tag(picture: ShownPicture, count: int) -> bytes:
    """The same for a chapter's frame in a tag.

    Args:
        picture: see `shown_picture`.
        count: how many the tag will hold.

    Raises:
        EpisodeError: it cannot be written so small.
    """
    limit = min(_TAG_BYTES, _ALL_TAG_BYTES // max(1, count))
    with Image.open(io.BytesIO(picture.data)) as image:
        return _fitted(image.convert("RGB"), _TAG_PX, limit)[0]


def _named(data: bytes) -> str:
    return f"picture-{hashlib.sha256(data).hexdigest()[:16]}.jpg"


def _check(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
    except UnidentifiedImageError:
        raise EpisodeError("it is no JPEG, PNG, WebP, GIF, BMP or TIFF") from None
    except Image.DecompressionBombError:
        raise EpisodeError(_TOO_MANY) from None
    except (OSError, ValueError, SyntaxError) as error:
        raise EpisodeError(f"it cannot be read as a picture ({error})") from None
    size = f"{width} × {height} px"
    if width * height > _MOST_PIXELS:
        raise EpisodeError(_TOO_MANY)
    if max(width, height) < _SMALLEST_PX:
        raise EpisodeError(f"it has {size}, fewer than {_SMALLEST_PX} on its longer side")
    if max(width, height) > _MOST_OBLONG * min(width, height):
        raise EpisodeError(f"it has {size}, and is more than {_MOST_OBLONG} times as long as wide")


def _fitted(image: Picture, largest_px: int, limit_bytes: int) -> tuple[bytes, tuple[int, int]]:
    """The JPEG below the limit that loses least, quality before size, and its size."""
    for edge_px in _edges(min(largest_px, max(image.size))):
        smaller = image if max(image.size) <= edge_px else ImageOps.contain(image, (edge_px, edge_px))
        for quality in _QUALITIES:
            buffer = io.BytesIO()
            smaller.save(buffer, "JPEG", quality=quality)
            if buffer.tell() < limit_bytes:
                return buffer.getvalue(), smaller.size
    raise EpisodeError(f"it cannot be written as a JPEG below {limit_bytes // 1024} KB")


def _edges(edge_px: int) -> Iterator[int]:
    while edge_px >= _SMALLEST_PX // 2:
        yield edge_px
        edge_px = round(edge_px * _STEP)
