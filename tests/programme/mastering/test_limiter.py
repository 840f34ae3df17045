from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.programme.mastering.limiter import apply_curve, gain_curve, limiter_ceiling
from duologue.programme.mastering.loudness import amplitude, decibels
from duologue.programme.mastering.meter import HOP_SAMPLES, measure
from programme.sound import full_scale_1, speech_like

RATE = 44_100
Floats = NDArray[np.float32]


def peaks_of(signal: Floats) -> Floats:
    return measure(signal, RATE, peaks_of_hops=True).peaks


def limited(signal: Floats, gain: float, ceiling: float) -> Floats:
    curve = gain_curve(peaks_of(signal), gain, ceiling)
    assert curve is not None
    return np.multiply(apply_curve(signal, 0, curve), gain, dtype=np.float32)


def test_peaks_stay_under_the_ceiling_and_the_rest_is_left_alone() -> None:
    signal = full_scale_1(speech_like(4, 2, sample_rate=RATE, level=14_000))
    signal[:2000] *= 0.01
    gain, ceiling = amplitude(8), amplitude(-2)
    largest = float(peaks_of(limited(signal, gain, ceiling)).max())
    assert ceiling * amplitude(-0.5) <= largest <= ceiling * amplitude(0.1)
    curve = gain_curve(peaks_of(signal), gain, ceiling)
    assert curve is not None
    assert (curve == 1).any()
    assert curve.max() == 1


@pytest.mark.parametrize("place", [0, 10, HOP_SAMPLES // 2, HOP_SAMPLES - 10, HOP_SAMPLES - 1])
def test_a_click_is_held_wherever_it_lies_in_its_hop(place: int) -> None:
    """A sample lies between the middles of two hops: both need its gain.

    A click of one sample measures 0.957 at four times the rate, for half of the band's edge is lost.
    """
    signal = np.zeros(HOP_SAMPLES * 60, np.float32)
    signal[HOP_SAMPLES * 30 + place] = 1.0
    assert float(np.abs(limited(signal, 1.0, 0.1)).max()) <= 0.1001 / 0.957


def test_a_loud_hop_holds_its_neighbours_as_low_as_itself() -> None:
    peaks = np.full(50, 0.1, np.float32)
    peaks[20] = 1.0
    curve = gain_curve(peaks, 1.0, 0.5)
    assert curve is not None
    assert curve[19:22] == pytest.approx([0.5, 0.5, 0.5], abs=1e-6)
    assert curve[18] > 0.5
    assert curve[22] > 0.5


@pytest.mark.parametrize("at", [0, 49])
def test_a_loud_first_or_last_hop_is_held(at: int) -> None:
    peaks = np.full(50, 0.1, np.float32)
    peaks[at] = 1.0
    curve = gain_curve(peaks, 1.0, 0.5)
    assert curve is not None
    assert curve[at] == pytest.approx(0.5, abs=1e-6)
    assert curve.size == 50


def test_nothing_is_done_where_nothing_is_too_loud() -> None:
    assert gain_curve(np.full(10, 0.5, np.float32), 1.0, 0.6) is None
    assert gain_curve(np.full(10, 0.5, np.float32), 1.2, 0.6) is None
    assert gain_curve(np.full(10, 0.5, np.float32), 1.21, 0.6) is not None
    assert gain_curve(np.zeros(0, np.float32), 1.0, 0.6) is None


def test_the_gain_falls_and_rises_as_fast_as_said() -> None:
    peaks = np.full(300, 0.1, np.float32)
    peaks[150] = 2.0
    curve = gain_curve(peaks, 1.0, 0.5)
    assert curve is not None
    steps = np.diff(20 * np.log10(curve))
    assert steps.min() == pytest.approx(-3.3, abs=0.01)
    assert steps.max() == pytest.approx(0.33, abs=0.01)
    assert 20 * np.log10(curve[150]) == pytest.approx(decibels(0.5) - decibels(2.0), abs=0.001)
    assert np.flatnonzero(curve < 0.9999).tolist() == list(range(146, 188))


def test_the_gain_goes_in_straight_lines_between_the_middles_of_hops() -> None:
    curve = np.array([1.0, 1.0, 0.5, 0.5, 1.0], np.float32)
    applied = apply_curve(np.ones(5 * HOP_SAMPLES, np.float32), 0, curve)
    middle = HOP_SAMPLES // 2
    assert applied[: HOP_SAMPLES + middle].min() == 1
    assert applied[2 * HOP_SAMPLES] == pytest.approx(0.75, abs=1e-6)
    assert applied[2 * HOP_SAMPLES + middle : 3 * HOP_SAMPLES + middle].max() == 0.5
    assert applied[4 * HOP_SAMPLES + middle :].min() == 1


def test_before_the_first_middle_and_behind_the_last_the_gain_stays() -> None:
    curve = np.array([0.3, 0.9, 0.5, 0.5, 0.7], np.float32)
    applied = apply_curve(np.ones(5 * HOP_SAMPLES, np.float32), 0, curve)
    assert applied[: HOP_SAMPLES // 2] == pytest.approx(0.3)
    assert applied[-HOP_SAMPLES // 2 :] == pytest.approx(0.7)


@pytest.mark.parametrize("at", [1, 71, 72, 143, 144, 1000, 40_000])
def test_a_limited_block_is_the_same_wherever_blocks_are_cut(at: int) -> None:
    signal = full_scale_1(speech_like(1, 2, sample_rate=RATE))
    curve = gain_curve(peaks_of(signal), 8.0, 0.5)
    assert curve is not None
    whole = apply_curve(signal, 0, curve)
    cut = np.concatenate([apply_curve(signal[:at], 0, curve), apply_curve(signal[at:], at, curve)])
    np.testing.assert_array_equal(whole, cut)


def test_a_block_that_is_not_limited_is_not_copied() -> None:
    signal = np.ones(1000, np.float32)
    assert apply_curve(signal, 0, np.ones(20, np.float32)) is signal
    assert apply_curve(signal, 99 * HOP_SAMPLES, np.full(20, 0.5, np.float32)) is signal


def test_the_ceiling_is_a_little_below_the_target() -> None:
    assert limiter_ceiling(-1.0) == pytest.approx(amplitude(-2.0))
    assert limiter_ceiling(-1.0, lower_db=0.5) == pytest.approx(amplitude(-2.5))
