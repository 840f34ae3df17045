"""Engines that many episodes share: each is made and asked whether it is ready once, and closed at the end."""

from __future__ import annotations

import asyncio

from duologue.errors import EngineError
from duologue.model import Take
from duologue.speech.engines.base import Engine, EngineSettings, SpeechRequest, VoiceInfo, by_contract
from duologue.speech.engines.registry import make_engine


class EnginePool:
    """Engines by name and settings, for one event loop."""

    def __init__(self) -> None:
        self._engines: dict[tuple[str, str], _Shared] = {}

    def make(self, name: str, settings: EngineSettings | None = None) -> Engine:
        """The engine called `name`: the same one for the same settings. See `make_engine`."""
        key = (name, (settings or EngineSettings()).model_dump_json())
        if key not in self._engines:
            self._engines[key] = _Shared(make_engine(name, settings))
        return self._engines[key]

    async def close(self) -> None:
        """Closes the connections and stops the threads of all engines."""
        engines, self._engines = self._engines, {}
        for shared in engines.values():
            await shared.engine.close()


class _Shared(Engine):
    """An engine that outlives an episode: it is asked once whether it is ready, and closed by its pool."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name, self.version, self.limits = engine.name, engine.version, engine.limits
        self.deterministic, self.hint = engine.deterministic, engine.hint
        self._asking = asyncio.Lock()
        self._ready: EngineError | None | bool = False

    async def ready(self) -> None:
        async with self._asking:
            if self._ready is False:
                try:
                    await by_contract(self.engine, self.engine.ready())
                    self._ready = None
                except EngineError as error:
                    self._ready = error
        if isinstance(self._ready, EngineError):
            raise self._ready

    async def voices(self) -> tuple[VoiceInfo, ...]:
        return await self.engine.voices()

    def wording(self, request: SpeechRequest) -> str:
        return self.engine.wording(request)

    def phonemes(self, request: SpeechRequest) -> str:
        return self.engine.phonemes(request)

    async def speak(self, request: SpeechRequest) -> Take:
        return await self.engine.speak(request)
