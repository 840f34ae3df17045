"""Voicing: from an `Interview` and a cast to takes.

What an engine plug-in needs is named here; `duologue.speech.contract` holds the tests that every engine must
pass. docs/engines.md shows both at work.
"""

from __future__ import annotations

from duologue.errors import BadVoice, Denied, EngineError, NoAudio, Throttled, Unreachable
from duologue.speech.engines.base import Engine, EngineSettings, Limits, SpeechRequest, VoiceInfo
from duologue.speech.model import Mark, Take, Voice
from duologue.speech.spoken import SpokenForm

__all__ = [
    "BadVoice",
    "Denied",
    "Engine",
    "EngineError",
    "EngineSettings",
    "Limits",
    "Mark",
    "NoAudio",
    "SpeechRequest",
    "SpokenForm",
    "Take",
    "Throttled",
    "Unreachable",
    "Voice",
    "VoiceInfo",
]
