"""The online engine: Microsoft Edge's read-aloud voices through edge-tts.

One request is one websocket. The service loses connections in mid-sound without an error, so an answer is
a take only when its sound is whole: frames of full length, decoded to the end, and the last mark inside it.
"""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import aiohttp
import edge_tts
from edge_tts import communicate
from edge_tts.exceptions import (
    EdgeTTSException,
    NoAudioReceived,
    SkewAdjustmentError,
    UnexpectedResponse,
    UnknownResponse,
)

from duologue.errors import BadVoice, EngineError, Failing, NoAudio, Throttled, Unreachable
from duologue.model import Mark, Take
from duologue.speech.engines.base import Engine, EngineSettings, Limits, SpeechRequest, VoiceInfo
from duologue.speech.engines.edge_list import list_address, listed_voices
from duologue.speech.engines.network import (
    THROTTLED,
    Timeouts,
    closing_soon,
    in_time,
    slow_down,
    unreachable,
)
from duologue.speech.engines.proxy import proxy_for
from duologue.speech.engines.sound import mono
from duologue.speech.plausible import longest_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_tts.typing import TTSChunk

    from duologue.speech.spoken import SpokenForm

SAMPLE_RATE = 24_000
_FRAME_BYTES, _FRAME_SAMPLES = 144, 576
"""MPEG-2 Layer III at 48 kbit/s and 24 kHz: every frame is 144 bytes, 24 ms."""
_TICKS_PER_SECOND = 10_000_000
_MOST_BYTES = 4096
"""Of one request. edge-tts cuts a longer text at any space, or not at all where there is no space."""
_MOST_CHARACTERS = 1000
"""Written characters of one request: of Han characters, three quarters of those bytes."""
_MOST_NAMED = 5
"""Characters of the words that the service names, for each character that is said."""
_FARTHEST = 40
"""Spoken characters that may lie between two words the service names."""
_LIST_SECONDS = 15.0
"""For the list of voices: where the network lets nothing through, another engine should begin soon."""
_WHO = "the edge service"
_VOICE = re.compile(r"[a-z]{2,3}-[A-Za-z0-9-]+Neural")
"""What a voice may be called: edge-tts writes the name into SSML as it is."""


class EdgeEngine(Engine):
    """Microsoft Edge's voices; needs the internet, no key."""

    name = "edge"
    version = "readaloud-24khz-48k"
    hint = "it needs the internet"
    ignores = ("url", "model", "instructions")
    speed = 20.0

    def __init__(self, settings: EngineSettings | None = None) -> None:
        settings = settings or EngineSettings()
        settings.refuse_extra(self.name)
        if (settings.longest_text or 0) > _MOST_CHARACTERS:
            raise settings.wrong(
                "longest_text", f"the edge service takes {_MOST_CHARACTERS} characters at once, no more"
            )
        # Eight at once is far from abuse; four has been answered for everybody.
        self.limits = Limits(
            concurrency=settings.concurrency or 8,
            longest_text=settings.longest_text or 500,
            sample_rate=SAMPLE_RATE,
            pitch=True,
            first_concurrency=4,
        )
        self._timeouts = Timeouts(whole=settings.answer_seconds or 60.0)
        self._proxy = lru_cache(partial(proxy_for, setting=settings.proxy))
        self._voices: tuple[VoiceInfo, ...] | None = None

    async def ready(self) -> None:
        """Fetches the list of voices, which shows that the service answers."""
        await self.voices()

    async def voices(self) -> tuple[VoiceInfo, ...]:
        """The service's voices.

        Raises:
            Unreachable: no answer.
            Throttled: asked too often.
        """
        if self._voices is None:
            try:
                async with asyncio.timeout(min(_LIST_SECONDS, self._timeouts.first_byte)):
                    self._voices = await listed_voices(self._proxy(list_address()), _WHO)
            except (aiohttp.ClientError, EdgeTTSException, OSError, TimeoutError, ValueError) as error:
                raise _as_engine_error(error) from None
        return self._voices

    def could_have(self, voice: str) -> bool:
        """Whether a voice of this name can be the service's: ``zh-CN-XiaoxiaoNeural``."""
        return _VOICE.fullmatch(voice) is not None

    def wording(self, request: SpeechRequest) -> str:
        """The text sent to the service."""
        return request.form.for_text_engine()

    async def speak(self, request: SpeechRequest) -> Take:
        """The utterance in one request, decoded, with the service's sentence marks."""
        text = self.wording(request)
        if not any(character.isalnum() for character in text):
            raise NoAudio(f"there is nothing to say in {text[:20]!r}")
        answer = _Answer(request.form)
        speech = self._communicate(request, text)
        try:
            async with closing_soon(speech.stream()) as stream:
                async for chunk in in_time(stream, self._timeouts, _WHO):
                    answer.add(chunk)
        except (aiohttp.ClientError, EdgeTTSException, OSError, TimeoutError) as error:
            raise _as_engine_error(error) from None
        except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
            # edge-tts takes messages apart without looking
            raise NoAudio(f"{_WHO} sent what cannot be read") from None
        if speech.state["cumulative_audio_bytes"] != len(answer.sound):
            # edge-tts counts the bytes when the service ends the turn; a lost connection says nothing.
            raise NoAudio("the edge service's sound was cut off")
        return await asyncio.to_thread(answer.take)

    def _communicate(self, request: SpeechRequest, text: str) -> edge_tts.Communicate:
        voice = request.voice
        if not _VOICE.fullmatch(voice.name):
            raise BadVoice(
                f"edge has no voice {voice.name!r}: its voices are called like zh-CN-XiaoxiaoNeural"
            )
        if self._voices and voice.name not in {listed.name for listed in self._voices}:
            raise BadVoice(f"edge has no voice {voice.name!r}")  # the service itself would say nothing
        size = len(escape(text).encode("utf-8", "surrogatepass"))
        if size > _MOST_BYTES:
            raise EngineError(
                f"{text[:20]!r} and what follows is {size} bytes as it is said, more than edge takes at once "
                f"({_MOST_BYTES}): divide the paragraph"
            )
        try:
            return edge_tts.Communicate(
                text,
                _long_name(voice.name),
                rate=f"{voice.rate_percent:+d}%",
                pitch=f"{voice.pitch_hz:+d}Hz",
                boundary="WordBoundary",
                proxy=self._proxy(str(vars(communicate)["WSS_URL"])),
                connect_timeout=self._timeouts.connect,
            )
        except UnicodeEncodeError:
            raise EngineError(f"there are characters in {text[:20]!a} that cannot be sent") from None
        except ValueError as error:
            raise BadVoice(f"edge refuses the voice {voice}: {error}") from None


def _long_name(voice: str) -> str:
    """The name that goes into SSML; edge-tts makes it itself, but of no voice whose locale has a script."""
    locale, _, name = voice.rpartition("-")
    return f"Microsoft Server Speech Text to Speech Voice ({locale}, {name})"


def _as_engine_error(error: Exception) -> EngineError:
    """What went wrong, in Duologue's terms."""
    if isinstance(error, NoAudioReceived):
        return NoAudio(f"{_WHO} sent no sound")
    if isinstance(error, SkewAdjustmentError):
        return Unreachable(f"{_WHO} refused the clock of this machine, and does not say what time it is")
    if isinstance(error, UnknownResponse | UnexpectedResponse):
        return NoAudio(f"{_WHO} sent what cannot be read: {error}")
    if isinstance(error, aiohttp.ClientHttpProxyError) or not isinstance(error, aiohttp.ClientResponseError):
        return unreachable(_WHO, error)
    if error.status in THROTTLED:
        return slow_down(_WHO, error.status, error.headers)
    if error.status == 403:
        # edge-tts has put the clock right and asked again: what is left is too many requests, or a block.
        return Throttled(
            f"{_WHO} refused (403), though the clock is right: too many requests, or a network it blocks"
        )
    if error.status in (404, 410):
        return Failing(
            f"{_WHO} is not at its address any more ({error.status}): a newer edge-tts may know where it is "
            f"(pip install -U edge-tts)"
        )
    return Failing(f"{_WHO} refused ({error.status})")


class _Answer:
    """One answer as it comes in, no larger than the sound and the marks of its text can be.

    Args:
        form: what is said.
    """

    def __init__(self, form: SpokenForm) -> None:
        self._form = form
        self._longest_seconds = longest_seconds(form.text)
        self._most_bytes = _FRAME_BYTES * (round(self._longest_seconds * SAMPLE_RATE / _FRAME_SAMPLES) + 2)
        self._most_named = _MOST_NAMED * (len(form.text) + 10)
        self._named = 0
        self.sound = bytearray()
        self._boundaries: list[tuple[int, int, str]] = []

    def add(self, chunk: TTSChunk) -> None:
        """One message of the service.

        Raises:
            NoAudio: that is more than the text can be.
            KeyError, ValueError, TypeError, ArithmeticError: it is none.
        """
        if chunk["type"] == "audio":
            self.sound += chunk["data"]
        else:
            text = str(chunk["text"])
            self._named += len(text) + 1
            self._boundaries.append((int(chunk["offset"]), int(chunk["duration"]), text))
        if len(self.sound) > self._most_bytes or self._named > self._most_named:
            raise NoAudio(f"{_WHO} sent more than this text can be")

    def take(self) -> Take:
        """The decoded answer, refused unless it is whole.

        Raises:
            NoAudio: it is cut off in a frame, does not decode, or ends before its last mark.
        """
        if not self.sound or len(self.sound) % _FRAME_BYTES:
            raise NoAudio("the edge service's sound was cut off")
        samples, rate = mono(bytes(self.sound), _WHO, self._longest_seconds + 1)
        if rate != SAMPLE_RATE or samples.size < (len(self.sound) // _FRAME_BYTES - 1) * _FRAME_SAMPLES:
            raise NoAudio("the edge service's sound cannot be decoded to its end")
        marks = _marks(self._boundaries, rate, self._form)
        if marks and marks[-1].end_sample > samples.size:
            raise NoAudio("the edge service's sound ends before its last sentence")
        return Take(samples, rate, marks)


def _marks(boundaries: Sequence[tuple[int, int, str]], rate: int, form: SpokenForm) -> tuple[Mark, ...]:
    """Marks in samples; each word the service names is found in the spoken text, in order and not far on."""
    marks: list[Mark] = []
    position = missed = 0
    for offset, duration, said in sorted(boundaries):
        found = form.text.find(said, position, position + len(said) + missed + _FARTHEST)
        if found < 0:
            missed += 2 * len(said)  # said in the service's own words; what follows lies so much farther on
            continue
        position, missed = found + len(said), 0
        start, end = form.written_range(found, position)
        first = offset * rate // _TICKS_PER_SECOND
        marks.append(Mark(first, first + duration * rate // _TICKS_PER_SECOND, start, end))
    return tuple(marks)
