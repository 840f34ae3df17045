"""Spoken → phonemes: the front end of the embedded voice."""

from __future__ import annotations

from duologue.speech.phonemes.alphabet import LONGEST, VOCABULARY, tokens
from duologue.speech.phonemes.chunks import Chunk
from duologue.speech.phonemes.front_end import KokoroFrontEnd

__all__ = ["LONGEST", "VOCABULARY", "Chunk", "KokoroFrontEnd", "tokens"]
