"""Room tone: under everything, at its level, without a seam, and of nothing but the take it belongs to."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from duologue.model import Timeline
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.loudness import decibels
from duologue.programme.mastering.room_tone import RoomTone
from duologue.programme.mastering.target import TARGETS, Mastering
from duologue.programme.mp3.encoding import ENCODINGS, FRAME_SAMPLES, MONO_64, STEREO_128, Encoding
from duologue.programme.mp3.tone_frames import tone_frames
from duologue.programme.pauses import PauseRules
from duologue.store.local import LocalStore
from programme.measuring import heard
from programme.sound import Programme, conversation, decoded, speech_like

TONE = RoomTone.at(-70)
FIVE_MS = 220


def mastered(
    programme: Programme,
    *,
    tone: RoomTone | None = TONE,
    encoding: Encoding = STEREO_128,
    timeline: Timeline | None = None,
    cache: FrameCache | None = None,
) -> tuple[bytes, Mastered]:
    sink = io.BytesIO()
    mastering = Mastering(TARGETS["podcast"], encoding, tone)
    result = assemble(timeline or programme.timeline(), programme, mastering, sink, cache=cache)
    return sink.getvalue(), result


def levels_db(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """RMS of every 5 ms of what a player of 16 bits hears, −120 for digital silence."""
    whole = np.rint(samples[: samples.size // FIVE_MS * FIVE_MS].reshape(-1, FIVE_MS) * 32_768) / 32_768
    levels: NDArray[np.float64] = 20 * np.log10(np.maximum(np.sqrt(np.mean(np.square(whole), axis=1)), 1e-6))
    return levels


@pytest.mark.parametrize("level_db", [-80.0, -70.0, -66.0])
def test_the_level_is_the_nearest_step(level_db: float) -> None:
    tone = RoomTone.at(level_db)
    assert tone.level_db == pytest.approx(level_db, abs=0.8)
    samples = tone.samples(0, 441_000)
    assert decibels(float(np.sqrt(np.mean(np.square(samples))))) == pytest.approx(tone.level_db, abs=0.1)


def test_samples_and_frames_are_the_same_noise() -> None:
    """In level and, octave by octave, in spectrum: between them is no seam to be heard."""
    samples = TONE.samples(0, 128 * FRAME_SAMPLES)
    frames = decoded(tone_frames(MONO_64, TONE.gain, 0, 131))[2 * FRAME_SAMPLES :, 0][: samples.size]
    for low, high in ((150, 300), (300, 600), (600, 1200), (1200, 2400), (2400, 5000)):
        bands = []
        for noise in (samples, frames):
            spectrum = np.abs(np.fft.rfft(noise)) ** 2
            hertz = np.fft.rfftfreq(noise.size, 1 / 44_100)
            bands.append(10 * np.log10(spectrum[(hertz >= low) & (hertz < high)].sum()))
        assert bands[0] == pytest.approx(bands[1], abs=0.5)


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_nothing_of_the_programme_is_digital_silence(encoding: Encoding) -> None:
    programme = conversation(6).say(np.zeros(24_000, np.int16), "Q").say(speech_like(1.3, 2), "A")
    timeline = programme.timeline()
    mp3, result = mastered(programme, encoding=encoding)
    played = decoded(mp3)
    assert len(played) == timeline.samples == result.samples
    levels = levels_db(played[:, 0])
    assert levels.min() > -80
    for placement in timeline.placements:
        end = placement.start_sample + placement.planned_samples
        pause = played[placement.end_sample + 3 * FRAME_SAMPLES : end - FRAME_SAMPLES, 0]
        assert float(np.sqrt(np.mean(np.square(pause)))) == pytest.approx(10 ** (TONE.level_db / 20), rel=0.1)


def test_without_room_tone_pauses_are_digital_silence() -> None:
    assert levels_db(decoded(mastered(conversation(3), tone=None)[0])[:, 0]).min() < -119


def test_the_takes_are_heard_where_they_are_without_it_and_as_loud() -> None:
    programme = conversation(5)
    plain, without = mastered(programme, tone=None)
    mp3, result = mastered(programme)
    before, after = decoded(plain)[:, 0], decoded(mp3)[:, 0]
    assert before.size == after.size
    difference = decibels(float(np.sqrt(np.mean(np.square(after - before)))))
    assert difference < decibels(float(np.sqrt(np.mean(np.square(before))))) - 20
    assert result.loudness_lufs == pytest.approx(without.loudness_lufs, abs=0.15)


def test_what_is_reported_is_what_is_heard() -> None:
    mp3, result = mastered(conversation(6))
    loudness_lufs, true_peak_dbtp = heard(decoded(mp3))
    assert loudness_lufs == pytest.approx(result.loudness_lufs, abs=0.06)
    assert true_peak_dbtp == pytest.approx(result.true_peak_dbtp, abs=0.15)


def test_one_edited_line_costs_its_own_frames_and_gives_the_bytes_of_a_render_from_nothing(
    tmp_path: Path,
) -> None:
    programme = conversation(40, seconds=(1.1, 1.5, 0.8))
    edited = Programme(programme.takes, programme.voiced[:17])
    edited.say(speech_like(1.21, 17, level=7000, pitch_hz=120), "A")
    edited.voiced.extend(programme.voiced[18:])
    cache = FrameCache(LocalStore(tmp_path))
    mastered(programme, cache=cache)
    mp3, result = mastered(edited, cache=cache)
    assert result.encoded == 1
    assert mp3 == mastered(edited)[0]


def test_a_programme_that_begins_at_once_has_no_room_before_it() -> None:
    programme = conversation(2)
    timeline = arrange(programme.voiced, PauseRules(lead_in_ms=0))
    mp3, result = mastered(programme, timeline=timeline)
    assert len(decoded(mp3)) == timeline.samples == result.samples
    assert result.frames == timeline.samples // FRAME_SAMPLES + 1


@pytest.mark.parametrize("encoding", [STEREO_128, MONO_64], ids=lambda encoding: encoding.name)
def test_a_silent_programme_is_not_made_louder(encoding: Encoding) -> None:
    mp3, result = mastered(Programme().say(np.zeros(96_000, np.int16), "Q"), encoding=encoding)
    assert result.passes == 1
    assert result.loudness_lufs == pytest.approx(TONE.loudness_lufs(encoding.channels), abs=0.5)
    assert levels_db(decoded(mp3)[:, 0]).max() < -65
