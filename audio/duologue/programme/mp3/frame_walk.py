"""An MP3 file frame by frame, without decoding: what the Info header says, and what is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from duologue.programme.mp3.crc16 import crc16, joined_crc16
from duologue.programme.mp3.encoding import BITRATES_KBPS, FRAME_SAMPLES
from duologue.programme.mp3.frames import frame_bytes
from duologue.programme.mp3.info_header import InfoHeader, read_info_header

_BLOCK_BYTES = 1 << 20
_LONGEST_FRAME_BYTES = 1441
_ID3V1_BYTES = 128


class NoMp3Error(Exception):
    """No MPEG frame with an Info header follows the tag."""


@dataclass(frozen=True, slots=True)
class FrameWalk:
    """What a file holds after its tag.

    Attributes:
        tag_bytes: length of the ID3v2 tag.
        info: what the Info header says.
        info_bytes: length of its frame.
        frames: whole frames, without the Info frame.
        audio_bytes: of those frames.
        crc16: of those frames.
        bitrates_kbps: all that occur.
        ends_with_id3v1: whether an ID3v1 tag follows them.
        broken_at: the byte of the file at which no frame starts where one should; None where all is well.
    """

    tag_bytes: int
    info: InfoHeader
    info_bytes: int
    frames: int
    audio_bytes: int
    crc16: int
    bitrates_kbps: frozenset[int]
    ends_with_id3v1: bool
    broken_at: int | None

    @property
    def samples(self) -> int:
        """What is heard."""
        return self.frames * FRAME_SAMPLES - self.info.delay_samples - self.info.padding_samples


def walk_frames(path: Path) -> FrameWalk:
    """Reads all of the file, a megabyte at a time.

    Raises:
        OSError: it cannot be read.
        NoMp3Error: no MPEG frame with an Info header follows the tag.
    """
    with path.open("rb") as file:
        tag_bytes = _tag_bytes(file.read(10))
        file.seek(tag_bytes)
        held = file.read(_BLOCK_BYTES)
        size = frame_bytes(held[:4])
        info = read_info_header(held[:size])
        if info is None:
            raise NoMp3Error("no MPEG frame with an Info header follows the tag")
        return _walk(file, held[size:], tag_bytes, info, size)


def _tag_bytes(start: bytes) -> int:
    """The length of the ID3v2 tag that begins so (ID3v2.3 section 3.1); 0 for none."""
    if start[:3] != b"ID3" or len(start) < 10:
        return 0
    return 10 + sum((byte & 0x7F) << shift for byte, shift in zip(start[6:], (21, 14, 7, 0), strict=True))


def _walk(file: BinaryIO, held: bytes, tag_bytes: int, info: InfoHeader, info_bytes: int) -> FrameWalk:
    frames = audio_bytes = crc = 0
    bitrates: set[int] = set()
    while True:
        at = 0
        while (size := frame_bytes(held[at : at + 4])) and at + size <= len(held):
            bitrates.add(BITRATES_KBPS[held[at + 2] >> 4])
            frames += 1
            at += size
        crc = joined_crc16(crc, crc16(held[:at]), at)
        audio_bytes += at
        held = held[at:]
        more = file.read(_BLOCK_BYTES) if len(held) < _LONGEST_FRAME_BYTES else b""
        if not more:
            break
        held += more
    id3v1 = held[:3] == b"TAG" and len(held) + _left(file) == _ID3V1_BYTES
    broken_at = tag_bytes + info_bytes + audio_bytes if held and not id3v1 else None
    return FrameWalk(
        tag_bytes, info, info_bytes, frames, audio_bytes, crc, frozenset(bitrates), id3v1, broken_at
    )


def _left(file: BinaryIO) -> int:
    here = file.tell()
    return file.seek(0, 2) - here
