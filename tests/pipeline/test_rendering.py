import asyncio
import hashlib
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from duologue.checks import check_episode
from duologue.errors import ConfigError, EpisodeError, NoEngineError, UsageError
from duologue.interview import read_source
from duologue.model import Episode
from duologue.pipeline import plan, render
from duologue.programme.folder.exchange import only_run
from duologue.programme.manifest import read_manifest
from duologue.settings import Settings
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones
from tag_reading import read_tags

SAMPLE = Path(__file__).parent.parent.parent / "episodes" / "shen-yan.md"


def run(source: Path, cast: Path, out: Path, **settings: object) -> Episode:
    async def whole() -> Episode:
        wanted = Settings.model_validate({"voices": str(cast), "out": out, **settings})
        return await render(await plan(read_source(source), wanted), TakeCache())

    return asyncio.run(whole())


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLE, tmp_path / "shen-yan.md"))


def test_an_article_becomes_an_episode(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    rendered = run(source, cast, tmp_path / "out")
    folder = tmp_path / "out" / "shen-yan"
    assert rendered.folder == folder
    names = {path.name for path in folder.iterdir()}
    assert names >= {
        "shen-yan.mp3",
        "script.md",
        "cover.jpg",
        "transcript.vtt",
        "episode.json",
        "chapters.json",
    }
    manifest = read_manifest(folder)
    assert manifest.title == "对话古籍修复师沈砚：慢下来，是为了让纸再活三百年"
    assert [chapter.title for chapter in manifest.chapters] == [
        "开场",
        "一碗浆糊的学问",
        "机器能做的，和不能做的",
    ]
    assert {speaker.name: speaker.voice for speaker in manifest.speakers} == {
        "林一舟": "tones:low",
        "沈砚": "tones:high",
        "narrator": "tones:middle",
    }
    assert manifest.loudness_lufs == pytest.approx(-16.0, abs=0.5)
    assert manifest.true_peak_dbtp is not None
    assert manifest.true_peak_dbtp <= -1.0
    assert manifest.mp3_bytes == rendered.mp3.stat().st_size


def test_every_written_character_is_in_the_transcript(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    rendered = run(source, cast, tmp_path / "out", disclosure=False)
    interview = read_source(str(source))
    spoken = [interview.title]
    for section in interview.sections:
        spoken += [section.title] if section.title else []
        spoken += [paragraph.text for turn in section.turns for paragraph in turn.paragraphs]
    cues = "".join(cue.text for cue in rendered.cues)
    assert "".join(cues.split()) == "".join("".join(spoken).split())


def test_the_tag_says_what_the_episode_is(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    rendered = run(source, cast, tmp_path / "out", show="我的节目")
    tags = read_tags(rendered.mp3)
    assert tags.texts["TIT2"] == rendered.title
    assert tags.texts["TALB"] == "我的节目"
    assert tags.texts["TLEN"] == str(rendered.duration_ms)
    assert [(chapter.title, chapter.start_ms) for chapter in tags.chapters] == [
        (chapter.title, chapter.start_ms) for chapter in rendered.chapters
    ]
    assert "人工智能" in tags.texts["COMM"]


LINKED = """\
# The Slow Bread

Photo: [the agency](https://agency.example/)

**Anna Quill:** Why [slow](https://slow.example/a)?

**Ben Ode:** Because dough must sleep.

## The hand

**Anna Quill:** And your hand?

**Ben Ode:** A burn; there is [a new one](https://burns.example/) every day.

[Subscribe](https://subscribe.example/) to our newsletter
"""


def test_what_the_spoken_words_lead_to_is_in_notes_chapters_page_and_tag(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    article = tmp_path / "bread.md"
    article.write_text(LINKED, encoding="utf-8")
    rendered = run(article, cast, tmp_path / "out")
    again = run(rendered.folder / "script.md", cast, tmp_path / "out")
    assert again.unchanged
    pages = [link.url for link in read_manifest(rendered.folder).links]
    assert pages == ["https://slow.example/a", "https://burns.example/"]
    notes = (rendered.folder / "notes.md").read_text("utf-8")
    assert "- [a new one](<https://burns.example/>)" in notes
    page = (rendered.folder / "index.html").read_text("utf-8")
    assert (
        '<a href="https://slow.example/a" dir="auto">slow</a> <span class="quiet">slow.example</span>' in page
    )
    chapters = json.loads((rendered.folder / "chapters.json").read_text("utf-8"))["chapters"]
    assert [chapter.get("url") for chapter in chapters] == pages
    assert [chapter.url for chapter in read_tags(rendered.mp3).chapters] == pages
    for path in rendered.folder.iterdir():
        for gone in (b"agency.example", b"subscribe.example"):
            assert path.name == "episode.json" or gone not in path.read_bytes()
    assert check_episode(rendered.folder).passed


def test_a_second_run_changes_nothing(tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path) -> None:
    first = run(source, cast, tmp_path / "out")
    stamps = {path: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    second = run(source, cast, tmp_path / "out")
    assert second.unchanged
    assert (second.new_takes, second.reused_takes) == (0, first.new_takes)
    assert {path: path.stat().st_mtime_ns for path in first.folder.iterdir()} == stamps


def test_the_same_input_gives_the_same_bytes(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = digests(run(source, cast, tmp_path / "a").folder)
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "another"))
    assert digests(run(source, cast, tmp_path / "b").folder) == first


def test_a_script_renders_the_same_episode_and_one_edit_is_one_new_take(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    first = run(source, cast, tmp_path / "out")
    script = first.folder / "script.md"
    again = run(script, cast, tmp_path / "out")
    assert again.unchanged
    text = script.read_text(encoding="utf-8")
    assert text.count("只管往下读") == 1
    script.write_text(text.replace("只管往下读", "只管慢慢往下读"), encoding="utf-8")
    edited = run(script, cast, tmp_path / "out")
    assert not edited.unchanged
    assert edited.new_takes == 1
    assert edited.guid == first.guid
    assert "慢慢往下读" in (edited.folder / "script.md").read_text(encoding="utf-8")


def test_a_missing_file_of_the_episode_is_made_again(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    first = run(source, cast, tmp_path / "out")
    before = digests(first.folder)
    (first.folder / "transcript.vtt").unlink()
    second = run(source, cast, tmp_path / "out")
    assert not second.unchanged
    assert digests(second.folder) == before


def test_only_the_wanted_sections_are_rendered(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    settings = Settings(voices=str(cast), out=tmp_path / "out")
    planned = asyncio.run(plan(read_source(source), settings, sections=frozenset({2})))
    assert [section.title for section in planned.interview.sections] == ["机器能做的，和不能做的"]
    with pytest.raises(UsageError, match="no section 3"):
        asyncio.run(plan(read_source(source), settings, sections=frozenset({3})))


def test_an_unknown_voice_names_the_casts_line_before_anything_is_said(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    cast.write_text(cast.read_text().replace("tones: high", "tones: hihg"))
    with pytest.raises(ConfigError, match=r"tones\.yaml:5: tones has no voice 'hihg' \(for 沈砚\)"):
        run(source, cast, tmp_path / "out")
    assert tones.said == []
    assert not (tmp_path / "out").exists()


def test_no_engine_says_what_was_tried(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.voices.VOICE_LIST", "http://127.0.0.1:9/voices/list?t=1")
    with pytest.raises(NoEngineError, match=r"no engine can speak here\. edge: .*cannot be reached"):
        asyncio.run(plan(read_source(source), Settings(engine="edge", out=tmp_path)))


def test_auto_takes_the_first_that_works_and_tells_why(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_tts.voices.VOICE_LIST", "http://127.0.0.1:9/voices/list?t=1")
    planned = asyncio.run(plan(read_source(source), Settings(out=tmp_path)))
    assert planned.voicing.engine.name == "kokoro"
    assert [name for name, _ in planned.voicing.refused] == ["edge"]


def test_the_manifest_is_json_a_program_can_read(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    rendered = run(source, cast, tmp_path / "out")
    document = json.loads((rendered.folder / "episode.json").read_text(encoding="utf-8"))
    assert document["samples"] % 1152 == 0
    assert len(document["takes"]) == document["utterances"]
    assert any(entry["reason"] for entry in document["private"]["account"]["dropped"])


def test_after_a_render_the_cache_is_within_its_limit_but_keeps_what_was_used(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    old = tmp_path / "cache" / "takes" / "aa" / "old.take"
    old.parent.mkdir(parents=True)
    old.write_bytes(bytes(1000))
    os.utime(old, (1000, 1000))
    first = run(source, cast, tmp_path / "out", cache_limit="1 kB")
    assert not old.exists()
    assert first.new_takes
    again = run(source, cast, tmp_path / "elsewhere", cache_limit="1 kB")
    assert (again.new_takes, again.reused_takes) == (0, first.new_takes)


def test_a_second_run_of_the_same_episode_is_refused_before_anything_is_said(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    with (
        only_run(tmp_path / "out" / "shen-yan"),
        pytest.raises(EpisodeError, match=r"another run is writing .*shen-yan: wait for it"),
    ):
        run(source, cast, tmp_path / "out")
    assert tones.said == []


def test_music_plays_where_the_settings_say_and_is_credited(
    tones: EngineOfTones, cast: Path, source: Path, tmp_path: Path
) -> None:
    tone = 0.3 * np.sin(2 * np.pi * 330 * np.arange(3 * 44_100) / 44_100)
    soundfile.write(tmp_path / "theme.wav", tone, 44_100)
    theme = str(tmp_path / "theme.wav")
    pieces = {"intro": theme, "outro": theme, "sting": theme, "bed": theme, "credit": "Theme by Ada"}
    plain = run(source, cast, tmp_path / "plain")
    rendered = run(source, cast, tmp_path / "out", music=pieces)
    manifest = read_manifest(rendered.folder)
    assert rendered.new_takes == 0
    assert [entry.role for entry in manifest.music] == ["intro", "bed", "sting", "sting", "outro"]
    assert manifest.cues[0].start_ms > 3000
    assert manifest.utterances == plain.utterances == len(manifest.takes)
    assert [cue.text for cue in manifest.cues] == [cue.text for cue in plain.cues]
    assert [chapter.title for chapter in manifest.chapters] == [chapter.title for chapter in plain.chapters]
    assert "Theme by Ada" in (rendered.folder / "notes.md").read_text(encoding="utf-8")
    assert "Theme by Ada" in read_tags(rendered.mp3).texts["TXXX:credits"]
    report = check_episode(rendered.folder, takes=TakeCache())
    assert report.passed, report.findings
    assert run(source, cast, tmp_path / "out", music=pieces).unchanged
