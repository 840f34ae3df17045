"""The further formats hold the samples of the MP3, its chapters, its cover and its words."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm
import pytest
import soundfile
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from numpy.typing import NDArray

from duologue.model import Chapter
from duologue.programme.cover import draw, embedded
from duologue.programme.formats import wav
from duologue.programme.formats.comments import retag_sound
from duologue.programme.formats.kinds import FORMATS
from duologue.programme.formats.wav import WavSink
from duologue.programme.formats.write import write_formats
from duologue.programme.manifest import SoundEntry
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.frame_source import FrameSource
from duologue.programme.mastering.pcm import programme_pcm
from duologue.programme.mastering.room_tone import RoomTone
from duologue.programme.mastering.target import Mastering
from duologue.programme.mp3.encoding import MONO_64, STEREO_128, Encoding
from duologue.programme.mp3.show_tags import ShowTags
from duologue.programme.mp3.tags import EpisodeTags
from duologue.store.local import LocalStore
from programme.sound import PODCAST, conversation, decoded

TITLES = ("开场", "Why it is slow; and =odd= \\ “quotes”", "三、手")
SAMPLES_PER_MS = 44.1
needs_ffprobe = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")


class Made:
    """A programme of half a minute in every format, and what went into it."""

    def __init__(self, folder: Path, encoding: Encoding = STEREO_128, tone: RoomTone | None = None) -> None:
        self.folder = folder
        programme = conversation(12)
        self.timeline = programme.timeline()
        mastering = Mastering(PODCAST, encoding, tone)
        cache = FrameCache(LocalStore(folder / "cache"))
        sink = io.BytesIO()
        self.mastered: Mastered = assemble(self.timeline, programme, mastering, sink, cache=cache)
        self.mp3 = sink.getvalue()
        self.duration_ms = round(self.timeline.samples / SAMPLES_PER_MS)
        third = self.duration_ms // 3
        ends = (third, 2 * third, self.duration_ms)
        self.tags = EpisodeTags(
            title="面包师的早晨",
            show="街角",
            artist="陈晓、林川",
            language="zh-CN",
            duration_ms=self.duration_ms,
            guid="9f0c",
            album_artist="编辑部",
            date=date(2024, 7, 4),
            comment="所有声音均由人工智能合成。",
            description="清晨四点。",
            aigc='{"Label":"1"}',
            chapters=tuple(
                Chapter(title, start, end)
                for title, start, end in zip(TITLES, (0, *ends[:2]), ends, strict=True)
            ),
            cover_jpeg=embedded(draw("面包", size_px=700)),
        )

        def samples() -> Iterator[NDArray[np.int16]]:
            return programme_pcm(self.timeline, FrameSource(programme, cache), mastering, self.mastered.gains)

        self.samples = np.concatenate(list(samples()))
        self.sounds: tuple[SoundEntry, ...] = write_formats(
            folder, "one", tuple(FORMATS), samples(), encoding.channels, self.tags
        )

    def path(self, kind: str) -> Path:
        return self.folder / f"one.{kind}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("formats"))


def probed(path: Path) -> dict[str, Any]:
    asked = ("-show_chapters", "-show_format", "-show_streams", "-of", "json")
    done = subprocess.run(["ffprobe", "-v", "error", *asked, path], capture_output=True, check=True)
    assert not done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_samples_are_those_that_the_mp3_was_made_of(made: Made) -> None:
    assert made.samples.size == made.timeline.samples
    heard = decoded(made.mp3)[: made.samples.size, 0]
    wanted = made.samples[: heard.size] / 32_768
    difference = heard - wanted[: heard.size]
    assert np.sqrt(np.mean(difference**2)) < 0.05 * np.sqrt(np.mean(wanted**2))


def test_the_room_is_heard_in_every_pause_as_in_the_mp3(tmp_path: Path) -> None:
    made = Made(tmp_path, tone=RoomTone.at(-70))
    first = made.timeline.placements[0]
    pause = slice(first.end_sample + 2000, first.end_sample + first.pause_samples - 2000)
    in_mp3 = decoded(made.mp3)[pause, 0]
    for heard in (made.samples[pause] / 32_768, in_mp3):
        assert 20 * np.log10(np.sqrt(np.mean(heard**2))) == pytest.approx(-70, abs=1.5)


def test_the_wav_holds_every_sample_on_both_sides_and_a_cue_point_for_each_chapter(made: Made) -> None:
    read, rate = soundfile.read(made.path("wav"), dtype="int16")
    assert rate == 44_100
    assert np.array_equal(read, np.repeat(made.samples[:, np.newaxis], 2, axis=1))
    told = soundfile.info(made.path("wav"), verbose=True).extra_info
    starts = [round(chapter.start_ms * SAMPLES_PER_MS) for chapter in made.tags.chapters]
    assert re.findall(r"Cue ID : +(\d+) .* Offset : +(\d+)", told) == [
        (str(number), str(start)) for number, start in enumerate(starts, 1)
    ]
    assert re.findall(r"labl : (\d+) : ", told) == ["1", "2", "3"]
    data = made.path("wav").read_bytes()
    assert all(title.encode() + b"\0" in data for title in (*TITLES, made.tags.title, made.tags.comment))


@needs_ffprobe
@pytest.mark.client
@pytest.mark.parametrize(("kind", "codec"), [("m4b", "aac"), ("opus", "opus")])
def test_ffprobe_reads_chapters_cover_and_length(made: Made, kind: str, codec: str) -> None:
    found = probed(made.path(kind))
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == list(TITLES)
    for chapter, wanted in zip(found["chapters"], made.tags.chapters, strict=True):
        assert float(chapter["start_time"]) * 1000 == pytest.approx(wanted.start_ms, abs=1)
        assert float(chapter["end_time"]) * 1000 == pytest.approx(wanted.end_ms, abs=8)
    sound = next(stream for stream in found["streams"] if stream["codec_type"] == "audio")
    cover = next(stream for stream in found["streams"] if stream["codec_type"] == "video")
    assert (sound["codec_name"], sound["channels"]) == (codec, 2)
    assert (cover["codec_name"], cover["width"]) == ("mjpeg", 700)
    assert cover["disposition"]["attached_pic"] == 1
    assert float(found["format"]["duration"]) * 1000 == pytest.approx(made.duration_ms, abs=10)
    tags = {key.lower(): value for key, value in (sound["tags"] | found["format"].get("tags", {})).items()}
    assert (tags["title"], tags["artist"], tags["album"]) == ("面包师的早晨", "陈晓、林川", "街角")
    assert (tags["comment"], tags["date"]) == ("所有声音均由人工智能合成。", "2024-07-04")
    assert tags["aigc"] == '{"Label":"1"}'


@needs_ffprobe
@pytest.mark.client
@pytest.mark.parametrize("kind", list(FORMATS))
def test_each_is_as_loud_and_as_long_as_the_mp3(made: Made, kind: str) -> None:
    rate = FORMATS[kind].sample_rate  # type: ignore[index]
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", made.path(kind), "-map", "0:a", "-f", "f32le", "-"],
        capture_output=True,
        check=True,
    )
    heard = np.frombuffer(done.stdout, np.float32).reshape(-1, 2)
    assert heard.shape[0] / rate * 1000 == pytest.approx(made.duration_ms, abs=25)
    loudness = pyloudnorm.Meter(rate).integrated_loudness(heard)
    assert loudness == pytest.approx(made.mastered.loudness_lufs, abs=0.3)
    assert 20 * np.log10(np.abs(heard).max()) <= -1.0


@pytest.mark.client
@pytest.mark.skipif(shutil.which("mpv") is None, reason="mpv is not installed")
@pytest.mark.parametrize("kind", list(FORMATS))
def test_mpv_plays_each_and_names_the_chapter_at_a_time(made: Made, kind: str) -> None:
    for chapter in made.tags.chapters if kind != "wav" else made.tags.chapters[:1]:  # it reads no cue points
        command = ["mpv", "--no-config", "--vo=null", "--ao=null", "--no-video", "--length=0.2"]
        command += [
            f"--start={(chapter.start_ms + 1000) / 1000}",
            "--term-playing-msg=[${chapter-metadata/title}]",
        ]
        done = subprocess.run([*command, made.path(kind)], capture_output=True, text=True, check=True)
        assert kind == "wav" or f"[{chapter.title}]" in done.stdout, done.stdout


def test_the_same_samples_give_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = Made(tmp_path)
    for sound in again.sounds:
        assert (tmp_path / sound.name).read_bytes() == made.path(sound.kind).read_bytes()


def test_what_is_told_of_them_is_true(made: Made) -> None:
    assert [(sound.kind, sound.name, sound.media_type) for sound in made.sounds] == [
        ("m4b", "one.m4b", "audio/mp4"),
        ("opus", "one.opus", "audio/ogg"),
        ("wav", "one.wav", "audio/wav"),
    ]
    for sound in made.sounds:
        assert sound.bytes == made.path(sound.kind).stat().st_size
        assert sound.bytes * 8000 / made.duration_ms < sound.bitrate * 1.2 + 8 * 10**5


def test_the_show_is_set_in_place_and_all_else_stays(made: Made, tmp_path: Path) -> None:
    for kind in ("m4b", "opus"):
        path = Path(shutil.copy(made.path(kind), tmp_path))
        retag_sound(path, kind, ShowTags("别处", "别人", 7))
    m4b, opus = MP4(tmp_path / "one.m4b"), OggOpus(tmp_path / "one.opus")
    assert (m4b["\xa9alb"], m4b["aART"], m4b["trkn"]) == (["别处"], ["别人"], [(7, 0)])
    assert (opus["album"], opus["albumartist"], opus["tracknumber"]) == (["别处"], ["别人"], ["7"])
    assert m4b["\xa9nam"] == opus["title"] == ["面包师的早晨"]
    assert bytes(m4b["covr"][0]) == made.tags.cover_jpeg
    assert opus["chapter001name"] == [TITLES[1]]
    assert [chapter.title for chapter in m4b.chapters] == list(TITLES)


def test_a_mono_programme_is_mono_in_every_format(tmp_path: Path) -> None:
    mono = Made(tmp_path, MONO_64)
    assert soundfile.info(mono.path("wav")).channels == 1
    assert MP4(mono.path("m4b")).info.channels == 1
    assert OggOpus(mono.path("opus")).info.length == pytest.approx(mono.duration_ms / 1000, abs=0.02)


def test_a_wav_of_more_than_four_gigabytes_says_its_length_elsewhere(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wav, "_MOST", 100_000)
    sink = WavSink(tmp_path / "long.wav", 2, made.tags)
    sink.write(made.samples)
    sink.finish()
    data = bytearray((tmp_path / "long.wav").read_bytes())
    assert data[:4] == b"RF64"
    for at in (4, data.index(b"data", 50) + 4):  # where the limit is the real one
        assert data[at : at + 4] == (100_000).to_bytes(4, "little")
        data[at : at + 4] = b"\xff" * 4
    (tmp_path / "long.wav").write_bytes(data)
    read, _ = soundfile.read(tmp_path / "long.wav", dtype="int16")
    assert np.array_equal(read[:, 0], made.samples)
