"""Pictures as covers: what is taken, and the sizes in which they are written."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from duologue.errors import EpisodeError

Picture = Image.Image

FEED_PX = 3000
EMBEDDED_PX = 1400
THUMBNAIL_PX = 600
ICON_PX = 320
_ICON_QUALITY = 84
FEED_LIMIT_BYTES = 512 * 1024
"""Covers of a feed stay below 512 KB."""

_SMALLEST_PX = 600
_OURS = b"Drawn by Duologue"


def from_bytes(data: bytes, name: str, *, size_px: int = FEED_PX) -> Picture:
    """A picture of one's own as a cover: upright, the middle square, RGB on white.

    Args:
        data: of the picture's file.
        name: what errors call it.
        size_px: edge of the square.

    Raises:
        EpisodeError: it cannot be read as a picture, or is smaller than a feed accepts.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except UnidentifiedImageError:
        raise EpisodeError(f"{name}: is no picture that can be read") from None
    except (OSError, Image.DecompressionBombError, ValueError) as error:
        raise EpisodeError(f"{name}: cannot be read as a picture ({error})") from None
    if min(picture.size) < _SMALLEST_PX:
        raise EpisodeError(
            f"{name}: a cover needs at least {_SMALLEST_PX} × {_SMALLEST_PX} px, "
            f"this is {picture.width} × {picture.height}"
        )
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return ImageOps.fit(paper.convert("RGB"), (size_px, size_px), Image.Resampling.LANCZOS)


def embedded(image: Picture) -> bytes:
    """The cover for the ID3 tag: baseline JPEG of at most 1400 px."""
    return _jpeg(_resized(image, EMBEDDED_PX), FEED_LIMIT_BYTES)


def jpeg(image: Picture) -> bytes:
    """The cover for the feed: baseline JPEG below 512 KB, 1400 to 3000 px."""
    return _jpeg(image if image.width >= EMBEDDED_PX else _enlarged(image), FEED_LIMIT_BYTES)


def thumbnail(image: Picture) -> bytes:
    """The cover for pages, which show it small: a JPEG of 600 px."""
    return _jpeg(_resized(image, THUMBNAIL_PX), FEED_LIMIT_BYTES)


def icon(image: Picture) -> bytes:
    """The cover for lists: a WebP of 320 px, a few kB."""
    buffer = io.BytesIO()
    _resized(image, ICON_PX).save(buffer, "WEBP", quality=_ICON_QUALITY, method=6)
    return buffer.getvalue()


def drawn_for_show(image: Picture) -> bytes:
    """A show's cover as `jpeg` writes it, with a comment by which `is_ours` knows it again."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(image))) as opened:
        opened.save(buffer, "JPEG", quality="keep", comment=_OURS)
    return buffer.getvalue()


def is_ours(data: bytes) -> bool:
    """Whether a picture was written by `drawn_for_show`, and so may be written over."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            return bytes(opened.info.get("comment", b"")) == _OURS
    except (OSError, Image.DecompressionBombError, ValueError):
        return False


def why_not_publishable(data: bytes) -> str | None:
    """What keeps a picture from being a feed's cover as it is; None where nothing does."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            kind, mode, (width, height) = opened.format, opened.mode, opened.size
    except (OSError, Image.DecompressionBombError, ValueError):
        return "it is no picture that can be read"
    if kind != "JPEG" or mode != "RGB":
        return "it is no JPEG in RGB"
    if width != height or not EMBEDDED_PX <= width <= FEED_PX:
        return f"it is {width} × {height} px, not a square of {EMBEDDED_PX} to {FEED_PX} px"
    if len(data) >= FEED_LIMIT_BYTES:
        return f"it has {len(data) // 1024} KB, not less than {FEED_LIMIT_BYTES // 1024} KB"
    return None


def _resized(image: Picture, edge_px: int) -> Picture:
    if image.width <= edge_px:
        return image
    return image.resize((edge_px, edge_px), Image.Resampling.LANCZOS)


def _enlarged(image: Picture) -> Picture:
    return image.resize((EMBEDDED_PX, EMBEDDED_PX), Image.Resampling.LANCZOS)


def _jpeg(image: Picture, limit_bytes: int) -> bytes:
    """Baseline JPEG at the best quality below the limit."""
    for quality in (92, 86, 80, 72, 64, 52, 40, 25):
        buffer = io.BytesIO()
        # Full colour resolution keeps the edges of coloured shapes clean where there is room for it.
        image.save(buffer, "JPEG", quality=quality, subsampling=0 if quality > 75 else 2, optimize=True)
        if buffer.tell() < limit_bytes:
            return buffer.getvalue()
    raise EpisodeError(f"the cover cannot be written as a JPEG below {limit_bytes // 1024} KB")
