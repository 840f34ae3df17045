"""From a written text to what an engine is asked: the spoken form of a text without hostile characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duologue.languages.tags import spoken_language
from duologue.model import Pause, Reading, Voice
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import SpokenForm, spoken_form
from duologue.speech.spoken.form import joined
from duologue.speech.utterance_language import LanguagePart, language_parts, utterance_language

_UNSAYABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids, and the C1 controls: no control character, half of a pair or non-character."""


def speech_request(
    written: str, voice: Voice, language: str, lexicon: Lexicon, cues: Sequence[Pause | Reading] = ()
) -> SpeechRequest:
    """What an engine is asked to say for a written text.

    Characters that nobody can say and no protocol carries become spaces, one for one, so that positions stay
    what they are.

    Raises:
        UsageError: a reading cannot be said.
    """
    return SpeechRequest(form_of(written, language, lexicon, cues), voice, language)


def form_of(
    written: str, language: str, lexicon: Lexicon, cues: Sequence[Pause | Reading] = ()
) -> SpokenForm:
    """The spoken form of an utterance: each sentence and quotation by the rules of its own language.

    Raises:
        UsageError: a reading cannot be said.
    """
    text = _UNSAYABLE.sub(" ", written)
    parts = language_parts(written, language)
    cut = {part.end for part in parts[:-1]}
    if any(isinstance(cue, Reading) and cut & {*range(cue.start + 1, cue.end)} for cue in cues):
        parts = (LanguagePart(0, len(text), utterance_language(written, language)),)
    forms: list[tuple[str, SpokenForm]] = []
    for part in parts:
        same = spoken_language(part.language) == spoken_language(language)
        own = lexicon if same else lexicon.for_other_language(part.language)
        within = _within(cues, part, len(text))
        forms.append((part.language, spoken_form(text[part.start : part.end], part.language, own, within)))
    return joined(forms, language)


def _within(cues: Sequence[Pause | Reading], part: LanguagePart, length: int) -> list[Pause | Reading]:
    """The cues of one part, with positions in it; a pause between two parts is the second's."""
    last = part.end == length
    own: list[Pause | Reading] = []
    for cue in cues:
        if isinstance(cue, Reading):
            if part.start <= cue.start < part.end:
                own.append(
                    replace(cue, start=cue.start - part.start, end=min(cue.end, part.end) - part.start)
                )
        elif part.start <= cue.at < part.end or (last and cue.at == part.end):
            own.append(replace(cue, at=cue.at - part.start))
    return own
