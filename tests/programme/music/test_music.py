"""Music that the user supplies: where it plays, how loud, and what goes wrong with files."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from duologue.errors import ConfigError
from duologue.model import NARRATOR, Role, Take, Timeline, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.target import TARGETS, Mastering
from duologue.programme.mp3.encoding import FRAME_SAMPLES, SAMPLE_RATE, STEREO_128
from duologue.programme.music.beds import place_beds
from duologue.programme.music.files import MusicFile, load_music
from duologue.programme.music.mix import MusicTakes
from duologue.programme.music.placement import bed_passages, with_music
from duologue.programme.music.rules import Bed, Music
from duologue.programme.pauses import PauseRules
from duologue.store.local import LocalStore
from programme.sound import speech_like

TARGET = TARGETS["podcast"]
MASTERING = Mastering(TARGET, STEREO_128)


def tone(seconds: float, hertz: float, level: float = 0.3, rate: int = SAMPLE_RATE) -> NDArray[np.float64]:
    return level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


def high_speech(seconds: float, seed: int) -> NDArray[np.int16]:
    """Speech without anything below 1 kHz, so that a bed of 200 Hz can be told from it."""
    return speech_like(seconds, seed, pitch_hz=1100)


@dataclass
class Said:
    """A programme: two sections, narrated and talked."""

    takes: dict[str, Take] = field(default_factory=dict)
    voiced: list[Voiced] = field(default_factory=list)

    def say(
        self, speaker: str, seconds: float, section: int, kind: UtteranceKind = UtteranceKind.SPEECH
    ) -> None:
        number = len(self.voiced)
        key = f"take-{number}-{speaker}-{seconds}"
        samples = high_speech(seconds, number)
        self.takes[key] = Take(samples, 24_000)
        role = Role.NARRATOR if speaker == NARRATOR else Role.INTERVIEWEE
        utterance = Utterance(kind, speaker, role, f"words {number}", section, number)
        self.voiced.append(Voiced(utterance, Voice("test", speaker), key, samples.size, 24_000))

    def load(self, key: str) -> Take:
        return self.takes[key]


@pytest.fixture
def said() -> Said:
    programme = Said()
    programme.say(NARRATOR, 2.0, -1, UtteranceKind.TITLE)
    programme.say(NARRATOR, 7.0, 0)
    programme.say("A", 4.0, 0)
    programme.say(NARRATOR, 1.0, 1, UtteranceKind.SECTION)
    programme.say("A", 3.0, 1)
    return programme


@pytest.fixture
def files(tmp_path: Path) -> Path:
    soundfile.write(tmp_path / "theme.flac", np.stack([tone(6, 440, rate=48_000)] * 2, axis=1), 48_000)
    soundfile.write(tmp_path / "sting.wav", tone(1.5, 660, rate=22_050), 22_050)
    soundfile.write(tmp_path / "bed.ogg", tone(4, 200), SAMPLE_RATE)
    return tmp_path


def music(folder: Path, **given: object) -> dict[str, MusicFile]:
    wanted = Music.model_validate(given).beside(folder)
    return dict(load_music(wanted, None))


def rendered(
    said: Said, found: dict[str, MusicFile], cache: Path
) -> tuple[NDArray[np.float32], Timeline, Mastered]:
    """The decoded programme, mono, and where everything lies in it."""
    timeline = arrange(with_music(said.voiced, found), PauseRules())
    frames = FrameCache(LocalStore(cache))
    sound, takes = place_beds(timeline, said, found, frames, MASTERING)
    path = cache / "programme.mp3"
    path.parent.mkdir(exist_ok=True)
    with path.open("w+b") as sink:
        mastered = assemble(sound, takes, MASTERING, sink, cache=frames)
    heard = soundfile.read(path, dtype="float32", always_2d=True)[0][:, 0]
    return heard, timeline, mastered


def strength(heard: NDArray[np.float32], start: int, end: int, hertz: float) -> float:
    """How loud a tone is between two samples, in dB."""
    part = heard[start:end] * np.hanning(end - start)
    wave = np.exp(-2j * np.pi * hertz * np.arange(part.size) / SAMPLE_RATE)
    return float(20 * np.log10(abs(np.dot(part, wave)) / part.size + 1e-9))


def test_pieces_play_before_between_and_after(said: Said, files: Path, tmp_path: Path) -> None:
    found = music(files, intro="theme.flac", outro="theme.flac", sting="sting.wav")
    heard, timeline, mastered = rendered(said, found, tmp_path / "cache")
    kinds = [p.voiced.utterance.speaker for p in timeline.placements]
    assert kinds == ["intro", NARRATOR, NARRATOR, "A", "sting", NARRATOR, "A", "outro"]
    assert heard.size == timeline.samples == mastered.samples
    intro, first = timeline.placements[0], timeline.placements[1]
    assert intro.samples == 6 * SAMPLE_RATE
    assert first.start_sample >= intro.end_sample
    assert strength(heard, intro.start_sample, intro.start_sample + 44_100, 440) > -30
    assert strength(heard, first.start_sample, first.end_sample, 440) < -50
    sting = timeline.placements[4]
    assert strength(heard, sting.start_sample, sting.end_sample, 660) > -40
    assert mastered.loudness_lufs == pytest.approx(TARGET.loudness_lufs, abs=0.3)
    assert mastered.true_peak_dbtp <= -1


def test_a_piece_has_the_level_it_is_given(said: Said, files: Path, tmp_path: Path) -> None:
    over_speech_db = []
    for gain in (0, -12):
        found = music(files, intro={"file": "theme.flac", "gain": gain})
        heard, timeline, _ = rendered(said, found, tmp_path / f"cache{gain}")
        intro, opening = timeline.placements[0], timeline.placements[2]
        speech = heard[opening.start_sample : opening.end_sample]
        music_db = strength(heard, intro.start_sample + 44_100, intro.start_sample + 3 * 44_100, 440)
        over_speech_db.append(music_db - 20 * np.log10(np.sqrt(np.mean(np.square(speech)))))
    assert over_speech_db[0] - over_speech_db[1] == pytest.approx(12, abs=0.3)


def test_a_bed_is_ducked_under_the_narrator_and_silent_under_others(
    said: Said, files: Path, tmp_path: Path
) -> None:
    pauses = PauseRules(after_title_ms=4000, lead_in_ms=2500)
    found = music(files, bed={"file": "bed.ogg", "duck": 10, "before": 2500, "attack": 200, "release": 300})
    timeline = arrange(with_music(said.voiced, found), pauses)
    frames = FrameCache(LocalStore(tmp_path / "cache"))
    sound, takes = place_beds(timeline, said, found, frames, MASTERING)
    with (tmp_path / "a.mp3").open("w+b") as sink:
        assemble(sound, takes, MASTERING, sink, cache=frames)
    heard = soundfile.read(tmp_path / "a.mp3", dtype="float32", always_2d=True)[0][:, 0]
    assert heard.size == timeline.samples
    title, opening, answer = timeline.placements[:3]
    between = title.end_sample + 44_100
    open_db = strength(heard, between, between + 66_150, 200)
    under_db = strength(heard, opening.start_sample + 22_050, opening.start_sample + 88_200, 200)
    other_db = strength(heard, answer.start_sample, answer.end_sample, 200)
    assert open_db - under_db == pytest.approx(10, abs=1.5)
    assert other_db < under_db - 20


def test_speech_lies_where_it_lies_without_music_under_it(said: Said, files: Path, tmp_path: Path) -> None:
    plain, bare, _ = rendered(said, {}, tmp_path / "plain")
    mixed, timeline, _ = rendered(said, music(files, bed="bed.ogg"), tmp_path / "mixed")
    assert [p.start_sample for p in timeline.placements] == [p.start_sample for p in bare.placements]
    for placement in timeline.placements:
        stretch = slice(placement.start_sample, placement.end_sample)
        one, other = plain[stretch], mixed[stretch]
        likeness = np.dot(one, other) / np.linalg.norm(one) / np.linalg.norm(other)
        assert likeness > 0.97


def test_the_bed_has_its_level_whatever_its_file_has(said: Said, files: Path, tmp_path: Path) -> None:
    soundfile.write(files / "soft.wav", tone(4, 200, level=0.01), SAMPLE_RATE)
    levels = []
    for number, name in enumerate(("bed.ogg", "soft.wav")):
        heard, timeline, _ = rendered(said, music(files, bed=name), tmp_path / f"cache{number}")
        opening = timeline.placements[1]
        levels.append(strength(heard, opening.start_sample, opening.end_sample, 200))
    assert levels[0] == pytest.approx(levels[1], abs=1.0)


def test_a_scene_fills_whole_frames_and_leaves_the_rest_alone(
    said: Said, files: Path, tmp_path: Path
) -> None:
    found = music(files, bed="bed.ogg")
    timeline = arrange(said.voiced, PauseRules())
    sound, _ = place_beds(timeline, said, found, FrameCache(LocalStore(tmp_path / "cache")), MASTERING)
    assert sound.samples == timeline.samples
    assert len(sound.placements) == len(timeline.placements) - 1
    at = sound.lead_in_samples
    for placement in sound.placements:
        assert placement.start_sample == at
        assert placement.start_sample % FRAME_SAMPLES == 0
        assert placement.pause_samples >= FRAME_SAMPLES
        at += placement.planned_samples
    assert at == sound.samples


def test_a_long_passage_has_several_scenes_one_after_the_other() -> None:
    said = Said()
    for _ in range(12):
        said.say(NARRATOR, 2.0, 0)
    bed = Bed.model_validate({"file": "x", "longest": 9, "shortest": 1})
    found = list(bed_passages(arrange(said.voiced, PauseRules()), bed))
    assert len(found) > 2
    for one, following in pairwise(found):
        assert one.start_sample + one.samples <= following.start_sample
    assert all(scene.samples <= 12 * SAMPLE_RATE for scene in found)


def test_without_music_nothing_changes(said: Said, tmp_path: Path) -> None:
    timeline = arrange(with_music(said.voiced, {}), PauseRules())
    assert timeline == arrange(said.voiced, PauseRules())
    sound, takes = place_beds(timeline, said, {}, FrameCache(LocalStore(tmp_path)), MASTERING)
    assert sound is timeline
    assert isinstance(takes, MusicTakes)


def test_one_changed_line_of_the_narrator_encodes_its_scene_alone(
    said: Said, files: Path, tmp_path: Path
) -> None:
    found = music(files, intro="theme.flac", bed="bed.ogg")
    _, _, first = rendered(said, found, tmp_path / "cache")
    _, _, again = rendered(said, found, tmp_path / "cache")
    assert first.encoded > 4
    assert again.encoded == 0
    take = said.takes[said.voiced[1].key]
    said.takes["edited"] = replace(take, samples=take.samples[:-2400])
    said.voiced[1] = replace(said.voiced[1], key="edited", samples=take.samples.size - 2400)
    _, _, edited = rendered(said, found, tmp_path / "cache")
    assert edited.encoded == 1


def test_the_key_of_a_piece_is_its_content_and_its_rules(files: Path) -> None:
    first = music(files, intro="theme.flac")["intro"].key
    assert music(files, intro={"file": "theme.flac"})["intro"].key == first
    assert music(files, intro={"file": "theme.flac", "fade_out": 10})["intro"].key != first
    (files / "theme.flac").rename(files / "moved.flac")
    assert music(files, intro="moved.flac")["intro"].key == first
    soundfile.write(files / "moved.flac", tone(6, 450, rate=48_000), 48_000)
    assert music(files, intro="moved.flac")["intro"].key != first


def test_only_the_longest_stretch_of_a_file_is_played(files: Path) -> None:
    soundfile.write(files / "long.wav", tone(90, 300), SAMPLE_RATE)
    assert music(files, intro={"file": "long.wav", "longest": 8})["intro"].samples == 8 * SAMPLE_RATE


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nowhere.wav", None, "there is no music at"),
        ("text.mp3", b"this is no sound at all\n" * 50, "cannot be decoded as sound"),
        ("empty.wav", b"", "cannot be decoded as sound"),
        ("silent.wav", np.zeros(44_100), "is silent"),
        ("short.wav", np.full(2000, 0.1), "0.05 s long"),
    ],
)
def test_a_file_that_is_no_music_is_one_sentence_with_its_line(
    tmp_path: Path, name: str, content: bytes | NDArray[np.float64] | None, words: str
) -> None:
    settings = tmp_path / "duologue.yaml"
    settings.write_text(f"show: x\nmusic:\n  intro:\n    file: {name}\n")
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    elif content is not None:
        soundfile.write(tmp_path / name, content, 44_100)
    wanted = Music.model_validate({"intro": name}).beside(tmp_path)
    with pytest.raises(ConfigError, match=words) as caught:
        load_music(wanted, settings)
    assert caught.value.line == 4
    assert "\n" not in str(caught.value)


def test_a_folder_is_no_music(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_music(Music.model_validate({"intro": str(tmp_path)}), None)


def test_memory_is_that_of_a_scene_however_long_the_narrator_speaks(files: Path, tmp_path: Path) -> None:
    peaks = []
    for utterances in (8, 40):
        said = Said()
        for _ in range(utterances):
            said.say(NARRATOR, 5.0, 0)
        found = music(files, bed={"file": "bed.ogg", "longest": 20})
        timeline = arrange(said.voiced, PauseRules())
        frames = FrameCache(LocalStore(tmp_path / str(utterances)))
        sound, takes = place_beds(timeline, said, found, frames, MASTERING)
        tracemalloc.start()
        for placement in sound.placements:
            takes.load(placement.voiced.key)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]
    assert peaks[1] < 20_000_000
