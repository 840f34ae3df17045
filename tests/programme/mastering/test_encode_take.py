"""One take into its planned frames: gain, limiter, the peak that a player hears."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from duologue.errors import EpisodeError
from duologue.model import Take
from duologue.programme.mastering import encode_take as module
from duologue.programme.mastering.encode_take import EncodedFrames, PlannedFrames, encode_pause, encode_take
from duologue.programme.mastering.limiter import Floats, gain_curve
from duologue.programme.mastering.loudness import GatedLoudness, amplitude, decibels
from duologue.programme.mastering.meter import HOPS_PER_FRAME
from duologue.programme.mastering.room_tone import RoomTone
from duologue.programme.mastering.take_levels import measure_take
from duologue.programme.mp3.crc16 import crc16
from duologue.programme.mp3.encoder import DECODER_DELAY_SAMPLES
from duologue.programme.mp3.encoding import FRAME_SAMPLES, MONO_64, STEREO_128
from duologue.programme.mp3.frames import frame_count, silent_frames
from programme.measuring import heard, tone, true_peak_dbtp
from programme.sound import decoded, speech_like

RATE = 44_100


def planned(take: Take, *, gain_db: float = 0.0, pause_frames: int = 20) -> PlannedFrames:
    samples = take.samples.size * RATE // take.sample_rate
    frames = -(-samples // FRAME_SAMPLES) + pause_frames
    return PlannedFrames(None, samples, frames, gain_db, -1.0, STEREO_128)


def encoded(take: Take, **options: float) -> EncodedFrames:
    return encode_take(planned(take, **options), take, measure_take(take))  # type: ignore[arg-type]


def played(frames: EncodedFrames) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return decoded(frames.encoded)[DECODER_DELAY_SAMPLES:, 0]


def speech(level: float = 6000, sample_rate: int = RATE) -> Take:
    return Take(speech_like(2.5, 3, level=level, sample_rate=sample_rate), sample_rate)


def test_what_is_measured_is_what_is_heard() -> None:
    frames = encoded(speech(), gain_db=3.0)
    loudness = GatedLoudness(2)
    loudness.feed(frames.energies)
    lufs, peak = heard(decoded(frames.encoded)[DECODER_DELAY_SAMPLES:])
    assert loudness.lufs() == pytest.approx(lufs, abs=0.1)
    assert decibels(frames.true_peak) == pytest.approx(peak, abs=0.05)
    assert frames.crc16 == crc16(frames.encoded)


def test_the_frames_are_as_many_as_planned_and_so_are_their_hops() -> None:
    take = speech()
    plan = planned(take)
    frames = encoded(take)
    assert frame_count(frames.encoded) == plan.frames
    assert frames.energies.size == plan.frames * HOPS_PER_FRAME
    assert not frames.energies[-10 * HOPS_PER_FRAME :].any()
    assert frames.energies[: 20 * HOPS_PER_FRAME].any()


@pytest.mark.parametrize("gain_db", [-12.0, 0.0, 6.0])
def test_a_soft_take_comes_out_with_its_gain(gain_db: float) -> None:
    take = Take((tone(500, 3, RATE, -18) * 32_767).astype(np.int16), RATE)
    heard_samples = played(encoded(take, gain_db=gain_db))[: take.samples.size]
    original = take.samples / 32_768 * amplitude(gain_db)
    gain = float(np.dot(original, heard_samples) / np.dot(original, original))
    assert gain == pytest.approx(1, abs=0.01)


def test_no_sample_is_wrapped_around_however_loud_the_take_is() -> None:
    square = (np.sign(np.sin(np.arange(RATE) * 0.05)) * 32_767).astype(np.int16)
    frames = encoded(Take(square, RATE), gain_db=0.0)
    assert decibels(frames.true_peak) <= -1
    assert float(np.abs(played(frames)).max()) <= amplitude(-1)


def bursts() -> Take:
    """Short bursts of noise, which encoding moves by more than the ceiling is below the target."""
    samples = speech_like(3, 1, level=400, sample_rate=RATE).astype(np.float64)
    for at in range(3000, samples.size - 400, RATE // 7):
        burst = np.exp(-np.arange(60) / 12) * np.random.default_rng(at).standard_normal(60)
        samples[at : at + 60] += burst / np.abs(burst).max() * 30_000
    return Take(np.clip(samples, -32_768, 32_767).astype(np.int16), RATE)


@pytest.mark.parametrize("above_db", [-0.6, -0.4, -0.2, 0.0, 0.3])
def test_a_take_whose_decoded_peak_is_too_high_is_limited_lower_and_encoded_again(
    monkeypatch: pytest.MonkeyPatch, above_db: float
) -> None:
    monkeypatch.setattr(
        module, "limiter_ceiling", lambda target, lower=0.0: amplitude(target + above_db - lower)
    )
    ceilings: list[float] = []

    def limit(peaks: Floats, gain: float, ceiling: float) -> Floats | None:
        ceilings.append(ceiling)
        return gain_curve(peaks, gain, ceiling)

    monkeypatch.setattr(module, "gain_curve", limit)
    frames = encoded(bursts(), gain_db=3.0)
    assert len(ceilings) > 1
    assert ceilings[0] == amplitude(-1 + above_db)
    assert ceilings == sorted(ceilings, reverse=True)
    assert decibels(frames.true_peak) <= -1
    assert true_peak_dbtp(played(frames)) <= -0.95


def test_a_take_whose_peaks_stay_too_high_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "limiter_ceiling", lambda target, lower=0.0: 1.0)
    with pytest.raises(EpisodeError, match=r"peaks stay \d\.\d dB above -1\.0 dBTP"):
        encoded(speech(level=30_000), gain_db=12.0)


def test_channels_that_decode_differently_are_both_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    measured = module._decoded

    def one_differs(data: bytes, highest_hz: float, channels: int) -> object:
        asked.append(channels)
        return [] if channels == 1 else measured(data, highest_hz, channels)

    plain = encoded(speech())
    monkeypatch.setattr(module, "_decoded", one_differs)
    both = encoded(speech())
    assert asked == [1, 2]
    np.testing.assert_allclose(both.energies, plain.energies, rtol=1e-5)
    assert both.true_peak == plain.true_peak


def test_silence_is_silent_frames() -> None:
    plan = PlannedFrames(None, 0, 30, 0.0, -1.0, STEREO_128)
    frames = encode_pause(plan)
    assert frames.encoded == silent_frames(STEREO_128, 0, 30)
    assert frames.true_peak == 0
    assert not frames.energies.any()
    empty = Take(np.zeros(0, np.int16), RATE)
    assert encode_take(plan, empty, measure_take(empty)).encoded == frames.encoded


def test_the_key_says_all_that_shapes_the_frames() -> None:
    plan = PlannedFrames("ab", 1000, 3, 1.0, -1.0, STEREO_128)
    other = [
        replace(plan, sound="cd"),
        replace(plan, sound=None),
        replace(plan, samples=1001),
        replace(plan, frames=4),
        replace(plan, gain_db=1.01),
        replace(plan, true_peak_dbtp=-1.01),
        replace(plan, encoding=MONO_64),
        replace(plan, tone=RoomTone(-52)),
        replace(plan, tone=RoomTone(-51)),
        replace(plan, lead_frames=1),
        replace(plan, encoding=replace(STEREO_128, quality=3)),
        replace(plan, encoding=replace(STEREO_128, bitrate_kbps=160)),
    ]
    assert len({each.key() for each in (plan, *other)}) == len(other) + 1
    assert replace(plan, gain_db=1.001).key() == plan.key()
    assert replace(plan, encoding=replace(STEREO_128, name="x")).key() == plan.key()
