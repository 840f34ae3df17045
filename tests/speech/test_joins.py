"""Where two chunks of a paragraph meet there is no click, no step of level, and a natural pause."""

import asyncio

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.model import Voice
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.phonemes import KokoroFrontEnd
from duologue.speech.spoken import spoken_form

RATE = 24_000
MANDARIN = (
    "我们搬到河边的那一年，厂里只剩下两台旧机器，一台修好了，另一台拆了当零件用。工人们白天干活，晚上围着炉子说话，"
    "谁也不知道下个月有没有工钱。后来有人从城里带回来一张订单，要得急，量又大，大家连夜把仓库腾空。真的做得完吗？"
    "我心里没有底。"
)
ENGLISH = (
    "The year we moved to the river there were two old machines left in the shop, and one of them was only "
    "good for parts. People worked all day and talked around the stove at night, because nobody knew whether "
    "there would be any wages next month. Could we really finish it in time? I was not sure at all."
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language", "voice"), [(MANDARIN, "zh-CN", "zm_yunxi"), (ENGLISH, "en-US", "am_michael")]
)
def test_joins_inside_a_paragraph_are_not_heard(text: str, language: str, voice: str) -> None:
    form = spoken_form(text, language)
    chunks = KokoroFrontEnd().chunks(form, language)
    sound = asyncio.run(speak(SpeechRequest(form, Voice("kokoro", voice), language)))
    pauses = digital_silence(sound, RATE // 50)
    assert len(chunks) > 2
    assert len(pauses) == len(chunks) - 1
    for start, end in pauses:
        # No click: the sound has died away before the pause and begins from nothing behind it.
        assert level_db(sound[start - RATE // 100 : start]) < -45
        assert level_db(sound[end : end + RATE // 200]) < -45
        around = sound[start - RATE // 100 : end + RATE // 200].astype(np.int32)
        assert np.abs(np.diff(around)).max() < 400
        assert 0.15 < (end - start) / RATE < 0.6
    # No step: what lies on both sides of a pause is about equally loud.
    edges = [0, *(edge for pause in pauses for edge in pause), sound.size]
    levels = [level_db(sound[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert np.abs(np.diff(levels)).max() < 4


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("真的做得完吗？", "zh-CN"),
        ("你觉得呢？！", "zh-CN"),
        ("Could we finish it?", "en-US"),
        ("“Really?”", "en-US"),
    ],
)
def test_a_question_reaches_the_model_as_one(text: str, language: str) -> None:
    chunks = KokoroFrontEnd().chunks(spoken_form(text, language), language)
    assert chunks[-1].ends == "?"
    assert chunks[-1].phonemes.rstrip(" ”").endswith("?")


async def speak(request: SpeechRequest) -> NDArray[np.int16]:
    engine = KokoroEngine()
    try:
        return (await engine.speak(request)).samples
    finally:
        await engine.close()


def digital_silence(sound: NDArray[np.int16], least: int) -> list[tuple[int, int]]:
    """Runs of zeros of at least so many samples, inside the sound."""
    zero = np.concatenate([[False], sound == 0, [False]])
    starts = np.flatnonzero(~zero[:-1] & zero[1:])
    ends = np.flatnonzero(zero[:-1] & ~zero[1:])
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= least]


def level_db(sound: NDArray[np.int16]) -> float:
    """RMS in dB of full scale."""
    return float(10 * np.log10(np.mean((sound / 32768.0) ** 2) + 1e-12))
