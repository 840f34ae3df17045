import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duologue.speech.trim import trim

RATE = 24_000


def tone(seconds: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return (8000 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)).astype(np.int16)


def silence(seconds: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.zeros(round(seconds * RATE), np.int16)


def test_silence_around_speech_is_cut_and_speech_kept() -> None:
    cut = trim(np.concatenate([silence(0.5), tone(1), silence(0.7)]), RATE)
    assert abs(cut.start - 0.485 * RATE) <= RATE // 100
    assert abs(cut.end - 1.56 * RATE) <= RATE // 100
    assert cut.samples.size == cut.end - cut.start


def test_a_silence_inside_stays() -> None:
    cut = trim(np.concatenate([tone(0.5), silence(2), tone(0.5)]), RATE)
    assert cut.samples.size == 3 * RATE


def test_both_ends_are_faded_so_that_no_join_clicks() -> None:
    cut = trim(tone(1), RATE)
    assert cut.samples[0] == 0
    assert cut.samples[-1] == 0


@given(st.integers(0, 5000), st.integers(0, 19))
def test_silence_is_nothing(length: int, loudest: int) -> None:
    noise = np.random.default_rng(length).integers(-loudest, loudest + 1, length).astype(np.int16)
    cut = trim(noise, RATE)
    assert (cut.samples.size, cut.start, cut.end) == (0, 0, 0)
