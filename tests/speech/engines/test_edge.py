import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from duologue.errors import EngineError, NoAudio, Throttled, Unreachable
from duologue.speech.engines import edge
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.engines.edge import EdgeEngine
from duologue.speech.lexicon import Lexicon
from duologue.speech.model import Take, Voice
from duologue.speech.spoken import spoken_form
from speech.edge_service import EdgeService, running

T = TypeVar("T")
TEXT = "你好，世界。这里是第二句！"


def request(text: str = TEXT, voice: Voice | None = None) -> SpeechRequest:
    return SpeechRequest(
        spoken_form(text, "zh-CN", Lexicon()), voice or Voice("edge", "zh-CN-YunxiNeural"), "zh-CN"
    )


def speak(service: EdgeService, monkeypatch: pytest.MonkeyPatch, wanted: SpeechRequest | None = None) -> Take:
    async def run() -> Take:
        async with running(service, monkeypatch):
            return await EdgeEngine().speak(wanted or request())

    return asyncio.run(run())


def failure(fault: str, monkeypatch: pytest.MonkeyPatch) -> EngineError:
    with pytest.raises(EngineError) as error:
        speak(EdgeService(fault=lambda _: fault), monkeypatch)
    return error.value


def test_a_take_is_whole_and_its_marks_are_its_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    take = speak(EdgeService(), monkeypatch)
    assert take.sample_rate == 24_000
    assert [TEXT[mark.written_start : mark.written_end] for mark in take.marks] == [
        "你好，世界。",
        "这里是第二句！",
    ]
    assert take.marks[0].start_sample == 2400
    assert take.marks[-1].end_sample <= take.samples.size


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("drop", NoAudio, "cut off"),
        ("truncated-frame", NoAudio, "cut off"),
        ("no-audio", NoAudio, "no sound"),
        ("429", Throttled, "slow down"),
        ("503", Throttled, "slow down"),
        ("403", Unreachable, "refused"),
    ],
)
def test_every_fault_is_told_apart_and_never_a_take(
    fault: str, kind: type[EngineError], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = failure(fault, monkeypatch)
    assert type(error) is kind
    assert words in str(error)


def test_a_stall_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "_ANSWER_SECONDS", 0.3)
    assert "in time" in str(failure("stall", monkeypatch))


def test_the_clock_is_put_right_once_when_the_service_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    service = EdgeService(fault=lambda number: "403" if number == 0 else None)
    assert speak(service, monkeypatch).samples.size
    assert service.requests == 2


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
