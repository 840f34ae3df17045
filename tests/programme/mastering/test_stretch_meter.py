from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.model import Take
from duologue.programme.mastering.encode_take import measure_take
from duologue.programme.mastering.limiter import STRETCH_SAMPLES
from duologue.programme.mastering.loudness import GatedLoudness, Meter, decibels
from duologue.programme.mastering.stretch_meter import TruePeak, stretch_edges, stretch_energies
from programme.sound import full_scale_1, speech_like

Floats = NDArray[np.float32]
RATE = 44_100


def exact(signal: Floats, sample_rate: int = RATE) -> Meter:
    meter = Meter(signal.size, sample_rate, (STRETCH_SAMPLES, RATE))
    meter.feed(signal)
    meter.finish()
    return meter


def lufs(energies: Floats) -> float:
    loudness = GatedLoudness(STRETCH_SAMPLES, RATE, 1)
    loudness.feed(energies)
    return loudness.lufs()


def tone(hertz: float, sample_rate: int = RATE) -> Floats:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(sample_rate * 5) / sample_rate)).astype(np.float32)


@pytest.mark.parametrize("hertz", [40, 50, 60, 85, 120, 300, 997, 5000, 15_000])
@pytest.mark.parametrize("sample_rate", [24_000, RATE])
def test_a_lone_tone_is_as_loud_as_the_exact_meter_says(hertz: float, sample_rate: int) -> None:
    signal = tone(min(hertz, 0.4 * sample_rate), sample_rate)
    found = stretch_energies(signal, stretch_edges(signal.size, sample_rate), sample_rate)
    assert lufs(found) == pytest.approx(lufs(exact(signal, sample_rate).energies), abs=0.12)


@pytest.mark.parametrize("seed", range(6))
def test_speech_is_as_loud_as_the_exact_meter_says(seed: int) -> None:
    signal = full_scale_1(speech_like(9, seed, sample_rate=RATE, pitch_hz=90 + 40 * seed))
    found = stretch_energies(signal, stretch_edges(signal.size, RATE), RATE)
    assert lufs(found) == pytest.approx(lufs(exact(signal).energies), abs=0.03)


def test_a_signal_of_any_length_is_measured() -> None:
    for samples in range(24_000, 24_700, 3):
        signal = np.ones(samples, np.float32)
        assert np.isfinite(stretch_energies(signal, stretch_edges(samples, 24_000), 24_000)).all()


@pytest.mark.parametrize("samples", [0, 1, 77, 24_000, 27_586, 100_003])
@pytest.mark.parametrize("sample_rate", [16_000, 24_000, RATE, 48_000])
def test_the_stretches_cover_every_sample_once(samples: int, sample_rate: int) -> None:
    levels = measure_take(Take(np.ones(samples, np.int16), sample_rate))
    count = -(-samples * RATE // (STRETCH_SAMPLES * sample_rate))
    assert levels.energies.size == levels.peaks.size == count
    assert stretch_edges(samples, sample_rate)[-1] == samples


def noise(seed: int, lowest_hz: float, highest_hz: float) -> Floats:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(RATE))
    hertz = np.arange(spectrum.size)
    spectrum[(hertz < lowest_hz) | (hertz > highest_hz)] = 0
    signal = np.fft.irfft(spectrum)
    scaled: Floats = (0.5 * signal / np.abs(signal).max()).astype(np.float32)
    return scaled


@pytest.mark.parametrize("band", [(0, 4000), (3000, 12_000), (9000, 16_500), (14_000, 16_900)])
def test_no_peak_between_samples_is_missed(band: tuple[float, float]) -> None:
    for seed in range(8):
        signal = noise(seed, *band)
        meter = TruePeak(RATE)
        for at in range(0, signal.size, 5_001):
            meter.feed(signal[at : at + 5_001])
        true_peak = float(np.abs(np.fft.irfft(np.fft.rfft(signal), 8 * RATE) * 8).max())
        assert decibels(meter.finish()) == pytest.approx(decibels(true_peak), abs=0.35)


def test_how_the_signal_is_cut_does_not_change_its_peak() -> None:
    signal = full_scale_1(speech_like(3, 4, sample_rate=RATE))
    whole, cut = TruePeak(RATE), TruePeak(RATE)
    whole.feed(signal)
    for at in range(0, signal.size, 7):
        cut.feed(signal[at : at + 7])
    assert whole.finish() == pytest.approx(cut.finish(), abs=1e-6)
