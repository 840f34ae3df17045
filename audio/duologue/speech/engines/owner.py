"""Who makes engines and closes them: a render its own, a back catalogue one of each for all its episodes."""

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
