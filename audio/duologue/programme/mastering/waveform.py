"""The programme's shape for a player's scrubber: a few hundred levels, from what the frames decode to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BARS = 400
"""Levels of a programme, however long it is; a player draws as many bars of them as it has room for."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SILENT = 0.02
"""Of the loudest part; what is softer is shown as silence."""
_SOFT_AND_LOUD = (5, 98)
"""Percentiles of what sounds that are shown as softest and loudest."""
_SOFTEST, _LEAST = 0.2, 0.06


class Waveform:
    """Gathers the energy of each of `BARS` equal parts of a programme that comes in pieces.

    Args:
        hops: how many hops of `meter` the programme has in all.
    """

    def __init__(self, hops: int) -> None:
        self._hops = max(hops, 1)
        self._fed = 0
        self._energies: NDArray[np.float64] = np.zeros(BARS)
        self._counts: NDArray[np.int64] = np.zeros(BARS, np.int64)

    def feed(self, energies: NDArray[np.float32]) -> None:
        """Takes the energies of the next hops, shape (n,)."""
        bars = np.arange(self._fed, self._fed + energies.size, dtype=np.int64) * BARS // self._hops
        bars = np.minimum(bars, BARS - 1)
        self._energies += np.bincount(bars, energies.astype(np.float64), BARS)
        self._counts += np.bincount(bars, minlength=BARS)
        self._fed += energies.size

    def levels(self) -> str:
        """One digit of base 36 for each part: `0` for silence, then from soft to loud in this programme.

        The span from its soft parts to its loud ones is stretched, for the parts of a long programme are
        averages of many sentences and would all look alike.
        """
        filled = np.flatnonzero(self._counts)
        if not filled.size:
            return ""
        amplitudes = np.sqrt(self._energies[filled] / self._counts[filled])
        parts = np.interp(np.arange(BARS), filled, amplitudes)  # a very short programme has gaps
        sounding = parts[parts > parts.max() * _SILENT]
        if not sounding.size:
            return _DIGITS[0] * BARS
        soft, loud = np.percentile(sounding, _SOFT_AND_LOUD)
        share = (parts - soft) / (loud - soft) if loud > soft else np.ones(BARS)
        scaled = np.clip(_SOFTEST + (1 - _SOFTEST) * share, _LEAST, 1)
        scaled[parts <= parts.max() * _SILENT] = 0
        return "".join(_DIGITS[round(level * (len(_DIGITS) - 1))] for level in scaled.tolist())
