"""How high a voice speaks: the median of its fundamental frequency, by autocorrelation."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

_RATE = 8000
_LOWEST_HZ, _HIGHEST_HZ = 60, 420
_WINDOW, _HOP = 400, 160
"""50 ms every 20 ms."""
_VOICED = 0.4
"""Least autocorrelation, against that without lag, of a window that has a voice."""
_LOUD = 0.1
"""Of the loudest window's RMS: softer ones are left out."""
_AS_GOOD = 0.85
"""A shorter period counts where it is nearly as good: the longer one is a multiple of it."""


def median_hz(samples: NDArray[np.float32], sample_rate: int) -> float:
    """The median fundamental frequency of the voiced windows of mono speech, in Hz."""
    sound = soxr.resample(samples, sample_rate, _RATE)
    windows = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP]
    loud = np.sqrt(np.mean(windows**2, axis=1))
    tapered = windows[loud > loud.max() * _LOUD] * np.hanning(_WINDOW).astype(np.float32)
    taper = _autocorrelation(np.hanning(_WINDOW)[np.newaxis].astype(np.float32))[0]
    alike = _autocorrelation(tapered) / taper  # the taper's own falls with the lag
    shortest, longest = _RATE // _HIGHEST_HZ, _RATE // _LOWEST_HZ
    found = []
    for row in alike:
        reach = row[shortest : longest + 1]
        if reach.max() < _VOICED:
            continue
        peaks = 1 + np.flatnonzero(
            (reach[1:-1] >= reach[:-2]) & (reach[1:-1] >= reach[2:]) & (reach[1:-1] >= _AS_GOOD * reach.max())
        )
        if peaks.size:
            found.append(_RATE / (shortest + int(peaks[0])))
    return float(np.median(found))


def _autocorrelation(windows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of each row, against its value without lag."""
    power = np.abs(np.fft.rfft(windows, 2 * _WINDOW)) ** 2
    lagged = np.fft.irfft(power)[:, : _RATE // _LOWEST_HZ + 2]
    return np.asarray(lagged / (lagged[:, :1] + 1e-12))
