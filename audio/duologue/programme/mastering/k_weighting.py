"""The K-weighting of ITU-R BS.1770-5, annex 1, as a response over frequency."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@lru_cache(maxsize=8)
def k_weighting(sample_rate: int, transform: int) -> NDArray[np.float64]:
    """The magnitude of the K-weighting at the bins of a transform (BS.1770-5, annex 1, figures 2 to 5).

    The standard gives coefficients at 48 kHz; at other rates the same analogue filters are transformed
    again, as libebur128 does: a shelf of 4 dB at 1,682 Hz, then a high pass at 38 Hz.
    """
    z = np.exp(-1j * 2 * np.pi / transform * np.arange(transform // 2 + 1))

    def biquad(b: tuple[float, float, float], a: tuple[float, float, float]) -> NDArray[np.complex128]:
        response: NDArray[np.complex128] = (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)
        return response

    k = math.tan(math.pi * 1681.974450955533 / sample_rate)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = biquad(
        (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k),
        (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k),
    )
    k = math.tan(math.pi * 38.13547087602444 / sample_rate)
    q = 0.5003270373238773
    high_pass = biquad((1, -2, 1), (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k))
    # The standard leaves the high pass unscaled: its numerator is 1, -2, 1 over a normalised denominator.
    magnitude: NDArray[np.float64] = np.abs(shelf * high_pass) * (1 + k / q + k * k)
    return magnitude


@lru_cache(maxsize=8)
def fast_length(least: int) -> int:
    """The next length whose only prime factors are 2, 3 and 5."""
    length = least
    while True:
        rest = length
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return length
        length += 1


@lru_cache(maxsize=8)
def bin_weights(sample_rate: int, transform: int) -> Floats:
    """What the real and imaginary part of each bin are multiplied by, shape (2 · bins,).

    All bins but the first and the middle one stand for two; squares are summed per second of signal, so the
    rate goes into them as well.
    """
    magnitudes = k_weighting(sample_rate, transform) * math.sqrt(2 / transform / sample_rate)
    magnitudes[0] /= math.sqrt(2)
    if transform % 2 == 0:
        magnitudes[-1] /= math.sqrt(2)
    return np.repeat(magnitudes, 2).astype(np.float32)
