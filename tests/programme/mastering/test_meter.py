from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from duologue.programme.mastering.loudness import GatedLoudness, decibels
from duologue.programme.mastering.meter import BLOCK_SAMPLES, HOP_SAMPLES, Floats, Measured, Meter, measure
from programme.measuring import noise, oversampled, tone, true_lufs, true_peak_dbtp
from programme.sound import full_scale_1, speech_like

RATE = 44_100
RATES = (16_000, 24_000, RATE, 48_000)


def cut(signal: Floats, sample_rate: int, size: int, *, peaks_of_hops: bool = False) -> Measured:
    """What the signal measures when it comes in blocks of `size`."""
    meter = Meter(sample_rate, peaks_of_hops=peaks_of_hops)
    for at in range(0, signal.size, size):
        meter.feed(signal[at : at + size])
    return meter.finish()


def lufs(signal: Floats, sample_rate: int, channels: int = 1) -> float:
    loudness = GatedLoudness(channels)
    loudness.feed(measure(signal, sample_rate).energies)
    return loudness.lufs()


@pytest.mark.parametrize("sample_rate", RATES[1:])
def test_a_997_hz_tone_has_the_loudness_the_standard_gives_it(sample_rate: int) -> None:
    """BS.1770-5: 0 dBFS at 997 Hz on one channel reads −3.01 LKFS."""
    assert lufs(tone(997, 5, sample_rate, 0), sample_rate) == pytest.approx(-3.01, abs=0.03)
    assert lufs(tone(997, 5, sample_rate, -20), sample_rate, channels=2) == pytest.approx(-20, abs=0.03)


@pytest.mark.parametrize("hertz", [40, 50, 60, 85, 120, 300, 997, 5000, 15_000])
@pytest.mark.parametrize("sample_rate", [24_000, RATE])
def test_a_lone_tone_is_as_loud_as_anothers_filters_say(hertz: float, sample_rate: int) -> None:
    signal = tone(min(hertz, 0.4 * sample_rate), 5, sample_rate, -10)
    assert lufs(signal, sample_rate) == pytest.approx(true_lufs(signal, sample_rate), abs=0.12)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("sample_rate", [24_000, RATE])
def test_speech_is_as_loud_as_anothers_filters_say(seed: int, sample_rate: int) -> None:
    sound = speech_like(9, seed, sample_rate=sample_rate, pitch_hz=90 + 40 * seed)
    signal = full_scale_1(sound)
    assert lufs(signal, sample_rate) == pytest.approx(true_lufs(signal, sample_rate), abs=0.08)


def test_energy_is_where_the_sound_is() -> None:
    signal = np.concatenate((np.zeros(RATE, np.float32), tone(997, 1, RATE, -6), np.zeros(RATE, np.float32)))
    energies = measure(signal, RATE).energies
    first, last = RATE // HOP_SAMPLES, 2 * RATE // HOP_SAMPLES
    assert energies[: first - 1].max() == 0
    assert energies[last + 2 :].max() == 0
    assert energies[first + 1 : last - 1].min() > 0
    assert float(energies.sum()) == pytest.approx(0.125 * 10**0.0691, rel=0.01)


@pytest.mark.parametrize("samples", [0, 1, 77, 1000, 24_000, 27_586, 100_003])
@pytest.mark.parametrize("sample_rate", RATES)
def test_the_hops_cover_every_sample_once(samples: int, sample_rate: int) -> None:
    measured = measure(np.ones(samples, np.float32), sample_rate, peaks_of_hops=True)
    count = -(-samples * RATE // (HOP_SAMPLES * sample_rate))
    assert measured.energies.size == measured.peaks.size == count
    assert np.isfinite(measured.energies).all()
    assert np.isfinite(measured.peaks).all()


@pytest.mark.parametrize("sample_rate", [24_000, RATE])
@pytest.mark.parametrize("size", [1, 997, 5001, 65_536, BLOCK_SAMPLES, BLOCK_SAMPLES + 1])
def test_how_the_signal_is_cut_does_not_change_what_is_measured(sample_rate: int, size: int) -> None:
    seconds = 0.5 if size == 1 else 7.3
    signal = full_scale_1(speech_like(seconds, 1, sample_rate=sample_rate))
    whole = measure(signal, sample_rate, peaks_of_hops=True)
    pieces = cut(signal, sample_rate, size, peaks_of_hops=True)
    np.testing.assert_allclose(pieces.energies, whole.energies, rtol=1e-4, atol=1e-12)
    np.testing.assert_array_equal(pieces.peaks, whole.peaks)
    assert pieces.true_peak == whole.true_peak
    largest = cut(signal, sample_rate, size).true_peak
    assert largest == pytest.approx(measure(signal, sample_rate).true_peak, rel=1e-4)


def test_energies_that_are_taken_early_are_those_that_come_at_the_end() -> None:
    signal = full_scale_1(speech_like(9, 2, sample_rate=RATE))
    meter, taken = Meter(RATE), []
    for at in range(0, signal.size, 30_000):
        meter.feed(signal[at : at + 30_000])
        taken.append(meter.energies())
    assert sum(each.size for each in taken) > 0.9 * signal.size / HOP_SAMPLES
    taken.append(meter.finish().energies)
    np.testing.assert_array_equal(np.concatenate(taken), cut(signal, RATE, 30_000).energies)


def test_a_block_that_is_filled_again_does_not_change_what_was_fed() -> None:
    signal = full_scale_1(speech_like(3, 2, sample_rate=RATE))
    meter, block = Meter(RATE, peaks_of_hops=True), np.empty(10_000, np.float32)
    for at in range(0, signal.size, block.size):
        part = block[: signal[at : at + block.size].size]
        part[:] = signal[at : at + block.size]
        meter.feed(part)
    measured, whole = meter.finish(), measure(signal, RATE, peaks_of_hops=True)
    np.testing.assert_allclose(measured.energies, whole.energies, rtol=1e-4, atol=1e-12)
    np.testing.assert_array_equal(measured.peaks, whole.peaks)


def test_hops_may_last_a_tenth_of_a_second() -> None:
    signal = full_scale_1(speech_like(6.25, 3, sample_rate=RATE))
    meter = Meter(RATE, hop_seconds=Fraction(1, 10))
    meter.feed(signal)
    tenths, hops = meter.finish().energies, measure(signal, RATE).energies
    assert tenths.size == 63
    assert float(tenths.sum()) == pytest.approx(float(hops.sum()), rel=0.01)


def test_the_true_peak_between_samples_is_found() -> None:
    """A quarter-rate tone at 45 degrees: its samples reach −3 dB, its peak 0 dB (EBU Tech 3341, case 16)."""
    time = np.arange(RATE)
    signal = (0.5 * np.sin(np.pi / 2 * time + np.pi / 4)).astype(np.float32)
    inside = measure(signal, RATE, peaks_of_hops=True).peaks[10:-10]
    assert decibels(float(inside.max())) == pytest.approx(decibels(0.5), abs=0.05)
    assert decibels(float(inside.min())) == pytest.approx(decibels(0.5), abs=0.05)
    assert decibels(float(np.abs(signal).max())) == pytest.approx(decibels(0.5) - 3, abs=0.1)


@pytest.mark.parametrize("sample_rate", [24_000, RATE])
def test_every_hop_has_its_own_peak(sample_rate: int) -> None:
    signal = noise(5, 50, 10_000, sample_rate) * np.linspace(0, 1, sample_rate, dtype=np.float32)
    peaks = measure(signal, sample_rate, peaks_of_hops=True).peaks
    over = np.abs(oversampled(signal, 4))
    edges = -(-np.arange(peaks.size + 1) * HOP_SAMPLES * sample_rate * 4 // RATE)
    truth = [over[a:b].max() for a, b in pairwise(edges[5:-5])]
    np.testing.assert_allclose(peaks[5:-5], truth, atol=0.002)


@pytest.mark.parametrize("band", [(0, 4000), (3000, 12_000), (9000, 16_500), (14_000, 16_900)])
def test_no_peak_between_samples_is_missed(band: tuple[float, float]) -> None:
    for seed in range(8):
        signal = noise(seed, *band)
        truth = true_peak_dbtp(signal)
        assert decibels(cut(signal, RATE, 5001).true_peak) == pytest.approx(truth, abs=0.35)
        assert decibels(measure(signal, RATE, peaks_of_hops=True).true_peak) == pytest.approx(truth, abs=0.35)


def test_a_signal_that_carries_nothing_high_may_say_so() -> None:
    for seed in range(8):
        signal = noise(seed, 0, 12_000)
        meter = Meter(RATE, highest_hz=12_000)
        meter.feed(signal)
        assert decibels(meter.finish().true_peak) == pytest.approx(true_peak_dbtp(signal), abs=0.35)


@pytest.mark.parametrize("at", [0, 1, 63, 64, 127, 128, 2000, 9_871, 9_999])
def test_a_peak_anywhere_is_found(at: int) -> None:
    signal = np.zeros(10_000, np.float32)
    signal[at] = -0.7
    for size in (10_000, 128, 77):
        assert cut(signal, RATE, size).true_peak == pytest.approx(0.7, abs=0.01)
    assert measure(signal, RATE, peaks_of_hops=True).true_peak == pytest.approx(0.7, abs=0.05)


def test_silence_and_nothing_measure_nothing() -> None:
    for samples in (0, 1, 100_000):
        measured = measure(np.zeros(samples, np.float32), RATE)
        assert not measured.energies.any()
        assert (measured.true_peak, measured.peaks.size) == (0.0, 0)
