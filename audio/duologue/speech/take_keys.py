"""The key of a take: the hash of all that shapes its sound, and of nothing else."""

from __future__ import annotations

import hashlib
import json

from duologue.speech.engines.base import Engine, SpeechRequest

_FORMAT = 1
"""Part of every key: raise it when the meaning of a cached take changes."""


def take_key(engine: Engine, request: SpeechRequest) -> str:
    """The key of the take that `engine` makes of `request`: 64 hexadecimal digits."""
    shape = [
        _FORMAT,
        engine.name,
        engine.version,
        request.voice.name,
        request.voice.rate_percent,
        request.voice.pitch_hz,
        engine.wording(request),
        request.form.pause_before_ms,
        request.form.pause_after_ms,
    ]
    return hashlib.sha256(json.dumps(shape, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
