"""Who makes engines and closes them: a render its own, a catalogue one of each, a studio too."""

from __future__ import annotations

from typing import Protocol

from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, EngineSettings, VoiceInfo, by_contract


class EngineOwner(Protocol):
    """Makes engines for episodes, and knows when they are needed no more."""

    def make(self, name: str, settings: EngineSettings) -> Engine:
        """The engine called `name`. Raises like `registry.make_engine`."""
        ...

    async def voices_when_ready(self, engine: Engine) -> tuple[VoiceInfo, ...]:
        """The voices of an engine that can speak here and now.

        Raises:
            EngineError: it cannot.
        """
        ...

    async def let_go(self, engine: Engine) -> None:
        """An episode needs the engine no more."""
        ...


class OwnEngines:
    """Engines of one episode."""

    def make(self, name: str, settings: EngineSettings) -> Engine:
        """See `EngineOwner.make`."""
        return registry.make_engine(name, settings)

    async def voices_when_ready(self, engine: Engine) -> tuple[VoiceInfo, ...]:
        """See `EngineOwner.voices_when_ready`."""
        await by_contract(engine, engine.ready())
        return await by_contract(engine, engine.voices())

    async def let_go(self, engine: Engine) -> None:
        """Closes its connections and stops its threads."""
        await engine.close()


class KeptEngines:
    """Engines that stay open: a model is loaded once, and a text's sounds are looked up once."""

    def __init__(self) -> None:
        self._engines: dict[tuple[str, str], Engine] = {}
        self._ready: dict[int, tuple[VoiceInfo, ...]] = {}

    def make(self, name: str, settings: EngineSettings) -> Engine:
        """See `EngineOwner.make`."""
        key = (name, settings.model_dump_json())
        if key not in self._engines:
            self._engines[key] = registry.make_engine(name, settings)
        return self._engines[key]

    async def voices_when_ready(self, engine: Engine) -> tuple[VoiceInfo, ...]:
        """See `EngineOwner.voices_when_ready`; an engine that could speak once is not asked again."""
        if id(engine) not in self._ready:
            await by_contract(engine, engine.ready())
            self._ready[id(engine)] = await by_contract(engine, engine.voices())
        return self._ready[id(engine)]

    async def let_go(self, engine: Engine) -> None:
        """The next plan has it again."""

    async def close(self) -> None:
        """Closes all."""
        for engine in self._engines.values():
            await engine.close()
        self._engines.clear()
        self._ready.clear()
