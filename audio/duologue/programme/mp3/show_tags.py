"""The frames of a tag that say which show an episode is of, set without moving the sound.

A player files a show as one album where TALB and TPE2 agree in all its files; what the show is called, and
which number an episode has in it (TRCK), is settled when it is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutagen.id3 import TALB, TPE2, TRCK

from duologue.errors import EpisodeError
from duologue.programme.mp3.tags import FRAME_ORDER, PADDING_BYTES, tag_of_frames, text_frame

_HEADER_BYTES = 10


@dataclass(frozen=True, slots=True)
class ShowTags:
    """Which show an episode is of.

    Attributes:
        show: its title (TALB).
        author: who makes it (TPE2).
        number: the episode's in it (TRCK); None for none.
    """

    show: str
    author: str
    number: int | None = None


def retag(path: Path, tags: ShowTags) -> int:
    """Sets the frames in the file at `path`, in place, and gives back its length.

    The padding of the tag takes up the difference, so that the sound stays where it is; it moves only where
    that is not enough.

    Raises:
        EpisodeError: the file does not begin with a tag of version 2.3, or cannot be written.
    """
    try:
        with path.open("r+b") as file:
            head = file.read(_HEADER_BYTES)
            size = _size(head, path)
            frames = dict(_with_show(_frames(file.read(size)), tags))
            ordered = [frames[name] for name in sorted(frames, key=_place)]
            made = tag_of_frames(ordered, total_bytes=_HEADER_BYTES + size)
            if made is None:
                made = tag_of_frames(ordered, padding_bytes=PADDING_BYTES) or b""
                file.seek(_HEADER_BYTES + size)
                sound = file.read()
                file.seek(0)
                file.write(made + sound)
                file.truncate()
            else:
                file.seek(0)
                file.write(made)
            return file.seek(0, 2)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None


def _size(head: bytes, path: Path) -> int:
    """The bytes of a tag behind its header (ID3v2.3, section 3.1)."""
    if not head.startswith(b"ID3\x03") or len(head) < _HEADER_BYTES or head[5]:
        raise EpisodeError(f"{path} has no tag of version 2.3 that can be set: render the episode again")
    return sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))


def _frames(body: bytes) -> Iterator[tuple[tuple[str, int], bytes]]:
    """Each frame whole, by its name and its place among those of that name."""
    at, number = 0, 0
    while at + _HEADER_BYTES <= len(body) and body[at]:
        end = at + _HEADER_BYTES + int.from_bytes(body[at + 4 : at + 8], "big")
        yield (body[at : at + 4].decode("latin-1"), number), body[at:end]
        at, number = end, number + 1


def _with_show(
    frames: Iterator[tuple[tuple[str, int], bytes]], tags: ShowTags
) -> Iterator[tuple[tuple[str, int], bytes]]:
    wanted = {
        "TALB": text_frame(TALB, tags.show),
        "TPE2": text_frame(TPE2, tags.author),
        "TRCK": text_frame(TRCK, str(tags.number) if tags.number is not None else ""),
    }
    for key, frame in frames:
        if key[0] not in wanted:
            yield key, frame
    for name, made in wanted.items():
        if made:
            yield (name, 0), made


def _place(key: tuple[str, int]) -> tuple[int, int]:
    name, number = key
    return FRAME_ORDER.index(name) if name in FRAME_ORDER else len(FRAME_ORDER), number
