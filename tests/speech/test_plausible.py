"""What cannot be the sound of its text is refused before any work is done with it."""

from __future__ import annotations

import numpy as np
import pytest

from duologue.errors import NoAudio
from duologue.model import Take
from duologue.speech.plausible import check_plausible
from speech.engine_of_tones import request

FORM = request("这句话说得不长也不短，大约三秒。").form


def take(seconds: float, sample_rate: int = 24_000) -> Take:
    return Take(np.full(round(seconds * sample_rate), 5000, np.int16), sample_rate)


@pytest.mark.parametrize("sample_rate", [8_000, 24_000, 192_000])
def test_a_take_at_any_rate_of_speech_is_accepted(sample_rate: int) -> None:
    check_plausible(take(3, sample_rate), FORM)


@pytest.mark.parametrize("sample_rate", [0, 1, 7_999, 192_001, 2**31])
def test_a_take_at_no_rate_of_speech_is_refused(sample_rate: int) -> None:
    with pytest.raises(NoAudio, match=f"a rate of {sample_rate} Hz; speech has 8000 to 192000 Hz"):
        check_plausible(Take(np.full(72_000, 5000, np.int16), sample_rate), FORM)


@pytest.mark.parametrize("seconds", [0.05, 20, 1000])
def test_a_take_far_too_short_or_long_for_its_text_is_refused(seconds: float) -> None:
    with pytest.raises(NoAudio, match="but its text about"):
        check_plausible(take(seconds), FORM)


def test_an_endless_take_is_refused_without_being_looked_at() -> None:
    endless = np.broadcast_to(np.int16(5000), (10**13,))
    with pytest.raises(NoAudio, match="but its text about"):
        check_plausible(Take(endless, 24_000), FORM)


@pytest.mark.parametrize("samples", [np.zeros(0, np.int16), np.full(72_000, 99, np.int16)])
def test_silence_is_refused(samples: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
    with pytest.raises(NoAudio, match="is silent"):
        check_plausible(Take(samples, 24_000), FORM)
