"""The limiter: a gain curve that keeps true peaks under a ceiling, from the peaks of short hops.

Looking ahead costs nothing here, for the peaks of the whole take are known. The gain falls by at most 1 dB
a millisecond before a peak and rises by 0.1 dB a millisecond after it; takes are apart, so none reaches
another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from duologue.programme.mastering.loudness import amplitude
from duologue.programme.mastering.meter import HOP_SAMPLES

Floats = NDArray[np.float32]

CEILING_BELOW_TARGET_DB = 1.0
"""Encoding moves peaks by up to 0.6 dB; limiting so much below the target leaves nearly every take alone."""
_FALL_DB = 3.3
"""Per hop, before a peak."""
_RISE_DB = 0.33
"""Per hop, after it."""


def limiter_ceiling(true_peak_dbtp: float, lower_db: float = 0.0) -> float:
    """The magnitude that a take is limited to, where 1 is full scale after decoding."""
    return amplitude(true_peak_dbtp - CEILING_BELOW_TARGET_DB - lower_db)


def gain_curve(peaks: Floats, gain: float, ceiling: float) -> Floats | None:
    """The gain at the middle of each hop, on top of `gain`.

    Args:
        peaks: the true peak of each hop before any gain, shape (n,).
        gain: what the signal is multiplied by.
        ceiling: the largest magnitude wanted after both.

    Returns:
        Shape (n,), at most 1; None where nothing has to be limited.
    """
    if not peaks.size or float(peaks.max()) * gain <= ceiling:
        return None
    over_db = 20 * np.log10(np.maximum(peaks * (gain / ceiling), 1.0))
    # A sample lies between the middles of two hops: both must have its gain.
    reach = over_db.copy()
    np.maximum(reach[1:], over_db[:-1], out=reach[1:])
    np.maximum(reach[:-1], over_db[1:], out=reach[:-1])
    steps = np.arange(reach.size)
    rising = np.maximum.accumulate(reach + _RISE_DB * steps) - _RISE_DB * steps
    falling = (np.maximum.accumulate((reach - _FALL_DB * steps)[::-1]))[::-1] + _FALL_DB * steps
    curve: Floats = (10 ** (-np.maximum(rising, falling) / 20)).astype(np.float32)
    return curve


def apply_curve(signal: Floats, first_sample: int, curve: Floats) -> Floats:
    """`signal`, which starts at `first_sample` of its take, times the curve, shape (n,)."""
    first = max(first_sample // HOP_SAMPLES - 1, 0)
    here = curve[first : (first_sample + signal.size) // HOP_SAMPLES + 2]
    if not here.size or float(here.min()) == 1:
        return signal
    # Before the first middle and after the last the gain stays as it is.
    knots = np.concatenate((here[:1], here, here[-1:]))
    ramp = np.arange(HOP_SAMPLES, dtype=np.float32) / np.float32(HOP_SAMPLES)
    gains = (knots[:-1, np.newaxis] + np.diff(knots)[:, np.newaxis] * ramp).reshape(-1)
    offset = first_sample - first * HOP_SAMPLES + HOP_SAMPLES // 2
    limited: Floats = signal * gains[offset : offset + signal.size]
    return limited
