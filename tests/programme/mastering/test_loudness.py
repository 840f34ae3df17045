from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.programme.mastering.limiter import STRETCH_SAMPLES, apply_curve, gain_curve
from duologue.programme.mastering.loudness import SILENCE_LUFS, GatedLoudness, Meter, amplitude, decibels
from programme.sound import full_scale_1, speech_like

HOP = (STRETCH_SAMPLES, 44_100)


def measured(signal: NDArray[np.float32], sample_rate: int, pieces: int = 7919) -> Meter:
    meter = Meter(signal.size, sample_rate, HOP)
    for at in range(0, signal.size, pieces):
        meter.feed(signal[at : at + pieces])
    meter.finish()
    return meter


def lufs(signal: NDArray[np.float32], sample_rate: int, channels: int = 1) -> float:
    loudness = GatedLoudness(STRETCH_SAMPLES, 44_100, channels)
    loudness.feed(measured(signal, sample_rate).energies)
    return loudness.lufs()


def tone(hertz: float, seconds: float, sample_rate: int, level_db: float) -> NDArray[np.float32]:
    time = np.arange(int(seconds * sample_rate)) / sample_rate
    return (amplitude(level_db) * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


@pytest.mark.parametrize("sample_rate", [24_000, 44_100, 48_000])
def test_a_997_hz_tone_has_the_loudness_the_standard_gives_it(sample_rate: int) -> None:
    """BS.1770-5: 0 dBFS at 997 Hz on one channel reads −3.01 LKFS."""
    assert lufs(tone(997, 5, sample_rate, 0), sample_rate) == pytest.approx(-3.01, abs=0.03)
    assert lufs(tone(997, 5, sample_rate, -20), sample_rate, channels=2) == pytest.approx(-20, abs=0.03)


def test_silence_between_does_not_count() -> None:
    """EBU Tech 3341, case 3: 10 s at −36, 60 s at −23 and 10 s at −36 LUFS read −23 on two channels."""
    parts = [tone(1000, 10, 44_100, -36), tone(1000, 60, 44_100, -23), tone(1000, 10, 44_100, -36)]
    assert lufs(np.concatenate(parts), 44_100, channels=2) == pytest.approx(-23, abs=0.1)


def test_the_gates_keep_what_the_standard_keeps() -> None:
    """EBU Tech 3341, case 4: −72, −36, −23, −36, −72 LUFS read −23."""
    levels = [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)]
    parts = [tone(1000, seconds, 44_100, level) for level, seconds in levels]
    assert lufs(np.concatenate(parts), 44_100, channels=2) == pytest.approx(-23, abs=0.1)


def test_silence_and_nothing_have_the_floor() -> None:
    assert lufs(np.zeros(44_100, np.float32), 44_100) == SILENCE_LUFS
    assert lufs(np.zeros(0, np.float32), 44_100) == SILENCE_LUFS
    assert lufs(tone(997, 0.3, 44_100, -10), 44_100) == SILENCE_LUFS


def test_how_the_signal_is_cut_does_not_change_what_is_measured() -> None:
    signal = full_scale_1(speech_like(6.4, 1, sample_rate=44_100))
    whole, cut = measured(signal, 44_100, 1_000_000), measured(signal, 44_100, 1001)
    np.testing.assert_allclose(whole.energies, cut.energies, rtol=1e-3, atol=1e-10)
    np.testing.assert_allclose(whole.peaks, cut.peaks, atol=1e-5)


def test_the_true_peak_between_samples_is_found() -> None:
    """A quarter-rate tone at 45 degrees: its samples reach −3 dB, its peak 0 dB (EBU Tech 3341, case 16)."""
    time = np.arange(44_100)
    signal = (0.5 * np.sin(np.pi / 2 * time + np.pi / 4)).astype(np.float32)
    inside = measured(signal, 44_100).peaks[10:-10]
    assert decibels(float(inside.max())) == pytest.approx(decibels(0.5), abs=0.2)
    assert decibels(float(np.abs(signal).max())) == pytest.approx(decibels(0.5) - 3, abs=0.1)


def test_the_limiter_keeps_peaks_under_the_ceiling_and_leaves_the_rest_alone() -> None:
    signal = full_scale_1(speech_like(4, 2, sample_rate=44_100, level=14_000))
    signal[:2000] *= 0.01
    levels = measured(signal, 44_100)
    gain, ceiling = amplitude(8), amplitude(-2)
    curve = gain_curve(levels.peaks, gain, ceiling)
    assert curve is not None
    limited = np.multiply(apply_curve(signal, 0, curve), gain, dtype=np.float32)
    assert float(measured(limited, 44_100).peaks.max()) <= ceiling * amplitude(0.1)
    assert float(measured(limited, 44_100).peaks.max()) >= ceiling * amplitude(-0.5)
    untouched = curve == 1
    assert untouched.any()
    assert curve.max() == 1


def test_the_limiter_does_nothing_where_nothing_is_too_loud() -> None:
    assert gain_curve(np.full(10, 0.5, np.float32), 1.0, 0.6) is None
    assert gain_curve(np.zeros(0, np.float32), 1.0, 0.6) is None


def test_the_gain_falls_and_rises_no_faster_than_said() -> None:
    peaks = np.full(300, 0.1, np.float32)
    peaks[150] = 2.0
    curve = gain_curve(peaks, 1.0, 0.5)
    assert curve is not None
    steps = np.diff(20 * np.log10(curve))
    assert steps.min() >= -3.31
    assert steps.max() <= 0.331
    assert 20 * np.log10(curve[150]) <= decibels(0.5) - decibels(2.0) + 0.001


def test_a_limited_block_is_the_same_wherever_blocks_are_cut() -> None:
    signal = full_scale_1(speech_like(1, 2, sample_rate=44_100))
    curve = gain_curve(measured(signal, 44_100).peaks, 8.0, 0.5)
    assert curve is not None
    whole = apply_curve(signal, 0, curve)
    cut = np.concatenate([apply_curve(signal[:1000], 0, curve), apply_curve(signal[1000:], 1000, curve)])
    np.testing.assert_array_equal(whole, cut)
