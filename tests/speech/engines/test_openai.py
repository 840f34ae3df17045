import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import lameenc
import numpy as np
import pytest

from duologue.errors import (
    BadVoice,
    ConfigError,
    Denied,
    EngineError,
    Failing,
    NoAudio,
    Throttled,
    Unreachable,
)
from duologue.interview import read_source
from duologue.model import Episode, Take, Voice
from duologue.pipeline import plan, render
from duologue.settings import Settings, load_settings
from duologue.speech.concurrency import Pace, Patience
from duologue.speech.engines import openai
from duologue.speech.engines.base import EngineSettings, SpeechRequest, VoiceInfo
from duologue.speech.engines.network import Timeouts
from duologue.speech.engines.openai import OpenAIEngine
from duologue.speech.engines.registry import make_engine
from duologue.speech.engines.sound import decoded
from duologue.speech.find_cast import load_cast
from duologue.speech.lexicon import Lexicon
from duologue.speech.plausible import check_plausible
from duologue.speech.requests import speech_request
from duologue.speech.speak import voice as voice_request
from duologue.speech.take_keys import take_key
from duologue.store.takes import TakeCache
from speech.speech_server import SpeechServer, serving

T = TypeVar("T")
SAMPLE = Path(__file__).parents[3] / "episodes" / "shen-yan.md"
TEXT = "你好，世界。这里是第二句！"
ONYX = Voice("openai", "onyx")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def request(text: str = TEXT, voice: Voice = ONYX) -> SpeechRequest:
    return speech_request(text, voice, "zh-CN", Lexicon())


def with_engine(server: SpeechServer, do: Callable[[OpenAIEngine], Awaitable[T]], **settings: object) -> T:
    async def run() -> T:
        async with serving(server) as url:
            engine = OpenAIEngine(EngineSettings.model_validate({"url": url, **settings}))
            try:
                return await do(engine)
            finally:
                await engine.close()

    return asyncio.run(run())


def speak(server: SpeechServer, wanted: SpeechRequest | None = None, **settings: object) -> Take:
    return with_engine(server, lambda engine: engine.speak(wanted or request()), **settings)


@pytest.mark.parametrize("rate", [24_000, 44_100])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("answered", ["wav", "flac", "mp3"])
def test_an_answer_is_recognised_by_its_content(answered: str, rate: int, channels: int) -> None:
    take = speak(SpeechServer(format=answered, rate=rate, channels=channels))
    check_plausible(take, request().form)
    assert take.sample_rate == 24_000
    assert take.samples.size == pytest.approx(10 * 0.12 * 24_000, rel=0.05)
    spectrum = np.abs(np.fft.rfft(take.samples[2400:24_000]))
    assert np.argmax(spectrum) * 24_000 / 21_600 == pytest.approx(110, abs=2)


@pytest.mark.parametrize(("rate", "kbits"), [(8_000, 16), (24_000, 48), (44_100, 128), (48_000, 320)])
def test_an_mp3_is_whole_to_its_last_byte_or_refused(rate: int, kbits: int) -> None:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kbits)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_channels(1)
    encoder.silence()
    tone = (9000 * np.sin(np.arange(rate) / rate * 2 * np.pi * 200)).astype(np.int16)
    content = bytes(encoder.encode(tone.tobytes())) + bytes(encoder.flush())
    assert decoded(content, 24_000, "it").size == pytest.approx(24_000, rel=0.2)
    assert decoded(b"ID3\x04\x00\x00\x00\x00\x00\x05hello" + content, 24_000, "it").size
    with pytest.raises(NoAudio, match="cut off"):
        decoded(content[:-7], 24_000, "it")


def test_raw_samples_are_taken_only_where_they_were_asked_for() -> None:
    assert speak(SpeechServer(), format="pcm").samples.size == 28_800
    with pytest.raises(NoAudio, match="not WAV, FLAC or MP3"):
        speak(SpeechServer(format="pcm"))


def test_a_wav_written_while_it_is_spoken_is_whole() -> None:
    assert speak(SpeechServer(streamed_wav=True)).samples.size == 28_800


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("401", Denied, "refuses a request without a key"),
        ("404", Denied, "must end in /v1"),
        ("422", EngineError, "refuses this text"),
        ("429", Throttled, "slow down for 1 s"),
        ("503", Throttled, "slow down for 1 s"),
        ("500", Failing, r"failed \(500: fault 500\)"),
        ("cut", NoAudio, "cut off"),
        ("short", NoAudio, "cut off"),
        ("json", NoAudio, "text where sound belongs"),
        ("html", NoAudio, "text where sound belongs"),
        ("empty", NoAudio, "no sound"),
    ],
)
def test_every_fault_is_told_apart_and_never_a_take(fault: str, kind: type[EngineError], words: str) -> None:
    with pytest.raises(EngineError, match=words) as error:
        speak(SpeechServer(fault=lambda _: fault))
    assert type(error.value) is kind


@pytest.mark.parametrize("answered", ["wav", "flac", "mp3"])
def test_sound_that_is_not_all_there_is_refused(answered: str) -> None:
    with pytest.raises(NoAudio, match=r"cut off|cannot be decoded"):
        speak(SpeechServer(format=answered, fault=lambda _: "short"))


def test_a_stall_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai, "Timeouts", lambda first_byte, whole: Timeouts(1, first_byte, 0.2, whole))
    with pytest.raises(Unreachable, match="in the middle of its answer"):
        speak(SpeechServer(fault=lambda _: "stall"))


def test_a_cast_gives_voice_model_instructions_and_rate() -> None:
    server = SpeechServer()
    voice = Voice("openai", "nova", rate_percent=-10, model="tts-2", instructions="calm & <slow>")
    speak(server, request("你好 & <b>再见</b>", voice))
    assert server.bodies[0] == {
        "model": "tts-2",
        "voice": "nova",
        "input": server.bodies[0]["input"],
        "response_format": "wav",
        "speed": 0.9,
        "instructions": "calm & <slow>",
    }
    assert "你好" in server.bodies[0]["input"]


def test_the_key_changes_with_all_that_shapes_the_sound() -> None:
    engine = OpenAIEngine(EngineSettings(url="http://a.example/v1"))
    keys = {
        take_key(engine, request(voice=voice))
        for voice in (
            ONYX,
            Voice("openai", "onyx", model="tts-2"),
            Voice("openai", "onyx", instructions="calm"),
        )
    }
    keys.add(take_key(OpenAIEngine(EngineSettings(url="http://b.example/v1")), request()))
    keys.add(take_key(OpenAIEngine(EngineSettings(url="http://a.example/v1", model="tts-2")), request()))
    assert len(keys) == 4  # the model from the settings is the same request as from the cast


def test_an_unknown_voice_or_model_is_not_tried_again() -> None:
    for voice in (Voice("openai", "nobody"), Voice("openai", "onyx", model="tts-99")):
        with pytest.raises(BadVoice, match="refuses the voice"):
            speak(SpeechServer(), request(voice=voice))


def test_the_key_comes_from_the_environment_and_is_never_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert speak(SpeechServer(key="sk-secret")).samples.size
    with pytest.raises(Denied, match="refuses the key in OPENAI_API_KEY") as error:
        with_engine(SpeechServer(key="sk-other"), lambda engine: engine.ready())
    assert "secret" not in str(error.value)
    engine = OpenAIEngine(EngineSettings(url="http://a.example/v1"))
    assert "secret" not in engine.wording(request()) + engine.version


def test_it_is_ready_when_the_server_answers_whatever_it_lists() -> None:
    async def look(engine: OpenAIEngine) -> tuple[VoiceInfo, ...]:
        await engine.ready()
        return await engine.voices()

    assert [voice.name for voice in with_engine(SpeechServer(), look)] == ["echo", "nova", "onyx"]
    assert with_engine(SpeechServer(lists_voices=False), look) == ()
    with pytest.raises(Denied, match="set OPENAI_API_KEY"):
        with_engine(SpeechServer(key="k"), lambda engine: engine.voices())


def test_it_is_not_ready_without_a_server() -> None:
    with pytest.raises(Unreachable, match="no speech server is set"):
        asyncio.run(OpenAIEngine().ready())
    with pytest.raises(Unreachable, match="cannot be reached"):
        asyncio.run(OpenAIEngine(EngineSettings(url="http://127.0.0.1:9/v1")).ready())
    with pytest.raises(ConfigError, match="must begin with http"):
        asyncio.run(OpenAIEngine(EngineSettings(url="ftp://a.example/v1")).ready())


def test_a_setting_it_does_not_have_is_refused() -> None:
    with pytest.raises(ConfigError, match="no setting called 'modle'"):
        OpenAIEngine(EngineSettings.model_validate({"modle": "x"}))
    with pytest.raises(ConfigError, match="must be one of"):
        OpenAIEngine(EngineSettings.model_validate({"format": "opus"}))


def test_passing_faults_are_passed_over() -> None:
    faults = ["429", "500", "cut", "silent", "json", None]
    server = SpeechServer(fault=lambda number: faults[number], retry_after="0")
    take = with_engine(
        server, lambda engine: voice_request(engine, request(), Pace(1, 4, Patience(first_wait_seconds=0.01)))
    )
    check_plausible(take, request().form)
    assert len(server.bodies) == 6


def test_a_whole_episode_through_a_server_that_throttles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    cast = tmp_path / "cast.yaml"
    cast.write_text(
        "language: zh-CN\nengines: [openai]\nroles:\n"
        "  interviewer: {openai: {voice: nova, instructions: warm}}\n"
        "  interviewee: {openai: {voice: onyx, model: tts-2, rate: -10%}}\n  narrator: {openai: echo}\n"
    )
    server = SpeechServer(fault=lambda number: "429" if number == 3 else None, retry_after="0")

    async def whole() -> Episode:
        async with serving(server) as url:
            settings = Settings.model_validate(
                {"voices": str(cast), "out": tmp_path, "engines": {"openai": {"url": url, "format": "flac"}}}
            )
            return await render(await plan(read_source(SAMPLE), settings), TakeCache())

    rendered = asyncio.run(whole())
    assert rendered.engine == "openai"
    assert set(rendered.voices.values()) == {
        "openai:nova",
        "openai:onyx (-10% rate)",
        "openai:echo",
    }
    assert {body["model"] for body in server.bodies} == {"tts-1", "tts-2"}
    assert len(server.bodies) == rendered.new_takes + 1


def test_the_cast_of_the_guide_is_a_cast(tmp_path: Path) -> None:
    guide = (SAMPLE.parents[1] / "docs" / "engines.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(language:.*?)```", guide, re.DOTALL)
    path = tmp_path / "cast.yaml"
    path.write_text(example, encoding="utf-8")
    assert load_cast(str(path)).engines == ("openai", "kokoro")
    (settings,) = re.findall(r"```yaml\n(proxy:.*?)```", guide, re.DOTALL)
    (tmp_path / "duologue.yaml").write_text(settings, encoding="utf-8")
    loaded = load_settings(tmp_path, {}, {}).engine_settings("openai")
    OpenAIEngine(loaded)
    assert (loaded.url, loaded.proxy) == ("http://gpu.example:8880/v1", "http://proxy.example:3128")


def test_a_wrong_setting_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("show: x\nengines:\n  edge:\n    concurrency: 0\n")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:4: engines\.edge\.concurrency"):
        load_settings(tmp_path, {}, {})


@pytest.mark.parametrize("engine", ["edge", "kokoro", "openai"])
def test_a_misspelt_setting_of_an_engine_names_file_and_line(engine: str, tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text(f"engines:\n  {engine}:\n    longest_text: 90\n    modle: x\n")
    settings = load_settings(tmp_path, {}, {})
    with pytest.raises(ConfigError, match=rf"yaml:4: the {engine} engine has no setting called 'modle'"):
        make_engine(engine, settings.engine_settings(engine))
