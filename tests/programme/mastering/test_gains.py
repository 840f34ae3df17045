"""Voices of different engines and speakers meet at one loudness, measured on the decoded MP3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from duologue.model import Placement, Take, Voice
from duologue.programme.mastering import gains as gains_module
from duologue.programme.mastering.gains import (
    Gains,
    VoiceLoudness,
    predicted_lufs,
    programme_gains,
    stepped,
)
from duologue.programme.mastering.levels import TakeLevels
from duologue.programme.mastering.take_levels import measure_take
from duologue.programme.mastering.target import TARGETS, LoudnessTarget, Mastering
from duologue.programme.mp3.encoding import MONO_64
from programme.measuring import heard, true_lufs
from programme.sound import Programme, conversation, decoded, speech_like

SOFT, LOUD = 1200, 1200 * 10 ** (12 / 20)
"""12 dB apart."""


def heard_lufs(programme: Programme) -> dict[Voice, float]:
    """The loudness of each voice over all that it says."""
    samples = decoded(programme.mp3()[0])
    said: dict[Voice, list[np.ndarray[tuple[int], np.dtype[np.float32]]]] = {}
    for placement in programme.timeline().placements:
        turn = samples[placement.start_sample : placement.end_sample, 0]
        said.setdefault(placement.voiced.voice, []).append(turn)
    return {voice: true_lufs(np.concatenate(turns), 44_100, 2) for voice, turns in said.items()}


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


def levels_of(programme: Programme) -> Callable[[Placement], TakeLevels]:
    return lambda placement: measure_take(programme.load(placement.voiced.key))


def voice_gains(programme: Programme, mastering: Mastering) -> Gains:
    loudness = VoiceLoudness(mastering.encoding.channels)
    for voiced in programme.voiced:
        loudness.feed(voiced.voice, measure_take(programme.load(voiced.key)))
    return loudness.gains(mastering.target.loudness_lufs)


@pytest.mark.parametrize(
    "mastering", [Mastering(), Mastering(TARGETS["ebu"]), Mastering(TARGETS["mono"], MONO_64)]
)
def test_the_loudness_is_known_and_near_its_target_before_anything_is_encoded(mastering: Mastering) -> None:
    programme = conversation(6)
    levels, timeline = levels_of(programme), programme.timeline()
    gains = programme_gains(timeline, levels, voice_gains(programme, mastering), mastering)
    predicted = predicted_lufs(timeline, levels, gains, mastering)
    assert predicted == pytest.approx(mastering.target.loudness_lufs, abs=0.13)
    assert gains.programme_db % 0.25 == 0
    mp3, mastered = programme.mp3(mastering.target, encoding=mastering.encoding)
    assert mastered.passes == 1
    assert heard(decoded(mp3))[0] == pytest.approx(predicted, abs=0.15)


def test_what_the_limiter_takes_is_known_before() -> None:
    programme = conversation(6)
    mastering = Mastering(LoudnessTarget("loud", -9.0, -1.0))
    gains = voice_gains(programme, mastering)
    limited = predicted_lufs(programme.timeline(), levels_of(programme), gains, mastering)
    free = Mastering(LoudnessTarget("loud", -9.0, 60.0))
    assert limited < predicted_lufs(programme.timeline(), levels_of(programme), gains, free) - 1


def test_gains_come_in_steps_and_within_bounds() -> None:
    voice = Voice("test", "a")
    gains = Gains({voice: 3.5})
    assert gains.of(voice) == 3.5
    assert [gains.louder(by).programme_db for by in (0.12, 0.13, -0.13, 0.38, 99, -99)] == [
        0, 0.25, -0.25, 0.5, 24, -24,
    ]  # fmt: skip
    assert gains.louder(1).louder(1).of(voice) == 5.5
    assert [stepped(value, 0.5) for value in (0.24, 0.25, -0.25, -0.26, 7.9)] == [0, 0.5, 0, -0.5, 8]


def test_the_gain_of_a_voice_is_its_distance_from_the_target() -> None:
    loudness = VoiceLoudness(2)
    soft, silent, whisper, loud = (Voice("test", name) for name in ("soft", "silent", "whisper", "loud"))
    samples = speech_like(5, 1, level=3000)
    loudness.feed(soft, measure_take(Take(samples, 24_000)))
    loudness.feed(silent, measure_take(Take(np.zeros(48_000, np.int16), 24_000)))
    loudness.feed(whisper, measure_take(Take((samples // 100).astype(np.int16), 24_000)))
    loudness.feed(loud, measure_take(Take((samples * 2).astype(np.int16), 24_000)))
    own = true_lufs((samples / 32_768).astype(np.float32), 24_000, 2)
    gains = loudness.gains(-16)
    assert gains.of(soft) == pytest.approx(-16 - own, abs=0.26)
    assert gains.of(soft) % 0.5 == 0
    assert gains.of(soft) - gains.of(loud) == pytest.approx(6, abs=0.5)
    assert gains.of(silent) == 0
    assert 30 < gains.of(whisper) < 60
    assert loudness.gains(20).of(whisper) == 60


@pytest.mark.parametrize(("percent", "gain_db"), [(0, 0), (100, 6.02), (-50, -6.02), (-100, -120)])
def test_volume_is_decibels_on_top(percent: int, gain_db: float) -> None:
    levels = measure_take(Take(speech_like(3, 1), 24_000))
    plain, other = VoiceLoudness(2), VoiceLoudness(2)
    plain.feed(Voice("test", "a"), levels)
    other.feed(Voice("test", "a", volume_percent=percent), levels)
    (with_volume,) = other.gains(-16).voices.values()
    (without,) = plain.gains(-16).voices.values()
    assert with_volume - without == pytest.approx(gain_db, abs=0.01)


def tried(monkeypatch: pytest.MonkeyPatch, lufs_at: dict[float, float]) -> tuple[Gains, list[float]]:
    """The gains for −16 LUFS where the programme is so loud at these gains, and which were tried."""
    asked: list[float] = []

    def predicted(timeline: object, levels: object, gains: Gains, mastering: Mastering) -> float:
        asked.append(gains.programme_db)
        return lufs_at[gains.programme_db]

    monkeypatch.setattr(gains_module, "predicted_lufs", predicted)
    programme = conversation(1)
    start = Gains({programme.voiced[0].voice: 0.0})
    return programme_gains(programme.timeline(), levels_of(programme), start, Mastering()), asked


def test_of_the_gains_that_are_tried_the_closest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    gains, asked = tried(monkeypatch, {0.0: -18.0, 2.0: -13.5, -0.5: -18.6})
    assert asked == [0, 2, -0.5, 2]
    assert gains.programme_db == 0


def test_gains_that_are_near_enough_are_not_tried_further(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tried(monkeypatch, {0.0: -16.1}) == (Gains({conversation(1).voiced[0].voice: 0.0}), [0])
    gains, asked = tried(monkeypatch, {0.0: -20.0, 4.0: -15.95})
    assert (gains.programme_db, asked) == (4, [0, 4])
