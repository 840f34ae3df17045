"""MPEG frames of soft noise, written without an encoder: what a room sounds like when nobody speaks.

A frame holds two granules of 576 spectral lines. Here each line of the lower bands is +1 or −1 by chance, and
the bands' scale factors shape them: low ones loud, high ones soft. Frames that follow each other overlap with
windows whose powers add up to one, so noise of independent signs goes on without a seam, also next to an
encoder's frames.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import pairwise

from duologue.programme.mp3.encoding import Encoding

LOOP_FRAMES = 128
"""After so many frames, 3.3 s, the noise begins again."""
BAND_EDGES = (0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 52, 62, 74, 90, 110, 134)
"""Lines where scale-factor bands begin, at 44.1 kHz (ISO 11172-3, table B.8); the noise ends at the last."""
FALLS = (7, 0, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7)
"""By how many steps of 3 dB each band is softer than the loudest; below 150 Hz there is next to nothing."""
MAIN_DATA_BYTES = 84
"""Of each frame, behind its side information; the rest of the frame may hold data of frames that follow."""
_GRANULES = 2
_FACTOR_BITS, _FACTOR_TABLE = 3, 13
"""Every scale factor has three bits (`scalefac_compress` 13)."""
_FACTORS_ALL = 21
_UNITY_GAIN = 210
"""`global_gain` of lines of magnitude 1 (2.4.3.4.7.1)."""
_MID_SIDE = 0x20
_ROOT_TWO = 2
"""In steps of `global_gain`: the middle of both channels is louder than each by √2."""


def tone_frames(encoding: Encoding, gain: int, first: int, end: int) -> bytes:
    """Frames `first` to `end` of a stream, each as long as an encoder's of the same number.

    Args:
        encoding: the format; both channels of two carry the same noise.
        gain: magnitude of the loudest lines, in steps of a quarter of an octave of amplitude (1.5 dB) from 1.
        first: number of the first frame in its stream; says where in the loop the noise begins.
        end: number behind the last.
    """
    header = _header(encoding, gain)
    ends = [encoding.bytes_of(number) for number in range(first, end + 1)]
    frames = []
    for number, (before, after) in zip(range(first, end), pairwise(ends), strict=True):
        size = after - before
        padded = size > encoding.frame_bytes
        head = header[:2] + bytes((header[2] | padded << 1,)) + header[3:]
        frames.append((head + _loop()[number % LOOP_FRAMES]).ljust(size, b"\0"))
    return b"".join(frames)


def with_tone(encoded: bytes, encoding: Encoding, gain: int) -> bytes:
    """An encoder's stream whose first frame is one of the noise.

    An encoder's first frame begins with digital silence, for nothing was before it. The frame's end may hold
    data of the second; where it holds so much that the noise has no room, the stream stays as it is.
    """
    size = len(encoding.header)
    begins_before = int.from_bytes(encoded[encoding.frame_bytes + 4 : encoding.frame_bytes + 6], "big") >> 7
    if encoding.frame_bytes - begins_before < size + MAIN_DATA_BYTES:
        return encoded
    tone = tone_frames(encoding, gain, 0, 1)[: size + MAIN_DATA_BYTES]
    return tone + encoded[len(tone) :]


@lru_cache(maxsize=8)
def _header(encoding: Encoding, gain: int) -> bytes:
    """Header and side information (2.4.1.7) of every frame, without padding."""
    bits = _Bits()
    bits.add(0, 9 + (3 if encoding.channels == 2 else 5) + 4 * encoding.channels)
    middle = _UNITY_GAIN + gain + (_ROOT_TWO if encoding.channels == 2 else 0)
    for _ in range(_GRANULES):
        for channel in range(encoding.channels):
            sounds = channel == 0
            bits.add(_granule_bits() if sounds else 0, 12)
            bits.add(0, 9)
            bits.add(middle if sounds else 0, 8)
            bits.add(_FACTOR_TABLE if sounds else 0, 4)
            bits.add(0, 1 + 15 + 7 + 1 + 1)
            bits.add(1, 1)
    head = bytearray(encoding.header[:4])
    head[3] |= _MID_SIDE if encoding.channels == 2 else 0
    return bytes(head) + bits.bytes()


def _granule_bits() -> int:
    """Length of a granule: scale factors, then groups of four lines, each with its code and four signs."""
    return _FACTORS_ALL * _FACTOR_BITS + BAND_EDGES[-1] // 4 * 8 + _rest_bits()


def _rest_bits() -> int:
    rest = BAND_EDGES[-1] % 4
    return 4 + rest if rest else 0


@lru_cache(maxsize=1)
def _loop() -> tuple[bytes, ...]:
    """The main data of every frame of the loop."""
    lines = BAND_EDGES[-1]
    chance = int.from_bytes(
        hashlib.shake_256(b"room tone").digest(LOOP_FRAMES * _GRANULES * lines // 8 + 1), "big"
    )
    frames = []
    for _ in range(LOOP_FRAMES):
        bits = _Bits()
        for _ in range(_GRANULES):
            for fall in (*FALLS, *([0] * (_FACTORS_ALL - len(FALLS)))):
                bits.add(fall, _FACTOR_BITS)
            for line in range(0, lines, 4):
                there = min(4, lines - line)
                bits.add(_code(there), 4)
                bits.add(chance & ((1 << there) - 1), there)
                chance >>= there
        frames.append(bits.bytes())
    return tuple(frames)


def _code(lines: int) -> int:
    """Huffman table B (B.7) for four lines of which the first `lines` are 1 or −1: the ones, inverted."""
    return (1 << (4 - lines)) - 1


class _Bits:
    """Bits in a row, the highest first."""

    def __init__(self) -> None:
        self._value = self._size = 0

    def add(self, value: int, size: int) -> None:
        self._value = self._value << size | value
        self._size += size

    def bytes(self) -> bytes:
        short = -self._size % 8
        return (self._value << short).to_bytes((self._size + short) // 8, "big")
