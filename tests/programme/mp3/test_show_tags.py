"""Which show an episode is of can be set in its tag, and nothing else of the file changes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from duologue.errors import EpisodeError
from duologue.model import Chapter
from duologue.programme.mp3.show_tags import ShowTags, retag
from duologue.programme.mp3.tags import EpisodeTags, id3_tag

SOUND = bytes(range(256)) * 40
CHAPTERS = (Chapter("一", 0, 500, url="https://example.org"), Chapter("二", 500, 1000))


def episode(path: Path, **changes: object) -> bytes:
    told = {
        "title": "题目",
        "show": "旧名",
        "artist": "陈晓、林川",
        "language": "zh-CN",
        "duration_ms": 1000,
        "guid": "g",
        "lyrics": "很多话。" * 100,
        "aigc": '{"Label":"1"}',
        "chapters": CHAPTERS,
        "cover_jpeg": b"\xff\xd8jpeg",
    }
    tag = id3_tag(EpisodeTags(**(told | changes)))  # type: ignore[arg-type]
    path.write_bytes(tag + SOUND)
    return tag


def read(path: Path) -> ID3:
    return ID3(io.BytesIO(path.read_bytes()), translate=False)


def test_the_tag_is_what_it_would_have_been_had_the_show_been_known(tmp_path: Path) -> None:
    path = tmp_path / "e.mp3"
    episode(path)
    length = retag(path, ShowTags("新名，长一些", "编辑部", 7))
    wanted = tmp_path / "wanted.mp3"
    tag = episode(wanted, show="新名，长一些", album_artist="编辑部", track=7)
    made = path.read_bytes()
    assert made.rstrip(b"\0")[: len(tag.rstrip(b"\0"))][10:] == tag.rstrip(b"\0")[10:]
    assert made.endswith(SOUND)
    assert length == len(made)
    frames = read(path)
    assert [str(frames[name]) for name in ("TALB", "TPE2", "TRCK")] == ["新名，长一些", "编辑部", "7"]
    assert [frames[f"CHAP:chp{n}"].sub_frames["TIT2"].text for n in (0, 1)] == [["一"], ["二"]]


def test_the_sound_does_not_move_and_a_second_time_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "e.mp3"
    tag = episode(path)
    retag(path, ShowTags("新", "新", 1))
    once = path.read_bytes()
    assert once[len(tag) :] == SOUND
    retag(path, ShowTags("新", "新", 1))
    assert path.read_bytes() == once
    retag(path, ShowTags("新", "新"))
    assert "TRCK" not in read(path)


def test_a_name_that_is_longer_than_the_padding_moves_the_sound_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "e.mp3"
    episode(path)
    retag(path, ShowTags("长" * 20_000, "编辑部", 1))
    assert path.read_bytes().endswith(SOUND)
    assert str(read(path)["TALB"]) == "长" * 20_000


@pytest.mark.parametrize(
    "content", [b"", b"ID3", b"\xff\xfb" + SOUND, b"ID3\x04\x00\x00\x00\x00\x00\x00" + SOUND]
)
def test_a_file_without_such_a_tag_is_refused_and_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e.mp3"
    path.write_bytes(content)
    with pytest.raises(EpisodeError, match=r"e\.mp3 has no tag"):
        retag(path, ShowTags("x", "x"))
    assert path.read_bytes() == content
