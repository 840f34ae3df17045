"""An MP3 file frame by frame, without decoding: what the Info header says, and what is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from duologue.checks.report import Broken
from duologue.programme.arrange import FRAME_SAMPLES
from duologue.programme.mp3.encoder import SAMPLE_RATE
from duologue.programme.mp3.info_header import crc16, joined_crc16

_BITRATES_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_SYNC = b"\xff\xfb"
"""MPEG-1 Layer III without checksums in its frames."""
_BLOCK_BYTES = 1 << 20
_LONGEST_FRAME = 1441
_INFO_AFTER_SYNC = {0b11: 21}
"""Where the Info header stands in its frame, by channel mode: mono; 36 for the others."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What a file holds after its tag.

    Attributes:
        tag_bytes: length of the ID3v2 tag.
        frames: whole frames, without the Info frame.
        said_frames: the number that the Info header says.
        audio_bytes: of those frames.
        said_bytes: what the Info header says, its own frame included.
        info_bytes: of the Info frame.
        crc16: of the frames.
        said_crc16: what the Info header says.
        delay_samples: the encoder's delay.
        padding_samples: what is to be cut at the end.
        bitrates_kbps: all that occur.
        stereo: whether there are two channels.
        rest_bytes: what follows the last whole frame.
        ends_with_id3v1: whether the rest is an ID3v1 tag.
        broken_at: the byte of the file at which no frame starts where one should; None where all is well.
    """

    tag_bytes: int
    frames: int
    said_frames: int
    audio_bytes: int
    said_bytes: int
    info_bytes: int
    crc16: int
    said_crc16: int
    delay_samples: int
    padding_samples: int
    bitrates_kbps: frozenset[int]
    stereo: bool
    rest_bytes: int
    ends_with_id3v1: bool
    broken_at: int | None

    @property
    def samples(self) -> int:
        """What is heard."""
        return self.frames * FRAME_SAMPLES - self.delay_samples - self.padding_samples


def walk_frames(path: Path) -> Frames:
    """Reads all of the file, a megabyte at a time.

    Raises:
        Broken: it cannot be read, or no MPEG frame with an Info header follows the tag.
    """
    try:
        with path.open("rb") as file:
            return _walk(file, path.name)
    except OSError as error:
        raise Broken(path.name, f"cannot be read ({error.strerror})") from None


def _walk(file: BinaryIO, name: str) -> Frames:
    start = file.read(10)
    tag_bytes = 0
    if start[:3] == b"ID3" and len(start) == 10:
        tag_bytes = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(start[6:], (21, 14, 7, 0), strict=True)
        )
    file.seek(tag_bytes)
    held = file.read(_BLOCK_BYTES)
    size = _frame_bytes(held[:4])
    info = held[:size]
    offset = _INFO_AFTER_SYNC.get(info[3] >> 6, 36) if size else 0
    if not size or len(info) < size or info[offset : offset + 4] != b"Info":
        raise Broken(name, "no MPEG frame with an Info header follows the tag")
    stereo = info[3] >> 6 != 0b11
    said_frames = int.from_bytes(info[offset + 8 : offset + 12], "big")
    said_bytes = int.from_bytes(info[offset + 12 : offset + 16], "big")
    lame = offset + 120
    cut = int.from_bytes(info[lame + 21 : lame + 24], "big")
    said_crc = int.from_bytes(info[lame + 32 : lame + 34], "big")

    held = held[size:]
    frames = audio_bytes = crc = at = 0
    bitrates: set[int] = set()
    broken_at: int | None = None
    rest = b""
    while True:
        while at + 4 <= len(held):
            length = _frame_bytes(held[at : at + 4])
            if not length or at + length > len(held):
                break
            bitrates.add(_BITRATES_KBPS[held[at + 2] >> 4])
            frames += 1
            at += length
        crc = joined_crc16(crc, crc16(held[:at]), at)
        audio_bytes += at
        held, at = held[at:], 0
        more = file.read(_BLOCK_BYTES) if len(held) < _LONGEST_FRAME else b""
        if not more:
            rest = held + file.read(256)
            if held[:2] == _SYNC or (held and len(rest) != 128):
                broken_at = tag_bytes + size + audio_bytes
            rest_bytes = len(held) + _left(file)
            break
        held += more
    return Frames(
        tag_bytes,
        frames,
        said_frames,
        audio_bytes,
        said_bytes,
        size,
        crc,
        said_crc,
        cut >> 12,
        cut & 0xFFF,
        frozenset(bitrates),
        stereo,
        rest_bytes,
        len(rest) == 128 and rest[:3] == b"TAG",
        broken_at,
    )


def _left(file: BinaryIO) -> int:
    here = file.tell()
    return file.seek(0, 2) - here


def _frame_bytes(header: bytes) -> int:
    """The length of the frame with this header; 0 where it is none of ours."""
    if len(header) < 4 or header[:2] != _SYNC or header[2] >> 2 & 0b11:
        return 0
    return (
        144_000 * _BITRATES_KBPS[header[2] >> 4] // SAMPLE_RATE + (header[2] >> 1 & 1)
        if header[2] >> 4
        else 0
    )
