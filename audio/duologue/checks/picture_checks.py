"""Checks of the pictures: feeds accept the cover, and the smaller ones show the same."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
from mutagen.id3 import APIC, CHAP, PictureType
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import CheckOutcome, Finding
from duologue.counting import counted
from duologue.programme.manifest import MANIFEST_NAME

_FEED_PX, _EMBEDDED_PX, _THUMBNAIL_PX = (1400, 3000), (600, 1400), (600, 600)
_CHAPTER_PX, _TAG_PX = 1400, 600
_FEED_BYTES = 512 * 1024
_COMPARED_PX = 48
_MOST_DIFFERENCE = 12
"""Mean difference of a channel, of 255, that another size and quality make at most."""


def cover(files: EpisodeFiles) -> CheckOutcome:
    """The cover is what feeds accept; those of tag and pages are what players show, and show the same."""
    name, small = files.manifest.files.cover, files.manifest.files.thumbnail
    data = files.data(name)
    found = [Finding(name, message) for message in _errors(data, *_FEED_PX)]
    if len(data) > _FEED_BYTES:
        found.append(
            Finding(name, f"is {len(data) // 1024} kB large; feeds take up to {_FEED_BYTES // 1024} kB")
        )
    thumbnail = files.data(small)
    found += [Finding(small, message) for message in _errors(thumbnail, *_THUMBNAIL_PX)]
    pictures = [
        frame.data for frame in files.tag if isinstance(frame, APIC) and frame.type == PictureType.COVER_FRONT
    ]
    if len(pictures) != 1:
        found.append(Finding(files.mp3.name, f"has {len(pictures)} front covers, not one"))
    for picture in pictures[:1]:
        found += [Finding(files.mp3.name, f"its cover {m}") for m in _errors(picture, *_EMBEDDED_PX)]
    if not found:
        if not _alike(data, thumbnail):
            found.append(Finding(small, f"does not show what {name} shows"))
        if not _alike(data, pictures[0]):
            found.append(Finding(files.mp3.name, f"its cover does not show what {name} shows"))
    return CheckOutcome(
        f"{len(data) // 1024} kB, and the same for pages and in the tag", tuple(found), {"bytes": len(data)}
    )


def chapter_pictures(files: EpisodeFiles) -> CheckOutcome:
    """Each picture that a chapter names is there, as players show it, and in the chapter's frame."""
    manifest = files.manifest
    found: list[Finding] = []
    for entry in manifest.pictures:
        found += [Finding(entry.name, m) for m in _of_chapter(files.data(entry.name), _CHAPTER_PX)]
    named = [(each.title, each.picture) for each in manifest.chapters]
    tagged = [frame.sub_frames.getall("APIC") for frame in files.tag if isinstance(frame, CHAP)]
    for (title, name), frames in zip(named, tagged, strict=False):
        if name and manifest.picture(name) is None:
            found.append(
                Finding(MANIFEST_NAME, f"the chapter “{title}” names a picture {name}, which it has not")
            )
        if len(frames) != (1 if name else 0):
            found.append(
                Finding(files.mp3.name, f"the chapter “{title}” has {counted(len(frames), 'picture')}")
            )
        for frame in frames:
            found += [
                Finding(files.mp3.name, f"the picture of the chapter “{title}” {message}")
                for message in _of_chapter(frame.data, _TAG_PX)
            ]
    shown = sum(1 for _, name in named if name)
    return CheckOutcome(f"{counted(shown, 'chapter')} with a picture", tuple(found), {"shown": shown})


def _of_chapter(data: bytes, most_px: int) -> Iterator[str]:
    yield from _form(data)
    with suppress(OSError), Image.open(io.BytesIO(data)) as picture:
        if max(picture.size) > most_px:
            yield f"is {picture.width} × {picture.height} px, over {most_px}"
        if picture.getexif():
            yield "holds what a camera has written into it"


def _alike(one: bytes, other: bytes) -> bool:
    return float(np.abs(_small(one) - _small(other)).mean()) <= _MOST_DIFFERENCE


def _small(data: bytes) -> NDArray[np.float32]:
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (_COMPARED_PX * 4, _COMPARED_PX * 4))
        small = picture.convert("RGB").resize((_COMPARED_PX, _COMPARED_PX), Image.Resampling.BOX)
    return np.asarray(small, np.float32)


def _errors(data: bytes, least_px: int, most_px: int) -> Iterator[str]:
    yield from _form(data)
    with suppress(OSError), Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
        if width != height or not least_px <= width <= most_px:
            yield f"is {width} × {height} px, not a square of {least_px} to {most_px} px"


def _form(data: bytes) -> Iterator[str]:
    """What keeps players from showing a picture, whatever its size."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            kind, mode, progressive = picture.format, picture.mode, "progression" in picture.info
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        yield "is not a readable picture"
        return
    if kind != "JPEG" or mode != "RGB" or progressive:
        yield f"is {'a progressive' if progressive else 'a'} {kind} in {mode}, not a baseline JPEG in RGB"
