"""A made-up show with two short episodes, as `render` would leave it, for the tests of publishing."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import lameenc
import numpy as np

from duologue.interview.identity import guid_of
from duologue.model import Chapter
from duologue.programme.contents.disclosure import disclosure
from duologue.programme.cover import draw, embedded, jpeg
from duologue.programme.manifest import (
    MANIFEST_NAME,
    ChapterEntry,
    CueEntry,
    DisclosureEntry,
    Files,
    Manifest,
    SpeakerEntry,
    manifest_json,
)
from duologue.programme.mp3.tags import EpisodeTags, id3_tag

DURATION_MS = 60_000
HOSTILE = "</title><script>alert(1)</script>\"'&]]><img src=x onerror=alert(2)>"


@cache
def tones_mp3(stretches_ms: tuple[tuple[int, int], ...], seconds: int) -> bytes:
    """A tone in each stretch, silence between them: so that it can be heard when a cue begins."""
    times = np.arange(44100 * seconds)
    sound = np.zeros(times.size)
    for start_ms, end_ms in stretches_ms:
        sound[start_ms * 441 // 10 : end_ms * 441 // 10] = 0.3
    mono = (sound * 32767 * np.sin(times * (2 * np.pi * 300 / 44100))).astype(np.int16)
    encoder = _encoder()
    return bytes(encoder.encode(np.repeat(mono, 2).tobytes()) + encoder.flush())


def manifest(slug: str = "mian-bao", title: str = "面包师的早晨：慢就是快", **changes: object) -> Manifest:
    url = f"https://example.org/{slug}?a=1&b=2"
    guid = guid_of(url=url, source=title)
    said = disclosure("zh-CN", guid)
    sentences: list[tuple[str, str, int, Literal["speech", "disclosure", "section"]]] = [
        ("narrator", "所有声音均由人工智能合成。", -1, "disclosure"),
        ("narrator", "清晨四点，炉子已经热了。", 0, "speech"),
        ("narrator", "一、面要睡觉", -1, "section"),
        ("陈晓", "为什么要慢？", 1, "speech"),
        ("林川", "因为面要睡觉。", 2, "speech"),
        ("林川", "AI 也替不了它 & 我们 <都> 得等。", 2, "speech"),
        ("narrator", "二、手", -1, "section"),
        ("陈晓", "你的手怎么了？", 3, "speech"),
        ("林川", "烫的。每天都有新的。", 4, "speech"),
        ("林川", "可是你闻闻这个味道，就什么都值得了。", 4, "speech"),
    ]
    cues = tuple(
        CueEntry(
            speaker=name,
            text=text,
            start_ms=500 + n * 5900,
            end_ms=500 + n * 5900 + 5400,
            turn=turn,
            kind=kind,
        )
        for n, (name, text, turn, kind) in enumerate(sentences)
    )
    made = Manifest(
        guid=guid,
        slug=slug,
        title=title,
        show="街角对话",
        language="zh-CN",
        summary="清晨四点，炉子已经热了。\n\n" + said.comment,
        published=date(2024, 7, 4),
        source="街角",
        url=url,
        authors=("王一",),
        engine="kokoro",
        speakers=(
            SpeakerEntry(name="陈晓", role="interviewer", voice="kokoro:zf_xiaobei"),
            SpeakerEntry(name="林川", role="interviewee", voice="kokoro:zm_yunxi"),
            SpeakerEntry(name="narrator", role="narrator", voice="kokoro:zm_yunjian"),
        ),
        chapters=(
            ChapterEntry(title="开场", start_ms=0, end_ms=12_300),
            ChapterEntry(title="一、面要睡觉", start_ms=12_300, end_ms=35_900),
            ChapterEntry(title="二、手", start_ms=35_900, end_ms=DURATION_MS),
        ),
        cues=cues,
        disclosure=DisclosureEntry(spoken=said.spoken, comment=said.comment, aigc=said.aigc),
        files=Files(mp3=f"{slug}.mp3"),
        duration_ms=DURATION_MS,
        samples=DURATION_MS * 441 // 10,
        sample_rate=44_100,
        utterances=len(cues),
        waveform="".join("4fsznhb"[n % 7] for n in range(120)),
    )
    return made.model_copy(update=changes)


@cache
def silence_mp3(seconds: int) -> bytes:
    """Nothing to hear."""
    encoder = _encoder()
    return bytes(encoder.encode(bytes(44100 * 4 * seconds)) + encoder.flush())


def _encoder() -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(44100)
    encoder.set_channels(2)
    encoder.silence()
    return encoder


@cache
def _covers(title: str, show: str) -> tuple[bytes, bytes]:
    picture = draw(title, show, ["陈晓", "林川"], size_px=1400)
    return embedded(picture), jpeg(picture)


def write_episode(root: Path, made: Manifest) -> Path:
    folder = root / made.slug
    folder.mkdir(parents=True)
    small, large = _covers(made.title, made.show)
    tag = id3_tag(
        EpisodeTags(
            title=made.title,
            show=made.show,
            artist="陈晓、林川",
            language=made.language,
            duration_ms=made.duration_ms,
            guid=made.guid,
            chapters=tuple(Chapter(c.title, c.start_ms, c.end_ms) for c in made.chapters),
            cover_jpeg=small,
            aigc=made.disclosure.aigc,
        )
    )
    (folder / made.files.mp3).write_bytes(
        tag + tones_mp3(tuple((c.start_ms, c.end_ms) for c in made.cues), DURATION_MS // 1000)
    )
    (folder / made.files.cover).write_bytes(large)
    (folder / MANIFEST_NAME).write_text(manifest_json(made), encoding="utf-8")
    (folder / "script.md").write_text("# script\n", encoding="utf-8")
    return folder


def write_show(root: Path) -> Path:
    """Two episodes and a `show.yaml` below `root`."""
    write_episode(root, manifest())
    write_episode(root, manifest("you-jian", "邮差：一条路走三十年 & <更久>", published=date(2024, 8, 1)))
    (root / "show.yaml").write_text(
        "title: 街角对话\nauthor: 街角编辑部\ndescription: 两个人，一件事，慢慢说。\n"
        "category: Society & Culture > Documentary\nlanguage: zh-CN\n"
        "owner: {name: 街角, email: hello@example.org}\ncopyright: © 2024 街角\nlocked: true\n"
        "people: {陈晓: {href: https://example.org/chen, img: https://example.org/chen.jpg}}\n"
        "episodes:\n  mian-bao:\n    date: 2024-07-04\n    season: 2\n"
        "    soundbites: [{start: 12.3, seconds: 15, title: 为什么要慢}]\n"
        "  you-jian: {date: 2024-08-01}\n",
        encoding="utf-8",
    )
    return root
