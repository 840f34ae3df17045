"""MPEG frames as bytes: how long they are, how many there are, and those of silence."""

from __future__ import annotations

from itertools import pairwise

from duologue.programme.mp3.encoding import BITRATES_KBPS, FRAME_SAMPLES, SAMPLE_RATE, Encoding

_SYNC = b"\xff\xfb"
"""MPEG-1 Layer III without checksums in its frames."""
_AFTER_SOUND_FRAMES = 3
"""Delay and overlapping windows carry the last sample of a take this far; LAME's frames end behind that."""


def frame_bytes(header: bytes) -> int:
    """The length of the frame with this header of four bytes; 0 where it is none at 44.1 kHz."""
    if len(header) < 4 or header[:2] != _SYNC or header[2] >> 2 & 0b11:
        return 0
    number = header[2] >> 4
    if not 0 < number < len(BITRATES_KBPS):
        return 0
    return 144_000 * BITRATES_KBPS[number] // SAMPLE_RATE + (header[2] >> 1 & 1)


def frame_count(encoded: bytes) -> int:
    """How many frames of MPEG-1 Layer III at 44.1 kHz `encoded` is, or -1 if there is anything else in it."""
    at = count = 0
    while at < len(encoded):
        size = frame_bytes(encoded[at : at + 4])
        if not size:
            return -1
        at += size
        count += 1
    return count if at == len(encoded) else -1


def sounding_frames(samples: int, frames: int) -> int:
    """How many of a take's `frames` planned frames can carry anything of its `samples` samples."""
    return min(-(-samples // FRAME_SAMPLES) + _AFTER_SOUND_FRAMES, frames) if samples else 0


def silent_frames(encoding: Encoding, first: int, end: int) -> bytes:
    """Frames `first` to `end` of a stream, silent: they decode to zeros and need no bits from before them.

    Each is as long as LAME's of the same number, which keeps the bit rate constant.
    """
    header = encoding.header
    short = header.ljust(encoding.frame_bytes, b"\0")
    padded = (header[:2] + bytes((header[2] | 0x02,)) + header[3:]).ljust(encoding.frame_bytes + 1, b"\0")
    ends = [encoding.bytes_of(number) for number in range(first, end + 1)]
    return b"".join(padded if after - before == len(padded) else short for before, after in pairwise(ends))
