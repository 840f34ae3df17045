"""Services that attack: whatever they send is refused soon, in a sentence, in little memory."""

import asyncio
import io
import json
import struct
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from aiohttp import web

from duologue.errors import EngineError, Failing, NoAudio
from duologue.model import Voice
from duologue.speech.engines.base import Engine, EngineSettings, SpeechRequest
from duologue.speech.engines.edge import EdgeEngine
from duologue.speech.engines.openai import OpenAIEngine
from duologue.speech.engines.registry import advice
from duologue.speech.engines.sound import decoded
from duologue.speech.lexicon import Lexicon
from duologue.speech.requests import speech_request
from speech.edge_service import EdgeService, running, sound_of
from speech.loopback import on_a_free_port

TEXT = "你好，世界。这里是第二句！"
MOST_BYTES = 60_000_000
"""Of memory, above what is there before."""
MOST_SECONDS = 10.0


def request(voice: Voice) -> SpeechRequest:
    return speech_request(TEXT, voice, "zh-CN", Lexicon())


def refused(ask: Callable[[], Any]) -> EngineError:
    """The error, which comes soon and in little memory."""
    tracemalloc.start()
    started = time.monotonic()
    try:
        with pytest.raises(EngineError) as error:
            ask()
        assert time.monotonic() - started < MOST_SECONDS
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()
    return error.value


def boundary(**data: Any) -> str:
    """A message of metadata, with what JSON does not allow where that is wanted."""
    whole = {"Offset": 1_000_000, "Duration": 1_000_000, "text": {"Text": "你好"}} | data
    return json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": whole}]})


class Attacker(EdgeService):
    """Sends metadata or sound of its own, over and over again where `endless`."""

    def __init__(self, metadata: str = "", sound: bytes = b"", *, endless: bool = False) -> None:
        super().__init__()
        self.metadata, self.sound, self.endless = metadata, sound, endless

    async def _answer(
        self, request: web.Request, fault: str | None, latency_seconds: float
    ) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if "Path:ssml" in str(message.data):
                break
        header = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
        try:
            while True:
                if self.metadata:
                    await socket.send_str(f"X-RequestId:0\r\nPath:audio.metadata\r\n\r\n{self.metadata}")
                if self.sound:
                    await socket.send_bytes(len(header).to_bytes(2, "big") + header + self.sound)
                if not self.endless or socket.closed or request.transport is None:
                    break
                await asyncio.sleep(0)  # both sides share one loop
            await socket.send_str("X-RequestId:0\r\nPath:turn.end\r\n\r\n{}")
        except ConnectionError:
            pass
        return socket


WHOLE = sound_of(TEXT)[0]
DEEP = '{"Metadata": ' + "[" * 200_000
HOSTILE_EDGE = {
    "endless sound": Attacker(sound=bytes(100_000), endless=True),
    "endless metadata": Attacker(boundary(), endless=True),
    "endless large metadata": Attacker(boundary(text={"Text": "x" * 1_000_000}), endless=True),
    "an infinite time": Attacker(boundary(Offset=float("inf")), WHOLE),
    "no number for a time": Attacker(boundary(Duration=float("nan")), WHOLE),
    "a text for a time": Attacker(boundary(Offset="soon"), WHOLE),
    "a time of a year": Attacker(boundary(Offset=10**18), WHOLE),
    "metadata nested without end": Attacker(DEEP, WHOLE),
    "metadata that is no JSON": Attacker("{", WHOLE),
    "sound that is none": Attacker(sound=bytes(144 * 50)),
}


@pytest.mark.parametrize("attack", HOSTILE_EDGE)
def test_the_online_service(attack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(HOSTILE_EDGE[attack], monkeypatch):
            await EdgeEngine().speak(request(Voice("edge", "zh-CN-YunxiNeural")))

    error = refused(lambda: asyncio.run(run()))
    assert isinstance(error, NoAudio)
    assert "edge" in str(error)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 300_000,
        b"{}",
        b"null",
        b"[1, null, {}]",
        b'[{"ShortName": 3, "Locale": []}]',
        b"[" + b"1," * 2_000_000,
    ],
)
def test_its_list_of_voices(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    class Listing(EdgeService):
        async def list_voices(self, request: web.Request) -> web.Response:
            return web.Response(body=body, content_type="application/json")

    async def listed() -> int:
        async with running(Listing(), monkeypatch):
            return len(await EdgeEngine().voices())

    if body.startswith((b"[1, null", b'[{"ShortName"')):
        assert asyncio.run(listed()) == 0
    else:
        assert "list of voices" in str(refused(lambda: asyncio.run(listed())))


@pytest.mark.parametrize(
    ("status", "words"), [(404, "a newer edge-tts"), (410, "a newer edge-tts"), (500, "refused")]
)
def test_a_service_that_answers_with_an_error_does_not_need_the_internet(
    status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Moved(EdgeService):
        async def list_voices(self, request: web.Request) -> web.Response:
            return web.Response(status=status)

    engine = EdgeEngine()

    async def ready() -> None:
        async with running(Moved(), monkeypatch):
            await engine.ready()

    error = refused(lambda: asyncio.run(ready()))
    assert isinstance(error, Failing)
    assert f"({status})" in str(error)
    assert words in str(error)
    assert "internet" not in str(error) + advice(engine, error)


def wav(rate: int, samples: bytes, channels: int = 1) -> bytes:
    head = struct.pack("<HHIIHH", 1, channels, rate, rate * 2 * channels, 2 * channels, 16)
    size = len(samples)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + size)
        + b"WAVEfmt \x10\0\0\0"
        + head
        + b"data"
        + struct.pack("<I", size)
        + samples
    )


def silent_flac(seconds: int) -> bytes:
    """Hours of silence in a few kilobytes."""
    buffer = io.BytesIO()
    with soundfile.SoundFile(buffer, "w", 8000, 1, "PCM_16", format="FLAC") as file:
        for _ in range(seconds // 60):
            file.write(np.zeros(60 * 8000, dtype=np.int16))
    return buffer.getvalue()


TONE = struct.pack("<200h", *([8000, -8000] * 100)) * 120
BODIES: dict[str, bytes] = {
    "one sample a second": wav(1, TONE),
    "seven thousand a second": wav(7_000, TONE),
    "a million a second": wav(1_000_000, TONE),
    "forty channels": wav(24_000, TONE * 2, 40),
    "hours in a few kilobytes": silent_flac(7200),
    "five minutes of sound": wav(24_000, TONE * 150),
    "a page": b"<html>busy</html>",
    "nested without end": b"[" * 300_000,
}


async def _ask(handler: Callable[[web.Request], Any], do: Callable[[Engine], Any]) -> Any:
    app = web.Application()
    app.router.add_route("*", "/v1/{path:.*}", handler)
    async with on_a_free_port(app) as host:
        engine = OpenAIEngine(EngineSettings(url=f"http://{host}/v1"))
        try:
            return await do(engine)
        finally:
            await engine.close()


@pytest.mark.parametrize("attack", BODIES)
def test_a_speech_servers_sound(attack: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=BODIES[attack])

    ask = _ask(answer, lambda engine: engine.speak(request(Voice("openai", "nova"))))
    assert isinstance(refused(lambda: asyncio.run(ask)), NoAudio)


@pytest.mark.parametrize("beginning", [b"RIFF", b"fLaC", b"ID3", b"{"])
@pytest.mark.parametrize("path", ["speech", "voices"])
def test_a_speech_server_that_sends_without_end(beginning: bytes, path: str) -> None:
    async def endless(web_request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(web_request)
        await response.write(beginning)
        while True:
            await response.write(bytes(1_000_000))

    def do(engine: Engine) -> Any:
        return engine.voices() if path == "voices" else engine.speak(request(Voice("openai", "nova")))

    assert "sent more than" in str(refused(lambda: asyncio.run(_ask(endless, do))))


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b'{"voices": ["a", {"id": "b"}, {"id": 3}, null, "\\u001b[2J", "' + b"x" * 300 + b'"]}', ["a", "b"]),
        (b'{"voices": {"a": 1}}', []),
        (b'{"voices": ' + b"[" * 100_000, []),
        (b'{"voices": [NaN]}', []),
        (b"[]", []),
    ],
)
def test_a_speech_servers_list_of_voices(body: bytes, names: list[str]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body)

    listed = asyncio.run(_ask(answer, lambda engine: engine.voices()))
    assert [voice.name for voice in listed] == names


def test_a_refusal_nested_without_end_is_a_sentence() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b'{"error": ' + b"[" * 100_000, status=400)

    ask = _ask(answer, lambda engine: engine.speak(request(Voice("openai", "nova"))))
    assert "refuses this text (400)" in str(refused(lambda: asyncio.run(ask)))


def test_sound_as_servers_send_it_is_still_taken(tmp_path: Path) -> None:
    tone = (8000 * np.sin(np.arange(3 * 192_000) / 50)).astype(np.int16)
    for rate in (8_000, 22_050, 44_100, 192_000):
        content = wav(rate, tone[: 2 * rate].tobytes())
        assert abs(decoded(content, 24_000, "it", longest_seconds=5).size - 48_000) <= 2
