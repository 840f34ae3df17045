"""Tags are read back as they were written, frame by frame and byte by byte."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from duologue.errors import EpisodeError
from duologue.model import Chapter
from duologue.programme.contents.disclosure import aigc_label
from duologue.programme.mp3.iso639 import iso639_2
from duologue.programme.mp3.tags import EpisodeTags, id3_tag
from duologue.speech.online_voices import online_locales
from tag_reading import read_tags

PUBLISHING_ORDER = [
    "TIT2",
    "TPE1",
    "TPE2",
    "TALB",
    "TCON",
    "TRCK",
    "TYER",
    "TLAN",
    "TLEN",
    "PCST",
    "TGID",
    "TDES",
    "COMM",
    "USLT",
    "TXXX",
    "TXXX",
    "TXXX",
    "TXXX",
    "TXXX",
    "TXXX",
    "APIC",
    "CTOC",
    "CHAP",
    "CHAP",
    "CHAP",
]


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 600), "#345").save(buffer, "JPEG")
    return buffer.getvalue()


def full() -> EpisodeTags:
    return EpisodeTags(
        title="做面包的人：慢就是快 🍞",
        show="街角对话",
        artist="陈晓、Ada Lovelace",
        language="zh-CN",
        duration_ms=90_500,
        guid="2c1bd1d5-6bd0-5e73-9b8c-2c6f4e2d7f11",
        album_artist="街角编辑部",
        date=date(2024, 7, 4),
        track=3,
        description="两个人谈面包。",
        comment="所有声音均由人工智能合成。",
        lyrics="陈晓：为什么要慢？\n\nAda Lovelace：因为面要睡觉。",
        credits="陈晓 (kokoro:zf_xiaobei)",
        source="街角",
        url="https://example.org/?a=1&b=2",
        aigc=aigc_label("2c1bd1d5-6bd0-5e73-9b8c-2c6f4e2d7f11", producer="街角"),
        chapters=(
            Chapter("开场", 0, 20_000),
            Chapter("一、面要睡觉", 20_000, 60_000, "https://example.org/#2"),
            Chapter("AI 与「酵母」", 60_000, 90_500),
        ),
        cover_jpeg=jpeg(),
    )


def written(tmp_path: Path, tags: EpisodeTags) -> Path:
    path = tmp_path / "tag.mp3"
    path.write_bytes(id3_tag(tags))
    return path


def frames_of(tag: bytes) -> Iterator[tuple[str, bytes]]:
    """Frames as the format lays them out, read without mutagen (ID3v2.3 section 3.3)."""
    place = 10
    while tag[place] != 0:
        name, size, flags = struct.unpack(">4sIH", tag[place : place + 10])
        assert flags == 0
        yield name.decode("ascii"), tag[place + 10 : place + 10 + size]
        place += 10 + size


def test_frames_lie_in_the_published_order_whatever_their_size() -> None:
    long = replace(full(), title="很长" * 500, chapters=full().chapters)
    assert [name for name, _ in frames_of(id3_tag(long))] == PUBLISHING_ORDER


def test_the_header_is_version_2_3_without_flags_and_counts_every_byte() -> None:
    tag = id3_tag(full())
    assert tag[:6] == b"ID3\x03\x00\x00"
    size = tag[6] << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]
    assert len(tag) == 10 + size
    assert tag.endswith(bytes(1024)), "no room to rewrite the tag in place"


def test_texts_are_utf16_with_byte_order_mark_and_the_aigc_label_is_latin1() -> None:
    for name, body in frames_of(id3_tag(full())):
        if name.startswith("T") and name != "TXXX":
            assert body[0] == 1
            assert body[1:3] == b"\xff\xfe"
    label = [body for name, body in frames_of(id3_tag(full())) if name == "TXXX"][-1]
    assert label.startswith(b"\x00AIGC\x00{")
    assert label.isascii()


def test_everything_is_read_back(tmp_path: Path) -> None:
    tags = full()
    read = read_tags(written(tmp_path, tags))
    assert read.version == (2, 3, 0)
    assert list(read.frames) == PUBLISHING_ORDER
    assert read.chapters == read.chapters_in_file_order == tags.chapters
    assert read.cover_jpeg == tags.cover_jpeg
    assert read.language == "zho"
    assert json.loads(read.texts["TXXX:AIGC"])["ContentProducer"] == "街角"
    expected = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TPE2": tags.album_artist,
        "TALB": tags.show,
        "TCON": "Podcast",
        "TRCK": "3",
        "TYER": "2024",
        "TLAN": "zho",
        "TLEN": "90500",
        "TGID": tags.guid,
        "TDES": tags.description,
        "COMM": tags.comment,
        "USLT": tags.lyrics,
        "TXXX:published": "2024-07-04",
        "TXXX:source": tags.source,
        "TXXX:url": tags.url,
        "TXXX:credits": tags.credits,
        "TXXX:producer": "Duologue",
    }
    assert {name: read.texts[name] for name in expected} == expected


def test_the_same_tags_give_the_same_bytes() -> None:
    assert id3_tag(full()) == id3_tag(full())


def test_a_bare_episode_needs_only_its_title(tmp_path: Path) -> None:
    bare = EpisodeTags(title="t", show="s", artist="", language="xx", duration_ms=1, guid="g")
    read = read_tags(written(tmp_path, bare))
    assert "TPE1" not in read.texts
    assert "TYER" not in read.texts
    assert read.texts["TLAN"] == "und"
    assert read.chapters == ()


@pytest.mark.parametrize("count", [1, 255, 256, 600])
def test_any_number_of_chapters_is_listed_in_order(tmp_path: Path, count: int) -> None:
    chapters = tuple(Chapter(f"第 {n} 章", n * 1000, (n + 1) * 1000) for n in range(count))
    tags = replace(full(), chapters=chapters, duration_ms=count * 1000)
    read = read_tags(written(tmp_path, tags))
    assert read.chapters == chapters
    for name, body in frames_of(id3_tag(tags)):
        if name == "CTOC":
            _, _, rest = body.partition(b"\x00")
            assert rest[0] & 0x01, "not ordered"
            assert rest[1] <= 255
    tops = [b for n, b in frames_of(id3_tag(tags)) if n == "CTOC" and b.partition(b"\x00")[2][0] & 0x02]
    assert len(tops) == 1, "exactly one table is at the top"


def test_chapter_offsets_say_use_the_times() -> None:
    for name, body in frames_of(id3_tag(full())):
        if name == "CHAP":
            element, _, rest = body.partition(b"\x00")
            assert element.startswith(b"chp")
            assert rest[8:16] == b"\xff" * 8


@pytest.mark.parametrize(
    "chapters",
    [
        (Chapter("a", 1, 90_500),),
        (Chapter("a", 0, 10), Chapter("b", 20, 90_500)),
        (Chapter("a", 0, 10), Chapter("b", 5, 90_500)),
        (Chapter("a", 0, 90_000),),
        (Chapter(" ", 0, 90_500),),
        (Chapter("a", 0, 0), Chapter("b", 0, 90_500)),
    ],
)
def test_chapters_with_gaps_are_refused(chapters: tuple[Chapter, ...]) -> None:
    with pytest.raises(EpisodeError, match="chapter"):
        id3_tag(replace(full(), chapters=chapters))


def test_a_label_outside_ascii_is_refused() -> None:
    with pytest.raises(EpisodeError, match="ASCII"):
        id3_tag(replace(full(), aigc='{"Label":"一"}'))


def test_every_language_of_the_online_voices_has_its_code() -> None:
    codes = {each.locale: iso639_2(each.locale) for each in online_locales()}
    assert [locale for locale, code in codes.items() if code == "und"] == []
    assert (codes["sw-KE"], codes["zh-HK"], codes["fil-PH"]) == ("swa", "zho", "fil")
