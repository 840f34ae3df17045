"""The meters of mastering: energy per stretch and true peaks, as cheap as they can be and still hold.

Everything that is encoded is decoded and measured, so what this costs is paid for every second of a
programme. Hence two short cuts over `loudness.Meter`, both with their rule stated where they are taken.
`duologue check` measures the finished file with `loudness.Meter` instead, which takes neither.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from duologue.programme.mastering.limiter import STRETCH_SAMPLES, STRETCHES_PER_FRAME
from duologue.programme.mastering.loudness import k_weighting

Floats = NDArray[np.float32]

_CONTEXT_SAMPLES = 12
"""On both sides of a sample that is interpolated: 24 taps a point, twice those of BS.1770-5, annex 2."""
_STRETCHES_A_WINDOW = 8 * STRETCHES_PER_FRAME
STRETCHES_AT_ONCE = 14 * _STRETCHES_A_WINDOW
"""2.9 s: small enough for a core's own cache, large enough that Python's share is small."""
_POINTS = (-0.25, 0.25, 0.5)
"""Of the signal at four times its rate, those nearer to a sample than to the one before it."""
_ROWS_AT_ONCE = 1_024
"""So few that BLAS multiplies them in the caller's thread: threads of its own keep a core busy waiting that
another run could have."""
_HIGHEST_HZ = 17_000.0
"""LAME's low pass at the bit rates that ship; above it a decoded run carries next to nothing."""
_MASTER_RATE = 44_100


def stretch_energies(signal: Floats, edges: NDArray[np.int64], sample_rate: int) -> Floats:
    """The K-weighted energy of each stretch of `signal`, shape (stretches,).

    By Parseval's theorem from the spectrum of eight frames at a time, without a transform back and without
    overlap; within the eight, energy is shared out as the unweighted energy is. The edges of eight frames
    spread a little energy to neighbouring frequencies, but the weighting is smooth: loudness comes out
    within 0.05 LU of `loudness.Meter`'s, for a lone hum of 40 Hz too.

    Args:
        signal: shape (n,).
        edges: shape (stretches + 1,), as `stretch_edges` gives them.
        sample_rate: of the signal in Hz.

    Returns:
        Sums of the squares of the weighted samples, per second of signal, as `loudness.Meter.energies`.
    """
    if edges.size < 2:
        return np.zeros(0, np.float32)
    width = -(-_STRETCHES_A_WINDOW * STRETCH_SAMPLES * sample_rate // _MASTER_RATE)
    transform = _fast_length(width)
    weighted = np.fft.rfft(_windows(signal, edges, width), transform).view(np.float32)
    weighted *= _weights(sample_rate, transform)
    # The last stretch may begin within the last sample, and have none of its own at this rate.
    own = np.add.reduceat(np.append(np.square(signal), np.float32(0)), edges[:-1])
    first = np.arange(0, own.size, _STRETCHES_A_WINDOW)
    whole = np.maximum(np.add.reduceat(own, first), np.finfo(np.float32).tiny)
    per_window = np.einsum("ij,ij->i", weighted, weighted) / whole
    energies: Floats = own * np.repeat(per_window, _STRETCHES_A_WINDOW)[: own.size]
    return energies


def _windows(signal: Floats, edges: NDArray[np.int64], width: int) -> Floats:
    """The samples of every eight frames, shape (windows, width), with silence behind shorter ones."""
    if (
        signal.size == edges[-1]
        and signal.size % width == 0
        and edges.size == 1 + (signal.size // width * _STRETCHES_A_WINDOW)
    ):
        return signal.reshape(-1, width)
    starts = edges[:-1:_STRETCHES_A_WINDOW]
    lengths = np.append(starts[1:], edges[-1]) - starts
    padded = np.concatenate((signal, np.zeros(width, np.float32)))
    rows = np.lib.stride_tricks.sliding_window_view(padded, width)[starts]
    shortest = int(lengths.min())
    rows[:, shortest:] *= np.arange(shortest, width) < lengths[:, np.newaxis]
    return rows


def stretch_edges(samples: int, sample_rate: int) -> NDArray[np.int64]:
    """Where the stretches start in a signal of `samples` samples; shape (n + 1,).

    At the first sample not before, for other rates than the programme's; the last edge is the signal's end.
    """
    count = -(-samples * _MASTER_RATE // (STRETCH_SAMPLES * sample_rate))
    numbers = np.arange(count + 1, dtype=np.int64)
    edges = -(-numbers * STRETCH_SAMPLES * sample_rate // _MASTER_RATE)
    return np.minimum(edges, samples)


@lru_cache(maxsize=8)
def _fast_length(least: int) -> int:
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
def _weights(sample_rate: int, transform: int) -> Floats:
    """What the real and imaginary part of each bin are multiplied by, shape (2 · bins,)."""
    magnitudes = np.abs(k_weighting(sample_rate, transform)).astype(np.float64) * np.sqrt(2 / transform)
    magnitudes[0] /= np.sqrt(2)
    if transform % 2 == 0:
        magnitudes[-1] /= np.sqrt(2)
    return np.repeat(magnitudes, 2).astype(np.float32)


class TruePeak:
    """The true peak of one signal that comes in pieces.

    At the highest point P of a signal without content above f, the nearest sample, at most half a sample
    away, is at least P · cos(π · f / rate) (M. Riesz; Duffin and Schaeffer). So only samples of at least that
    share of the largest magnitude found so far can lie beside the true peak; they alone are interpolated.

    Args:
        sample_rate: in Hz, of a decoded run.
    """

    def __init__(self, sample_rate: int) -> None:
        self._share = float(np.cos(np.pi * min(_HIGHEST_HZ / sample_rate, 0.45)))
        self._before: Floats = np.zeros(_CONTEXT_SAMPLES * 2, np.float32)
        self.largest = 0.0
        """The largest magnitude so far."""

    def feed(self, signal: Floats) -> None:
        """Takes the next piece, shape (n,)."""
        joined = np.concatenate((self._before, signal))
        self._before = joined[joined.size - 2 * _CONTEXT_SAMPLES :]
        inner = np.abs(joined[_CONTEXT_SAMPLES : joined.size - _CONTEXT_SAMPLES])
        if not inner.size:
            return
        self.largest = max(self.largest, float(inner.max()))
        near = np.flatnonzero(inner >= max(self._share * self.largest, np.finfo(np.float32).tiny))
        if near.size:
            self.largest = max(self.largest, float(_interpolated(joined, near).max()))

    def finish(self) -> float:
        """Ends the signal; the largest magnitude of it at four times its rate."""
        self.feed(np.zeros(_CONTEXT_SAMPLES, np.float32))
        return self.largest


def _interpolated(signal: Floats, samples: NDArray[np.int64]) -> Floats:
    """The magnitudes at `_POINTS` around `samples`, which count from behind the context; (n, points)."""
    windows = np.lib.stride_tricks.sliding_window_view(signal, 2 * _CONTEXT_SAMPLES + 1)
    magnitudes = np.empty((samples.size, len(_POINTS)), np.float32)
    for at in range(0, samples.size, _ROWS_AT_ONCE):
        rows = slice(at, at + _ROWS_AT_ONCE)
        np.matmul(windows[samples[rows]], _interpolation(), out=magnitudes[rows])
    return np.abs(magnitudes, out=magnitudes)


@lru_cache(maxsize=1)
def _interpolation() -> Floats:
    """Sinc under a Kaiser window, shape (taps, points)."""
    distance = np.arange(-_CONTEXT_SAMPLES, _CONTEXT_SAMPLES + 1)[:, np.newaxis] - np.array(_POINTS)
    inside = np.clip(1 - np.square(distance / (_CONTEXT_SAMPLES + 1)), 0, 1)
    taps = np.sinc(distance) * np.i0(8 * np.sqrt(inside)) / np.i0(8)
    result: Floats = (taps / taps.sum(axis=0)).astype(np.float32)
    return result
