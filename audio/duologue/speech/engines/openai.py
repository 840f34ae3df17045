"""The engine for any server with the `/v1/audio/speech` API: one on a GPU of your own, or a paid one.

The address comes from `duologue.yaml` (``engines: openai: url:``) or `OPENAI_BASE_URL`, the key from
`OPENAI_API_KEY` and nowhere else. Voice, model, instructions and rate are the cast's. What a server answers
is recognised by its content, because servers differ in what they call it.
"""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import aclosing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from duologue.errors import BadVoice, ConfigError, Denied, EngineError, Failing, NoAudio, Unreachable
from duologue.model import Take
from duologue.redaction import public_address, remember, remember_address
from duologue.speech.engines.base import Engine, EngineSettings, Limits, SpeechRequest, VoiceInfo
from duologue.speech.engines.network import THROTTLED, Timeouts, in_time, parsed_json, slow_down, unreachable
from duologue.speech.engines.proxy import proxy_for
from duologue.speech.engines.sound import decoded
from duologue.speech.plausible import expected_seconds, longest_seconds

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

SAMPLE_RATE = 24_000
_ORIGINAL = "https://api.openai.com/v1"
_MODEL = "tts-1"
_FORMATS = ("wav", "flac", "mp3", "pcm")
_SLOWEST, _FASTEST = 0.25, 4.0
_MOST_BYTES = 50_000_000
_BYTES_PER_SECOND = 400_000
"""Of one answer: 48 kHz in two channels of four bytes are as many a second."""
_MOST_BYTES_OF_A_LIST = 2_000_000
_MOST_VOICES = 10_000
_LONGEST_NAME = 200
_SLOW_SECONDS = 60.0
"""How long a whole answer may take, and a second more for each second that it is expected to last."""
_REASON_CHARACTERS = 200


class OpenAIEngine(Engine):
    """A server with OpenAI's speech API."""

    name = "openai"
    hint = "set OPENAI_BASE_URL to a server's address ending in /v1, and OPENAI_API_KEY if it wants a key"

    def __init__(self, settings: EngineSettings | None = None) -> None:
        settings = settings or EngineSettings()
        settings.refuse_extra(self.name, own=("format",))
        self._format = str((settings.model_extra or {}).get("format", _FORMATS[0]))
        if self._format not in _FORMATS:
            raise settings.wrong("format", f"the openai engine's format must be one of {', '.join(_FORMATS)}")
        self._key = os.environ.get("OPENAI_API_KEY", "").strip()
        remember(self._key)
        given = settings.url or os.environ.get("OPENAI_BASE_URL", "")
        remember_address(given)
        self._url = (given or (_ORIGINAL if self._key else "")).rstrip("/")
        self._who = f"the speech server at {urlsplit(self._url).hostname or self._url}"
        self._model = settings.model or _MODEL
        self._proxy_setting = settings.proxy
        self._answer_seconds = settings.answer_seconds
        self._session: aiohttp.ClientSession | None = None
        # The same words from another server sound different.
        self.version = f"1 {public_address(self._url)}"
        self.limits = Limits(
            concurrency=settings.concurrency or 4,
            longest_text=settings.longest_text or 1000,
            sample_rate=SAMPLE_RATE,
            first_concurrency=2,
        )

    async def ready(self) -> None:
        """Asks the server for its models, which shows that it answers and takes the key.

        Raises:
            Unreachable: no server is set, or it does not answer.
            Denied: it does not take the key.
        """
        if not self._url:
            raise Unreachable("no speech server is set")
        if urlsplit(self._url).scheme not in ("http", "https") or not urlsplit(self._url).hostname:
            raise ConfigError(
                f"the speech server's address {self._url!r} must begin with http:// or https://"
            )
        status, body = await self._list("/models")
        # A server without a list of models is as good as one with it.
        if status in (401, 403) or status >= 500:
            raise self._fault(status, body)

    async def voices(self) -> tuple[VoiceInfo, ...]:
        """What the server lists at `/audio/voices`, as several do; nothing where it lists none.

        Raises:
            Unreachable: no server is set, or it does not answer.
            Denied: it does not take the key.
        """
        if not self._url:
            raise Unreachable("no speech server is set")
        status, body = await self._list("/audio/voices")
        if status in (401, 403):
            raise self._fault(status, body)
        names = set(_names(parsed_json(body))) if status == 200 else set()
        return tuple(VoiceInfo(name, "", description=self._who) for name in sorted(names))

    def wording(self, request: SpeechRequest) -> str:
        """The request's body: all that shapes the sound is in it."""
        return json.dumps(self._body(request), ensure_ascii=False, sort_keys=True)

    async def speak(self, request: SpeechRequest) -> Take:
        """The utterance in one request, decoded to mono at 24 kHz; without marks.

        Raises:
            BadVoice: the server has no such voice or model.
            Denied: it does not take the key, or there is no such API at this address.
            EngineError: the text is refused.
            Throttled, Unreachable, NoAudio: see the contract.
        """
        if not any(character.isalnum() for character in request.form.text):
            raise NoAudio(f"there is nothing to say in {request.form.text[:20]!r}")
        longest = longest_seconds(request.form.text)
        whole = self._answer_seconds or _SLOW_SECONDS + expected_seconds(request.form.text)
        timeouts = Timeouts(first_byte=min(_SLOW_SECONDS, whole), whole=whole)
        most = min(_MOST_BYTES, round(longest * _BYTES_PER_SECOND))
        status, body = await self._ask("POST", "/audio/speech", timeouts, most, self._body(request))
        if status != 200:
            raise self._fault(status, body, request)
        raw = self._format == "pcm"
        samples = await asyncio.to_thread(
            decoded, body, SAMPLE_RATE, self._who, raw=raw, longest_seconds=longest
        )
        return Take(samples, SAMPLE_RATE)

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
        self._session = None

    def _body(self, request: SpeechRequest) -> dict[str, str | float]:
        voice = request.voice
        body: dict[str, str | float] = {
            "model": voice.model or self._model,
            "input": request.form.for_text_engine(),
            "voice": voice.name,
            "response_format": self._format,
        }
        if voice.rate_percent:
            body["speed"] = min(max(round(1 + voice.rate_percent / 100, 2), _SLOWEST), _FASTEST)
        if voice.instructions:
            body["instructions"] = voice.instructions
        return body

    async def _list(self, path: str) -> tuple[int, bytes]:
        timeouts = Timeouts(first_byte=_SLOW_SECONDS, whole=self._answer_seconds or _SLOW_SECONDS)
        return await self._ask("GET", path, timeouts, _MOST_BYTES_OF_A_LIST)

    async def _ask(
        self,
        method: str,
        path: str,
        timeouts: Timeouts,
        most_bytes: int,
        body: dict[str, str | float] | None = None,
    ) -> tuple[int, bytes]:
        """The status and the whole body of an answer.

        Raises:
            Throttled: 429 or 503.
            Unreachable: no answer, or not in time.
            NoAudio: the answer was cut off, or is larger than it can be.
        """
        content = bytearray()
        status = 0
        try:
            async with aclosing(self._answer(method, path, timeouts, body)) as answer:
                async for part in in_time(answer, timeouts, self._who):
                    if isinstance(part, int):
                        status = part
                        continue
                    content += part
                    if len(content) > most_bytes:
                        raise NoAudio(
                            f"{self._who} sent more than {most_bytes / 1e6:.1f} MB, too much for an answer"
                        )
        except UnicodeEncodeError:
            raise EngineError("there are characters in the text that cannot be sent") from None
        except aiohttp.ClientPayloadError:
            raise NoAudio(f"the answer of {self._who} was cut off") from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise unreachable(self._who, error) from None
        return status, bytes(content)

    async def _answer(
        self, method: str, path: str, timeouts: Timeouts, body: dict[str, Any] | None
    ) -> AsyncGenerator[int | bytes, None]:
        """The status, then the body in parts as they come."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=timeouts.connect)
            self._session = aiohttp.ClientSession(timeout=timeout)
        url = self._url + path
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        if self._key:  # beside a key, a user in the address has no place
            parts = urlsplit(url)
            url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        proxy = proxy_for(url, self._proxy_setting)
        async with self._session.request(method, url, json=body, headers=headers, proxy=proxy) as response:
            if response.status in THROTTLED:
                raise slow_down(self._who, response.status, response.headers)
            yield response.status
            async for part in response.content.iter_any():
                yield part

    def _fault(self, status: int, body: bytes, request: SpeechRequest | None = None) -> EngineError:
        """What a refusal means."""
        why = _reason(body)
        if status in (401, 403):
            what = "the key in OPENAI_API_KEY" if self._key else "a request without a key"
            way = "" if self._key else ": set OPENAI_API_KEY"
            return Denied(f"{self._who} refuses {what} ({status}{why}){way}")
        if status in (400, 404, 422) and request is not None and ("voice" in why or "model" in why):
            return BadVoice(f"{self._who} refuses the voice {request.voice} ({status}{why})")
        if status == 404:
            return Denied(f"{self._who} has no /audio/speech ({status}): its address must end in /v1")
        if status >= 500:
            return Failing(f"{self._who} failed ({status}{why})")
        return EngineError(f"{self._who} refuses this text ({status}{why})")


def _names(document: Any) -> Iterator[str]:
    """The names in a list of voices, which servers write as texts or as objects with an ``id``."""
    listed = document.get("voices") if isinstance(document, dict) else None
    for voice in listed[:_MOST_VOICES] if isinstance(listed, list) else ():
        name = voice.get("id") if isinstance(voice, dict) else voice
        if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable():
            yield name


def _reason(body: bytes) -> str:
    """What the server says is wrong, as an addition to a sentence; empty where it says nothing."""
    document = parsed_json(body)
    error = document.get("error", document.get("detail", "")) if isinstance(document, dict) else ""
    said = error.get("message", "") if isinstance(error, dict) else error
    text = " ".join(str(said)[: 10 * _REASON_CHARACTERS].split())[:_REASON_CHARACTERS]
    return f": {text}" if text else ""
