"""Loudness and true peak after ITU-R BS.1770-5, as small meters that are fed piece by piece.

Energy is kept per stretch of `hop` samples (the frame, or a part of it), because it adds up: stretches of
takes and of encoded runs, times the squares of their gains, give the programme's loudness without reading
any sound again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import soxr
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SILENCE_LUFS = -70.0
"""The absolute gate (BS.1770-5, annex 1): what has no block above it has this loudness."""
SILENCE_DBTP = -120.0
"""What a peak of zero is reported as."""
_OVERSAMPLING = 4
_FFT = 8192
_OVERLAP = 2048
"""The K-weighting's response has decayed by 70 dB or more after this many samples."""
_CHUNK = (_FFT - _OVERLAP) * 8


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """What a programme is brought to: loudness in LUFS, and the true peak in dBTP it may not pass."""

    name: str
    loudness_lufs: float
    true_peak_dbtp: float


TARGETS = {
    target.name: target
    for target in (
        LoudnessTarget("podcast", -16.0, -1.0),  # Apple Podcasts; AES TD1008 for speech
        LoudnessTarget("spotify", -14.0, -1.0),  # what Spotify plays at
        LoudnessTarget("ebu", -23.0, -1.0),  # EBU R 128
        LoudnessTarget("mono", -19.0, -1.0),  # one channel that will be played on two speakers
    )
}


def decibels(ratio: float) -> float:
    """`ratio` of amplitudes in dB, not below −120."""
    return max(20 * math.log10(ratio), SILENCE_DBTP) if ratio > 0 else SILENCE_DBTP


def amplitude(level_db: float) -> float:
    """The ratio of amplitudes of `level_db`."""
    return float(10 ** (level_db / 20))


@lru_cache(maxsize=8)
def k_weighting(sample_rate: int, transform: int) -> NDArray[np.complex64]:
    """The response of the K-weighting at the bins of a transform (BS.1770-5, annex 1, figures 2 to 5).

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
    # Squares are summed per second of signal, so the rate goes into the response as well.
    scale = (1 + k / q + k * k) / math.sqrt(sample_rate)
    return (shelf * high_pass * scale).astype(np.complex64)


class Meter:
    """Measures one mono signal that comes in pieces: K-weighted energy and true peak per stretch.

    Args:
        samples: the signal's length; what is fed beyond it is ignored.
        sample_rate: in Hz.
        hop_seconds: a stretch's length as (numerator, denominator), e.g. ``(1152, 44_100)``; stretches
            start at the
            nearest samples.
        loudest_only: true peaks only where the largest of all can be; elsewhere the largest sample.

    Attributes:
        energies: shape (stretches,): the sum of the squares of the weighted samples, per second of signal.
        peaks: shape (stretches,): the largest magnitude of the signal at four times its rate.
    """

    def __init__(
        self, samples: int, sample_rate: int, hop_seconds: tuple[int, int], *, loudest_only: bool = False
    ) -> None:
        self._samples = samples
        self._rate = sample_rate
        self._hop = (hop_seconds[0] * sample_rate, hop_seconds[1])
        count = -(-samples * self._hop[1] // self._hop[0])
        self.energies: Floats = np.zeros(count, np.float32)
        self.peaks: Floats = np.zeros(count, np.float32)
        self._seen = 0
        self._waiting: list[Floats] = []
        self._waiting_samples = 0
        self._before: Floats = np.zeros(_OVERLAP, np.float32)
        self._weighted = 0
        self._oversampled = 0
        self._peaks_between = _LoudestPeaks() if loudest_only else _AllPeaks()

    def feed(self, signal: Floats) -> None:
        """Takes the next piece, shape (n,), full scale 1."""
        signal = signal[: self._samples - self._seen]
        if not signal.size:
            return
        self._seen += signal.size
        self._waiting.append(signal)
        self._waiting_samples += signal.size
        if self._waiting_samples >= _CHUNK:
            self._measure(final=False)

    def finish(self) -> None:
        """Ends the signal."""
        self._measure(final=True)

    def _measure(self, *, final: bool) -> None:
        signal = np.concatenate([*self._waiting, np.zeros(0, np.float32)])
        use = signal.size if final else signal.size // _CHUNK * _CHUNK
        self._waiting = [signal[use:]]
        self._waiting_samples = signal.size - use
        for at in range(0, use, _CHUNK):
            self._weigh(signal[at : min(at + _CHUNK, use)])
        magnitudes, factor = self._peaks_between.magnitudes(signal[:use], final=final)
        self._collect(magnitudes, self._oversampled, factor, np.maximum, self.peaks)
        self._oversampled += magnitudes.size

    def _weigh(self, chunk: Floats) -> None:
        step = _FFT - _OVERLAP
        rows = -(-chunk.size // step)
        padded = np.zeros(_OVERLAP + rows * step, np.float32)
        padded[:_OVERLAP] = self._before
        padded[_OVERLAP : _OVERLAP + chunk.size] = chunk
        self._before = padded[chunk.size : chunk.size + _OVERLAP].copy()
        windows = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::step]
        weighted = np.fft.irfft(np.fft.rfft(windows) * k_weighting(self._rate, _FFT), _FFT)
        squares: Floats = np.square(weighted[:, _OVERLAP:].reshape(-1)[: chunk.size]).astype(
            np.float32, copy=False
        )
        self._collect(squares, self._weighted, 1, np.add, self.energies)
        self._weighted += chunk.size

    def _collect(self, values: Floats, first: int, factor: int, combine: np.ufunc, into: Floats) -> None:
        """Combines `values`, the first of which has the number `first`, stretch by stretch."""
        hop = self._hop[0] * factor
        end = min(first + values.size, self._samples * factor)
        if end <= first:
            return
        start_stretch = first * self._hop[1] // hop
        end_stretch = (end - 1) * self._hop[1] // hop + 1
        stretches = np.arange(start_stretch, end_stretch, dtype=np.int64)
        edges = np.maximum(-(-stretches * hop // self._hop[1]) - first, 0)
        found = combine.reduceat(values[: end - first], edges)
        combine(into[start_stretch:end_stretch], found, out=into[start_stretch:end_stretch])


class _AllPeaks:
    """Every magnitude at four times the rate."""

    def __init__(self) -> None:
        self._oversampler = soxr.ResampleStream(1, _OVERSAMPLING, 1, dtype="float32", quality="HQ")

    def magnitudes(self, signal: Floats, *, final: bool) -> tuple[Floats, int]:
        """The next magnitudes, and how many there are for a sample."""
        return np.abs(self._oversampler.resample_chunk(signal, last=final)), _OVERSAMPLING


class _LoudestPeaks:
    """The magnitude of each sample, and of the three points after it where the signal's peak can be.

    A tone below 15 kHz reaches at most 1 / cos(π · 15 / 44.1) = 2.1 times its largest sample, and MP3 at
    these bit rates carries next to nothing above. So only segments with half of the largest sample so far
    are interpolated.
    """

    _SEGMENT = 64
    _CONTEXT = 48

    def __init__(self) -> None:
        self._before: Floats = np.zeros(2 * self._CONTEXT, np.float32)
        self._largest = 0.0
        self._skip = self._CONTEXT
        edge = np.clip(np.arange(0.5, self._CONTEXT) / (self._CONTEXT / 2), 0, 1)
        self._taper = np.concatenate((edge, np.ones(self._SEGMENT), edge[::-1])).astype(np.float32)

    def magnitudes(self, signal: Floats, *, final: bool) -> tuple[Floats, int]:
        """The next magnitudes, and how many there are for a sample: one."""
        size, context = self._SEGMENT, self._CONTEXT
        padded = np.concatenate((self._before, signal, np.zeros(context if final else 0, np.float32)))
        self._before = padded[padded.size - 2 * context :]
        points = padded.size - 2 * context
        segments = -(-points // size)
        padded = np.pad(padded, (0, segments * size - points))
        found = np.abs(padded[context : context + segments * size]).reshape(segments, size)
        loudest = found.max(axis=1)
        self._largest = max(self._largest, float(loudest.max(initial=0)))
        near = np.flatnonzero((loudest >= self._largest / 2) & (loudest > 0))
        if near.size:
            # Side by side, each with its surroundings faded out, so that one call interpolates all.
            windows = np.lib.stride_tricks.sliding_window_view(padded, size + 2 * context)[::size][near]
            over = soxr.resample((windows * self._taper).reshape(-1), 1, _OVERSAMPLING, "LQ")
            over = np.abs(over).reshape(near.size, -1, _OVERSAMPLING)[:, context : context + size]
            found[near] = np.maximum(found[near], over.max(axis=2))
        magnitudes: Floats = found.reshape(-1)[self._skip : points]
        self._skip = 0
        return magnitudes, 1


class GatedLoudness:
    """The loudness of a programme from the energies of its stretches, in memory that does not grow.

    The blocks of 400 ms that overlap by 75 % go into a histogram in steps of 0.01 LU, which holds the exact
    energy of each step: only a block within 0.01 LU of the relative gate can be on its wrong side.

    Args:
        hop_samples: a stretch's length.
        sample_rate: in Hz.
        channels: how many channels carry the signal; BS.1770 adds them up.
    """

    _STEPS_PER_LU = 100
    _LOUDEST_LUFS = 30

    def __init__(self, hop_samples: int, sample_rate: int, channels: int) -> None:
        self._hop = hop_samples
        self._grid = sample_rate / 10
        self._rate = sample_rate
        self._channels = channels
        bins = int((self._LOUDEST_LUFS - SILENCE_LUFS) * self._STEPS_PER_LU)
        self._counts = np.zeros(bins, np.int64)
        self._sums = np.zeros(bins)
        self._stretches = 0
        self._total = 0.0
        self._edge = (0, 0.0)
        self._recent = np.zeros(0)

    def feed(self, energies: Floats) -> None:
        """Takes the energies of the next stretches, shape (n,), as `Meter` gives them."""
        if not energies.size:
            return
        cumulative = self._total + np.concatenate(([0.0], np.cumsum(energies, dtype=np.float64)))
        positions = (self._stretches + np.arange(cumulative.size)) * float(self._hop)
        self._stretches += energies.size
        last = int(self._stretches * self._hop // self._grid)
        grid = np.arange(self._edge[0] + 1, last + 1)
        at_grid = np.interp(grid * self._grid, positions, cumulative)
        tenths = np.diff(np.concatenate(([self._edge[1]], at_grid)))
        self._total = float(cumulative[-1])
        if not grid.size:
            return
        self._edge = (last, float(at_grid[-1]))
        self._recent = np.concatenate((self._recent, tenths))
        if self._recent.size >= 4:
            blocks = np.convolve(self._recent, np.ones(4), "valid") / 0.4 * self._channels
            self._recent = self._recent[-3:]
            self._count(blocks)

    def _count(self, mean_squares: NDArray[np.float64]) -> None:
        loudness = -0.691 + 10 * np.log10(np.maximum(mean_squares, 1e-12))
        bins = np.floor((loudness - SILENCE_LUFS) * self._STEPS_PER_LU).astype(np.int64)
        kept = bins >= 0
        bins = np.minimum(bins[kept], self._counts.size - 1)
        np.add.at(self._counts, bins, 1)
        np.add.at(self._sums, bins, mean_squares[kept])

    def lufs(self) -> float:
        """The integrated loudness (BS.1770-5, annex 1, equations 4 to 7); `SILENCE_LUFS` for silence."""
        heard = self._counts > 0
        if not heard.any():
            return SILENCE_LUFS
        counts, sums = self._counts[heard], self._sums[heard]
        relative_gate = sums.sum() / counts.sum() / 10
        louder = sums / counts > relative_gate
        return float(-0.691 + 10 * math.log10(sums[louder].sum() / counts[louder].sum()))
