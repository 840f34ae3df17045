"""A voice and its prosody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """One engine's voice plus prosody.

    Attributes:
        engine: the engine's name, e.g. ``kokoro``.
        name: the engine's name for the voice, e.g. ``zm_yunxi``.
        rate_percent: faster (+) or slower (-) than the voice's own rate.
        pitch_hz: higher (+) or lower (-), for engines that can.
        volume_percent: louder (+) or softer (-) after levels are matched.
        model: the model of the engine that speaks, for engines that have several.
        instructions: how it is to be spoken, in words, for engines that take such.
    """

    engine: str
    name: str
    rate_percent: int = 0
    pitch_hz: int = 0
    volume_percent: int = 0
    model: str = ""
    instructions: str = ""

    def __str__(self) -> str:
        prosody = [
            f"{value:+d}{unit}"
            for value, unit in (
                (self.rate_percent, "% rate"),
                (self.pitch_hz, " Hz"),
                (self.volume_percent, "% volume"),
            )
            if value
        ]
        return f"{self.engine}:{self.name}" + (f" ({', '.join(prosody)})" if prosody else "")
