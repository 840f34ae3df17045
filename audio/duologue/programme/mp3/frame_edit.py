"""Setting frames of a tag that is there, in place: its padding takes up the difference."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.programme.mp3.tags import FRAME_ORDER, PADDING_BYTES, tag_of_frames

_HEADER_BYTES = 10


def read_frames(path: Path) -> list[bytes]:
    """Each frame of the file's tag, whole, in its order.

    Raises:
        EpisodeError: the file does not begin with a tag of version 2.3.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
        return list(_frames(file.read(_size(head, path))))


def rewrite_frames(path: Path, frames: Sequence[bytes]) -> int:
    """Puts these frames in the place of those that the file has; its length then.

    They are written in the order of `FRAME_ORDER`, those of one name as they are given.
    The sound stays where it is, and moves only where the padding is not enough.

    Raises:
        EpisodeError: the file does not begin with a tag of version 2.3, or they are too much for one.
        OSError: it cannot be written.
    """
    ordered = sorted(frames, key=_place)
    with path.open("r+b") as file:
        size = _size(file.read(_HEADER_BYTES), path)
        made = tag_of_frames(ordered, total_bytes=_HEADER_BYTES + size)
        if made is not None:
            file.seek(0)
            file.write(made)
            return file.seek(0, 2)
    made = tag_of_frames(ordered, padding_bytes=PADDING_BYTES)
    if made is None:
        raise EpisodeError(f"{path}: its tag would be larger than the 256 MiB the format can say")
    beside = path.with_name(f".{path.name}.new")
    with path.open("rb") as sound, beside.open("wb") as file:
        file.write(made)
        sound.seek(_HEADER_BYTES + size)
        shutil.copyfileobj(sound, file, 1 << 20)
        length = file.tell()
    beside.replace(path)
    return length


def _size(head: bytes, path: Path) -> int:
    """The bytes of a tag behind its header (ID3v2.3, section 3.1)."""
    if not head.startswith(b"ID3\x03") or len(head) < _HEADER_BYTES or head[5]:
        raise EpisodeError(f"{path} has no tag of version 2.3 that can be set: render the episode again")
    return sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))


def _frames(body: bytes) -> Iterator[bytes]:
    at = 0
    while at + _HEADER_BYTES <= len(body) and body[at]:
        end = at + _HEADER_BYTES + int.from_bytes(body[at + 4 : at + 8], "big")
        yield body[at:end]
        at = end


def _place(frame: bytes) -> int:
    name = frame[:4].decode("latin-1")
    return FRAME_ORDER.index(name) if name in FRAME_ORDER else len(FRAME_ORDER)
