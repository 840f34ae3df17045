"""Every check finds the fault it is there for, and finds nothing in a whole episode."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import CHAP, COMM, TXXX, Encoding
from PIL import Image

from checks.conftest import Episode
from duologue.checks import CHECKS, check_episode
from duologue.checks.report import report_json


def test_a_whole_episode_passes_every_check(whole: Episode) -> None:
    assert whole.findings() == {}


def test_without_takes_it_passes_too(whole: Episode) -> None:
    assert check_episode(whole.folder).passed


def test_every_check_says_what_it_saw(whole: Episode) -> None:
    document = report_json(check_episode(whole.folder))
    assert [check["name"] for check in document["checks"]] == [check.name for check in CHECKS]
    assert all(check["summary"] for check in document["checks"])


def test_a_page_may_write_the_name_of_its_sound_as_an_address_does(episode: Episode) -> None:
    name = episode.mp3.name
    episode.edit(
        "index.html", lambda page: page.replace(f'src="{name}"', f'src="%{ord(name[0]):02X}{name[1:]}"')
    )
    assert f'src="{name}"' not in (episode.folder / "index.html").read_text(encoding="utf-8")
    assert "pages" not in episode.findings()


def test_a_truncated_mp3_is_found(episode: Episode) -> None:
    episode.mp3.write_bytes(episode.mp3.read_bytes()[:-9000])
    messages = " ".join(finding.message for finding in episode.findings()["sound"])
    assert "no whole MPEG frame begins" in messages
    assert "as its Info header says" in messages
    assert "samples, not" in messages


def test_one_wrong_byte_in_the_sound_is_found(episode: Episode) -> None:
    data = bytearray(episode.mp3.read_bytes())
    data[-5000] ^= 0x40
    episode.mp3.write_bytes(data)
    assert "checksum" in episode.findings()["sound"][0].message


def test_an_mp3_that_is_none_is_found(episode: Episode) -> None:
    episode.mp3.write_bytes(b"not sound" * 10_000)
    assert "Info header" in episode.findings()["sound"][0].message


def test_more_gain_is_found(episode: Episode) -> None:
    episode.play(np.clip(episode.sound() * 8, -1, 1))
    found = episode.findings()
    assert "too loud" in found["loudness"][0].message
    assert "true peak" in found["loudness"][1].message
    assert "clips at" in found["clipping"][0].message


def test_less_gain_is_found(episode: Episode) -> None:
    episode.play(episode.sound() * 0.85)
    assert "too soft" in episode.findings()["loudness"][0].message


def test_a_cut_pause_is_found_though_the_length_is_right(episode: Episode) -> None:
    sound, placed = episode.sound(), episode.manifest.placed
    end = placed[5].start_sample + placed[5].samples
    cut = 8820
    assert placed[6].start_sample - end > cut
    moved = np.concatenate((sound[:end], sound[end + cut :], np.zeros(cut, np.float32)))
    episode.play(moved)
    found = episode.findings()
    assert set(found) == {"timeline", "takes", "pauses"}
    assert "200 ms early" in found["takes"][0].message


def test_a_late_utterance_is_found_without_takes(episode: Episode) -> None:
    sound, placed = episode.sound(), episode.manifest.placed
    start = placed[5].start_sample
    end = placed[6].start_sample
    sound[start:end] = np.concatenate((np.zeros(6000, np.float32), sound[start : end - 6000]))
    episode.play(sound)
    (finding,) = episode.findings(takes=False)["timeline"]
    assert "ms after" in finding.message
    assert finding.line == line_of(episode, finding.message[1:8])


def test_another_take_in_its_place_is_found(episode: Episode) -> None:
    sound, placed = episode.sound(), episode.manifest.placed
    length = min(placed[2].samples, placed[7].samples)
    one, other = (sound[placed[n].start_sample :][:length].copy() for n in (2, 7))
    sound[placed[2].start_sample :][:length], sound[placed[7].start_sample :][:length] = other, one
    episode.play(sound)
    assert "does not sound like its take" in episode.findings()["takes"][0].message


def test_an_utterance_that_is_silent_is_found(episode: Episode) -> None:
    sound, placed = episode.sound(), episode.manifest.placed
    sound[placed[4].start_sample :][: placed[4].samples] = 0
    episode.play(sound)
    assert "is silent" in episode.findings(takes=False)["timeline"][0].message


def test_noise_in_a_pause_is_found(episode: Episode) -> None:
    sound, placed = episode.sound(), episode.manifest.placed
    end = placed[4].start_sample + placed[4].samples
    noise = np.random.default_rng(1).standard_normal(placed[5].start_sample - end) * 0.01
    sound[end : placed[5].start_sample] = noise
    episode.play(sound)
    assert "not silent" in episode.findings()["pauses"][0].message


def test_a_shifted_cue_is_found(episode: Episode) -> None:
    cues = list(episode.manifest.cues)
    cues[5] = cues[5].model_copy(update={"start_ms": cues[5].start_ms + 300})
    episode.describe(cues=tuple(cues))
    (finding,) = episode.findings()["timeline"]
    assert "ms before" in finding.message
    assert finding.file == "script.md"
    assert finding.line is not None


def test_an_utterance_far_too_fast_is_found(episode: Episode) -> None:
    cues = list(episode.manifest.cues)
    cues[4] = cues[4].model_copy(update={"text": cues[4].text * 20})
    episode.describe(cues=tuple(cues))
    assert "characters per second" in episode.findings()["pace"][0].message


def line_of(episode: Episode, text: str) -> int:
    """The line of script.md that holds `text`."""
    lines = (episode.folder / "script.md").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_changed_word_in_the_script_is_found_with_its_line(episode: Episode) -> None:
    line = line_of(episode, "睡不踏实")
    episode.edit("script.md", lambda text: text.replace("睡不踏实", "睡得踏实"))
    found = episode.findings()
    assert [(each.file, each.line) for each in found["words"]] == [("script.md", line)]
    assert "the source" in found["account"][0].message


def test_an_address_that_two_cues_part_is_found(episode: Episode) -> None:
    episode.edit("script.md", lambda text: text.replace("什么也不做，等着。", "看看 feng.example 再说。"))
    cues = []
    for cue in episode.manifest.cues:
        if cue.text == "什么也不做，等着。":
            middle = (cue.start_ms + cue.end_ms) // 2
            cues.append(cue.model_copy(update={"text": "看看 feng.", "end_ms": middle}))
            cues.append(cue.model_copy(update={"text": "example 再说。", "start_ms": middle}))
        else:
            cues.append(cue)
    episode.describe(cues=tuple(cues))
    (finding,) = episode.findings()["words"]
    assert finding.message == "“feng.example” is parted by two cues"
    assert finding.line == line_of(episode, "feng.example")


def test_a_paragraph_taken_from_the_script_is_found(episode: Episode) -> None:
    episode.edit(
        "script.md", lambda text: text.replace("夜里我会起来听一听，箱子里的声音和白天不一样。\n\n", "")
    )
    found = episode.findings()
    assert "not in script.md" in found["words"][0].message
    assert "characters are spoken" in found["account"][0].message


def test_dropped_text_that_is_not_the_sources_is_found(episode: Episode) -> None:
    private = episode.manifest.private
    account = private.account
    span = next(span for span in account["source"]["spans"] if isinstance(span, list) and "山谷" in span[1])
    span[1] = span[1].replace("山谷", "山顶")
    episode.describe(private=private)
    assert episode.findings()["account"]


@pytest.mark.parametrize("name", ["transcript.vtt", "transcript.srt", "transcript.json", "transcript.html"])
def test_a_changed_word_in_a_transcript_is_found(episode: Episode, name: str) -> None:
    episode.edit(name, lambda text: text.replace("冬天做什么", "夏天做什么"))
    (finding,) = episode.findings()["transcripts"]
    assert finding.file == name
    assert finding.line is not None or name.endswith(".json")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("transcript.vtt", "<v 顾师傅>什么", "<v 记者>什么"),
        ("transcript.srt", "顾师傅: 什么", "记者: 什么"),
        ("transcript.vtt", " --> ", " -> "),
        ("transcript.html", '<p dir="auto">什么', '<p dir="auto">不什么'),
    ],
)
def test_a_wrong_speaker_or_form_is_found(episode: Episode, name: str, before: str, after: str) -> None:
    episode.edit(name, lambda text: text.replace(before, after, 1))
    assert [finding.file for finding in episode.findings()["transcripts"]] == [name]


def test_a_shifted_time_in_a_transcript_is_found(episode: Episode) -> None:
    start = episode.manifest.cues[3].start_ms
    stamp = f"00:00:{start // 1000:02}.{start % 1000:03}"
    wrong = f"00:00:{start // 1000:02}.{(start % 1000 + 500) % 1000:03}"
    episode.edit("transcript.vtt", lambda text: text.replace(stamp + " -->", wrong + " -->", 1))
    assert [finding.file for finding in episode.findings()["transcripts"]] == ["transcript.vtt"]


def test_a_card_that_stays_after_the_next_has_come_is_found(episode: Episode) -> None:
    start = episode.manifest.cues[4].start_ms
    stamp = f"00:00:{start // 1000:02},{start % 1000:03}"

    def lengthened(text: str) -> str:
        before, _, after = text.partition(f"{stamp} -->")
        head, _, end = before.rpartition(" --> ")
        late = f"00:00:{(start + 500) // 1000:02},{(start + 500) % 1000:03}"
        return f"{head} --> {late}{end[12:]}{stamp} -->{after}"

    episode.edit("transcript.srt", lengthened)
    (finding,) = episode.findings()["transcripts"]
    assert "after its cue" in finding.message or "with the card before" in finding.message


def test_a_transcript_that_ends_early_is_found(episode: Episode) -> None:
    episode.edit("transcript.srt", lambda text: "\n\n".join(text.split("\n\n")[:-1]) + "\n")
    assert "ends before" in episode.findings()["transcripts"][0].message


def test_swapped_chapters_are_found(episode: Episode) -> None:
    episode.retag(lambda frames: [f for f in frames if not isinstance(f, CHAP)] + swapped(frames))
    found = episode.findings()
    assert "order" in found["tags"][0].message
    assert "chapter 2 is" in found["chapters"][0].message


def swapped(frames: list[object]) -> list[object]:
    first, second, third = (frame for frame in frames if isinstance(frame, CHAP))
    return [first, third, second]


def test_a_chapter_elsewhere_in_one_place_is_found(episode: Episode) -> None:
    episode.edit("chapters.json", lambda text: text.replace('"title": "冬天"', '"title": "秋天"'))
    (finding,) = episode.findings()["chapters"]
    assert finding.file == "chapters.json"
    assert "冬天" in finding.message


def test_a_section_that_is_no_chapter_is_found_with_its_line(episode: Episode) -> None:
    first, second, third = episode.manifest.chapters
    made = second.model_copy(update={"end_ms": third.end_ms})
    episode.describe(chapters=(first, made))
    assert ("script.md", line_of(episode, "## 冬天")) in [
        (finding.file, finding.line) for finding in episode.findings()["chapters"]
    ]


def test_a_missing_table_of_contents_is_found(episode: Episode) -> None:
    episode.retag(lambda frames: [f for f in frames if f.FrameID != "CTOC"])
    assert "no CTOC" in " ".join(finding.message for finding in episode.findings()["tags"])


def test_a_title_of_another_episode_is_found(episode: Episode) -> None:
    episode.describe(title="别的节目")
    assert any("TIT2" in finding.message for finding in episode.findings()["tags"])


def test_a_tag_of_version_1_at_the_end_is_found(episode: Episode) -> None:
    episode.mp3.write_bytes(episode.mp3.read_bytes() + b"TAG" + bytes(125))
    episode.describe(mp3_bytes=episode.mp3.stat().st_size)
    found = episode.findings()
    assert set(found) == {"tags"}
    assert "ID3v1" in found["tags"][0].message


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ("AIGC", "TXXX:AIGC"),
        ("COMM", "COMM"),
        ("TDES", "TDES"),
    ],
)
def test_a_removed_disclosure_is_found(episode: Episode, frame: str, words: str) -> None:
    episode.retag(lambda frames: [f for f in frames if frame not in (f.FrameID, getattr(f, "desc", ""))])
    assert words in episode.findings()["disclosure"][0].message


def test_a_changed_label_is_found(episode: Episode) -> None:
    def change(frames: list[object]) -> list[object]:
        return [
            TXXX(
                encoding=Encoding.LATIN1, desc="AIGC", text=[f.text[0].replace('"Label":"1"', '"Label":"2"')]
            )
            if isinstance(f, TXXX) and f.desc == "AIGC"
            else f
            for f in frames
        ]

    episode.retag(change)
    assert "keys and values" in episode.findings()["disclosure"][0].message


def test_a_comment_of_ones_own_does_not_hide_a_missing_disclosure(episode: Episode) -> None:
    own = COMM(encoding=Encoding.UTF16, lang="zho", desc="", text=["好听"])
    episode.retag(lambda frames: [own if isinstance(f, COMM) else f for f in frames])
    assert "COMM" in episode.findings()["disclosure"][0].message


def test_a_disclosure_that_is_not_said_is_found(episode: Episode) -> None:
    said = episode.manifest.disclosure
    episode.describe(disclosure=said.model_copy(update={"spoken": "所有声音都是合成的。"}))
    assert "is to be said aloud" in episode.findings()["disclosure"][0].message


def test_a_cover_that_feeds_refuse_is_found(episode: Episode) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (900, 1400), "red").save(buffer, "JPEG")
    (episode.folder / "cover.jpg").write_bytes(buffer.getvalue())
    assert "square" in episode.findings()["cover"][0].message


@pytest.mark.parametrize("name", ["notes.md", "index.html", "cover.jpg", "transcript.srt", "chapters.json"])
def test_a_missing_file_is_found_once(episode: Episode, name: str) -> None:
    (episode.folder / name).unlink()
    found = episode.findings()
    assert [(finding.file, finding.message) for finding in found["files"]] == [(name, "no such file")]
    assert sum(len(findings) for findings in found.values()) == 1


def test_a_page_of_another_episode_is_found(episode: Episode) -> None:
    episode.edit("index.html", lambda text: text.replace(".mp3", ".mp4").replace("养蜂人的四季", "别的节目"))
    messages = " ".join(finding.message for finding in episode.findings()["pages"])
    assert "does not play" in messages
    assert "does not show" in messages


def test_a_damaged_manifest_is_one_finding(episode: Episode) -> None:
    (episode.folder / "episode.json").write_text("{", encoding="utf-8")
    report = check_episode(episode.folder)
    assert [finding.file for finding in report.findings] == ["episode.json"]
    assert not report.passed


def test_a_folder_without_anything_is_one_finding(tmp_path: Path) -> None:
    assert [finding.file for finding in check_episode(tmp_path).findings] == ["episode.json"]
