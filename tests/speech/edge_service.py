"""A local service that speaks the edge protocol: real MP3 sound, sentences or words, and faults on request.

It answers like the real one as far as edge-tts can tell: `speech.config`, SSML, `turn.start`, metadata,
binary sound with its header, `turn.end`. Each fault is given per request number, so that tests are exact.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree

import edge_tts.communicate
import edge_tts.voices
import lameenc
import numpy as np
import pytest
from aiohttp import WSMsgType, web
from edge_tts.drm import DRM

from speech.loopback import on_a_free_port

_RATE = 24_000
_FRAME_BYTES = 144
_SECONDS_PER_LETTER = 0.12
_VOICES = ("zh-CN-XiaoxiaoNeural", "zh-CN-YunxiNeural", "zh-CN-YunyangNeural", "en-GB-RyanNeural")

Fault = str
"""403, 429, 503, first-byte (never begins), no-audio, stall, drop (lost in mid-sound), truncated-frame,
early-end (says it is done after half the sound), garbage (a message of another protocol), wrong-order
(all is there, marks last and backwards)."""
FAULTS = (
    "403",
    "429",
    "503",
    "no-audio",
    "drop",
    "truncated-frame",
    "early-end",
    "garbage",
    "stall",
    "first-byte",
    "wrong-order",
)


@dataclass
class EdgeService:
    """What the service does and what it has seen.

    `fault` says for the number of a request, from 0, what goes wrong with it, or None. `latency_seconds` is
    before the first byte, of a request by its number. `date` is what a refusal says the time is. More than
    `capacity` at once are refused with 429. From request number `gone_after` on, whoever connects is cut off
    without an answer. `voices` are those it lists.
    """

    fault: Callable[[int], Fault | None] = lambda _: None
    latency_seconds: Callable[[int], float] = lambda _: 0.0
    capacity: int | None = None
    retry_after: str | None = None
    date: str = "Tue, 24 Nov 2026 00:00:00 GMT"
    gone_after: int | None = None
    voices: tuple[str, ...] = _VOICES
    requests: int = 0
    refused: int = 0
    at_once: int = 0
    most_at_once: int = 0
    said: list[str] = field(default_factory=list)
    spoken_by: list[str] = field(default_factory=list)
    """The voice of each request, as `xx-XX-NameNeural`."""
    prosody: list[dict[str, str]] = field(default_factory=list)
    injected: list[str] = field(default_factory=list)
    """SSML that was more than speak, voice and prosody, or no XML at all."""

    def _gone(self, request: web.Request) -> bool:
        """Whether the service is gone; then the connection is cut."""
        if self.gone_after is None or self.requests < self.gone_after:
            return False
        if request.transport is not None:
            request.transport.abort()
        return True

    async def list_voices(self, request: web.Request) -> web.Response:
        if self._gone(request):
            return web.Response(status=500)
        return web.json_response(
            [
                {
                    "ShortName": name,
                    "Locale": name.rpartition("-")[0],
                    "Gender": "Female",
                    "FriendlyName": name,
                    "Name": name,
                }
                for name in self.voices
            ]
        )

    async def speak(self, request: web.Request) -> web.StreamResponse:
        if self._gone(request):
            self.requests += 1
            return web.Response(status=500)
        number = self.requests
        self.requests += 1
        fault = self.fault(number)
        if self.capacity is not None and self.at_once >= self.capacity:
            fault = "429"
        if fault in ("403", "429", "503"):
            self.refused += 1
            headers = {"Date": self.date}
            if self.retry_after is not None:
                headers["Retry-After"] = self.retry_after
            return web.Response(status=int(fault), headers=headers)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(request, fault, self.latency_seconds(number))
        finally:
            self.at_once -= 1

    async def _answer(
        self, request: web.Request, fault: Fault | None, latency_seconds: float
    ) -> web.WebSocketResponse:
        loop = asyncio.get_running_loop()
        answer_at = loop.time() + latency_seconds
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        text, words = "", False
        async for message in socket:
            words = words or '"wordBoundaryEnabled":"true"' in str(message.data)
            if message.type is WSMsgType.TEXT and "Path:ssml" in message.data:
                text = self._read(message.data.split("\r\n\r\n", 1)[1])
                break
        rate_percent = int(self.prosody[-1]["rate"].rstrip("%")) if text else 0
        sound, boundaries = sound_of(text, words=words, rate_percent=rate_percent)
        await asyncio.sleep(3600 if fault == "first-byte" else max(0.0, answer_at - loop.time()))
        await socket.send_str("X-RequestId:0\r\nPath:turn.start\r\n\r\n{}")
        if fault == "no-audio":
            await socket.send_str("X-RequestId:0\r\nPath:turn.end\r\n\r\n{}")
            return socket
        if fault == "garbage":
            await socket.send_str("HTTP/1.1 200 OK")
        if fault == "truncated-frame":
            sound = sound[:-50]
        marks = [
            "X-RequestId:0\r\nPath:audio.metadata\r\n\r\n" + json.dumps({"Metadata": [boundary]})
            for boundary in boundaries
        ]
        for mark in marks if fault != "wrong-order" else ():
            await socket.send_str(mark)
        header = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
        half = len(sound) // 2 // _FRAME_BYTES * _FRAME_BYTES
        await socket.send_bytes(len(header).to_bytes(2, "big") + header + sound[:half])
        if fault == "stall":
            await asyncio.sleep(3600)
        if fault == "drop":
            if request.transport is not None:
                request.transport.close()
            return socket
        if fault == "early-end":
            await socket.send_str("X-RequestId:0\r\nPath:turn.end\r\n\r\n{}")
        await socket.send_bytes(len(header).to_bytes(2, "big") + header + sound[half:])
        for mark in reversed(marks) if fault == "wrong-order" else ():
            await socket.send_str(mark)
        await socket.send_str("X-RequestId:0\r\nPath:turn.end\r\n\r\n{}")
        return socket

    def _read(self, ssml: str) -> str:
        """What is to be said; refuses, like the service, anything but speak, voice and prosody."""
        try:
            root = ElementTree.fromstring(ssml)  # noqa: S314 - edge-tts wrote it
        except ElementTree.ParseError:
            self.injected.append(ssml)
            raise
        tags = [element.tag.rpartition("}")[2] for element in root.iter()]
        if tags != ["speak", "voice", "prosody"]:
            self.injected.append(ssml)
            raise ValueError(tags)
        prosody = root[0][0]
        self.prosody.append(dict(prosody.attrib))
        self.said.append(prosody.text or "")
        locale, name = root[0].attrib["name"].partition("(")[2].rstrip(")").split(", ")
        self.spoken_by.append(f"{locale}-{name}")
        return prosody.text or ""


@lru_cache(maxsize=1024)
def sound_of(
    text: str, *, words: bool = False, rate_percent: int = 0
) -> tuple[bytes, tuple[dict[str, object], ...]]:
    """MP3 (24 kHz mono 48 kbit/s, whole frames) as long as the text, and its sentences or words in ticks."""
    boundaries: list[dict[str, object]] = []
    pieces: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    start = 0.1
    for sentence in re.findall(r"[^。！？.!?]+[。！？.!?]*", text):
        letters = sum(character.isalnum() for character in sentence)
        seconds = max(letters * _SECONDS_PER_LETTER, 0.1) / (1 + rate_percent / 100)
        parts = (
            re.findall(r"[\u3400-\u9fff]{1,2}|[^\W\u3400-\u9fff]+", sentence) if words else [sentence.strip()]
        )
        at = start
        for part in parts:
            share = sum(character.isalnum() for character in part) / max(letters, 1) if words else 1.0
            boundaries.append(_boundary("Word" if words else "Sentence", at, seconds * share, part))
            at += seconds * share
        times = np.arange(round(seconds * _RATE)) / _RATE
        pieces.append(6000 * np.sin(2 * np.pi * (180 + letters % 7 * 20) * times))
        start += seconds
    silence = np.zeros(round(0.1 * _RATE))
    samples = np.concatenate([silence, *pieces, silence, silence]).astype(np.int16)
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(_RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    sound = bytes(encoder.encode(samples.tobytes())) + bytes(encoder.flush())
    return sound[: len(sound) // _FRAME_BYTES * _FRAME_BYTES], tuple(boundaries)


def _boundary(kind: str, start: float, seconds: float, text: str) -> dict[str, object]:
    return {
        "Type": f"{kind}Boundary",
        "Data": {
            "Offset": round(start * 1e7),
            "Duration": round(seconds * 1e7),
            "text": {"Text": text, "Length": len(text), "BoundaryType": f"{kind}Boundary"},
        },
    }


@asynccontextmanager
async def running(service: EdgeService, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[EdgeService]:
    """The service on a free port of this machine, with edge-tts pointed at it."""
    app = web.Application()
    app.router.add_get("/voices/list", service.list_voices)
    app.router.add_get("/edge/v1", service.speak)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(DRM, "clock_skew_seconds", 0.0)
    async with on_a_free_port(app) as host:
        monkeypatch.setattr(edge_tts.communicate, "WSS_URL", f"ws://{host}/edge/v1?t=1")
        monkeypatch.setattr(edge_tts.voices, "VOICE_LIST", f"http://{host}/voices/list?t=1")
        yield service
