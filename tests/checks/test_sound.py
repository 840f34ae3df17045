from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from duologue.checks.sound import Excerpt, measure_sound
from duologue.programme.mp3.crc16 import crc16
from duologue.programme.mp3.encoding import FRAME_SAMPLES, STEREO_128
from duologue.programme.mp3.frame_walk import NoMp3Error, walk_frames
from duologue.programme.mp3.frames import silent_frames
from duologue.programme.mp3.info_header import info_header
from programme.sound import conversation, decoded, full_scale_1, speech_like


def peak_bytes(path: Path) -> int:
    tracemalloc.start()
    measure_sound(path)
    walk_frames(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def wav(path: Path, samples: NDArray[np.float32]) -> Path:
    soundfile.write(path, samples, 44_100, subtype="FLOAT")
    return path


def test_what_is_measured_is_what_mastering_promised(tmp_path: Path) -> None:
    mp3, mastered = conversation(6).mp3()
    (tmp_path / "a.mp3").write_bytes(mp3)
    sound = measure_sound(tmp_path / "a.mp3")
    assert sound.samples == mastered.samples
    assert sound.loudness_lufs == pytest.approx(mastered.loudness_lufs, abs=0.05)
    assert sound.true_peak_dbtp == pytest.approx(mastered.true_peak_dbtp, abs=0.2)
    frames = walk_frames(tmp_path / "a.mp3")
    assert (frames.samples, frames.frames) == (mastered.samples, mastered.frames)
    assert frames.crc16 == frames.info.crc16


def test_memory_does_not_grow_with_the_programme(tmp_path: Path) -> None:
    peaks = []
    for seconds in (300, 900):
        path = tmp_path / f"{seconds}.mp3"
        path.write_bytes(mp3_of_seconds(seconds))
        peak_bytes(path)  # tables that are made once
        peaks.append(peak_bytes(path))
    assert peaks[1] < peaks[0] + 400_000


def mp3_of_seconds(seconds: int) -> bytes:
    """Silence, long enough."""
    frames = seconds * 44_100 // FRAME_SAMPLES
    encoded = silent_frames(STEREO_128, 0, frames)
    return info_header(STEREO_128, frames, len(encoded), crc16(encoded)) + encoded


def test_the_stretches_that_were_asked_for_are_kept_across_blocks(tmp_path: Path) -> None:
    mp3, _ = conversation(4).mp3()
    (tmp_path / "a.mp3").write_bytes(mp3)
    whole = decoded(mp3)[:, 0]
    stretches = [Excerpt(0, 100), Excerpt(112_000, 300_000), Excerpt(whole.size - 50, whole.size + 50)]
    kept = measure_sound(tmp_path / "a.mp3", stretches).excerpts
    for stretch, samples in zip(stretches, kept, strict=True):
        np.testing.assert_array_equal(samples, whole[stretch.start : stretch.end])


def test_a_second_channel_that_differs_is_measured_too(tmp_path: Path) -> None:
    speech = full_scale_1(speech_like(4, 1))
    left = wav(tmp_path / "left.wav", np.stack([speech, np.zeros_like(speech)], axis=1))
    both = wav(tmp_path / "both.wav", np.stack([speech, speech], axis=1))
    difference = measure_sound(both).loudness_lufs - measure_sound(left).loudness_lufs
    assert difference == pytest.approx(3.01, abs=0.05)


def test_three_samples_at_full_scale_clip_and_two_do_not(tmp_path: Path) -> None:
    samples = np.zeros(44_100, np.float32)
    samples[1000:1003] = 1.0
    samples[2000:2002] = -1.0
    assert measure_sound(wav(tmp_path / "a.wav", samples)).clipped == (1000,)


def test_levels_are_those_of_ten_milliseconds(tmp_path: Path) -> None:
    samples = np.zeros(44_100, np.float32)
    samples[441:882] = 0.1
    sound = measure_sound(wav(tmp_path / "a.wav", samples))
    assert sound.levels_db[:3].tolist() == [-120, -20, -120]
    assert sound.level_db(0, 44_100) == -20
    assert sound.level_db(882, 44_100) == -120


def test_what_is_no_mp3_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    for content in (b"", b"ID3", b"\xff\xfb\x90", bytes(5000), io.BytesIO(b"RIFF").getvalue()):
        path.write_bytes(content)
        with pytest.raises(NoMp3Error, match="Info header"):
            walk_frames(path)
