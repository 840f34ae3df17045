"""The tests every engine must pass; for the authors of plug-ins, to run with pytest on theirs.

Subclass `EngineContract` in a test module, under a name that begins with ``Test``::

    from duologue.speech.contract import EngineContract
    from my_engine import MyEngine

    class TestMyEngine(EngineContract):
        voice = "alice"
        language = "en-US"

        def make(self) -> Engine:
            return MyEngine(EngineSettings())

An engine that needs a server for its tests overrides `running` instead of `make`, and starts it there::

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engine]:
        async with my_server() as url, self.opened(MyEngine(EngineSettings(url=url))) as engine:
            yield engine
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

import numpy as np
import pytest

from duologue.errors import BadVoice, DuologueError
from duologue.model import Take, Voice
from duologue.speech.concurrency import Pace, Patience
from duologue.speech.engines.base import Engine, SpeechRequest, VoiceInfo
from duologue.speech.lexicon import Lexicon
from duologue.speech.plausible import check_plausible
from duologue.speech.requests import speech_request
from duologue.speech.speak import voice as voice_request

T = TypeVar("T")

HOSTILE_TEXTS = {
    "SSML markup": "</prosody></voice><voice name='x'><break time='9s'/>你好 hello<!-- & --></speak>",
    "XML entities and CDATA": "&lt;break/&gt; &#60;break/&#62; ]]> <![CDATA[<break/>]]> 你好 hello & \"'",
    "JSON and header breaks": '"}, {"input": "你好"} \\u0000 \r\n\r\nPath: turn.end\r\n hello',
    "control characters": "a\x00b\x01\x07\x08\x0b\x0c\x1b[31m\x7f\x85\x9f 你好 hello",
    "100 KB without punctuation": "啊" * 34_000,
    "100 KB, one Latin word": "a" * 100_000,
    "only punctuation": "……！？——。。。（）!?",
    "only spaces and breaks": " \u3000\t\r\n\u2028 ",
    "lone surrogates": "\ud800你好\udc00 hello \udfff",
    "scripts of elsewhere": "שלום עולם ﷺ 한국어 ひらがな",
    "right-to-left marks": "\u202e\u200f你好\u202c \u2067hello\u2069 \u061c",
    "non-characters and joiners": "\ufffe你\uffff好\ufeff he\u200dllo \U0001f469\u200d\U0001f4bb\U000e0001",
}
"""What an article may hold: each must be voiced, or refused in words."""

_TEXTS = {
    "zh": (
        "你好。",
        "今天我们聊一聊时间，和它留下的东西。",
        "好。后来呢？后来我们走了很远的路，一直走到天亮。",
    ),
    "en": (
        "Hello.",
        "Today we talk about time, and what it leaves.",
        "Well. And then? Then we walked until dawn.",
    ),
}


class EngineContract:
    """What every engine promises; each method is one promise.

    Attributes:
        voice: a voice the engine has.
        language: BCP 47, ``zh-…`` or ``en-…``: what the voice speaks.
        changes_rate: whether the engine heeds a voice's rate.
    """

    voice: str
    language: str = "zh-CN"
    changes_rate: bool = True

    def make(self) -> Engine:
        """A new engine."""
        raise NotImplementedError("give the engine in make() or running()")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engine]:
        """A new engine that is ready, closed at the end; override it to start a server first."""
        async with self.opened(self.make()) as engine:
            yield engine

    @asynccontextmanager
    async def opened(self, engine: Engine) -> AsyncIterator[Engine]:
        """The engine, ready; closed at the end."""
        await engine.ready()
        try:
            yield engine
        finally:
            await engine.close()

    def injected(self) -> Sequence[str]:
        """What the engine's service has seen and should not have: commands that were in a text."""
        return ()

    # -- what it declares ------------------------------------------------------------------------------

    def test_it_says_what_it_is(self) -> None:
        """Name, version and limits are there and make sense."""

        async def look(engine: Engine) -> Engine:
            return engine

        engine = self._with(look)
        limits = engine.limits
        assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", engine.name), f"{engine.name!r} is no name for --engine"
        assert engine.version, "without a version, takes of an older engine would be reused"
        assert 1 <= limits.concurrency <= 64, "the number of requests at once must be from 1 to 64"
        assert 1 <= (limits.first_concurrency or 1) <= 64, "the first number at once must be from 1 to 64"
        assert limits.longest_text >= 50, "a text of 50 characters must fit into one request"
        assert 8_000 <= limits.sample_rate <= 192_000, "the sample rate is in Hz"
        assert all(re.fullmatch(r"[a-z]{2,3}", tag) for tag in limits.languages), (
            "languages are primary subtags"
        )
        assert limits.speaks(self.language), f"the engine says that it cannot speak {self.language}"

    def test_it_lists_its_voices(self) -> None:
        """Every voice once, the tested one among them; or none, where it cannot know."""
        voices = self._with(lambda engine: engine.voices())
        names = [voice.name for voice in voices]
        assert all(isinstance(voice, VoiceInfo) and voice.name for voice in voices), (
            "each is a VoiceInfo with a name"
        )
        assert len(names) == len(set(names)), "a voice is listed twice"
        assert not names or self.voice in names, f"{self.voice!r} is not among the voices"

    def test_its_wording_tells_texts_apart(self) -> None:
        """The same request has the same wording, another text another one: it is part of a take's key."""

        async def wordings(engine: Engine) -> list[str]:
            return [engine.wording(self._request(text)) for text in (*self._texts(), *self._texts())]

        first = self._with(wordings)
        half = len(first) // 2
        assert first[:half] == first[half:], "the same request has two wordings"
        assert len(set(first)) == half, "two texts have one wording"
        assert self._with(wordings) == first, (
            "the wording changes from run to run: no take would be found again"
        )

    # -- what it speaks --------------------------------------------------------------------------------

    def test_a_take_is_the_sound_of_its_text(self) -> None:
        """Mono int16 at the declared rate, as long as the text allows, its marks inside sound and text."""

        async def speak_all(engine: Engine) -> list[tuple[SpeechRequest, Take]]:
            requests = [self._request(text) for text in self._texts()]
            return [(request, await engine.speak(request)) for request in requests]

        spoken = self._with(speak_all)
        for request, take in spoken:
            self._check(request, take)
        seconds = [take.samples.size for _, take in spoken]
        assert seconds[0] < min(seconds[1:]), "a short text lasts as long as a long one"

    def test_it_speaks_several_at_once(self) -> None:
        """As many at once as it declares; every take is that of its own text."""

        async def speak_all(engine: Engine) -> list[tuple[SpeechRequest, Take]]:
            at_once = asyncio.Semaphore(engine.limits.concurrency)

            async def one(text: str) -> tuple[SpeechRequest, Take]:
                async with at_once:
                    return self._request(text), await engine.speak(self._request(text))

            return list(await asyncio.gather(*(one(text) for text in 2 * self._texts())))

        spoken = self._with(speak_all)
        for request, take in spoken:
            self._check(request, take)
        assert spoken[0][1].samples.size < min(take.samples.size for _, take in spoken[1:3]), (
            "takes are mixed up"
        )

    def test_a_faster_rate_is_shorter(self) -> None:
        """A cast's rate is heard."""
        if not self.changes_rate:
            pytest.skip("this engine does not change the rate")

        async def lengths(engine: Engine) -> list[int]:
            text = self._texts()[1]
            return [(await engine.speak(self._request(text, rate))).samples.size for rate in (-20, 30)]

        slow, fast = self._with(lengths)
        assert fast < 0.9 * slow, f"30 % faster lasts {fast} samples, 20 % slower {slow}"

    def test_an_unknown_voice_is_refused(self) -> None:
        """With `BadVoice`, so that it is not asked for again and again."""

        async def ask(engine: Engine) -> None:
            request = speech_request(
                self._texts()[0], Voice(engine.name, "no-such-voice"), self.language, Lexicon()
            )
            with pytest.raises(BadVoice) as error:
                await engine.speak(request)
            assert str(error.value).strip(), "the error says nothing"

        self._with(ask)

    def test_a_cancelled_utterance_leaves_it_usable(self) -> None:
        """An interruption does no harm to the next utterance."""

        async def cancel(engine: Engine) -> tuple[SpeechRequest, Take]:
            task = asyncio.ensure_future(engine.speak(self._request(self._texts()[2])))
            await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            request = self._request(self._texts()[1])
            return request, await engine.speak(request)

        self._check(*self._with(cancel))

    def test_it_can_be_closed_twice_and_unused(self) -> None:
        """Closing is safe whenever it comes."""

        async def close(engine: Engine) -> None:
            await engine.close()

        self._with(close)

    # -- what it must stand ----------------------------------------------------------------------------

    @pytest.mark.parametrize("kind", HOSTILE_TEXTS)
    def test_a_hostile_text_is_voiced_or_refused_in_words(self, kind: str) -> None:
        """As a render asks for it: a take that is right, or a sentence; and the next text is spoken."""

        async def ask(engine: Engine) -> None:
            text = HOSTILE_TEXTS[kind]
            if kind == "100 KB without punctuation" and self.language.startswith("en"):
                text = "on and on " * 10_000
            request = self._request(text)
            pace = Pace(1, 1, Patience(first_wait_seconds=0.01, tries=2))
            take, refusal = None, ""
            try:
                take = await voice_request(engine, request, pace)
            except DuologueError as error:
                refusal = str(error)
            if take is None:
                assert re.search(r"\w+ \w+", refusal), f"{refusal!r} is no sentence"
                assert "\n" not in refusal, "the message has several lines"
            elif any(character.isalnum() for character in request.form.text):
                self._check(request, take)
            request = self._request(self._texts()[0])
            self._check(request, await engine.speak(request))

        self._with(ask)
        assert not self.injected(), f"a text became a command: {self.injected()}"

    # -- how it is asked -------------------------------------------------------------------------------

    def _with(self, do: Callable[[Engine], Awaitable[T]]) -> T:
        async def run() -> T:
            async with self.running() as engine:
                return await do(engine)

        return asyncio.run(run())

    def _texts(self) -> tuple[str, ...]:
        """Three texts, the first far shorter than the others."""
        return _TEXTS[self.language.split("-")[0].lower()]

    def _request(self, text: str, rate_percent: int = 0) -> SpeechRequest:
        return speech_request(text, Voice("", self.voice, rate_percent), self.language, Lexicon())

    def _check(self, request: SpeechRequest, take: Take) -> None:
        assert take.samples.ndim == 1, "a take is mono, of shape (n,)"
        assert take.samples.dtype == np.int16, "a take is int16"
        assert take.sample_rate > 0, "the rate is in Hz"
        check_plausible(take, request.form)
