"""Frames of noise that no encoder wrote: another's decoder plays them at the level that was asked for."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from duologue.programme.mastering.loudness import decibels
from duologue.programme.mp3.encoder import FrameEncoder
from duologue.programme.mp3.encoding import ENCODINGS, FRAME_SAMPLES, STEREO_128, Encoding
from duologue.programme.mp3.frames import frame_count
from duologue.programme.mp3.tone_frames import BAND_EDGES, FALLS, LOOP_FRAMES, tone_frames, with_tone
from programme.sound import speech_like

all_encodings = pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)


def played(frames: bytes) -> NDArray[np.float32]:
    samples: NDArray[np.float32] = soundfile.read(io.BytesIO(frames), dtype="float32", always_2d=True)[0]
    return samples


def rms_db(samples: NDArray[np.float32]) -> float:
    return decibels(float(np.sqrt(np.mean(np.square(samples)))))


@all_encodings
def test_the_frames_are_of_a_constant_bit_rate_and_the_same_on_both_sides(encoding: Encoding) -> None:
    frames = tone_frames(encoding, -40, 0, 200)
    assert frame_count(frames) == 200
    assert len(frames) == encoding.bytes_of(200)
    assert tone_frames(encoding, -40, 0, 70) + tone_frames(encoding, -40, 70, 200) == frames
    heard = played(frames)
    assert heard.shape == (200 * FRAME_SAMPLES, encoding.channels)
    assert np.array_equal(heard[:, 0], heard[:, -1])


@all_encodings
@pytest.mark.parametrize("gain", [-60, -52, -20])
def test_a_line_of_amplitude_a_has_the_mean_square_of_half_a_squared(encoding: Encoding, gain: int) -> None:
    amplitudes = np.repeat(2.0 ** (gain / 4 - 0.5 * np.array(FALLS)), np.diff(BAND_EDGES))
    expected = decibels(float(np.sqrt(np.square(amplitudes).sum() / 2)))
    assert rms_db(played(tone_frames(encoding, gain, 0, 300))[2 * FRAME_SAMPLES :]) == pytest.approx(
        expected, abs=0.1
    )


def test_the_noise_is_even_and_begins_again_after_a_loop() -> None:
    heard = played(tone_frames(STEREO_128, -40, 0, 3 * LOOP_FRAMES))[2 * FRAME_SAMPLES :, 0]
    loop = LOOP_FRAMES * FRAME_SAMPLES
    np.testing.assert_allclose(heard[:loop], heard[loop : 2 * loop], atol=1e-6)
    tenths = heard[: heard.size // 4410 * 4410].reshape(-1, 4410)
    levels = [rms_db(each) for each in tenths]
    assert max(levels) - min(levels) < 4
    assert abs(float(np.corrcoef(heard[: loop // 2], heard[loop // 2 : loop])[0, 1])) < 0.1


@all_encodings
def test_an_encoders_first_frame_gives_way_to_the_noise_and_no_other_changes(encoding: Encoding) -> None:
    encoder = FrameEncoder(encoding, 60)
    noise = np.random.default_rng(1).standard_normal(FRAME_SAMPLES) * 11
    encoder.write(np.concatenate((noise.astype(np.int16), speech_like(1.2, 3, sample_rate=44_100))))
    stream = encoder.finish()
    changed = with_tone(stream, encoding, -52)
    assert len(changed) == len(stream)
    assert changed[: encoding.frame_bytes // 4] != stream[: encoding.frame_bytes // 4]
    before, after = played(stream), played(changed)
    assert np.abs(after[: FRAME_SAMPLES // 2]).max() > 0
    # The noise's last granule ends within the first half of the second frame.
    np.testing.assert_allclose(after[3 * FRAME_SAMPLES :], before[3 * FRAME_SAMPLES :], atol=1e-6)


def test_a_stream_whose_second_frame_needs_the_room_stays_as_it_is() -> None:
    encoder = FrameEncoder(STEREO_128, 10)
    encoder.write(speech_like(0.2, 3, sample_rate=44_100))
    stream = bytearray(encoder.finish())
    second = STEREO_128.frame_bytes + 4
    begins_before = STEREO_128.frame_bytes - 36 - 83
    stream[second : second + 2] = (begins_before << 7).to_bytes(2, "big")
    assert with_tone(bytes(stream), STEREO_128, -52) == stream
