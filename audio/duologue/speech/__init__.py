"""Voicing: from an `Interview` and a cast to takes.

What an engine plug-in needs is named here; `duologue.speech.contract` holds the tests that every engine must
pass. docs/engines.md shows both at work. The names are imported when they are asked for, so that spoken form
and phonemes alone load neither numpy nor the readers of articles.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duologue.errors import BadVoice, Denied, EngineError, Failing, NoAudio, Throttled, Unreachable
    from duologue.model import Mark, Take, Voice
    from duologue.speech.engines.base import Engine, EngineSettings, Limits, SpeechRequest, VoiceInfo
    from duologue.speech.spoken import SpokenForm
    from duologue.speech.voice_titles import voice_title

__all__ = [
    "BadVoice",
    "Denied",
    "Engine",
    "EngineError",
    "EngineSettings",
    "Failing",
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
    "voice_title",
]
_HOMES = {
    "duologue.errors": (
        "BadVoice",
        "Denied",
        "EngineError",
        "Failing",
        "NoAudio",
        "Throttled",
        "Unreachable",
    ),
    "duologue.speech.engines.base": ("Engine", "EngineSettings", "Limits", "SpeechRequest", "VoiceInfo"),
    "duologue.model": ("Mark", "Take", "Voice"),
    "duologue.speech.spoken": ("SpokenForm",),
    "duologue.speech.voice_titles": ("voice_title",),
}


def __getattr__(name: str) -> Any:
    """The public name, from the module it is defined in."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
