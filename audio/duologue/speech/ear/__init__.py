"""The ear: hears a take again and compares it with what was to be said."""

from __future__ import annotations

from duologue.speech.ear.difference import Difference, ReadingSource, compare, units
from duologue.speech.ear.whisper import SAMPLE_RATE, Ear

__all__ = ["SAMPLE_RATE", "Difference", "Ear", "ReadingSource", "compare", "units"]
