"""An engine that costs next to nothing, as a plug-in for other processes; and catalogues for it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import numpy as np

from duologue.errors import BadVoice
from duologue.model import Take, Voice
from duologue.speech.engines.base import Engine, EngineSettings, Limits, SpeechRequest, VoiceInfo

RATE = 24_000
_PITCH_HZ = {"low": 120, "middle": 180, "high": 240}
CAST = """\
language: zh-CN
engines: [synthetic]
roles:
  interviewer: {synthetic: low}
  interviewee: {synthetic: high}
  narrator: {synthetic: middle}
"""


class Synthetic(Engine):
    """A tone as long as the text needs; `SYNTHETIC_SECONDS` is how long it takes to come."""

    name = "synthetic"
    version = "1"
    deterministic = True
    local = True
    limits = Limits(concurrency=2, longest_text=500, sample_rate=RATE)

    def __init__(self, settings: EngineSettings) -> None:
        del settings
        self._seconds = float(os.environ.get("SYNTHETIC_SECONDS", "0"))

    async def voices(self) -> tuple[VoiceInfo, ...]:
        return tuple(VoiceInfo(name, "zh-CN", multilingual=True) for name in _PITCH_HZ)

    def wording(self, request: SpeechRequest) -> str:
        return request.form.text

    async def speak(self, request: SpeechRequest) -> Take:
        if request.voice.name not in _PITCH_HZ:
            raise BadVoice(f"synthetic has no voice {request.voice.name!r}")
        await asyncio.sleep(self._seconds)
        letters = max(sum(character.isalnum() for character in request.form.text), 1)
        times = np.arange(letters * RATE // 5) / RATE
        return Take((9000 * np.sin(2 * np.pi * _PITCH_HZ[request.voice.name] * times)).astype(np.int16), RATE)


def voice() -> Voice:
    """One of its voices."""
    return Voice(Synthetic.name, "low")


def installed(folder: Path) -> dict[str, str]:
    """The environment of processes in which it is a plug-in, with a cache of their own in `folder`."""
    info = folder / "site" / "synthetic_engine-1.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: synthetic-engine\nVersion: 1\n")
    point = "[duologue.engines]\nsynthetic = benchmarks._synthetic:Synthetic\n"
    (info / "entry_points.txt").write_text(point)
    scripts = Path(__file__).parents[1]
    path = os.pathsep.join((str(folder / "site"), str(scripts), os.environ.get("PYTHONPATH", "")))
    return {**os.environ, "PYTHONPATH": path, "DUOLOGUE_CACHE": str(folder / "cache")}


def write_catalogue(folder: Path, count: int) -> Path:
    """So many short interviews, each of its own words; the cast lies beside the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = (
            f"# 守夜人谈第{number}盏灯\n\n**记者：** 第{number}盏灯什么时候亮？\n\n"
            f"**守夜人：** 天一黑，第{number}盏灯就亮了。\n\n**记者：** 谁来点第{number}盏灯？\n\n"
            f"**守夜人：** 我来点，我点了{number + 2}年。\n"
        )
        (folder / f"{number:05}.md").write_text(text, encoding="utf-8")
    (folder.parent / "cast.yaml").write_text(CAST, encoding="utf-8")
    return folder
