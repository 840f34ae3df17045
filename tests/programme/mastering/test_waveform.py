"""The waveform shows where a programme sounds, softly or loudly, whatever pieces it comes in."""

from __future__ import annotations

import numpy as np
import pytest

from duologue.programme.mastering.waveform import BARS, Waveform
from programme.sound import Programme, speech_like


def levels(energies: np.ndarray, piece: int = 1000) -> str:
    waveform = Waveform(energies.size)
    for start in range(0, energies.size, piece):
        waveform.feed(energies[start : start + piece])
    return waveform.levels()


def heights(text: str) -> list[int]:
    return [int(digit, 36) for digit in text]


def test_it_is_as_loud_as_each_part_is() -> None:
    amplitude = np.repeat([0.0, 0.1, 0.2, 0.4], 25 * BARS).astype(np.float32)
    found = heights(levels(amplitude**2))
    assert len(found) == BARS
    quarter = BARS // 4
    parts = [set(found[n * quarter : (n + 1) * quarter]) for n in range(4)]
    assert parts[0] == {0}
    assert all(len(part) == 1 for part in parts)
    assert 0 < min(parts[1]) < min(parts[2]) < min(parts[3]) == 35


@pytest.mark.parametrize("piece", [1, 7, 999, 10**6])
def test_pieces_of_any_length_give_the_same(piece: int) -> None:
    energies = np.random.default_rng(3).random(4321).astype(np.float32)
    assert levels(energies, piece) == levels(energies)


@pytest.mark.parametrize("count", [1, 3, BARS - 1, BARS, BARS + 1])
def test_a_short_programme_has_as_many_levels(count: int) -> None:
    assert len(levels(np.ones(count, np.float32))) == BARS


def test_silence_is_silence_and_nothing_is_nothing() -> None:
    assert levels(np.zeros(5000, np.float32)) == "0" * BARS
    assert Waveform(100).levels() == ""


def test_a_programme_says_its_own_waveform_and_the_same_again() -> None:
    programme = Programme().say(speech_like(3, 1), "Q").say(speech_like(4, 2), "A")
    _, mastered = programme.mp3()
    assert len(mastered.waveform) == BARS
    found = heights(mastered.waveform)
    assert max(found) == 35
    assert found[-1] == 0, "the tail is silent"
    assert programme.mp3()[1].waveform == mastered.waveform
