"""From a written text to what an engine is asked: the spoken form of a text without hostile characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duologue.model import Pause, Reading, Voice
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import SpokenForm, spoken_form
from duologue.speech.utterance_language import utterance_language

_UNSAYABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids, and the C1 controls: no control character, half of a pair or non-character."""


def speech_request(
    written: str, voice: Voice, language: str, lexicon: Lexicon, cues: Sequence[Pause | Reading] = ()
) -> SpeechRequest:
    """What an engine is asked to say for a written text.

    Characters that nobody can say and no protocol carries become spaces, one for one, so that positions stay
    what they are.

    Raises:
        UsageError: the language is none that Duologue can say.
    """
    return SpeechRequest(form_of(written, language, lexicon, cues), voice, language)


def form_of(
    written: str, language: str, lexicon: Lexicon, cues: Sequence[Pause | Reading] = ()
) -> SpokenForm:
    """The spoken form of an utterance in its own language, whatever the interview's is.

    Raises:
        UsageError: the language is none that Duologue can say.
    """
    spoken = utterance_language(written, language)
    if spoken != language:
        lexicon = lexicon.for_other_language(spoken)
    return spoken_form(_UNSAYABLE.sub(" ", written), spoken, lexicon, cues)
