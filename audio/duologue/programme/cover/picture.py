"""Pictures as covers: what is taken, and the sizes in which they are written."""

from __future__ import annotations

import io

from PIL import Image

from duologue.errors import EpisodeError
from duologue.programme.cover.fit import SMALLEST_PX, Picture, fit, how_fitted, opened, too_small
from duologue.programme.cover.jpeg_size import Written, smallest_loss

FEED_PX = 3000
EMBEDDED_PX = 1400
THUMBNAIL_PX = 600
ICON_PX = 320
_ICON_QUALITY = 84
FEED_LIMIT_BYTES = 512 * 1024
"""Covers of a feed stay below 512 KB."""

_OURS = b"Drawn by Duologue"


def from_bytes(data: bytes, name: str, *, size_px: int = FEED_PX) -> Picture:
    """A picture of one's own as a cover: upright, square, RGB on white; see `duologue.programme.cover.fit`.

    Args:
        data: of the picture's file.
        name: what errors call it.
        size_px: edge of the square.

    Raises:
        EpisodeError: it cannot be read as a picture, or is smaller than a feed accepts.
    """
    picture = opened(data, name)
    why = too_small(picture.size)
    if why:
        raise EpisodeError(f"{name}: {why}")
    return fit(picture, size_px)


def embedded(image: Picture) -> bytes:
    """The cover for the ID3 tag: baseline JPEG of at most 1400 px."""
    return smallest_loss(_resized(image, EMBEDDED_PX), FEED_LIMIT_BYTES, SMALLEST_PX).data


def jpeg(image: Picture) -> bytes:
    """The cover for the feed: baseline JPEG below 512 KB, 1400 to 3000 px."""
    return _feed_jpeg(image).data


def made_cover(picture: Picture, name: str) -> tuple[bytes, tuple[str, ...]]:
    """The feed's cover of a picture of one's own, and what was done to it, a sentence each.

    Args:
        picture: upright, RGB, large enough.
        name: what the sentences call it.
    """
    made = _feed_jpeg(fit(picture, FEED_PX))
    notes = [how for how in [how_fitted(picture.size)] if how]
    if made.edge_px < FEED_PX or not made.is_good:
        notes.append(
            f"has too much grain for {FEED_LIMIT_BYTES // 1024} KB at {FEED_PX} px: the cover has "
            f"{made.edge_px} px at quality {made.quality}"
        )
    return made.data, tuple(f"{name} {note}" for note in notes)


def _feed_jpeg(image: Picture) -> Written:
    whole = image if image.width >= EMBEDDED_PX else _enlarged(image)
    return smallest_loss(whole, FEED_LIMIT_BYTES, EMBEDDED_PX)


def thumbnail(image: Picture) -> bytes:
    """The cover for pages, which show it small: a JPEG of 600 px."""
    return smallest_loss(_resized(image, THUMBNAIL_PX), FEED_LIMIT_BYTES, THUMBNAIL_PX).data


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
        return "it is not a readable picture"
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
