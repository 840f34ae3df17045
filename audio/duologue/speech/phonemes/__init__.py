"""Spoken → phonemes: the front end of the embedded voice."""

from __future__ import annotations

from duologue.languages import front_ends
from duologue.speech.phonemes import english, mandarin, polyphone_model, segment
from duologue.speech.phonemes.alphabet import LONGEST, VOCABULARY, tokens
from duologue.speech.phonemes.chunks import Chunk
from duologue.speech.phonemes.front_end import KokoroFrontEnd, offline_languages

__all__ = ["LONGEST", "VOCABULARY", "Chunk", "KokoroFrontEnd", "offline_languages", "release", "tokens"]


def release() -> None:
    """Lets all dictionaries go (about 90 MB); the next text loads them again.

    A render asks for every phoneme before the model is loaded, and then for no more.
    """
    segment.release()
    front_ends.release()
    english.release()
    mandarin.words_of.cache_clear()
    polyphone_model.shipped.cache_clear()
