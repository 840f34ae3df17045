"""Casting: which speaker of an interview gets which voice of the cast.

What a person has written decides first (`overrides.py`), then the first speaker of each role has the role's
voice, and everyone else gets one by their name (`assign.py`) from the cast's voices and their variants
(`available_voices.py`). No two people ever sound alike.
"""

from duologue.speech.casting.assign import assign
from duologue.speech.casting.available_voices import alike
from duologue.speech.casting.overrides import ShowSpeakers

__all__ = ["ShowSpeakers", "alike", "assign"]
