"""Engines that many episodes share: each is made once, asked once whether it can speak, closed at the end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from duologue.errors import EngineError
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, EngineSettings, VoiceInfo, by_contract

_ASK_AGAIN_SECONDS = 60.0
"""An engine that could not speak is asked again after this."""


@dataclass(frozen=True, slots=True)
class _Answer:
    at: float
    said: tuple[VoiceInfo, ...] | EngineError


class SharedEngines:
    """See `EngineOwner`; for one event loop.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._engines: dict[tuple[str, str], Engine] = {}
        self._answers: dict[Engine, _Answer] = {}
        self._asking: dict[Engine, asyncio.Lock] = {}

    def make(self, name: str, settings: EngineSettings) -> Engine:
        """The engine called `name`, the same one for the same settings; see `EngineOwner.make`."""
        key = (name, settings.model_dump_json())
        if key not in self._engines:
            self._engines[key] = registry.make_engine(name, settings)
        return self._engines[key]

    async def voices_when_ready(self, engine: Engine) -> tuple[VoiceInfo, ...]:
        """See `EngineOwner.voices_when_ready`; asked once, and again only where it could not speak."""
        async with self._asking.setdefault(engine, asyncio.Lock()):
            answer = self._answers.get(engine)
            late = answer is not None and self._clock() - answer.at > _ASK_AGAIN_SECONDS
            if answer is None or (late and isinstance(answer.said, EngineError)):
                answer = _Answer(self._clock(), await self._ask(engine))
                self._answers[engine] = answer
        if isinstance(answer.said, EngineError):
            raise answer.said.with_traceback(None)
        return answer.said

    async def let_go(self, engine: Engine) -> None:
        """Nothing: other episodes may need the engine."""

    async def close(self) -> None:
        """Closes the connections and stops the threads of all engines."""
        engines, self._engines = list(self._engines.values()), {}
        for engine in dict.fromkeys(engines):
            await engine.close()

    async def _ask(self, engine: Engine) -> tuple[VoiceInfo, ...] | EngineError:
        try:
            await by_contract(engine, engine.ready())
            return await by_contract(engine, engine.voices())
        except EngineError as error:
            return error
