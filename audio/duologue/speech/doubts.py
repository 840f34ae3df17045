"""Doubts about readings: words whose sound is a guess, with the line a person finds them on.

Words in Latin letters that no dictionary has, Han characters that can be read in two ways where nothing
beside them decides, and figures that can mean two things. The answer to each is an entry in a lexicon or
``{written|reading}`` in the script.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from duologue.errors import DuologueError
from duologue.languages import front_ends
from duologue.languages.tags import spoken_language
from duologue.model import Doubt, Interview
from duologue.speech.engines.base import broken_by
from duologue.speech.lexicon import Lexicon
from duologue.speech.requests import form_of
from duologue.speech.utterance_language import utterance_language

_DICTIONARIES = ("jieba", "pypinyin", "hibari")


def reading_doubts(interview: Interview, lexicon: Lexicon) -> tuple[Doubt, ...]:
    """Every doubt once, on the line where it first comes up, with how often it does.

    Empty where the dictionaries of the offline voice are not installed, and for languages it does not speak:
    an online voice reads words its own way.

    Args:
        interview: what was read; its readings (``{written|reading}``) are never in doubt.
        lexicon: how names and terms are said.
    """
    read = ("zh", "en", *front_ends.readable())
    if spoken_language(interview.language) not in read or not all(map(find_spec, _DICTIONARIES)):
        return ()
    first: dict[str, int] = {}
    times: dict[str, int] = {}
    for line, message in _found(interview, lexicon):
        first.setdefault(message, line)
        times[message] = times.get(message, 0) + 1
    return tuple(
        Doubt(line, message + (f" ({times[message]} times)" if times[message] > 1 else ""))
        for message, line in first.items()
    )


def _found(interview: Interview, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    from duologue.speech.phonemes import KokoroFrontEnd

    front_end = KokoroFrontEnd()
    for section in interview.sections:
        titles = [(section.title, section.line, ())] if section.title else []
        paragraphs = [(p.text, p.line, p.cues) for turn in section.turns for p in turn.paragraphs]
        for text, line, cues in (*titles, *paragraphs):
            try:
                form = form_of(text, interview.language, lexicon, cues)
                messages = front_end.doubts(form, utterance_language(text, interview.language))
            except DuologueError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever breaks in a rule or a dictionary is told with its line
                messages = (f"how this line is said cannot be found out ({broken_by(error)})",)
            for message in messages:
                yield line, message
