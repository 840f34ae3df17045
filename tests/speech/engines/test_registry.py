import asyncio
from importlib.metadata import EntryPoint

import pytest

from duologue.errors import EngineError, NoEngineError, NoSuchEngine
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, EngineSettings, Limits
from duologue.speech.engines.registry import ChosenEngine, choose_engine, engine_names, misspelt
from speech.engine_of_tones import RATE, EngineOfTones


class English(EngineOfTones):
    name = "english"
    limits = Limits(concurrency=2, longest_text=100, sample_rate=RATE, languages=("en",))


class Ill(EngineOfTones):
    name = "ill"
    hint = "take a rest"
    closed = False

    async def ready(self) -> None:
        raise EngineError("it is ill")

    async def close(self) -> None:
        Ill.closed = True


class Broken(EngineOfTones):
    name = "broken"

    async def ready(self) -> None:
        raise AttributeError("no such attribute\nat all")


def choose(wanted: str, language: str | None, monkeypatch: pytest.MonkeyPatch) -> ChosenEngine:
    def make(name: str, settings: EngineSettings | None = None) -> Engine:
        return {"english": English, "ill": Ill, "broken": Broken, "tones": EngineOfTones}[name]()

    monkeypatch.setattr(registry, "make_engine", make)
    return asyncio.run(choose_engine(wanted, ("english", "ill", "tones"), language=language))


def test_auto_passes_over_what_cannot_speak_the_language_or_not_now(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = choose("auto", "zh-CN", monkeypatch)
    assert choice.engine.name == "tones"
    assert choice.refused == (
        ("english", "it speaks English, not Mandarin (zh-CN)"),
        ("ill", "it is ill; take a rest"),
    )
    assert Ill.closed
    assert choose("auto", "en-GB", monkeypatch).engine.name == "english"


def test_auto_passes_over_an_engine_that_is_not_installed() -> None:
    choice = asyncio.run(choose_engine("auto", ("elsewhere", "kokoro")))
    assert choice.engine.name == "kokoro"
    assert choice.refused == (("elsewhere", "no engine of this name is installed"),)
    with pytest.raises(NoSuchEngine, match="'elsewhere'; there are edge, kokoro, openai and auto"):
        asyncio.run(choose_engine("elsewhere", ()))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("kokorro", "kokoro"),
        ("egde", "edge"),
        ("openia", "openai"),
        ("edge", ""),
        ("kokoro2", ""),
        ("piper", ""),
    ],
)
def test_a_name_that_is_nearly_an_engines_is_known_for_a_slip(name: str, meant: str) -> None:
    assert misspelt(name, engine_names()) == meant


def test_an_engine_that_breaks_down_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoEngineError, match=r"broke down \(AttributeError: no such attribute at all\)"):
        choose("broken", None, monkeypatch)
    monkeypatch.undo()
    point = EntryPoint("halved", "duologue.speech.engines.registry:missing", "duologue.engines")
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    with pytest.raises(NoEngineError, match="the halved engine broke down"):
        asyncio.run(choose_engine("halved", ()))


def test_an_engine_asked_for_by_name_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoEngineError, match="english: it speaks English, not Mandarin"):
        choose("english", "zh-CN", monkeypatch)
    assert choose("english", None, monkeypatch).engine.name == "english"
