"""The online engine: Microsoft Edge's read-aloud voices through edge-tts.

One request is one websocket. The service loses connections in mid-sound without an error, so an answer is
a take only when its sound is whole: frames of full length, decoded to the end, and the last mark inside it.
"""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import aiohttp
import edge_tts
import soundfile
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError

from duologue.errors import BadVoice, EngineError, NoAudio, Throttled, Unreachable
from duologue.speech.engines.base import Engine, Limits, SpeechRequest, VoiceInfo
from duologue.speech.model import Mark, Take

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duologue.speech.spoken import SpokenForm

SAMPLE_RATE = 24_000
_FRAME_BYTES = 144
"""MPEG-2 Layer III at 48 kbit/s and 24 kHz: every frame is 144 bytes, 24 ms."""
_TICKS_PER_SECOND = 10_000_000
_CONNECT_SECONDS = 10
_ANSWER_SECONDS = 90
"""For a whole answer: edge-tts's own receive time-out does not see a stall."""
_THROTTLED = (429, 503)


class EdgeEngine(Engine):
    """Microsoft Edge's voices; needs the internet, no key."""

    name = "edge"
    version = "readaloud-24khz-48k"
    limits = Limits(concurrency=4, longest_text=500, sample_rate=SAMPLE_RATE, pitch=True)
    hint = "it needs the internet"

    def __init__(self) -> None:
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
                async with asyncio.timeout(_CONNECT_SECONDS):
                    listed = await edge_tts.list_voices()
            except (aiohttp.ClientError, EdgeTTSException, OSError, TimeoutError, ValueError) as error:
                raise _as_engine_error(error) from None
            self._voices = tuple(
                VoiceInfo(v["ShortName"], v["Locale"], v["Gender"].lower(), v["FriendlyName"]) for v in listed
            )
        return self._voices

    def wording(self, request: SpeechRequest) -> str:
        """The text sent to the service."""
        return request.form.for_text_engine()

    async def speak(self, request: SpeechRequest) -> Take:
        """The utterance in one request, decoded, with the service's sentence marks."""
        text = self.wording(request)
        if not any(character.isalnum() for character in text):
            raise NoAudio(f"there is nothing to say in {text!r}")
        voice = request.voice
        sound = bytearray()
        boundaries: list[tuple[int, int, str]] = []
        try:
            speech = edge_tts.Communicate(
                text,
                voice.name,
                rate=f"{voice.rate_percent:+d}%",
                pitch=f"{voice.pitch_hz:+d}Hz",
                connect_timeout=_CONNECT_SECONDS,
            )
        except ValueError as error:
            raise BadVoice(f"edge refuses the voice {voice}: {error}") from None
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                async for chunk in speech.stream():
                    if chunk["type"] == "audio":
                        sound += chunk["data"]
                    else:
                        boundaries.append((int(chunk["offset"]), int(chunk["duration"]), chunk["text"]))
        except (aiohttp.ClientError, EdgeTTSException, OSError, TimeoutError) as error:
            raise _as_engine_error(error) from None
        if speech.state["cumulative_audio_bytes"] != len(sound):
            # edge-tts counts the bytes when the service ends the turn; a lost connection says nothing.
            raise NoAudio("the edge service's sound was cut off")
        return _take(bytes(sound), boundaries, request.form)


def _as_engine_error(error: Exception) -> EngineError:
    """What went wrong, in Duologue's terms."""
    if isinstance(error, aiohttp.ClientResponseError) and error.status in _THROTTLED:
        wait = error.headers.get("Retry-After", "") if error.headers else ""
        return Throttled(
            f"the edge service asks to slow down ({error.status})", float(wait) if wait.isdecimal() else None
        )
    if isinstance(error, NoAudioReceived):
        return NoAudio("the edge service sent no sound")
    if isinstance(error, TimeoutError):
        return Unreachable("the edge service did not answer in time")
    if isinstance(error, SkewAdjustmentError):
        return Unreachable("the edge service refused the clock of this machine")
    if isinstance(error, aiohttp.ClientResponseError):
        return Unreachable(f"the edge service refused ({error.status})")
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    why = (
        cause.strerror
        if isinstance(cause, OSError) and cause.strerror
        else f"{type(error).__name__}: {error}"
    )
    return Unreachable(f"the edge service cannot be reached: {why[:1].lower()}{why[1:]}")


def _take(sound: bytes, boundaries: Sequence[tuple[int, int, str]], form: SpokenForm) -> Take:
    """The decoded answer, refused unless it is whole.

    Raises:
        NoAudio: it is cut off in a frame, does not decode, or ends before its last mark.
    """
    if not sound or len(sound) % _FRAME_BYTES:
        raise NoAudio("the edge service's sound was cut off")
    try:
        samples, rate = soundfile.read(io.BytesIO(sound), dtype="int16")
    except soundfile.SoundFileError:
        raise NoAudio("the edge service's sound cannot be decoded") from None
    marks = _marks(boundaries, rate, form)
    if marks and marks[-1].end_sample > samples.size:
        raise NoAudio("the edge service's sound ends before its last sentence")
    return Take(samples, rate, marks)


def _marks(boundaries: Sequence[tuple[int, int, str]], rate: int, form: SpokenForm) -> tuple[Mark, ...]:
    """Marks in samples; each sentence the service names is found in the spoken text, in order."""
    marks: list[Mark] = []
    position = 0
    for offset, duration, said in boundaries:
        found = form.text.find(said, position)
        if found < 0:
            continue
        position = found + len(said)
        start, end = form.written_range(found, position)
        first = offset * rate // _TICKS_PER_SECOND
        marks.append(Mark(first, first + duration * rate // _TICKS_PER_SECOND, start, end))
    return tuple(marks)
