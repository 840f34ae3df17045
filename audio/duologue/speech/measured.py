"""What earlier renders measured on this machine: how long voices speak, and how fast engines work.

The file `measured.json` in the cache says, for each voice, how long its takes lasted against what was
expected of their texts, and for each engine how much sound it made in a second. Only estimates are made of
it; without it those that come with Duologue count (`speaking_rates.yaml`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duologue.model import Voice
from duologue.speech.plausible import expected_seconds
from duologue.speech.speak import Speech
from duologue.store.local import default_cache_dir
from duologue.store.whole_file import write_whole

FILE_NAME = "measured.json"
_LEAST_SECONDS = 60.0
"""Less sound of a voice, or of an engine, says too little."""
_MOST_SECONDS = 7200.0
"""More is scaled down to this, so that what is new counts."""
_log = logging.getLogger(__name__)

_Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Ratio(BaseModel):
    """Two amounts in seconds, added up over renders: what was measured, and what it is set against."""

    model_config = ConfigDict(frozen=True)
    measured: _Amount = 0.0
    against: _Amount = 0.0

    def plus(self, measured: float, against: float) -> Ratio:
        """With one more measurement."""
        measured, against = self.measured + measured, self.against + against
        scale = min(1.0, _MOST_SECONDS / measured) if measured else 1.0
        return Ratio(measured=measured * scale, against=against * scale)

    @property
    def value(self) -> float | None:
        """The quotient; None where too little was measured."""
        return self.measured / self.against if self.measured >= _LEAST_SECONDS and self.against else None


class MeasuredRates(BaseModel):
    """All that was measured."""

    model_config = ConfigDict(frozen=True)
    voices: Mapping[str, Ratio] = {}
    """Seconds of takes against the seconds expected of their texts, by ``engine:voice``."""
    engines: Mapping[str, Ratio] = {}
    """Seconds of sound against seconds on the clock, by engine."""

    @classmethod
    def load(cls, folder: Path | None = None) -> MeasuredRates:
        """What is in the cache; nothing where there is no file, or a damaged one."""
        try:
            return cls.model_validate_json(((folder or default_cache_dir()) / FILE_NAME).read_bytes())
        except (OSError, ValidationError):
            return cls()

    def save(self, folder: Path | None = None) -> None:
        """Writes it into the cache, if that can be written."""
        try:
            write_whole((folder or default_cache_dir()) / FILE_NAME, self.model_dump_json().encode())
        except OSError as error:
            _log.debug("what was measured cannot be kept: %s", error)

    def with_speech(self, speech: Speech, made_seconds: float) -> MeasuredRates:
        """With one more render, of one engine.

        Args:
            speech: all that was voiced.
            made_seconds: how much sound of it is new.
        """
        if not speech.new:
            return self
        voices = dict(self.voices)
        for each in speech.voiced:
            name = _name(each.voice)
            expected = expected_seconds(each.utterance.written, each.voice)
            voices[name] = voices.get(name, Ratio()).plus(each.samples / each.sample_rate, expected)
        engine = speech.voiced[0].voice.engine
        engines = {**self.engines, engine: self._engine(engine).plus(made_seconds, speech.wall_seconds)}
        return MeasuredRates(voices=voices, engines=engines)

    def expected_seconds(self, text: str, voice: Voice) -> float:
        """How long a voice takes to say a text, by what was measured of it."""
        ratio = self.voices.get(_name(voice), Ratio()).value
        return expected_seconds(text, voice) * (ratio or 1.0)

    def speed(self, engine: str) -> float | None:
        """Seconds of sound that an engine makes in a second; None where too little was measured."""
        return self._engine(engine).value

    def _engine(self, engine: str) -> Ratio:
        return self.engines.get(engine, Ratio())


def _name(voice: Voice) -> str:
    return f"{voice.engine}:{voice.name}"
