"""The programme's shape for a player's scrubber: a few hundred levels, from what the frames decode to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BARS = 400
"""Levels of a programme, however long it is; a player draws as many bars of them as it has room for."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Waveform:
    """Gathers the energy of each of `BARS` equal parts of a programme that comes in pieces.

    Args:
        stretches: how many stretches the programme has in all.
    """

    def __init__(self, stretches: int) -> None:
        self._stretches = max(stretches, 1)
        self._fed = 0
        self._energies: NDArray[np.float64] = np.zeros(BARS)
        self._counts: NDArray[np.int64] = np.zeros(BARS, np.int64)

    def feed(self, energies: NDArray[np.float32]) -> None:
        """Takes the energies of the next stretches, shape (n,)."""
        bars = np.arange(self._fed, self._fed + energies.size, dtype=np.int64) * BARS // self._stretches
        bars = np.minimum(bars, BARS - 1)
        self._energies += np.bincount(bars, energies.astype(np.float64), BARS)
        self._counts += np.bincount(bars, minlength=BARS)
        self._fed += energies.size

    def levels(self) -> str:
        """One digit of base 36 for each part: its amplitude, `z` for the loudest, `0` for silence."""
        filled = np.flatnonzero(self._counts)
        if not filled.size:
            return ""
        mean = np.sqrt(self._energies[filled] / self._counts[filled])
        parts = np.interp(np.arange(BARS), filled, mean)  # a programme of fewer stretches than bars has gaps
        loudest = float(parts.max())
        scaled = parts / loudest if loudest > 0 else parts
        return "".join(_DIGITS[round(level * (len(_DIGITS) - 1))] for level in scaled.tolist())
