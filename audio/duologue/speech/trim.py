"""Cutting the silence an engine leaves around speech."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WINDOW_MS = 10
_BELOW_PEAK = 0.01
"""A window sounds when its RMS is above this part of the loudest window's: −40 dB."""
_QUIETEST_RMS = 20.0
"""int16 units; a take with no window above this (−64 dBFS) is silence."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The sounding stretch: `samples` is ``original[start:end]``; start equals end where all is silence."""

    samples: NDArray[np.int16]
    start: int
    end: int


def trim(
    samples: NDArray[np.int16], sample_rate: int, *, before_ms: int = 15, after_ms: int = 60, fade_ms: int = 5
) -> Trimmed:
    """The sounding stretch of mono `samples`, shape (n,), with a little air and faded ends.

    Args:
        samples: mono PCM.
        sample_rate: in Hz.
        before_ms: air kept before the first sound; a consonant may begin below the threshold.
        after_ms: air kept after the last sound, for its decay.
        fade_ms: linear fade at both ends, so that no join clicks.
    """
    window = sample_rate * _WINDOW_MS // 1000
    count = samples.size // window
    empty = Trimmed(samples[:0], 0, 0)
    if count == 0:
        return empty
    blocks = samples[: count * window].reshape(count, window).astype(np.float64)
    rms = np.sqrt(np.mean(blocks**2, axis=1))
    if rms.max() < _QUIETEST_RMS:
        return empty
    sounding = np.flatnonzero(rms > max(rms.max() * _BELOW_PEAK, _QUIETEST_RMS / 2))
    start = max(0, int(sounding[0]) * window - sample_rate * before_ms // 1000)
    end = min(samples.size, (int(sounding[-1]) + 1) * window + sample_rate * after_ms // 1000)
    cut = samples[start:end].copy()
    fade = min(sample_rate * fade_ms // 1000, cut.size // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade)
        cut[:fade] = (cut[:fade] * ramp).astype(np.int16)
        cut[-fade:] = (cut[-fade:] * ramp[::-1]).astype(np.int16)
    return Trimmed(cut, start, end)
