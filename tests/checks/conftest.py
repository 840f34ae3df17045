"""One small finished episode, and hands to break it with."""

from __future__ import annotations

import asyncio
import io
import shutil
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3, Frame
from numpy.typing import NDArray

from duologue.checks import Finding, Report, check_episode
from duologue.errors import ConfigError
from duologue.interview import read_source
from duologue.model import Mark, Take
from duologue.pipeline import plan, render
from duologue.programme.folder.digests import sha256_of, with_digests
from duologue.programme.manifest import Manifest, manifest_json, read_manifest
from duologue.programme.mp3.crc16 import crc16
from duologue.programme.mp3.encoder import ATTENUATION, FrameEncoder
from duologue.programme.mp3.encoding import FRAME_SAMPLES, STEREO_128
from duologue.programme.mp3.info_header import info_header
from duologue.publish.library import companion_files
from duologue.settings import Settings
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, SpeechRequest
from duologue.speech.plausible import expected_seconds
from duologue.store.takes import TakeCache
from programme.sound import decoded, speech_like
from speech.engine_of_tones import RATE, EngineOfTones

ARTICLE = """\
---
title: 养蜂人的四季
source: 山谷通讯
---

山坡上有四十箱蜂，养蜂人姓顾。

## 春天

**记者：**春天最忙吗？

**顾师傅：**最忙。蜂要分家，人也睡不踏实。

夜里我会起来听一听，箱子里的声音和白天不一样。

## 冬天

**记者：**冬天做什么？

**顾师傅：**什么也不做，等着。

**记者：**等什么？

**顾师傅：**等它们把自己焐热。
"""

CAST = """\
language: zh-CN
engines: [tones]
roles:
  interviewer: {tones: low}
  interviewee: {tones: high}
  narrator: {tones: middle}
"""


class EngineOfSyllables(EngineOfTones):
    """Every text sounds different, so that a take can be told from another."""

    async def speak(self, request: SpeechRequest) -> Take:
        seconds = max(expected_seconds(request.form.text), 0.2)
        seed = zlib.crc32(request.form.text.encode())
        samples = speech_like(seconds + 4, seed % 1000, pitch_hz=100 + seed % 150, sample_rate=RATE)
        begin = int(np.argmax(np.abs(samples) > 400))
        samples = samples[begin : begin + int(seconds * RATE)]
        return Take(samples, RATE, (Mark(0, samples.size, 0, len(request.form.written)),))


@dataclass(frozen=True)
class Episode:
    """A copy of the episode, to be broken."""

    folder: Path
    cache: Path

    @property
    def manifest(self) -> Manifest:
        return read_manifest(self.folder)

    @property
    def mp3(self) -> Path:
        return self.folder / self.manifest.files.mp3

    def findings(self, *, takes: bool = True, resealed: bool = True) -> dict[str, list[Finding]]:
        """What checking finds, by check; checks that were skipped are there without findings.

        The digests are made those of the broken files first, unless they are what is to find the fault.
        """
        if resealed:
            self.reseal()
        report = self.report(takes=takes)
        return {r.name: list(r.outcome.findings) for r in report.results if not r.passed}

    def report(self, *, takes: bool = True) -> Report:
        """What checking says of the files as they are."""
        return check_episode(self.folder, takes=TakeCache(self.cache) if takes else None)

    def reseal(self) -> None:
        """Makes every digest that of the file that is there now."""
        try:
            manifest = self.manifest
        except ConfigError:
            return
        names = [name for name in manifest.digests if (self.folder / name).is_file()]
        made = with_digests(manifest, {name: (self.folder / name).read_bytes() for name in names})
        script = sha256_of((self.folder / manifest.files.script).read_bytes())
        private = made.private.model_copy(update={"script_sha256": script})
        made = made.model_copy(update={"private": private})
        (self.folder / "episode.json").write_text(manifest_json(made), encoding="utf-8")

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Changes a text file; it has to become another."""
        path = self.folder / name
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, encoding="utf-8")

    def describe(self, **changes: object) -> None:
        """Changes `episode.json`, and with it everything that is written from it."""
        made = self.manifest.model_copy(update=changes)
        (self.folder / "episode.json").write_text(manifest_json(made), encoding="utf-8")
        for name, text in companion_files(made).items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def retag(self, change: Callable[[list[Frame]], Iterable[Frame]]) -> None:
        """Writes the tag anew with other frames."""
        data = self.mp3.read_bytes()
        size = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)
        )
        frames = change(list(ID3(self.mp3, translate=False).values()))
        body = b"".join(map(_bytes, frames))
        room = size - 10 - len(body)
        self.mp3.write_bytes(data[:10] + body + bytes(room) + data[size:])

    def sound(self) -> NDArray[np.float32]:
        """What is heard, mono."""
        return decoded(self.mp3.read_bytes())[:, 0]

    def play(self, samples: NDArray[np.float32]) -> None:
        """Encodes other sound in its place, of the same length."""
        data = self.mp3.read_bytes()
        size = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)
        )
        frames = samples.size // FRAME_SAMPLES + 1
        encoder = FrameEncoder(STEREO_128, frames)
        scaled = np.clip(np.rint(samples / ATTENUATION * 32_767), -32_768, 32_767)
        encoder.write(scaled.astype(np.int16))
        encoded = encoder.finish()
        made = data[:size] + info_header(STEREO_128, frames, len(encoded), crc16(encoded)) + encoded
        self.mp3.write_bytes(made)
        self.describe(mp3_bytes=len(made))


def _bytes(frame: Frame) -> bytes:
    tag, buffer = ID3(), io.BytesIO()
    tag.add(frame)
    tag.save(buffer, v1=0, v2_version=3, padding=lambda info: 0)
    return buffer.getvalue()[10:]


def speak_syllables(patch: pytest.MonkeyPatch, cache: Path) -> None:
    """Puts the engine of syllables behind every engine's name, and `cache` in the place of the user's."""
    engine = EngineOfSyllables()

    def make(*arguments: object, **options: object) -> Engine:
        del arguments, options
        return engine

    patch.setattr(registry, "make_engine", make)
    patch.setenv("DUOLOGUE_CACHE", str(cache))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    """The episode as `render` leaves it."""
    root = tmp_path_factory.mktemp("checked")
    (root / "bees.md").write_text(ARTICLE, encoding="utf-8")
    (root / "cast.yaml").write_text(CAST, encoding="utf-8")

    async def run() -> Path:
        settings = Settings.model_validate({"voices": str(root / "cast.yaml"), "out": root / "out"})
        return (await render(await plan(read_source(root / "bees.md"), settings), TakeCache())).folder

    with pytest.MonkeyPatch.context() as patch:
        speak_syllables(patch, root / "cache")
        return Episode(asyncio.run(run()), root / "cache")


@pytest.fixture
def episode(whole: Episode, tmp_path: Path) -> Episode:
    """A copy that may be broken."""
    return Episode(Path(shutil.copytree(whole.folder, tmp_path / whole.folder.name)), whole.cache)
