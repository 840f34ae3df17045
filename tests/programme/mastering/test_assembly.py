from __future__ import annotations

import io
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from shutil import which

import numpy as np
import pytest

from duologue.errors import EpisodeError
from duologue.model import Take, Timeline
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.stitch import faded_segment, resampled_blocks
from duologue.programme.mastering.take_levels import MeasuredTakes, measure_take
from duologue.programme.mastering.target import TARGETS, Mastering
from duologue.programme.mp3.encoding import ENCODINGS, FRAME_SAMPLES
from duologue.programme.mp3.frames import frame_count
from duologue.programme.pauses import PauseRules
from duologue.store.local import LocalStore
from duologue.store.takes import TakeCache
from programme.measuring import heard, true_lufs
from programme.sound import Programme, clipped, conversation, decoded, speech_like, whisper


def frame_cache(folder: Path) -> FrameCache:
    return FrameCache(LocalStore(folder))


def click(seconds: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    samples = np.zeros(int(24_000 * seconds), np.int16)
    samples[2000::6000] = 30_000
    return samples


PROGRAMMES = {
    "a conversation": conversation(8),
    "whispers": Programme().say(whisper(4, 1), "Q").say(whisper(6, 2), "A"),
    "shouts": Programme()
    .say(speech_like(4, 1, level=90_000), "Q")
    .say(speech_like(5, 2, level=60_000, pitch_hz=300), "A"),
    "a whisper and a shout": Programme().say(whisper(4, 1), "Q").say(speech_like(4, 1, level=90_000), "A"),
    "one voice, whispering and shouting": Programme()
    .say(speech_like(5, 1, level=300), "Q")
    .say(speech_like(5, 4, level=20_000), "Q"),
    "two seconds": Programme().say(speech_like(0.6, 3), "Q"),
    "a hum": Programme().say(clipped(8000 * np.sin(np.arange(24_000 * 5) * 0.03)), "Q"),
    "many rates": Programme()
    .say(speech_like(3, 1, sample_rate=16_000), "Q", sample_rate=16_000)
    .say(speech_like(3, 4, sample_rate=48_000), "A", sample_rate=48_000)
    .say(speech_like(3, 6, sample_rate=44_100), "B", sample_rate=44_100),
}


@pytest.mark.parametrize("target", ["podcast", "ebu"])
@pytest.mark.parametrize("name", PROGRAMMES)
def test_the_decoded_programme_meets_its_target(name: str, target: str) -> None:
    mp3, mastered = PROGRAMMES[name].mp3(TARGETS[target])
    assert mastered.loudness_lufs == pytest.approx(TARGETS[target].loudness_lufs, abs=0.3)
    assert mastered.true_peak_dbtp <= TARGETS[target].true_peak_dbtp
    loudness_lufs, true_peak_dbtp = heard(decoded(mp3))
    assert loudness_lufs == pytest.approx(mastered.loudness_lufs, abs=0.06)
    assert true_peak_dbtp == pytest.approx(mastered.true_peak_dbtp, abs=0.15)


def test_clicks_keep_the_peak_where_loudness_cannot_be_had() -> None:
    _, mastered = Programme().say(click(3), "Q").mp3()
    assert mastered.true_peak_dbtp <= -1


def test_a_silent_programme_stays_silent() -> None:
    mp3, mastered = Programme().say(np.zeros(48_000, np.int16), "Q").mp3()
    assert (mastered.loudness_lufs, mastered.true_peak_dbtp, mastered.passes) == (-70, -120, 1)
    assert not decoded(mp3).any()


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_file_is_an_info_header_and_the_frames_of_the_timeline(name: str) -> None:
    programme = conversation(4)
    timeline = programme.timeline()
    mp3, mastered = programme.mp3(encoding=ENCODINGS[name])
    assert mastered.samples == timeline.samples
    assert mastered.frames == timeline.samples // FRAME_SAMPLES + 1
    assert frame_count(mp3) == mastered.frames + 1
    assert mastered.bytes == len(mp3)
    assert mp3.count(b"Info") == 1
    assert decoded(mp3).shape == (timeline.samples, ENCODINGS[name].channels)


def test_every_take_is_heard_at_its_sample() -> None:
    programme = conversation(6)
    timeline = programme.timeline()
    played = decoded(programme.mp3()[0])[:, 0]
    assert_aligned(programme, timeline, played)


def assert_aligned(
    programme: Programme, timeline: Timeline, played: np.ndarray[tuple[int], np.dtype[np.float32]]
) -> None:
    for placement in timeline.placements:
        take = programme.load(placement.voiced.key)
        dry = np.concatenate(list(resampled_blocks(faded_segment(take), placement.samples, 44_100)))
        start = placement.start_sample
        scores = [
            float(np.dot(dry[100:-100], played[start + 100 + shift : start + dry.size - 100 + shift]))
            for shift in range(-20, 21)
        ]
        assert int(np.argmax(scores)) - 20 == 0


def test_pauses_are_silent() -> None:
    programme = conversation(5)
    timeline = programme.timeline()
    played = decoded(programme.mp3()[0])
    for placement in timeline.placements:
        pause = played[
            placement.end_sample + 3 * 1152 : placement.end_sample + placement.pause_samples - 2 * 1152
        ]
        assert len(pause) > 1000
        assert np.abs(pause).max() < 2**-15


def test_the_same_takes_give_the_same_bytes_whatever_the_workers_and_the_cache(tmp_path: Path) -> None:
    cache = frame_cache(tmp_path)
    plain, _ = conversation(6).mp3(workers=1)
    assert conversation(6).mp3(workers=3)[0] == plain
    first, new = conversation(6).mp3(cache=cache)
    again, reused = conversation(6).mp3(cache=cache)
    assert first == again == plain
    # Six takes a pass, and the silence before the first, which is the same in all passes.
    assert (new.encoded, new.reused) == (6 * new.passes + 1, new.passes - 1)
    assert (reused.encoded, reused.reused) == (0, 7 * new.passes)
    assert (reused.loudness_lufs, reused.true_peak_dbtp) == (new.loudness_lufs, new.true_peak_dbtp)


def test_takes_that_were_measured_when_they_were_made_change_nothing_but_the_work(tmp_path: Path) -> None:
    programme, cache = conversation(3), frame_cache(tmp_path)
    plain, _ = programme.mp3()
    made = MeasuredTakes(TakeCache(tmp_path), cache)
    for key, take in programme.takes.items():
        made.store(key, take)
    loads = programme.count_loads()
    assert programme.mp3(cache=cache)[0] == plain
    assert sorted(loads) == sorted(programme.takes)


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(EpisodeError, match="cannot be written"):
        conversation(1).mp3(cache=frame_cache(in_the_way))


def test_one_edited_line_costs_its_own_frames_and_gives_the_bytes_of_a_render_from_nothing(
    tmp_path: Path,
) -> None:
    before, after = conversation(40, seconds=(0.9, 1.3, 1.1)), conversation(40, seconds=(0.9, 1.3, 1.1))
    edited = Programme(after.takes, after.voiced[:17])
    edited.say(speech_like(1.21, 17, level=7000, pitch_hz=120), "A")
    edited.voiced.extend(after.voiced[18:])
    cache = frame_cache(tmp_path)
    before.mp3(cache=cache)
    mp3, mastered = edited.mp3(cache=cache)
    assert mastered.encoded == 1
    assert mp3 == edited.mp3()[0]


def test_the_programme_that_misses_its_target_is_encoded_again() -> None:
    programme = PROGRAMMES["whispers"]
    mp3, mastered = programme.mp3()
    assert mastered.passes > 1
    assert heard(decoded(mp3))[0] == pytest.approx(-16, abs=0.25)


def test_a_take_that_was_voiced_anew_is_encoded_anew(tmp_path: Path) -> None:
    """Another answer of the engine has the same key, and may have the same length."""
    cache = frame_cache(tmp_path)
    programme = conversation(3)
    programme.mp3(cache=cache)
    key = programme.voiced[1].key
    take = programme.takes[key]
    other = replace(take, samples=np.roll(take.samples, 100))
    MeasuredTakes(TakeCache(tmp_path), cache).store(key, other)
    programme.takes[key] = other
    mp3, mastered = programme.mp3(cache=cache)
    assert mastered.encoded == 1
    assert mp3 == programme.mp3()[0]


def test_levels_of_another_runs_take_are_not_believed(tmp_path: Path) -> None:
    cache = frame_cache(tmp_path)
    programme = conversation(3)
    key = programme.voiced[1].key
    take = programme.takes[key]
    for other in (take.samples[::-1] // 4, take.samples[:-5000]):
        cache.keep_levels(key, measure_take(Take(np.ascontiguousarray(other), take.sample_rate)))
        programme.mp3(cache=cache)
        levels = cache.levels(key)
        assert levels is not None
        assert levels.sound == measure_take(take).sound
    assert programme.mp3(cache=cache)[0] == programme.mp3()[0]


def test_volume_comes_on_top_of_matched_levels() -> None:
    programme = Programme()
    for turn in range(6):
        quiet = turn % 2 == 1
        programme.say(speech_like(3, 1), "A" if quiet else "Q", volume_percent=-50 if quiet else 0)
    timeline = programme.timeline()
    played = decoded(programme.mp3(TARGETS["ebu"])[0])[:, 0]

    def rms(number: int) -> float:
        placement = timeline.placements[number]
        return float(np.sqrt(np.mean(played[placement.start_sample : placement.end_sample] ** 2)))

    assert rms(1) / rms(0) == pytest.approx(0.5, abs=0.02)


def test_without_a_cache_nothing_is_left_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("here", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    conversation(2).mp3()
    assert [path.name for path in tmp_path.rglob("*")] == ["here", "temporary"]


def test_voices_are_brought_to_one_level() -> None:
    programme = conversation(8)
    timeline = programme.timeline()
    played = decoded(programme.mp3(TARGETS["ebu"])[0])[:, 0]
    loudness = {}
    for name in ("Q", "A"):
        said = [
            played[placement.start_sample : placement.end_sample]
            for placement in timeline.placements
            if placement.voiced.utterance.speaker == name
        ]
        loudness[name] = true_lufs(np.concatenate(said), 44_100, 2)
    assert loudness["Q"] == pytest.approx(loudness["A"], abs=0.6)


def test_progress_counts_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    conversation(5).mp3(progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1]


def test_a_missing_take_is_one_sentence_and_nothing_is_written() -> None:
    programme = conversation(3)
    del programme.takes[programme.voiced[1].key]
    sink = io.BytesIO()
    with pytest.raises(EpisodeError, match="missing or damaged"):
        assemble(programme.timeline(), programme, Mastering(), sink)
    assert sink.getvalue() == b""


def test_an_error_in_the_middle_leaves_what_was_there_before(tmp_path: Path) -> None:
    programme, cache = conversation(6), frame_cache(tmp_path)
    made = MeasuredTakes(TakeCache(tmp_path), cache)
    for key, take in programme.takes.items():
        made.store(key, take)
    del programme.takes[programme.voiced[-1].key]
    sink = io.BytesIO(b"tag")
    sink.seek(3)
    with pytest.raises(EpisodeError, match="missing or damaged"):
        assemble(programme.timeline(), programme, Mastering(), sink, cache=cache)
    assert sink.getvalue() == b"tag"
    assert sink.tell() == 3


def test_a_take_of_another_length_is_one_sentence() -> None:
    programme = conversation(3)
    key = programme.voiced[1].key
    programme.takes[key] = replace(programme.takes[key], samples=programme.takes[key].samples[:-1])
    with pytest.raises(EpisodeError, match=rf"the take {key[:12]} is not the one that was spoken"):
        programme.mp3()


def test_another_rate_is_refused() -> None:
    programme = conversation(1)
    timeline = arrange(programme.voiced, PauseRules(), sample_rate=48_000)
    with pytest.raises(EpisodeError, match="44100"):
        assemble(timeline, programme, Mastering(), io.BytesIO())


def test_a_take_of_no_samples_and_one_of_a_single_sample_do_no_harm() -> None:
    programme = conversation(2).say(np.zeros(0, np.int16), "A").say(np.ones(1, np.int16), "Q")
    timeline = programme.timeline()
    assert len(decoded(programme.mp3()[0])) == timeline.samples


@pytest.mark.client
@pytest.mark.skipif(which("ffmpeg") is None, reason="needs ffmpeg")
def test_ffmpeg_hears_the_same_samples_loudness_and_peak(tmp_path: Path) -> None:
    programme = conversation(8)
    mp3, mastered = programme.mp3()
    path = tmp_path / "a.mp3"
    path.write_bytes(mp3)
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"], capture_output=True, check=True
    ).stdout
    played = np.frombuffer(raw, np.float32).reshape(-1, 2)[:, 0]
    assert played.size == mastered.samples
    assert_aligned(programme, programme.timeline(), played)
    report = subprocess.run(
        ["ffmpeg", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stderr
    lines = report.split("Summary:")[1].split()
    assert float(lines[lines.index("I:") + 1]) == pytest.approx(mastered.loudness_lufs, abs=0.1)
    assert float(lines[lines.index("Peak:") + 1]) == pytest.approx(mastered.true_peak_dbtp, abs=0.15)


@pytest.mark.client
@pytest.mark.skipif(which("mp3val") is None, reason="needs mp3val")
def test_mp3val_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(conversation(8).mp3()[0])
    report = subprocess.run(["mp3val", path], capture_output=True, text=True, check=False).stdout
    problems = [line for line in report.splitlines() if line.startswith("WARNING")]
    # That there is no tag yet is all it may say: the tag is written before this.
    assert all("No supported tags" in line for line in problems)
    assert "CBR" in report
