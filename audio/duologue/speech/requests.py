"""From a written text to what an engine is asked: the spoken form of a text without hostile characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duologue.model import Pause, Reading, Voice
from duologue.speech.engines.base import SpeechRequest
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import spoken_form

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
    return SpeechRequest(spoken_form(_UNSAYABLE.sub(" ", written), language, lexicon, cues), voice, language)
