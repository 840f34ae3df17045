"""The meter: K-weighted energy and true peak after ITU-R BS.1770-5, fed block by block.

Everything that is encoded is decoded and measured, so this is paid for with every second of sound. Hence
two short cuts, each with its rule where it is taken: energy comes from spectra without a transform back, and
where only the largest peak is asked for, sound is interpolated only where that peak can be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import soxr
from numpy.typing import NDArray

from duologue.programme.mastering.k_weighting import bin_weights, fast_length
from duologue.programme.mp3.encoding import FRAME_SAMPLES, SAMPLE_RATE

Floats = NDArray[np.float32]

HOPS_PER_FRAME = 8
HOP_SAMPLES = FRAME_SAMPLES // HOPS_PER_FRAME
"""3.3 ms of the programme: what energies and peaks are measured of."""
HOP = Fraction(HOP_SAMPLES, SAMPLE_RATE)
"""The same in seconds, for sound at any rate."""
HIGHEST_HZ = 17_000.0
"""LAME's low pass at the bit rates that ship; above it a decoded programme carries next to nothing."""
_WINDOW = Fraction(8 * FRAME_SAMPLES, SAMPLE_RATE)
"""Seconds whose spectrum is taken at once."""
BLOCK_SAMPLES = 14 * 8 * FRAME_SAMPLES
"""2.9 s of the programme: small enough for a core's own cache, large enough that Python's share is small."""
_OVERSAMPLING = 4
"""BS.1770-5, annex 2, asks for at least four times 48 kHz or so."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one signal measures.

    Attributes:
        energies: shape (hops,): the sum of the squares of the K-weighted samples, per second of signal.
        peaks: shape (hops,): the largest magnitude of each hop at four times its rate; empty where only the
            largest of all was asked for.
        true_peak: the largest magnitude of all.
    """

    energies: Floats
    peaks: Floats
    true_peak: float


class _Peaks(Protocol):
    def feed(self, signal: Floats, *, last: bool = False) -> None: ...
    def result(self) -> tuple[Floats, float]: ...


class Meter:
    """Measures one mono signal that comes in blocks.

    Args:
        sample_rate: in Hz.
        hop_seconds: a hop's length; hops start at the first sample not before.
        peaks_of_hops: whether the peak of every hop is wanted, or only the largest of all.
        highest_hz: above it the signal carries next to nothing; used where only the largest peak is wanted.
    """

    def __init__(
        self,
        sample_rate: int,
        *,
        hop_seconds: Fraction = HOP,
        peaks_of_hops: bool = False,
        highest_hz: float = HIGHEST_HZ,
    ) -> None:
        self._energies = _Energies(sample_rate, hop_seconds)
        self._peaks: _Peaks = (
            _HopPeaks(sample_rate, hop_seconds)
            if peaks_of_hops
            else _LargestPeak(min(highest_hz, sample_rate / 2) / sample_rate)
        )

    def feed(self, signal: Floats) -> None:
        """Takes the next block, shape (n,), full scale 1."""
        if signal.size:
            self._energies.feed(signal)
            self._peaks.feed(signal)

    def energies(self) -> Floats:
        """The energies of the hops that are complete and were not given yet; shape (n,).

        For signals so long that they are not to be held.
        """
        return self._energies.taken()

    def finish(self) -> Measured:
        """Ends the signal."""
        self._energies.feed(np.zeros(0, np.float32), last=True)
        self._peaks.feed(np.zeros(0, np.float32), last=True)
        peaks, true_peak = self._peaks.result()
        return Measured(self._energies.taken(), peaks, true_peak)


def measure(signal: Floats, sample_rate: int, *, peaks_of_hops: bool = False) -> Measured:
    """What a signal that is there as a whole measures."""
    meter = Meter(sample_rate, peaks_of_hops=peaks_of_hops)
    meter.feed(signal)
    return meter.finish()


class _Hops:
    """Where the hops of a signal begin, in samples: the first sample not before."""

    def __init__(self, sample_rate: int, hop_seconds: Fraction) -> None:
        hop = hop_seconds * sample_rate
        self._samples, self._over = hop.numerator, hop.denominator

    def edges(self, first: int, end: int) -> NDArray[np.int64]:
        """Where hops `first` to `end` begin, and the last of them ends; shape (end - first + 1,)."""
        return -(-np.arange(first, end + 1, dtype=np.int64) * self._samples // self._over)

    def whole_before(self, sample: int) -> int:
        """How many hops end at or before a sample."""
        return sample * self._over // self._samples

    def covering(self, samples: int) -> int:
        """How many hops it takes to cover so many samples."""
        return -(-samples * self._over // self._samples)


class _Energies:
    """Energy per hop, by Parseval's theorem from the spectrum of a window of hops at a time.

    There is no transform back and no overlap; within the window, energy is shared out as the unweighted
    energy is. The edges of a window spread a little energy to neighbouring frequencies, but the weighting is
    smooth: loudness comes out within 0.05 LU of filtering sample by sample, for a lone hum within 0.12 LU.
    """

    def __init__(self, sample_rate: int, hop_seconds: Fraction) -> None:
        self._hops = _Hops(sample_rate, hop_seconds)
        self._window_hops = round(_WINDOW / hop_seconds)
        width = -(-self._window_hops * hop_seconds.numerator * sample_rate // hop_seconds.denominator)
        self._width, self._transform = width, fast_length(width)
        self._weights = bin_weights(sample_rate, self._transform)
        self._waiting: Floats = np.zeros(0, np.float32)
        self._first_sample = self._first_hop = 0
        self._found: list[Floats] = []

    def feed(self, signal: Floats, *, last: bool = False) -> None:
        if self._waiting.size:
            signal = np.concatenate((self._waiting, signal))
        end = self._first_sample + signal.size
        if last:
            hops = self._hops.covering(end)
        else:
            hops = self._hops.whole_before(end) // self._window_hops * self._window_hops
        edges = np.minimum(self._hops.edges(self._first_hop, hops), end) - self._first_sample
        self._found.append(self._measured(signal[: edges[-1]], edges))
        self._first_hop = hops
        self._first_sample += int(edges[-1])
        self._waiting = signal[edges[-1] :].copy()  # whoever feeds may fill the same block again

    def taken(self) -> Floats:
        found, self._found = self._found, []
        energies: Floats = np.concatenate([*found, np.zeros(0, np.float32)])
        return energies

    def _measured(self, signal: Floats, edges: NDArray[np.int64]) -> Floats:
        weighted = np.fft.rfft(self._windows(signal, edges), self._transform).view(np.float32)
        weighted *= self._weights
        # The last hop may begin within the last sample, and have none of its own at this rate.
        own = np.add.reduceat(np.append(np.square(signal), np.float32(0)), edges[:-1])
        first = np.arange(0, own.size, self._window_hops)
        whole = np.maximum(np.add.reduceat(own, first), np.finfo(np.float32).tiny)
        per_window = np.einsum("ij,ij->i", weighted, weighted) / whole
        energies: Floats = own * np.repeat(per_window, self._window_hops)[: own.size]
        return energies

    def _windows(self, signal: Floats, edges: NDArray[np.int64]) -> Floats:
        """The samples of every window, shape (windows, width), with silence behind shorter ones."""
        hops = edges.size - 1
        if hops % self._window_hops == 0 and signal.size == hops // self._window_hops * self._width:
            return signal.reshape(-1, self._width)
        starts = edges[: -1 : self._window_hops]
        lengths = np.append(starts[1:], edges[-1]) - starts
        padded = np.concatenate((signal, np.zeros(self._width, np.float32)))
        rows = np.lib.stride_tricks.sliding_window_view(padded, self._width)[starts]
        shortest = int(lengths.min())
        rows[:, shortest:] *= np.arange(shortest, self._width) < lengths[:, np.newaxis]
        return rows


class _HopPeaks:
    """The largest magnitude of every hop at four times the rate (BS.1770-5, annex 2)."""

    def __init__(self, sample_rate: int, hop_seconds: Fraction) -> None:
        self._hops = _Hops(sample_rate * _OVERSAMPLING, hop_seconds)
        self._oversampler = soxr.ResampleStream(1, _OVERSAMPLING, 1, dtype="float32", quality="HQ")
        self._samples = self._first_sample = self._first_hop = 0
        self._waiting: Floats = np.zeros(0, np.float32)
        self._found: list[Floats] = []

    def feed(self, signal: Floats, *, last: bool = False) -> None:
        self._samples += signal.size * _OVERSAMPLING
        over = self._oversampler.resample_chunk(signal, last=last)
        values = np.concatenate((self._waiting, np.abs(over, out=over)))[: self._samples - self._first_sample]
        end = self._samples if last else self._first_sample + values.size
        if missing := end - self._first_sample - values.size:
            values = np.pad(values, (0, missing))
        hops = self._hops.covering(end) if last else self._hops.whole_before(end)
        edges = np.minimum(self._hops.edges(self._first_hop, hops), end) - self._first_sample
        starts = edges[:-1]
        if hops > self._first_hop and edges[-2] == edges[-1]:
            values = np.append(values, np.float32(0))  # the last hop has no sample of its own at this rate
        if starts.size:
            self._found.append(np.maximum.reduceat(values[: max(edges[-1], starts[-1] + 1)], starts))
        self._first_hop = hops
        self._first_sample += int(edges[-1])
        self._waiting = values[edges[-1] :]

    def result(self) -> tuple[Floats, float]:
        peaks: Floats = np.concatenate([*self._found, np.zeros(0, np.float32)])
        return peaks, float(peaks.max(initial=0))


class _LargestPeak:
    """The largest magnitude of all, at four times the rate (BS.1770-5, annex 2).

    At the highest point P of a signal without content above f, the nearest sample, at most half a sample
    away, is at least P · cos(π · f / rate) (M. Riesz; Duffin and Schaeffer). So only stretches with a sample
    of at least that share of the largest magnitude so far can hold the peak; they alone are interpolated.
    """

    _SIZE = 128
    _CONTEXT = 64
    """On both sides of a stretch; what the interpolation reaches beyond adds next to nothing."""

    def __init__(self, highest: float) -> None:
        self._share = math.cos(math.pi * min(highest, 0.45))
        self._before: Floats = np.zeros(2 * self._CONTEXT, np.float32)
        self._largest = 0.0

    def feed(self, signal: Floats, *, last: bool = False) -> None:
        size, context = self._SIZE, self._CONTEXT
        joined = np.concatenate((self._before, signal, np.zeros(context if last else 0, np.float32)))
        self._before = joined[joined.size - 2 * context :]
        inner = np.abs(joined[context : joined.size - context])
        if not inner.size:
            return
        loudest = np.maximum.reduceat(inner, np.arange(0, inner.size, size))
        self._largest = max(self._largest, float(loudest.max()))
        near = np.flatnonzero(loudest >= max(self._share * self._largest, np.finfo(np.float32).tiny))
        if near.size:
            padded = np.concatenate((joined, np.zeros(size, np.float32)))
            windows = np.lib.stride_tricks.sliding_window_view(padded, size + 2 * context)[near * size]
            over = soxr.resample(windows.reshape(-1), 1, _OVERSAMPLING, "HQ").reshape(near.size, -1)
            inside = over[:, context * _OVERSAMPLING : (context + size) * _OVERSAMPLING]
            # What of the last stretch has not all of its surroundings yet comes with the next block.
            inside[-1, (inner.size - int(near[-1]) * size) * _OVERSAMPLING :] = 0
            self._largest = max(self._largest, float(np.abs(inside).max()))

    def result(self) -> tuple[Floats, float]:
        return np.zeros(0, np.float32), self._largest
