"""The Info header: the first frame of the file, silent, that says how long the programme is.

Players take the number of frames, the encoder's delay and the padding from it and cut exactly. The layout is
Xing's header as LAME extends it (http://gabriel.mp3-tech.org/mp3infotag.html).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from duologue.programme.arrange import FRAME_SAMPLES
from duologue.programme.mp3.encoder import Encoding

DELAY_SAMPLES = 576
"""LAME's own delay; a decoder adds 529, and players cut both."""
PADDING_SAMPLES = FRAME_SAMPLES - DELAY_SAMPLES
"""One frame is spent on delay and padding, so what is heard is exactly the timeline."""
_CRC_POLYNOMIAL = 0xA001
"""CRC-16/ARC, reflected, initial value 0: the one of the LAME header."""
_CRC_ROW_BYTES = 64
"""A power of two."""


def info_header(encoding: Encoding, frames: int, audio_bytes: int, audio_crc: int) -> bytes:
    """The Info frame.

    Args:
        encoding: of the frames that follow.
        frames: how many they are, without this one.
        audio_bytes: their bytes, without this frame's.
        audio_crc: their CRC-16.
    """
    size = encoding.frame_bytes
    total = size + audio_bytes
    # The table of contents is a straight line: the bit rate is constant.
    contents = bytes(256 * percent // 100 for percent in range(100))
    xing = (
        b"Info"
        + _big(0x0F, 4)
        + _big(frames, 4)
        + _big(total, 4)
        + contents
        + _big(100 - encoding.quality, 4)
    )
    lame = (
        b"LAME3.100"
        + bytes([0x01])  # revision 0, constant bit rate
        + bytes(1)  # low pass: not stated
        + bytes(4 + 2 + 2)  # peak and replay gain: unknown
        + bytes([0x14])  # the psychoacoustic model and ATH LAME uses by default
        + bytes([min(encoding.bitrate_kbps, 255)])
        + _big(DELAY_SAMPLES << 12 | PADDING_SAMPLES, 3)
        + bytes([0x4D if encoding.channels == 2 else 0x41])  # source 44.1 kHz; joint stereo or mono
        + bytes(1 + 2)
        + _big(total, 4)
        + _big(audio_crc, 2)
    )
    frame = encoding.header + xing + lame
    return (frame + _big(crc16(frame), 2)).ljust(size, b"\0")


def _big(value: int, length: int) -> bytes:
    return value.to_bytes(length, "big")


def crc16(data: bytes) -> int:
    """CRC-16/ARC of `data`, many rows at a time: a byte loop would cost as much as LAME.

    Each row's by itself, then those of two neighbours together, and so on. Zeros in front change nothing.
    """
    padded = bytes(-len(data) % _CRC_ROW_BYTES) + data
    rows = np.frombuffer(padded, "<u2").reshape(-1, _CRC_ROW_BYTES // 2)
    pairs = _pair_table()
    crcs = np.zeros(len(rows), np.uint16)
    for column in np.ascontiguousarray(rows.T):
        crcs = pairs[crcs ^ column]
    power = _CRC_ROW_BYTES.bit_length() - 1
    while crcs.size > 1:
        if crcs.size % 2:
            crcs = np.concatenate((np.zeros(1, np.uint16), crcs))
        crcs = _zeros_table(power)[crcs[::2]] ^ crcs[1::2]
        power += 1
    return int(crcs[0]) if crcs.size else 0


def joined_crc16(first: int, second: int, second_bytes: int) -> int:
    """The CRC of two stretches in a row from the CRC of each, and the second's length in bytes."""
    return _advanced(first, second_bytes) ^ second


def _advanced(crc: int, zero_bytes: int) -> int:
    """The CRC after `zero_bytes` further zeros: linear over GF(2), so by repeated squaring."""
    power = 0
    while zero_bytes:
        if zero_bytes & 1:
            crc = _apply(_zeros_matrix(power), crc)
        zero_bytes >>= 1
        power += 1
    return crc


@lru_cache(maxsize=64)
def _zeros_matrix(power: int) -> tuple[int, ...]:
    """What each bit of a CRC becomes after 2**`power` zero bytes."""
    if power == 0:
        table = _byte_table()
        return tuple((1 << bit) >> 8 ^ int(table[(1 << bit) & 0xFF]) for bit in range(16))
    half = _zeros_matrix(power - 1)
    return tuple(_apply(half, row) for row in half)


@lru_cache(maxsize=24)
def _zeros_table(power: int) -> NDArray[np.uint16]:
    """What every CRC becomes after 2**`power` zero bytes."""
    crcs = np.arange(65_536, dtype=np.uint16)
    table = np.zeros(65_536, np.uint16)
    for bit, row in enumerate(_zeros_matrix(power)):
        table ^= np.where(crcs >> bit & 1, np.uint16(row), np.uint16(0))
    return table


def _apply(matrix: tuple[int, ...], crc: int) -> int:
    result = 0
    for bit, row in enumerate(matrix):
        if crc >> bit & 1:
            result ^= row
    return result


@lru_cache(maxsize=1)
def _byte_table() -> NDArray[np.uint16]:
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = np.where(table & 1, table >> 1 ^ _CRC_POLYNOMIAL, table >> 1).astype(np.uint16)
    return table


@lru_cache(maxsize=1)
def _pair_table() -> NDArray[np.uint16]:
    """What a CRC is after two bytes, which have been added to it."""
    table, crcs = _byte_table(), np.arange(65_536, dtype=np.uint16)
    for _ in range(2):
        crcs = crcs >> 8 ^ table[crcs & 0xFF]
    return crcs
