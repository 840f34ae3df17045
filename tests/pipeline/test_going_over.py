"""The engine that `auto` takes gives nothing, or is not needed at all."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from duologue.errors import SpeechIncomplete
from duologue.interview import read_text
from duologue.model import Episode, Utterance
from duologue.pipeline import Progress, plan, render, voicing
from duologue.settings import Settings
from duologue.speech.concurrency import Patience
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, EngineSettings
from duologue.store.takes import TakeCache
from speech.edge_service import EdgeService, running
from speech.engine_of_tones import EngineOfTones

ARTICLE = "# 灯塔\n\n" + "\n\n".join(
    f"**{'林一' if number % 2 else '周舟'}：** 第{number}天，灯为什么不能灭？" for number in range(1, 9)
)
CAST = """\
language: zh-CN
engines: [edge, tones]
roles:
  interviewer: {edge: zh-CN-XiaoxiaoNeural, tones: low}
  interviewee: {edge: zh-CN-YunxiNeural, tones: high}
  narrator: {edge: zh-CN-YunyangNeural, tones: middle}
"""


class Told:
    """What a render tells."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.sentences: list[str] = []

    def progress(self) -> Progress:
        def begun(said: Sequence[Utterance]) -> None:
            self.begun.append(len(said))

        return Progress(begun=begun, told=self.sentences.append)


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Edge, and the engine of tones as the one that is always there; an empty cache."""
    make = registry.make_engine

    def made(name: str, settings: EngineSettings | None = None) -> Engine:
        return EngineOfTones() if name == "tones" else make(name, settings)

    monkeypatch.setattr(registry, "make_engine", made)
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cast.yaml").write_text(CAST, encoding="utf-8")


def rendered(
    service: EdgeService | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told, **options: Any
) -> Episode:
    """The episode; without a service its address leads nowhere."""

    async def whole() -> Episode:
        settings = Settings.model_validate(
            {"voices": str(tmp_path / "cast.yaml"), "out": tmp_path / "out", **options}
        )
        async with running(service or EdgeService(gone_after=0), monkeypatch):
            made = await plan(read_text(ARTICLE), settings)
            return await render(made, TakeCache(), told.progress())

    return asyncio.run(whole())


@pytest.mark.parametrize("fault", ["403", "503", "no-audio", "garbage"])
def test_auto_goes_over_where_no_take_can_be_made_and_says_so(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voicing, "PATIENCE", Patience(first_wait_seconds=0.01))
    told = Told()
    episode = rendered(EdgeService(fault=lambda _: fault), tmp_path, monkeypatch, told)
    assert episode.engine == "tones"
    assert set(episode.voices.values()) == {"tones:low", "tones:high", "tones:middle"}
    assert len(told.begun) == 2
    (sentence,) = told.sentences
    assert "edge cannot speak now (" in sentence
    assert "tones speaks the whole episode" in sentence


@pytest.mark.slow
def test_it_takes_no_more_than_twenty_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.monotonic()
    assert rendered(EdgeService(fault=lambda _: "403"), tmp_path, monkeypatch, Told()).engine == "tones"
    assert time.monotonic() - started <= 20


def test_it_does_not_go_over_once_a_take_was_made_nor_where_the_engine_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voicing, "PATIENCE", Patience(first_wait_seconds=0.01))
    with pytest.raises(SpeechIncomplete, match=r"by edge \(lines .*All others are kept.*--engine tones"):
        rendered(EdgeService(fault=lambda n: "403" if n > 2 else None), tmp_path, monkeypatch, Told())
    with pytest.raises(SpeechIncomplete, match="by edge"):
        rendered(EdgeService(fault=lambda _: "403"), tmp_path, monkeypatch, Told(), engine="edge")


@pytest.mark.parametrize("engine", ["auto", "edge"])
def test_an_episode_whose_takes_are_all_there_needs_no_service(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = rendered(EdgeService(), tmp_path, monkeypatch, Told())
    assert online.engine == "edge"
    gone = EdgeService(gone_after=0)
    monkeypatch.setattr(gone, "list_voices", None)
    again = rendered(None, tmp_path, monkeypatch, Told(), engine=engine, out=tmp_path / "other")
    assert again.engine == "edge"
    assert again.new_takes == 0
    assert again.mp3.read_bytes() == online.mp3.read_bytes()
    changed = rendered(
        None, tmp_path, monkeypatch, Told(), out=tmp_path / "third", title_spoken=False, disclosure="新的。"
    )
    assert changed.engine == "tones"
