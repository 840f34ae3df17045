from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.programme.mastering.loudness import SILENCE_LUFS, GatedLoudness, amplitude, decibels
from duologue.programme.mastering.meter import measure
from programme.measuring import tone, true_lufs
from programme.sound import full_scale_1, speech_like

RATE = 44_100


def lufs(signal: NDArray[np.float32], channels: int = 1, cut: int = 1_000_000) -> float:
    loudness = GatedLoudness(channels)
    energies = measure(signal, RATE).energies
    for at in range(0, energies.size, cut):
        loudness.feed(energies[at : at + cut])
    return loudness.lufs()


def levels(*parts: tuple[float, float]) -> NDArray[np.float32]:
    """Tones of so many dB for so many seconds, one after the other."""
    return np.concatenate([tone(1000, seconds, RATE, level_db) for level_db, seconds in parts])


def test_silence_between_does_not_count() -> None:
    """EBU Tech 3341, case 3: 10 s at −36, 60 s at −23 and 10 s at −36 LUFS read −23 on two channels."""
    assert lufs(levels((-36, 10), (-23, 60), (-36, 10)), channels=2) == pytest.approx(-23, abs=0.1)


def test_the_gates_keep_what_the_standard_keeps() -> None:
    """EBU Tech 3341, case 4: −72, −36, −23, −36, −72 LUFS read −23."""
    signal = levels((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10))
    assert lufs(signal, channels=2) == pytest.approx(-23, abs=0.1)


def test_what_is_less_than_10_lu_below_counts() -> None:
    """EBU Tech 3341, case 5: 20 s at −26, 20.1 s at −20 and 20 s at −26 LUFS read −23."""
    assert lufs(levels((-26, 20), (-20, 20.1), (-26, 20)), channels=2) == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("seed", range(4))
def test_speech_with_pauses_is_gated_as_others_gate_it(seed: int) -> None:
    parts = [full_scale_1(speech_like(3, seed + n, sample_rate=RATE, level=4000 / 3**n)) for n in range(4)]
    silence = np.zeros(RATE * 2, np.float32)
    signal = np.concatenate([each for part in parts for each in (part, silence)])
    assert lufs(signal, 2) == pytest.approx(true_lufs(signal, RATE, 2), abs=0.12)


@pytest.mark.parametrize("cut", [1, 7, 31, 1000])
def test_how_the_energies_are_cut_does_not_change_the_loudness(cut: int) -> None:
    signal = full_scale_1(speech_like(7, 3, sample_rate=RATE))
    assert lufs(signal, cut=cut) == pytest.approx(lufs(signal), abs=1e-6)


def test_hops_of_any_length_give_the_same_loudness() -> None:
    signal = full_scale_1(speech_like(20, 3, sample_rate=RATE))
    energies = np.square(signal[: RATE * 20]).reshape(-1, RATE // 10).sum(axis=1) / RATE
    tenths, halves = GatedLoudness(1, Fraction(1, 10)), GatedLoudness(1, Fraction(1, 20))
    tenths.feed(energies)
    halves.feed(np.repeat(energies / 2, 2))
    assert tenths.lufs() == pytest.approx(halves.lufs(), abs=1e-6)


def test_two_channels_are_3_lu_louder_than_one() -> None:
    signal = full_scale_1(speech_like(5, 3, sample_rate=RATE))
    assert lufs(signal, 2) - lufs(signal, 1) == pytest.approx(3.01, abs=0.02)


def test_silence_and_nothing_have_the_floor() -> None:
    assert lufs(np.zeros(RATE, np.float32)) == SILENCE_LUFS
    assert lufs(np.zeros(0, np.float32)) == SILENCE_LUFS
    assert lufs(tone(997, 0.3, RATE, -10)) == SILENCE_LUFS
    assert lufs(tone(997, 0.42, RATE, -10)) == pytest.approx(-13, abs=0.5)
    assert lufs(tone(997, 5, RATE, -80)) == SILENCE_LUFS


def test_decibels_and_amplitudes_are_each_others_way_back() -> None:
    assert decibels(0.5) == pytest.approx(-6.0206, abs=1e-4)
    assert amplitude(-6.0206) == pytest.approx(0.5, abs=1e-5)
    assert decibels(0) == decibels(1e-9) == decibels(-1) == -120
