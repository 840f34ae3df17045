"""Integrated loudness after ITU-R BS.1770-5, annex 1: gating, from the energies that `meter` gives.

Energies add up: hops of takes and of encoded frames, times the squares of their gains, give the programme's
loudness without reading any sound again.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from duologue.programme.mastering.meter import HOP

Floats = NDArray[np.float32]

SILENCE_LUFS = -70.0
"""The absolute gate (BS.1770-5, annex 1, equation 6): what has no block above it has this loudness."""
SILENCE_DBTP = -120.0
"""What a peak of zero is reported as."""
_OFFSET_LU = -0.691
"""BS.1770-5, annex 1, equation 2."""
_BLOCK_TENTHS = 4
"""Gating blocks last 400 ms and overlap by 75 % (BS.1770-5, annex 1, equation 3)."""
_RELATIVE_GATE = 0.1
"""10 LU below the loudness of what the absolute gate leaves (equation 6)."""
_STEPS_PER_LU = 100
_LOUDEST_LUFS = 30


def decibels(ratio: float) -> float:
    """`ratio` of amplitudes in dB, not below −120."""
    return max(20 * math.log10(ratio), SILENCE_DBTP) if ratio > 0 else SILENCE_DBTP


def amplitude(level_db: float) -> float:
    """The ratio of amplitudes of `level_db`."""
    return float(10 ** (level_db / 20))


def lufs(mean_square: NDArray[np.float64]) -> NDArray[np.float64]:
    """The loudness of K-weighted mean squares, added up over the channels (equation 2)."""
    loudness: NDArray[np.float64] = _OFFSET_LU + 10 * np.log10(np.maximum(mean_square, 1e-12))
    return loudness


class GatedLoudness:
    """The loudness of a programme from the energies of its hops, in memory that does not grow.

    The gating blocks go into a histogram in steps of 0.01 LU, which holds the exact energy of each step: only
    a block within 0.01 LU of the relative gate can be on its wrong side.

    Args:
        channels: how many channels carry the signal; they add up (equation 2).
        hop_seconds: a hop's length.
    """

    def __init__(self, channels: int, hop_seconds: Fraction = HOP) -> None:
        self._hop_tenths = float(hop_seconds * 10)
        self._channels = channels
        bins = int((_LOUDEST_LUFS - SILENCE_LUFS) * _STEPS_PER_LU)
        self._counts = np.zeros(bins, np.int64)
        self._sums = np.zeros(bins)
        self._hops = 0
        self._total = 0.0
        self._edge = (0, 0.0)
        self._recent = np.zeros(0)

    def feed(self, energies: Floats) -> None:
        """Takes the energies of the next hops, shape (n,)."""
        if not energies.size:
            return
        cumulative = self._total + np.concatenate(([0.0], np.cumsum(energies, dtype=np.float64)))
        positions = (self._hops + np.arange(cumulative.size)) * self._hop_tenths
        self._hops += energies.size
        last = int(positions[-1] + 1e-9)
        tenths = np.arange(self._edge[0] + 1, last + 1)
        at_tenths = np.interp(tenths, positions, cumulative)
        recent = np.diff(np.concatenate(([self._edge[1]], at_tenths)))
        self._total = float(cumulative[-1])
        if not tenths.size:
            return
        self._edge = (last, float(at_tenths[-1]))
        self._recent = np.concatenate((self._recent, recent))
        if self._recent.size >= _BLOCK_TENTHS:
            blocks = np.convolve(self._recent, np.ones(_BLOCK_TENTHS), "valid")
            self._recent = self._recent[1 - _BLOCK_TENTHS :]
            self._count(blocks * self._channels / (_BLOCK_TENTHS / 10))

    def _count(self, mean_squares: NDArray[np.float64]) -> None:
        bins = np.floor((lufs(mean_squares) - SILENCE_LUFS) * _STEPS_PER_LU).astype(np.int64)
        kept = bins >= 0
        bins = np.minimum(bins[kept], self._counts.size - 1)
        np.add.at(self._counts, bins, 1)
        np.add.at(self._sums, bins, mean_squares[kept])

    def lufs(self) -> float:
        """The integrated loudness (equations 4 to 7); `SILENCE_LUFS` for silence."""
        heard = self._counts > 0
        if not heard.any():
            return SILENCE_LUFS
        counts, sums = self._counts[heard], self._sums[heard]
        louder = sums / counts > _RELATIVE_GATE * sums.sum() / counts.sum()
        return float(lufs(sums[louder].sum() / counts[louder].sum()))
