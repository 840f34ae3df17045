"""Real players list the chapters in order, titles intact, and find nothing wrong with the file."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import lameenc
import pytest

from duologue.model import Chapter, Illustration
from duologue.programme.contents.disclosure import disclosure
from duologue.programme.cover import draw, embedded, thumbnail
from duologue.programme.mp3.tags import EpisodeTags, id3_tag
from serving import need

pytestmark = pytest.mark.client
CHAPTERS = (
    Chapter(
        "开场：在极客公园的直播间里，一段很长很长很长很长很长很长很长很长很长很长很长的标题，超过五十一个字",
        0,
        20_000,
        picture=Illustration("oven.jpg", "炉子"),
    ),
    Chapter("二", 20_000, 40_000, "https://example.org/hands", Illustration("oven.jpg", "炉子")),
    Chapter("AI 与「酵母」 & <more>", 40_000, 60_000),
)


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(44100)
    encoder.set_channels(2)
    encoder.silence()
    sound = bytes(encoder.encode(bytes(44100 * 4 * 60)) + encoder.flush())
    said = disclosure("zh-CN", "guid")
    tag = id3_tag(
        EpisodeTags(
            title="做面包的人：慢就是快",
            show="街角对话",
            artist="陈晓、林川",
            language="zh-CN",
            duration_ms=60_000,
            guid="guid",
            date=date(2024, 7, 4),
            comment=said.comment,
            aigc=said.aigc,
            chapters=CHAPTERS,
            pictures={"oven.jpg": thumbnail(draw("炉", "", []))},
            cover_jpeg=embedded(draw("做面包的人：慢就是快", "街角对话", ["陈晓", "林川"])),
        )
    )
    path = tmp_path_factory.mktemp("client") / "episode.mp3"
    path.write_bytes(tag + sound)
    return path


def test_ffprobe_lists_chapters_cover_and_texts(episode: Path) -> None:
    out = run(
        need("ffprobe"),
        "-v",
        "error",
        "-show_chapters",
        "-show_format",
        "-show_streams",
        "-of",
        "json",
        str(episode),
    )
    read = json.loads(out)
    assert [c["tags"]["title"] for c in read["chapters"]] == [c.title for c in CHAPTERS]
    assert [float(c["start_time"]) for c in read["chapters"]] == [0, 20, 40]
    assert [s["codec_name"] for s in read["streams"]] == ["mp3", "mjpeg"]
    tags = read["format"]["tags"]
    assert (tags["title"], tags["album"], tags["artist"]) == (
        "做面包的人：慢就是快",
        "街角对话",
        "陈晓、林川",
    )
    assert json.loads(tags["AIGC"])["Label"] == "1"


@pytest.mark.parametrize(("at", "number"), [(0, 0), (19.5, 0), (20.5, 1), (45, 2)])
def test_mpv_names_the_chapter_at_a_time(episode: Path, at: float, number: int) -> None:
    out = run(
        need("mpv"), "--no-config", "--vo=null", "--ao=null", "--no-video", f"--start={at}", "--length=0.3",
        "--term-playing-msg=chapter=${chapter-metadata/title}", str(episode),
    )  # fmt: skip
    assert f"chapter={CHAPTERS[number].title}" in out


def test_mp3val_warns_of_nothing(episode: Path) -> None:
    out = run(need("mp3val"), str(episode))
    assert "WARNING" not in out
    assert "ERROR" not in out


def test_eyed3_lists_the_chapters(episode: Path) -> None:
    need("eyeD3")
    code = (
        "import eyed3, json, sys; tag = eyed3.load(sys.argv[1]).tag;"
        "print(json.dumps([[c.title, c.times[0], c.times[1]] for c in tag.chapters]))"
    )
    out = run("/usr/bin/python3", "-c", code, str(episode))
    listed = next(line for line in out.splitlines() if line.startswith("[["))
    assert json.loads(listed) == [[c.title, c.start_ms, c.end_ms] for c in CHAPTERS]
