"""Every file of an episode's folder is covered: whatever is done to it is found, and said with its name."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from mutagen.id3 import APIC, TIT2, Encoding, Frame
from PIL import Image

from checks.conftest import Episode
from duologue.checks import EpisodeFiles
from duologue.checks.hearing_checks import forget
from duologue.programme.manifest import MANIFEST_NAME, Files
from duologue.programme.seal import seal_holds, sealed
from duologue.store.takes import TakeCache

NAMES = [
    MANIFEST_NAME,
    *(name for field, name in Files(mp3="a.mp3").model_dump().items() if field != "mp3"),
    "the MP3",
]
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "one bit flipped in the middle": lambda data: flipped(data, len(data) // 2),
    "one bit flipped near the end": lambda data: flipped(data, len(data) - 3),
    "cut in the middle": lambda data: data[: len(data) // 2],
    "its last byte gone": lambda data: data[:-1],
    "a byte more": lambda data: data + b"\n",
    "zeros": lambda data: bytes(len(data)),
    "empty": lambda data: b"",
}


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_found_and_named(episode: Episode, name: str, damage: str) -> None:
    path = episode.mp3 if name == "the MP3" else episode.folder / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    report = episode.report(takes=False)
    assert not report.passed
    assert path.name in {finding.file for finding in report.findings}


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_found_and_named(episode: Episode, name: str) -> None:
    path = episode.mp3 if name == "the MP3" else episode.folder / name
    path.unlink()
    report = episode.report(takes=False)
    assert [finding.file for finding in report.findings] == [path.name]


def test_what_a_person_put_into_the_folder_is_not_the_episodes_affair(episode: Episode) -> None:
    (episode.folder / "remarks.txt").write_text("mine")
    assert episode.report().passed


def test_an_edited_script_is_said_to_be_edited(episode: Episode) -> None:
    episode.edit("script.md", lambda text: text.replace("title: ", "title:  "))
    found = episode.findings(resealed=False)
    assert [str(finding) for finding in found["files"]] == [
        "script.md: was edited since the episode was rendered: render it again"
    ]


def test_a_manifest_without_digests_says_what_to_do(episode: Episode) -> None:
    episode.describe(digests={})
    messages = {finding.message for finding in episode.findings(resealed=False)["files"]}
    assert messages == {"has no digest in episode.json: render the episode again"}


def test_a_changed_manifest_is_found_whatever_was_changed(episode: Episode) -> None:
    path = episode.folder / MANIFEST_NAME
    text = path.read_text(encoding="utf-8")
    for change in (
        ('"lameenc": "', '"lameenc": "9'),
        ('"utterances": ', '"utterances":  '),
        ('"own_cover": false', '"own_cover": true'),
        (f'"seal": "{episode.manifest.seal}"', '"seal": ""'),
        (f'"seal": "{episode.manifest.seal}"', f'"seal": "{"0" * 64}"'),
        (',\n  "seal"', ',\n  "later": 1,\n  "seal"'),
    ):
        assert change[0] in text
        path.write_text(text.replace(*change, 1), encoding="utf-8")
        found = episode.findings(resealed=False)
        assert [str(finding) for finding in found["files"]] == [
            "episode.json: is not as it was written: render the episode again"
        ]


def test_the_seal_is_of_the_top_level_alone() -> None:
    inner = '{\n  "account": {\n    "seal": "abc"\n  },\n  "seal": ""\n}\n'
    text = sealed(inner)
    assert '    "seal": "abc"\n' in text
    assert seal_holds(text)
    assert sealed(text) == text
    assert not seal_holds(text.replace("abc", "abd"))
    assert not seal_holds('{"seal": ""}')


def test_a_manifest_that_is_written_again_is_sealed_again(episode: Episode) -> None:
    files = EpisodeFiles(episode.folder)
    forget(files, list(files.utterances[:1]), TakeCache(episode.cache / "nowhere"))
    assert episode.manifest.fingerprint == ""
    assert episode.report().passed


# What the checks of the files themselves find, the digests left aside.


def test_a_page_that_is_cut_is_found(episode: Episode) -> None:
    episode.edit("index.html", lambda page: page[: page.rindex("</main>")])
    assert "is cut off" in episode.findings()["pages"][0].message


@pytest.mark.parametrize("name", ["index.html", "transcript.html"])
@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("<script>alert(1)</script>", "a script that is not its own"),
        ('<script src="https://example.org/x.js"></script>', "a script that is not its own"),
        ('<img src="x" onerror="alert(1)">', "a script in the attribute onerror"),
        ('<a href=" javascript:alert(1)">x</a>', "a script in the attribute href"),
        ('<iframe src="https://example.org"></iframe>', "an element <iframe>"),
        ('<object data="x"></object>', "an element <object>"),
    ],
)
def test_a_script_that_was_added_is_found(episode: Episode, name: str, added: str, words: str) -> None:
    episode.edit(name, lambda page: page.replace("</body>", f"{added}</body>"))
    messages = [finding.message for finding in episode.findings()["pages"] if finding.file == name]
    assert len(messages) == 1
    assert words in messages[0]


def test_data_in_a_page_are_no_script(episode: Episode) -> None:
    data = '<script type="application/ld+json">{"@type": "PodcastEpisode"}</script>'
    episode.edit("index.html", lambda page: page.replace("</body>", f"{data}</body>"))
    assert "pages" not in episode.findings()


def test_a_changed_script_of_the_page_is_found(episode: Episode) -> None:
    episode.edit("index.html", lambda page: page.replace("</script>", ";alert(1)</script>"))
    assert "a script that is not its own" in episode.findings()["pages"][0].message


def test_a_word_changed_on_the_page_is_found(episode: Episode) -> None:
    episode.edit("index.html", lambda page: page.replace("蜂要分家", "蜂不分家"))
    assert "does not show “蜂要分家" in episode.findings()["pages"][0].message.replace("最忙。", "")


def picture(size: int, colour: str = "red", form: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(buffer, form)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data[: len(data) // 2], "is not a readable picture"),
        (lambda _: picture(600), "does not show what cover.jpg shows"),
        (lambda _: picture(300), "not a square of 600 to 600 px"),
        (lambda _: picture(600, form="PNG"), "not a baseline JPEG"),
        (lambda _: b"no picture", "is not a readable picture"),
    ],
)
def test_a_wrong_small_cover_is_found(episode: Episode, change: Callable[[bytes], bytes], words: str) -> None:
    path = episode.folder / "cover-small.jpg"
    path.write_bytes(change(path.read_bytes()))
    (finding,) = episode.findings()["cover"]
    assert finding.file == "cover-small.jpg"
    assert words in finding.message


def test_another_picture_in_the_tag_is_found(episode: Episode) -> None:
    episode.retag(
        lambda frames: [
            APIC(encoding=Encoding.LATIN1, mime="image/jpeg", type=3, desc="", data=picture(1000))
            if isinstance(frame, APIC)
            else frame
            for frame in frames
        ]
    )
    assert "its cover does not show" in episode.findings()["cover"][0].message


@pytest.mark.parametrize(
    "name", ["script.md", "transcript.vtt", "transcript.srt", "transcript.html", "notes.md", "index.html"]
)
def test_a_control_character_in_a_text_is_found_with_its_line(episode: Episode, name: str) -> None:
    episode.edit(name, lambda text: text.replace("顾师傅", "顾\x1b[31m师傅"))
    findings = [each for each in episode.findings()["characters"] if each.file == name]
    assert [finding.message for finding in findings] == ["holds the control character U+001B"]
    assert findings[0].line is not None


@pytest.mark.parametrize("name", ["transcript.json", "chapters.json", "episode.json"])
def test_a_control_character_in_json_is_found_however_it_is_written(episode: Episode, name: str) -> None:
    def escaped(text: str) -> str:
        document = json.loads(text)
        document["title"] = "a\u0007b"
        return json.dumps(document, indent=2)

    episode.edit(name, escaped)
    findings = [each for each in episode.findings(resealed=False)["characters"] if each.file == name]
    assert [finding.message for finding in findings] == ["holds the control character U+0007"]


def test_a_title_with_an_escape_in_the_tag_is_found(episode: Episode) -> None:
    title = TIT2(encoding=Encoding.UTF16, text=["养蜂人\x1b]0;x\x07"])
    episode.retag(lambda frames: [title if frame.FrameID == "TIT2" else frame for frame in frames])
    assert "TIT2 holds the control character U+001B" in str(episode.findings()["characters"])


def test_an_escape_in_a_chapter_of_the_tag_is_found(episode: Episode) -> None:
    def change(frames: list[Frame]) -> list[Frame]:
        for frame in frames:
            if frame.FrameID == "CHAP":
                frame.sub_frames["TIT2"].text[0] = "春\x1b天"
        return frames

    episode.retag(change)
    assert "CHAP holds the control character U+001B" in str(episode.findings()["characters"])


@pytest.mark.parametrize(
    ("name", "before", "after", "words"),
    [
        ("transcript.vtt", "WEBVTT", "WEBVT", "is not valid WebVTT"),
        ("transcript.vtt", "00:00:", "00:0:", "is not valid WebVTT"),
        ("transcript.vtt", "<v ", "<b ", "a cue names no speaker"),
        ("transcript.srt", " --> ", " > ", "is not valid SubRip from here on"),
        ("transcript.json", '"segments"', '"parts"', "is not a transcript in JSON"),
        ("transcript.json", "{", "", "is not a transcript in JSON"),
    ],
)
def test_a_transcript_that_players_cannot_read_is_found(
    episode: Episode, name: str, before: str, after: str, words: str
) -> None:
    episode.edit(name, lambda text: text.replace(before, after, 1))
    messages = [each.message for each in episode.findings()["transcripts"] if each.file == name]
    assert words in messages[0]


def test_what_another_reader_finds_in_the_info_header_counts(episode: Episode) -> None:
    """Delay and padding are read by players alone: our own walk over the frames does not need them."""
    data = bytearray(episode.mp3.read_bytes())
    at = data.index(b"LAME3.100") + 21
    data[at + 2] ^= 0x0F
    episode.mp3.write_bytes(data)
    messages = " ".join(finding.message for finding in episode.findings()["sound"])
    assert "mutagen reads" in messages
