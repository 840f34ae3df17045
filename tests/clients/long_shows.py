"""Shows of any length, all of whose episodes have the same sound: for validators and clients."""

from __future__ import annotations

import hashlib
import os
from datetime import date, timedelta
from pathlib import Path

from duologue.programme.manifest import PictureEntry, SoundEntry
from duologue.publish.library import Published, write_small_pictures
from shows import manifest, write_episode

SHOW = """\
title: 街角对话
author: 街角编辑部
description: 两个人，一件事，慢慢说。
category: Society & Culture > Documentary
language: zh-CN
owner: {name: 街角, email: hello@example.org}
copyright: © 2024 街角
license: cc-by-4.0
location: {name: 柏林, geo: "geo:52.5163,13.3777", osm: R62422}
funding: {url: https://example.org/give, title: 请我们喝咖啡}
hub: https://hub.example.org/
people: {陈晓: {href: https://example.org/chen, img: https://example.org/chen.jpg}}
"""


PICTURE_NAME = "picture-0123456789abcdef.jpg"
_WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0D\xac\0\0\x88X\1\0\2\0\x10\0data\0\0\0\0"


def _further(slug: str) -> dict[str, object]:
    """What a manifest says of a WAV beside the MP3, and of a picture that a chapter shows."""
    name = f"{slug}.wav"
    sound = SoundEntry(kind="wav", name=name, media_type="audio/wav", bytes=len(_WAV), bitrate=705_600)
    picture = PictureEntry(name=PICTURE_NAME, alt="炉子 & <手>", width=600, height=600)
    opening, *chapters = manifest(slug).chapters
    shown = opening.model_copy(update={"picture": PICTURE_NAME, "url": "https://example.org/oven?a=1&b=2"})
    return {
        "sounds": (sound,),
        "digests": {name: hashlib.sha256(_WAV).hexdigest()},
        "pictures": (picture,),
        "chapters": (shown, *chapters),
    }


def write_long_show(root: Path, count: int) -> Path:
    """A show of `count` episodes with everything in its show.yaml that a feed can say."""
    template = manifest("e-0", "第 0 集", show_author="街角编辑部", **_further("e-0"))
    first = write_episode(root, template)
    (first / "e-0.wav").write_bytes(_WAV)
    pictures = [first / "cover.jpg", *write_small_pictures(Published(first, template)), first / PICTURE_NAME]
    (first / PICTURE_NAME).write_bytes((first / template.files.thumbnail).read_bytes())
    for number in range(1, count):
        day = date(2010, 1, 1) + timedelta(days=7 * number)
        made = manifest(
            f"e-{number}",
            f"第 {number} 集 & <更多>",
            published=day,
            show_author="街角编辑部",
            **_further(f"e-{number}"),
        )
        folder = root / f"e-{number}"
        folder.mkdir()
        for path in pictures:
            os.link(path, folder / path.name)
        (folder / made.files.mp3).write_bytes((first / "e-0.mp3").read_bytes())
        (folder / f"e-{number}.wav").write_bytes(_WAV)
        (folder / "episode.json").write_text(made.model_dump_json(), encoding="utf-8")
    (root / "show.yaml").write_text(SHOW, encoding="utf-8")
    return root
