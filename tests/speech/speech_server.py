"""A local server with OpenAI's speech API: real sound in four formats, a key, and faults on request."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import soundfile
from aiohttp import web

from speech.loopback import on_a_free_port

_PITCH_HZ = {"onyx": 110, "nova": 220, "echo": 150}
_SECONDS_PER_LETTER = 0.12
_TYPES = {"wav": "audio/wav", "flac": "audio/flac", "mp3": "audio/mpeg", "pcm": "audio/pcm"}


@dataclass
class SpeechServer:
    """What the server does and what it has seen.

    `fault` says for the number of a request, from 0, what goes wrong: an HTTP status, ``cut`` (the connection
    is lost in mid-answer), ``short`` (the sound is cut but the answer is whole), ``json`` or ``html`` (with
    status 200), ``stall``, ``silent``, ``empty``. `format` is what it answers whatever it is asked for.
    """

    fault: Callable[[int], str | None] = lambda _: None
    key: str = ""
    format: str = ""
    rate: int = 24_000
    channels: int = 1
    lists_voices: bool = True
    streamed_wav: bool = False
    retry_after: str = "1"
    bodies: list[dict[str, Any]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def models(self, request: web.Request) -> web.Response:
        return self._key_fault(request) or web.json_response({"data": [{"id": "tts-1"}]})

    async def voices(self, request: web.Request) -> web.Response:
        if not self.lists_voices:
            return web.json_response({"detail": "Not Found"}, status=404)
        return self._key_fault(request) or web.json_response({"voices": sorted(_PITCH_HZ)})

    async def speech(self, request: web.Request) -> web.StreamResponse:
        if refused := self._key_fault(request):
            return refused
        body = await request.json()
        number = len(self.bodies)
        self.bodies.append(body)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(request, body, self.fault(number))
        finally:
            self.at_once -= 1

    async def _answer(
        self, request: web.Request, body: dict[str, Any], fault: str | None
    ) -> web.StreamResponse:
        await asyncio.sleep(0)
        if fault is not None and fault.isdecimal():
            headers = {"Retry-After": self.retry_after} if fault in ("429", "503") else {}
            return _error(int(fault), f"fault {fault}", headers)
        if body["voice"] not in _PITCH_HZ:
            return _error(400, f"Invalid voice: {body['voice']}")
        if body["model"] not in ("tts-1", "tts-2"):
            return _error(404, f"The model `{body['model']}` does not exist")
        if fault in ("json", "html"):
            text = json.dumps({"ok": True}) if fault == "json" else "<!doctype html><p>busy"
            return web.Response(
                text=text, content_type="text/html" if fault == "html" else "application/json"
            )
        if fault == "empty":
            return web.Response(body=b"", content_type="audio/wav")
        kind = self.format or body["response_format"]
        content = self.sound(body, kind, silent=fault == "silent")
        if fault == "short":
            content = content[: len(content) * 2 // 3 // 2 * 2]
        response = web.StreamResponse(headers={"Content-Type": _TYPES[kind]})
        if fault == "cut":
            response.content_length = len(content)
        await response.prepare(request)
        await response.write(content[: len(content) // 2])
        if fault == "stall":
            await asyncio.sleep(3600)
        if fault == "cut":
            if request.transport is not None:
                request.transport.close()
            return response
        await response.write(content[len(content) // 2 :])
        return response

    def sound(self, body: dict[str, Any], kind: str, *, silent: bool = False) -> bytes:
        letters = max(sum(character.isalnum() for character in body["input"]), 1)
        seconds = letters * _SECONDS_PER_LETTER / body.get("speed", 1)
        times = np.arange(round(seconds * self.rate)) / self.rate
        tone = (0 if silent else 7000) * np.sin(2 * np.pi * _PITCH_HZ[body["voice"]] * times)
        samples = np.repeat(tone.astype(np.int16)[:, None], self.channels, axis=1)
        if kind == "pcm":
            return samples.astype("<i2").tobytes()
        buffer = io.BytesIO()
        soundfile.write(buffer, samples, self.rate, format=kind.upper())
        content = bytearray(buffer.getvalue())
        if kind == "wav" and self.streamed_wav:
            at = content.index(b"data") + 4
            content[4:8] = content[at : at + 4] = b"\xff\xff\xff\xff"
        return bytes(content)

    def _key_fault(self, request: web.Request) -> web.Response | None:
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "Incorrect API key provided")
        return None


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": {"message": message}}, status=status, headers=headers)


@asynccontextmanager
async def serving(server: SpeechServer) -> AsyncIterator[str]:
    """The server on a free port of this machine; its base URL."""
    app = web.Application()
    app.router.add_get("/v1/models", server.models)
    app.router.add_get("/v1/audio/voices", server.voices)
    app.router.add_post("/v1/audio/speech", server.speech)
    async with on_a_free_port(app) as host:
        yield f"http://{host}/v1"
