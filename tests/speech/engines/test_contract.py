"""Every engine of ours passes the contract that plug-ins are held to."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from duologue.speech import Engine, EngineSettings, Take, Voice
from duologue.speech.contract import HOSTILE_TEXTS, EngineContract
from duologue.speech.engines.edge import EdgeEngine
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.engines.openai import OpenAIEngine
from duologue.speech.lexicon import Lexicon
from duologue.speech.phonemes import LONGEST, tokens
from duologue.speech.requests import speech_request
from speech.edge_service import EdgeService
from speech.edge_service import running as edge_running
from speech.engine_of_tones import EngineOfTones
from speech.speech_server import SpeechServer, serving


class TestTones(EngineContract):
    voice = "low"
    changes_rate = False

    def make(self) -> Engine:
        return EngineOfTones()


class TestEdge(EngineContract):
    voice = "zh-CN-YunxiNeural"

    def setup_method(self) -> None:
        self.service = EdgeService()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engine]:
        with pytest.MonkeyPatch.context() as monkeypatch:
            async with edge_running(self.service, monkeypatch), self.opened(EdgeEngine()) as engine:
                yield engine

    def injected(self) -> Sequence[str]:
        return self.service.injected


class TestEnglishEdge(TestEdge):
    voice = "en-GB-RyanNeural"
    language = "en-GB"


class TestOpenAI(EngineContract):
    voice = "onyx"

    def setup_method(self) -> None:
        self.server = SpeechServer()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engine]:
        async with (
            serving(self.server) as url,
            self.opened(OpenAIEngine(EngineSettings(url=url))) as engine,
        ):
            yield engine

    def injected(self) -> Sequence[str]:
        known = {"model", "input", "voice", "response_format", "speed", "instructions"}
        return [str(body) for body in self.server.bodies if set(body) - known]


class TestEnglishOpenAI(TestOpenAI):
    voice = "nova"
    language = "en-US"


@pytest.mark.slow
class TestKokoro(EngineContract):
    voice = "zm_yunxi"

    def make(self) -> Engine:
        return KokoroEngine()


@pytest.mark.slow
class TestEnglishKokoro(TestKokoro):
    voice = "am_michael"
    language = "en-US"
    # The model has stood them above; what English makes of them is tested below, without the model.
    test_a_hostile_text_is_voiced_or_refused_in_words = None  # type: ignore[assignment]


@pytest.mark.parametrize("kind", HOSTILE_TEXTS)
@pytest.mark.parametrize(("language", "voice"), [("zh-CN", "zm_yunxi"), ("en-US", "am_michael")])
def test_hostile_texts_are_phonemes_the_model_knows(kind: str, language: str, voice: str) -> None:
    engine = KokoroEngine()
    text = HOSTILE_TEXTS[kind][:300]
    request = speech_request(text, Voice("kokoro", voice), language, Lexicon())
    chunks = json.loads(engine.wording(request))
    assert all(len(tokens(phonemes)) == len(phonemes) <= LONGEST for phonemes, _ in chunks)


def test_the_contract_notices_what_is_wrong() -> None:
    class TwoChannels(EngineOfTones):
        async def speak(self, request):  # type: ignore[no-untyped-def]
            take = await super().speak(request)
            return Take(take.samples.repeat(2).reshape(-1, 2), take.sample_rate)

    class AlwaysTheSame(EngineOfTones):
        def wording(self, request):  # type: ignore[no-untyped-def]
            return "hello"

    def contract(of: type[Engine]) -> EngineContract:
        checked = TestTones()
        checked.make = of  # type: ignore[method-assign]
        return checked

    with pytest.raises(AssertionError, match="mono"):
        contract(TwoChannels).test_a_take_is_the_sound_of_its_text()
    with pytest.raises(AssertionError, match="two texts have one wording"):
        contract(AlwaysTheSame).test_its_wording_tells_texts_apart()
    assert len(HOSTILE_TEXTS) >= 6
