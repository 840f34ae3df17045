"""Voices of different engines and speakers meet at one loudness, measured on the decoded MP3."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from duologue.model import Voice
from duologue.programme.mastering.limiter import STRETCH_SAMPLES
from duologue.programme.mastering.loudness import GatedLoudness, Meter
from programme.sound import Programme, decoded, speech_like

SOFT, LOUD = 1200, 1200 * 10 ** (12 / 20)
"""12 dB apart."""


def heard_lufs(programme: Programme) -> dict[Voice, float]:
    """The loudness of each voice over all that it says."""
    samples = decoded(programme.mp3()[0])
    said: dict[Voice, list[np.ndarray[tuple[int], np.dtype[np.float32]]]] = {}
    for placement in programme.timeline().placements:
        turn = samples[placement.start_sample : placement.end_sample, 0]
        said.setdefault(placement.voiced.voice, []).append(turn)
    found = {}
    for voice, turns in said.items():
        signal = np.concatenate(turns)
        meter = Meter(signal.size, 44_100, (STRETCH_SAMPLES, 44_100))
        meter.feed(signal)
        meter.finish()
        loudness = GatedLoudness(STRETCH_SAMPLES, 44_100, samples.shape[1])
        loudness.feed(meter.energies)
        found[voice] = loudness.lufs()
    return found


def two_voices(soft: Voice, loud: Voice, rates: tuple[int, int]) -> Programme:
    """A conversation of six turns: one voice 12 dB softer than the other."""
    programme = Programme()
    for turn in range(6):
        asking = turn % 2 == 0
        level, pitch_hz, rate = (SOFT, 210, rates[0]) if asking else (LOUD, 120, rates[1])
        sound = speech_like(3 + turn * 0.4, turn, level=level, pitch_hz=pitch_hz, sample_rate=rate)
        programme.say(sound, "Q" if asking else "A", sample_rate=rate)
    programme.voiced = [
        replace(voiced, voice=loud if turn % 2 else soft) for turn, voiced in enumerate(programme.voiced)
    ]
    return programme


@pytest.mark.parametrize(
    ("soft", "loud", "rates"),
    [
        (Voice("edge", "zh-CN-XiaoxiaoNeural"), Voice("kokoro", "zm_yunxi"), (24_000, 24_000)),
        (Voice("kokoro", "zf_xiaobei"), Voice("openai", "alloy"), (24_000, 44_100)),
        (Voice("kokoro", "same"), Voice("edge", "same"), (24_000, 48_000)),
        (Voice("kokoro", "zf_xiaobei"), Voice("kokoro", "zf_xiaobei", rate_percent=15), (24_000, 24_000)),
    ],
)
def test_voices_12_db_apart_end_within_half_a_unit(soft: Voice, loud: Voice, rates: tuple[int, int]) -> None:
    found = heard_lufs(two_voices(soft, loud, rates))
    assert set(found) == {soft, loud}
    assert abs(found[soft] - found[loud]) <= 0.5, found


def test_a_voices_volume_comes_on_top_of_the_matched_level() -> None:
    soft = Voice("edge", "zh-CN-XiaoxiaoNeural", volume_percent=-30)
    found = heard_lufs(two_voices(soft, Voice("kokoro", "zm_yunxi"), (24_000, 24_000)))
    quieter_by = found[soft] - found[Voice("kokoro", "zm_yunxi")]
    # 3.1 dB before the limiter, which takes some back from the louder voice.
    assert -3.6 < quieter_by < -1.5
