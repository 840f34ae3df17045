"""Catalogues for tests: short interviews of our own, and the engine of tones as an installed plug-in."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

TESTS = Path(__file__).parent.parent
_PLUGIN = "[duologue.engines]\ntones = batch.installed_tones:InstalledTones\n"
CAST = """\
language: zh-CN
engines: [tones]
roles:
  interviewer: {tones: low}
  interviewee: {tones: high}
  narrator: {tones: middle}
"""


def article(title: str, *, about: str = "天亮", answers: int = 2) -> str:
    """An interview with a question and an answer, several times; each of another wording."""
    turns = [
        f"**记者：** 第{number}夜，你在等什么？\n\n**守夜人：** 我在等{about}，已经等了{number}夜。"
        for number in range(1, answers + 1)
    ]
    return f"# {title}\n\n" + "\n\n".join(turns) + "\n"


def write_catalogue(folder: Path, count: int) -> Path:
    """So many articles, each of its own; and a cast for the engine of tones beside the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = article(f"守夜人谈第{number}盏灯", about=f"第{number}盏灯")
        (folder / f"{number:04}.md").write_text(text, encoding="utf-8")
    return folder


def cast_beside(folder: Path) -> Path:
    """A cast for the engine of tones."""
    path = folder / "tones.yaml"
    path.write_text(CAST, encoding="utf-8")
    return path


def with_plugin(folder: Path) -> dict[str, str]:
    """The environment of a process in which the engine of tones is installed, with a cache of its own."""
    info = folder / "site" / "tones_engine-1.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tones-engine\nVersion: 1\n")
    (info / "entry_points.txt").write_text(_PLUGIN)
    path = os.pathsep.join([str(folder / "site"), str(TESTS), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "DUOLOGUE_CACHE": str(folder / "cache"), "no_proxy": "*"}


def sounds(out: Path) -> dict[str, str]:
    """The digest of every MP3 and manifest, by its name below the folder of episodes."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.glob("*/*.mp3"))
    }
