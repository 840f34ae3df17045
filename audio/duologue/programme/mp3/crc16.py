"""The checksum of the Info header, CRC-16/ARC, and how those of two stretches make that of both."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0xA001
"""CRC-16/ARC, reflected, initial value 0: the one of the LAME header."""
_ROW_BYTES = 64
"""A power of two."""


def crc16(data: bytes) -> int:
    """CRC-16/ARC of `data`, many rows at a time: a byte loop would cost as much as LAME.

    Each row's by itself, then those of two neighbours together, and so on. Zeros in front change nothing.
    """
    padded = bytes(-len(data) % _ROW_BYTES) + data
    rows = np.frombuffer(padded, "<u2").reshape(-1, _ROW_BYTES // 2)
    pairs = _pair_table()
    crcs = np.zeros(len(rows), np.uint16)
    for column in np.ascontiguousarray(rows.T):
        crcs = pairs[crcs ^ column]
    power = _ROW_BYTES.bit_length() - 1
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
        table = np.where(table & 1, table >> 1 ^ _POLYNOMIAL, table >> 1).astype(np.uint16)
    return table


@lru_cache(maxsize=1)
def _pair_table() -> NDArray[np.uint16]:
    """What a CRC is after two bytes, which have been added to it."""
    table, crcs = _byte_table(), np.arange(65_536, dtype=np.uint16)
    for _ in range(2):
        crcs = crcs >> 8 ^ table[crcs & 0xFF]
    return crcs
