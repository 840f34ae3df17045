"""The engine of tones as an installed plug-in, with voices that can be told apart."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points

import pytest

from duologue.model import Take
from duologue.speech.engines import registry
from duologue.speech.engines.base import EngineSettings, SpeechRequest, VoiceInfo
from speech.engine_of_tones import EngineOfTones

SAID: list[str] = []
"""What has been said, of all engines of this kind."""
REAL_TIMES: list[float] = []
"""How many seconds of sound are made in a second; as fast as can be if empty."""


class TonesPlugin(EngineOfTones):
    """Made with its settings, as plug-ins are."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        super().__init__()
        self.said = SAID

    async def voices(self) -> tuple[VoiceInfo, ...]:
        return (*await super().voices(), VoiceInfo("higher", "zh-CN", "female", multilingual=True))

    async def speak(self, request: SpeechRequest) -> Take:
        if request.voice.name == "higher":
            request = replace(request, voice=replace(request.voice, name="high"))
        take = await super().speak(request)
        if REAL_TIMES:
            seconds = take.samples.size / take.sample_rate
            await asyncio.sleep(seconds / REAL_TIMES[0] * self.limits.concurrency)
        return take


def install(patch: pytest.MonkeyPatch) -> None:
    """Installs it, beside the others."""
    SAID.clear()
    REAL_TIMES.clear()
    point = EntryPoint("tones", "studio.plugin:TonesPlugin", registry.GROUP)

    def found(*, group: str) -> Sequence[EntryPoint]:
        return [*entry_points(group=group), *([point] if group == registry.GROUP else [])]

    patch.setattr(registry, "entry_points", found)
