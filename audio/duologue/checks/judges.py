"""Who judges loudness and true peak: another's code where it is installed, else the meter that mastered.

A fault of the meter that mastering uses would not be seen by that same meter. pyloudnorm (the extra `proof`)
shares no line with it: it filters sample by sample, and the peak is interpolated by scipy.
"""

from __future__ import annotations

import importlib.util
from fractions import Fraction
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from duologue.programme.mastering.loudness import SILENCE_LUFS, GatedLoudness
from duologue.programme.mastering.meter import Meter

Floats = NDArray[np.float32]

TENTH = Fraction(1, 10)
"""Seconds: energy is kept of so much at a time, the step of the gating blocks."""
_PEAK_CONTEXT = 64
"""Samples on both sides that an interpolated one may depend on."""


class Judge(Protocol):
    """Measures one channel of a sound that comes in blocks."""

    def feed(self, signal: Floats) -> None:
        """Takes the next block, shape (n,), full scale 1."""
        ...

    def finish(self) -> tuple[Floats, float]:
        """K-weighted energy per tenth of a second that is whole, per second of signal; and the true peak."""
        ...


class OwnJudge:
    """The meter that mastering uses."""

    def __init__(self, sample_rate: int) -> None:
        self._meter = Meter(sample_rate, hop_seconds=TENTH)
        self._sample_rate = sample_rate
        self._samples = 0
        self._energies: list[Floats] = []

    def feed(self, signal: Floats) -> None:
        """See `Judge.feed`."""
        self._samples += signal.size
        self._meter.feed(signal)
        self._energies.append(self._meter.energies())

    def finish(self) -> tuple[Floats, float]:
        """See `Judge.finish`."""
        measured = self._meter.finish()
        energies = np.concatenate((*self._energies, measured.energies))
        return energies[: self._samples * 10 // self._sample_rate], measured.true_peak


class IndependentJudge:
    """pyloudnorm's K-weighting, which scipy applies block by block, and scipy's interpolation.

    pyloudnorm itself wants all of a sound at once: 2.4 GB for an hour. So its filters are used and not its
    loop, and `integrated` gates what comes of them.
    """

    def __init__(self, sample_rate: int) -> None:
        from pyloudnorm import Meter as PyloudnormMeter

        filters = PyloudnormMeter(sample_rate, filter_class="DeMan")._filters
        self._stages: list[tuple[Any, Any]] = [(each.b, each.a) for each in filters.values()]
        self._states = [np.zeros(max(len(a), len(b)) - 1) for b, a in self._stages]
        self._tenth = sample_rate // 10
        self._sample_rate = sample_rate
        self._rest = np.zeros(0)
        self._energies: list[NDArray[np.float64]] = []
        self._before = np.zeros(2 * _PEAK_CONTEXT, np.float32)
        self._largest = 0.0

    def feed(self, signal: Floats) -> None:
        """See `Judge.feed`."""
        from scipy.signal import lfilter

        weighted: NDArray[np.float64] = signal.astype(np.float64)
        for number, (b, a) in enumerate(self._stages):
            weighted, self._states[number] = lfilter(b, a, weighted, zi=self._states[number])
        squares = np.concatenate((self._rest, np.square(weighted)))
        whole = squares.size // self._tenth * self._tenth
        self._energies.append(squares[:whole].reshape(-1, self._tenth).sum(axis=1) / self._sample_rate)
        self._rest = squares[whole:]
        self._interpolate(signal)

    def _interpolate(self, signal: Floats) -> None:
        from scipy.signal import resample_poly

        joined = np.concatenate((self._before, signal))
        self._before = joined[joined.size - 2 * _PEAK_CONTEXT :]
        over = np.abs(resample_poly(joined, 4, 1)[4 * _PEAK_CONTEXT : 4 * (joined.size - _PEAK_CONTEXT)])
        self._largest = max(self._largest, float(over.max(initial=0)), float(np.abs(signal).max(initial=0)))

    def finish(self) -> tuple[Floats, float]:
        """See `Judge.finish`."""
        self._interpolate(np.zeros(_PEAK_CONTEXT, np.float32))
        energies = np.concatenate([*self._energies, np.zeros(0)])
        return energies.astype(np.float32), self._largest


def independent() -> bool:
    """Whether another's code can judge here."""
    return importlib.util.find_spec("pyloudnorm") is not None


def judge_name() -> str:
    """Who judges, for the report."""
    if independent():
        return f"pyloudnorm {version('pyloudnorm')}"
    return "Duologue's own meter; pip install 'duologue[proof]' for an independent one"


def judge(sample_rate: int) -> Judge:
    """A judge of one channel."""
    return IndependentJudge(sample_rate) if independent() else OwnJudge(sample_rate)


def integrated(energies: Floats, channels: int) -> float:
    """The integrated loudness of energies per tenth of a second (BS.1770-5, annex 1, equations 3 to 7)."""
    if not independent():
        loudness = GatedLoudness(channels, TENTH)
        loudness.feed(energies)
        return loudness.lufs()
    if energies.size < 4:
        return SILENCE_LUFS
    blocks = np.convolve(energies.astype(np.float64), np.ones(4), "valid") / 0.4 * channels
    blocks = blocks[_lufs(blocks) >= SILENCE_LUFS]
    if not blocks.size:
        return SILENCE_LUFS
    gate = _lufs(blocks.mean()) - 10
    return float(_lufs(blocks[_lufs(blocks) > gate].mean()))


def _lufs(mean_square: Any) -> Any:
    return -0.691 + 10 * np.log10(np.maximum(mean_square, 1e-15))
