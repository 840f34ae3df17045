"""Truth for the meters: other people's filters, and interpolation over the whole signal at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from duologue.checks.judges import IndependentJudge, integrated
from duologue.programme.mastering.loudness import decibels

Floats = NDArray[np.float32]


def true_lufs(signal: Floats, sample_rate: int, channels: int = 1) -> float:
    """The loudness by pyloudnorm's filters, applied sample by sample."""
    judge = IndependentJudge(sample_rate)
    judge.feed(signal)
    return integrated(judge.finish()[0], channels)


def oversampled(signal: Floats, factor: int = 8) -> NDArray[np.float64]:
    """The signal at `factor` times its rate, by its spectrum."""
    spectrum = np.fft.rfft(signal.astype(np.float64))
    over: NDArray[np.float64] = np.fft.irfft(spectrum, factor * signal.size) * factor
    return over


def true_peak_dbtp(signal: Floats) -> float:
    return decibels(float(np.abs(oversampled(signal)).max()))


def heard(samples: Floats) -> tuple[float, float]:
    """LUFS and dBTP of a decoded file, shape (n, channels), whose channels are alike."""
    judge = IndependentJudge(44_100)
    judge.feed(np.ascontiguousarray(samples[:, 0]))
    energies, true_peak = judge.finish()
    return integrated(energies, samples.shape[1]), decibels(true_peak)


def tone(hertz: float, seconds: float, sample_rate: int, level_db: float) -> Floats:
    time = np.arange(int(seconds * sample_rate)) / sample_rate
    return (10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def noise(seed: int, lowest_hz: float, highest_hz: float, sample_rate: int = 44_100) -> Floats:
    """A second of noise between two frequencies, its largest sample 0.5."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(sample_rate))
    hertz = np.arange(spectrum.size)
    spectrum[(hertz < lowest_hz) | (hertz > highest_hz)] = 0
    signal = np.fft.irfft(spectrum)
    scaled: Floats = (0.5 * signal / np.abs(signal).max()).astype(np.float32)
    return scaled
