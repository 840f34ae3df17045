import asyncio
import io
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
import soundfile

from duologue.errors import BadVoice, ConfigError, EngineError, NoAudio, Throttled, Unreachable
from duologue.model import Take, Voice
from duologue.speech.engines import edge
from duologue.speech.engines.base import EngineSettings, SpeechRequest
from duologue.speech.engines.edge import EdgeEngine
from duologue.speech.engines.network import Timeouts
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import SpokenForm, spoken_form
from speech.edge_service import EdgeService, running, sound_of
from speech.local_proxy import proxy

T = TypeVar("T")
TEXT = "你好，世界。这里是第二句！"
YUNXI = Voice("edge", "zh-CN-YunxiNeural")


def request(text: str = TEXT, voice: Voice | None = None) -> SpeechRequest:
    return SpeechRequest(spoken_form(text, "zh-CN", Lexicon()), voice or YUNXI, "zh-CN")


def speak(service: EdgeService, monkeypatch: pytest.MonkeyPatch, wanted: SpeechRequest | None = None) -> Take:
    async def run() -> Take:
        async with running(service, monkeypatch):
            return await EdgeEngine().speak(wanted or request())

    return asyncio.run(run())


def failure(fault: str, monkeypatch: pytest.MonkeyPatch) -> EngineError:
    with pytest.raises(EngineError) as error:
        speak(EdgeService(fault=lambda _: fault), monkeypatch)
    return error.value


def test_a_take_is_whole_and_its_marks_are_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    take = speak(EdgeService(), monkeypatch)
    assert take.sample_rate == 24_000
    assert [TEXT[mark.written_start : mark.written_end] for mark in take.marks] == [
        "你好",
        "世界",
        "这里",
        "是第",
        "二句",
    ]
    assert take.marks[0].start_sample == 2400
    assert take.marks[-1].end_sample <= take.samples.size


def test_a_long_answer_is_decoded_in_one_go_and_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "我们把旧仓库收拾出来，孩子们自己刷墙，自己做桌子，家长也来帮忙了，" * 4
    take = speak(EdgeService(), monkeypatch, request(text))
    whole, _ = soundfile.read(io.BytesIO(sound_of(text, words=True)[0]), dtype="int16")
    assert np.array_equal(take.samples, whole)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("drop", NoAudio, "cut off"),
        ("truncated-frame", NoAudio, "cut off"),
        ("early-end", NoAudio, "ends before"),
        ("no-audio", NoAudio, "no sound"),
        ("garbage", NoAudio, "cannot be read"),
        ("429", Throttled, "slow down"),
        ("503", Throttled, "slow down"),
        ("403", Throttled, "though the clock is right"),
    ],
)
def test_every_fault_is_told_apart_and_never_a_take(
    fault: str, kind: type[EngineError], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = failure(fault, monkeypatch)
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize(
    ("fault", "words"),
    [("stall", "stopped in the middle of its answer"), ("first-byte", "did not begin to answer")],
)
def test_time_outs_are_told_apart(fault: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "Timeouts", lambda whole: Timeouts(1, 0.5, 0.3, whole))
    error = failure(fault, monkeypatch)
    assert type(error) is Unreachable
    assert words in str(error)


def test_marks_that_come_late_and_backwards_are_the_same_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    straight = speak(EdgeService(), monkeypatch)
    backwards = speak(EdgeService(fault=lambda _: "wrong-order"), monkeypatch)
    assert backwards.marks == straight.marks
    assert np.array_equal(backwards.samples, straight.samples)


def test_retry_after_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    service = EdgeService(fault=lambda _: "429", retry_after="7")
    with pytest.raises(Throttled, match="for 7 s") as error:
        speak(service, monkeypatch)
    assert error.value.retry_after_seconds == 7


@pytest.mark.parametrize("how", ["setting", "environment"])
def test_it_speaks_through_a_proxy(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> tuple[Take, int]:
        async with running(EdgeService(), monkeypatch), proxy() as (address, asked):
            monkeypatch.setenv("NO_PROXY", "")
            monkeypatch.setenv("HTTP_PROXY" if how == "environment" else "UNUSED", address)
            engine = EdgeEngine(EngineSettings(proxy=address if how == "setting" else ""))
            await engine.ready()
            return await engine.speak(request()), len(asked)

    take, asked = asyncio.run(run())
    assert take.samples.size
    assert asked == 2


def test_a_proxy_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(EdgeService(), monkeypatch):
            await EdgeEngine(EngineSettings(proxy="http://127.0.0.1:9")).speak(request())

    with pytest.raises(Unreachable, match="through the proxy"):
        asyncio.run(run())


@pytest.mark.parametrize("name", ["zh-CN-'/><break time='9s'/>Neural", "", "zh-CN-Xiaoxiao", "a-B-<x>Neural"])
def test_a_voice_that_is_no_name_never_goes_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    service = EdgeService()
    with pytest.raises(BadVoice, match="edge has no voice"):
        speak(service, monkeypatch, request(voice=Voice("edge", name)))
    assert service.requests == 0


def test_the_clock_is_put_right_once_when_the_service_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    service = EdgeService(fault=lambda number: "403" if number == 0 else None)
    assert speak(service, monkeypatch).samples.size
    assert service.requests == 2


def test_a_clock_that_cannot_be_put_right_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    service = EdgeService(fault=lambda _: "403", date="high noon")
    with pytest.raises(Unreachable, match="clock of this machine"):
        speak(service, monkeypatch)


def test_more_than_one_request_takes_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="1000 characters at once"):
        EdgeEngine(EngineSettings(longest_text=2000))
    service = EdgeService()
    for text in ("啊" * 1366, "A& " * 600):
        with pytest.raises(EngineError, match=r"more than edge takes at once \(4096\)"):
            speak(service, monkeypatch, SpeechRequest(SpokenForm(text, text, ()), YUNXI, "zh-CN"))
    assert service.requests == 0
    speak(service, monkeypatch, request("啊" * 1000))
    assert service.said == ["啊" * 1000]


def test_a_voice_that_the_service_does_not_list_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(service, monkeypatch):
            engine = EdgeEngine()
            await engine.ready()
            await engine.speak(request(voice=Voice("edge", "zh-CN-YunxxNeural")))

    service = EdgeService()
    with pytest.raises(BadVoice, match="edge has no voice 'zh-CN-YunxxNeural'"):
        asyncio.run(run())
    assert service.requests == 0


def test_prosody_goes_out_and_markup_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    service = EdgeService()
    voice = Voice("edge", "zh-CN-YunxiNeural", rate_percent=-5, pitch_hz=3)
    speak(service, monkeypatch, request("</prosody><break time='9s'/> 你好 & 再见", voice))
    assert service.prosody[0]["rate"] == "-5%"
    assert service.prosody[0]["pitch"] == "+3Hz"
    assert "你好" in service.said[0]


@pytest.mark.parametrize("text", ["……", "——", "!"])
def test_a_text_without_a_word_is_refused_without_asking(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    service = EdgeService()
    with pytest.raises(NoAudio, match="nothing to say"):
        speak(service, monkeypatch, request(text))
    assert service.requests == 0


def ready(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    async def run() -> None:
        async with running(EdgeService(), monkeypatch):
            change()
            await EdgeEngine().ready()

    asyncio.run(run())


def test_it_is_ready_when_the_service_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    ready(monkeypatch, lambda: None)


def test_it_is_not_ready_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unplug() -> None:
        monkeypatch.setattr("edge_tts.voices.VOICE_LIST", "http://127.0.0.1:9/voices/list?t=1")

    with pytest.raises(Unreachable, match="cannot be reached"):
        ready(monkeypatch, unplug)


def test_a_network_that_swallows_everything_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        silent = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
        port = silent.sockets[0].getsockname()[1]
        async with running(EdgeService(), monkeypatch):
            monkeypatch.setattr("edge_tts.voices.VOICE_LIST", f"http://127.0.0.1:{port}/voices/list?t=1")
            try:
                await EdgeEngine().ready()
            finally:
                silent.close()

    monkeypatch.setattr(edge, "_LIST_SECONDS", 0.2)
    with pytest.raises(Unreachable, match="cannot be connected to in time"):
        asyncio.run(run())


def test_words_that_the_service_words_itself_cost_no_later_mark() -> None:
    form = spoken_form("甲" + "乙" * 120 + "丙丁，丁。", "zh-CN", Lexicon())
    heard = [(0, 10, "甲"), *((n * 10, 10, "换了") for n in range(1, 60)), (600, 10, "丙丁"), (610, 10, "丁")]
    marks = edge._marks(heard, 24_000, form)
    assert [form.written[m.written_start : m.written_end] for m in marks] == ["甲", "丙丁", "丁"]
    near = edge._marks([(0, 10, "丁"), (10, 10, "甲")], 24_000, form)
    assert [form.written[m.written_start : m.written_end] for m in near] == ["甲"]
