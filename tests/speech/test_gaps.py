"""Sentences said in one breath are parted where it is silent between them, and only where that is clear."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.speech.gaps import sentence_begins, sentence_gaps

RATE = 24_000


def sound(*parts_ms: int) -> NDArray[np.int16]:
    """Tone, silence, tone, … of so many milliseconds each."""
    pieces = []
    for number, part in enumerate(parts_ms):
        times = np.arange(part * RATE // 1000)
        pieces.append(np.sin(times * 0.05) * (8000 if number % 2 == 0 else 0))
    return np.concatenate(pieces).astype(np.int16)


def test_the_silence_between_two_sentences_is_found() -> None:
    (gap,) = sentence_gaps(sound(1000, 300, 1000), RATE, [0.5])
    assert gap is not None
    assert gap.start == pytest.approx(1.0 * RATE, abs=RATE // 100)
    assert gap.end == pytest.approx(1.3 * RATE, abs=RATE // 100)


def test_the_longer_pause_is_the_sentence_s_and_the_shorter_a_comma_s() -> None:
    (gap,) = sentence_gaps(sound(500, 120, 500, 300, 1000), RATE, [0.5])
    assert gap is not None
    assert gap.end == pytest.approx(1.42 * RATE, abs=RATE // 100)


@pytest.mark.parametrize(
    ("parts_ms", "share"),
    [
        ((2000,), 0.5),
        ((1000, 60, 1000), 0.5),
        ((800, 200, 200, 210, 800), 0.5),
        ((300, 300, 2000), 0.8),
        ((0,), 0.5),
    ],
)
def test_what_is_not_clear_stays_together(parts_ms: tuple[int, ...], share: float) -> None:
    assert sentence_gaps(sound(*parts_ms), RATE, [share]) == (None,)


def test_several_sentences_have_their_gaps_in_order() -> None:
    first, second = sentence_gaps(sound(1000, 300, 1000, 300, 1000), RATE, [0.33, 0.66])
    assert first is not None
    assert second is not None
    assert first.end <= second.start


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("真的吗？我不信。好吧。", [4, 8]),
        ("他说：“走。”然后走了。", [7]),
        ("Badly. In 2004 I drove. Then 3.14 came.", [7, 24]),
        ("Dr. Lin came.", []),
        ("一句。", []),
        ("", []),
    ],
)
def test_sentences_begin_behind_the_marks_that_end_them(text: str, begins: list[int]) -> None:
    assert sentence_begins(text) == begins
