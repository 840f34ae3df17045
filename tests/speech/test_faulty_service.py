"""Whole episodes against the local edge service: every kind of fault, gone for good, killed in the middle."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import edge_tts.communicate
import edge_tts.voices
import numpy as np
import pytest

from duologue.errors import NoEngineError, SpeechIncomplete
from duologue.interview import read_source
from duologue.model import Episode
from duologue.pipeline import plan, render, voicing
from duologue.programme.manifest import read_manifest
from duologue.settings import Settings
from duologue.speech.concurrency import Patience
from duologue.speech.engines import edge, registry
from duologue.speech.engines.base import Engine, EngineSettings
from duologue.speech.engines.network import Timeouts
from duologue.speech.mix import CastEngine, speak_with
from duologue.speech.speak import Speech
from duologue.store.takes import TakeCache
from speech.edge_service import FAULTS, EdgeService, running
from speech.engine_of_tones import EngineOfTones

QUICK = Patience(first_wait_seconds=0.01)
BURSTS = ("429", "503")
WORDS = ("早上", "中午", "晚上", "春天", "夏天", "秋天", "冬天", "山里", "海边", "城里")


def article(folder: Path, turns: int) -> Path:
    """An interview of so many different turns, a few words each."""
    lines = ["# 对话守塔人：灯不能灭", ""]
    for number in range(turns):
        when, where = WORDS[number % 10], WORDS[number // 10 % 10]
        if number % 2:
            lines += [f"守塔人：第{number}天，{when}的灯照到{where}。", ""]
        else:
            lines += [f"记者：第{number}天，{when}的灯照到{where}吗？", ""]
    path = folder / "tower.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same waiting in hundredths of a second, an own cache."""
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(voicing, "PATIENCE", QUICK)
    monkeypatch.setattr(edge, "Timeouts", lambda whole: Timeouts(5, 2.0, 2.0, whole))


def episode(
    service: EdgeService, source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, **settings: object
) -> Episode:
    async def whole() -> Episode:
        async with running(service, monkeypatch):
            wanted = Settings.model_validate({"engine": "edge", "out": out, **settings})
            return await render(await plan(read_source(source), wanted), TakeCache())

    return asyncio.run(whole())


def speech(service: EdgeService, source: Path, monkeypatch: pytest.MonkeyPatch) -> Speech:
    """What is said of the same episode, without making it."""

    async def whole() -> Speech:
        async with running(service, monkeypatch):
            planned = await plan(read_source(source), Settings(engine="edge", out=source.parent))
            engine = CastEngine(planned.voicing.engine, planned.voicing.casting)
            spoken, _ = await speak_with(
                (engine,),
                planned.voicing.said,
                planned.interview.language,
                TakeCache(),
                lexicon=planned.voicing.lexicon,
                patience=QUICK,
            )
            return spoken

    return asyncio.run(whole())


def kept(folder: Path) -> int:
    return sum(1 for _ in (folder / "takes").rglob("*.take"))


def faults(share: float, seed: int) -> list[str | None]:
    """What goes wrong with each request: all kinds, this share of all, refusals in bursts of three."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    wrong: list[str | None] = []
    mean = (len(FAULTS) + 2 * len(BURSTS)) / len(FAULTS)
    while len(wrong) < 3000:
        if chance.random() < share / (share + (1 - share) * mean):
            fault = FAULTS[chance.randrange(len(FAULTS))]
            wrong += [fault] * (3 if fault in BURSTS else 1)
        else:
            wrong.append(None)
    return wrong


@pytest.mark.slow
def test_an_episode_is_the_same_whatever_goes_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = article(tmp_path, 300)
    calm = episode(EdgeService(), source, tmp_path / "calm", monkeypatch)
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "another"))
    wrong = faults(0.2, seed=11)
    latency = random.Random(12)  # noqa: S311 - no secret
    service = EdgeService(fault=wrong.__getitem__, latency_seconds=lambda _: latency.uniform(0, 0.05))
    stormy = episode(service, source, tmp_path / "stormy", monkeypatch)
    assert stormy.utterances > 300
    met = wrong[: service.requests]
    assert {*met} == {None, *FAULTS}
    assert sum(fault is not None for fault in met) >= 0.18 * service.requests
    assert stormy.mp3.read_bytes() == calm.mp3.read_bytes()
    assert read_manifest(stormy.folder) == read_manifest(calm.folder)
    assert service.requests <= 1.5 * stormy.new_takes


def test_every_take_is_the_same_whatever_goes_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = article(tmp_path, 60)
    calm = speech(EdgeService(), source, monkeypatch)
    calm_takes = [TakeCache().load(voiced.key) for voiced in calm.voiced]
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "another"))
    quick_faults = [fault for fault in FAULTS if fault not in ("stall", "first-byte")]
    service = EdgeService(
        fault=lambda number: quick_faults[number // 4 % len(quick_faults)] if number % 4 == 3 else None
    )
    stormy = speech(service, source, monkeypatch)
    assert stormy == calm
    for voiced, take in zip(stormy.voiced, calm_takes, strict=True):
        loaded = TakeCache().load(voiced.key)
        assert np.array_equal(loaded.samples, take.samples)
        assert loaded.marks == take.marks
    assert service.requests <= 1.5 * stormy.new


def test_a_service_gone_for_good_keeps_the_takes_and_says_the_ways_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = article(tmp_path, 30)
    service = EdgeService(gone_after=12)
    with pytest.raises(SpeechIncomplete) as error:
        episode(service, source, tmp_path / "out", monkeypatch, engine="auto")
    assert error.value.exit_code == 1
    said = str(error.value)
    assert "could not be voiced by edge (lines " in said
    assert "All others are kept. Go on later with --engine edge, or have all of it voiced by another" in said
    assert "--engine kokoro" in said
    assert "--mix-engines" in said
    assert not (tmp_path / "out" / "tower").exists()
    assert service.requests <= 12 + 8 * 6  # aiohttp asks once more by itself when it is cut off
    assert kept(tmp_path / "cache") == 12
    later = speech(EdgeService(), source, monkeypatch)
    assert (later.reused, later.new) == (12, len(later.voiced) - 12)


def test_a_service_gone_before_the_start_is_exit_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoEngineError, match="no engine can speak here") as error:
        episode(EdgeService(gone_after=0), article(tmp_path, 4), tmp_path / "out", monkeypatch)
    assert error.value.exit_code == 4


def test_engines_are_mixed_only_on_request_and_the_episode_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = article(tmp_path, 12)
    cast = tmp_path / "cast.yaml"
    cast.write_text(
        "language: zh-CN\nengines: [edge, tones]\nroles:\n"
        "  interviewer: {edge: zh-CN-XiaoxiaoNeural, tones: low}\n"
        "  interviewee: {edge: zh-CN-YunxiNeural, tones: high}\n"
        "  narrator: {edge: zh-CN-YunyangNeural, tones: middle}\n"
    )

    make = registry.make_engine

    def make_tones(name: str, settings: EngineSettings | None = None) -> Engine:
        return EngineOfTones() if name == "tones" else make(name, settings)

    monkeypatch.setattr(registry, "make_engine", make_tones)

    class DeafToOne(EdgeService):
        def _read(self, ssml: str) -> str:
            if "Yunxi" in ssml:
                raise ValueError("this voice is ill")
            return super()._read(ssml)

    with pytest.raises(SpeechIncomplete, match="--mix-engines"):
        episode(DeafToOne(), source, tmp_path / "out", monkeypatch, voices=str(cast))
    mixed = episode(DeafToOne(), source, tmp_path / "out", monkeypatch, voices=str(cast), mix_engines=True)
    assert mixed.engine == "edge + tones"
    assert mixed.voices == {
        "记者": "edge:zh-CN-XiaoxiaoNeural",
        "守塔人": "tones:high",
        "narrator": "edge:zh-CN-YunyangNeural",
    }
    assert "edge + tones" in (mixed.folder / "notes.md").read_text(encoding="utf-8")
    assert read_manifest(mixed.folder).engine == "edge + tones"


@contextmanager
def in_a_thread(service: EdgeService) -> Iterator[dict[str, str]]:
    """The service for another process; the environment that leads there."""
    started, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            async with running(service, monkeypatch):
                urls.update(
                    EDGE_WSS=edge_tts.communicate.WSS_URL,  # type: ignore[attr-defined]
                    EDGE_LIST=edge_tts.voices.VOICE_LIST,  # type: ignore[attr-defined]
                )
                started.set()
                while not stop.is_set():  # noqa: ASYNC110 - another thread's event
                    await asyncio.sleep(0.02)

    urls: dict[str, str] = {}
    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait(10)
    try:
        yield {**os.environ, **urls, "NO_PROXY": "127.0.0.1"}
    finally:
        stop.set()
        thread.join()


RENDER = """
import os, signal, edge_tts.communicate, edge_tts.voices
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
edge_tts.communicate.WSS_URL, edge_tts.voices.VOICE_LIST = os.environ["EDGE_WSS"], os.environ["EDGE_LIST"]
from duologue.cli.app import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_ended_in_the_middle_keeps_its_takes(how: signal.Signals, tmp_path: Path) -> None:
    source = article(tmp_path, 40)
    service = EdgeService(latency_seconds=lambda _: 0.3)
    command = [sys.executable, "-c", RENDER, "render", str(source), "--engine", "edge", "--json"]
    command += ["--out", str(tmp_path / "out")]
    with in_a_thread(service) as environment:
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
        while service.requests < 20 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(how)
        _, errors = process.communicate(timeout=60)
        done = kept(tmp_path / "cache")
        assert 0 < done < 40
        if how is signal.SIGINT:
            assert process.returncode == 130
            assert b"all finished takes are kept" in errors
        again = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert again.returncode == 0, again.stderr.decode()
    takes = json.loads(again.stdout)["episodes"][0]["takes"]
    assert takes["reused"] == done
    assert takes["new"] + done == json.loads(again.stdout)["episodes"][0]["utterances"]
