"""Written → spoken: what a voice says for a written text, with the way back to the written characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from duologue.languages.tags import spoken_language
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken.clean import clean, moved, restored
from duologue.speech.spoken.form import SpokenForm, SpokenSpan

if TYPE_CHECKING:
    from duologue.model import Pause, Reading

__all__ = ["SpokenForm", "SpokenSpan", "spoken_form"]


def spoken_form(
    written: str, language: str, lexicon: Lexicon | None = None, cues: Sequence[Pause | Reading] = ()
) -> SpokenForm:
    """What is said for `written`.

    Args:
        written: the text of an utterance.
        language: BCP 47; of a language without rules here the text stays as it is, but for lexicon and cues.
        lexicon: how names and terms are said; None for the one that comes with the package.
        cues: pauses and readings from the script, with positions in `written`.

    Raises:
        UsageError: a reading cannot be said.
    """
    say = _rules_of(language)
    known = Lexicon.shipped(spoken_language(language)) if lexicon is None else lexicon
    cleaned = clean(written)
    if cleaned is None:
        return say(written, known, cues)
    return restored(say(cleaned.text, known, moved(cues, cleaned)), cleaned, written)


Speaker = Callable[[str, Lexicon, Sequence["Pause | Reading"]], SpokenForm]
"""What says a text of one language."""


def _rules_of(language: str) -> Speaker:
    """The rules of a language; they are loaded when it is first spoken."""
    heard = spoken_language(language)
    if heard == "zh":
        from duologue.speech.spoken.mandarin import spoken_mandarin

        return spoken_mandarin
    if heard == "en":
        from duologue.speech.spoken.english import spoken_english

        return spoken_english
    if heard == "ja":
        from duologue.speech.spoken.japanese import spoken_japanese

        return spoken_japanese
    from duologue.speech.spoken.as_written import spoken_as_written
    from duologue.speech.spoken.european import speaker

    return speaker(language) or spoken_as_written
