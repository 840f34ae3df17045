"""An engine for tests: every character sounds, nothing is loaded, and faults come on request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np

from duologue.errors import BadVoice, EngineError
from duologue.model import Mark, Take, Voice
from duologue.speech.engines.base import Engine, Limits, SpeechRequest, VoiceInfo
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import spoken_form

RATE = 24_000
_PITCH_HZ = {"low": 120, "middle": 180, "high": 240}


def request(text: str, voice: str = "low") -> SpeechRequest:
    """What the engine is asked to say."""
    return SpeechRequest(spoken_form(text, "zh-CN", Lexicon()), Voice("tones", voice), "zh-CN")


class EngineOfTones(Engine):
    """Says each letter as 0.2 s of a tone that is its voice's."""

    name = "tones"
    version = "1"
    limits = Limits(concurrency=2, longest_text=100, sample_rate=RATE)

    def __init__(self, fault: Callable[[int, str], EngineError | None] = lambda _n, _t: None) -> None:
        self.fault = fault
        self.said: list[str] = []
        self.at_once = 0
        self.most_at_once = 0

    async def voices(self) -> tuple[VoiceInfo, ...]:
        return tuple(VoiceInfo(name, "zh-CN", multilingual=True) for name in _PITCH_HZ)

    def wording(self, request: SpeechRequest) -> str:
        return request.form.text

    async def speak(self, request: SpeechRequest) -> Take:
        text = request.form.text
        self.said.append(text)
        error = self.fault(len(self.said), text)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if error is not None:
            raise error
        if request.voice.name not in _PITCH_HZ:
            raise BadVoice(f"tones has no voice {request.voice.name!r}")
        letters = max(sum(character.isalnum() for character in text), 1)
        times = np.arange(letters * RATE // 5) / RATE
        samples = (9000 * np.sin(2 * np.pi * _PITCH_HZ[request.voice.name] * times)).astype(np.int16)
        return Take(samples, RATE, (Mark(0, samples.size, 0, len(request.form.written)),))
