"""Jobs: one for each different take that the utterances of a programme need."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from duologue.errors import DuologueError, EngineError
from duologue.languages.labels import chinese_characters
from duologue.model import Utterance, UtteranceKind
from duologue.speech.cast import Casting
from duologue.speech.engines.base import Engine, SpeechRequest, called
from duologue.speech.lexicon import Lexicon
from duologue.speech.requests import speech_request
from duologue.speech.take_keys import take_key

_log = logging.getLogger(__name__)

_LABEL_SLOWER_PERCENT = 35
"""How much slower the label is said in Chinese; the rest of its pace is silence (`programme.label_pace`)."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be voiced once."""

    request: SpeechRequest
    key: str
    numbers: tuple[int, ...]
    """The utterances this take is for: the same words in the same voice are voiced once."""


def request_for(utterance: Utterance, casting: Casting, language: str, lexicon: Lexicon) -> SpeechRequest:
    """What an engine is asked to say for this utterance."""
    voice = casting.voice_of(utterance.speaker)
    pace = utterance.pace
    if utterance.kind is UtteranceKind.DISCLOSURE and chinese_characters(utterance.written):
        pace -= _LABEL_SLOWER_PERCENT
    if pace:
        voice = replace(voice, rate_percent=min(max(voice.rate_percent + pace, -50), 100))
    return speech_request(utterance.written, voice, language, lexicon, utterance.cues)


def jobs_of(
    said: Sequence[Utterance], casting: Casting, language: str, engine: Engine, lexicon: Lexicon
) -> tuple[list[Job], dict[int, EngineError | None]]:
    """One job per different take, in the order of their first use; and why other utterances can have none."""
    numbers: dict[str, list[int]] = {}
    requests: dict[str, SpeechRequest] = {}
    unprepared: dict[int, EngineError | None] = {}
    for number, utterance in enumerate(said):
        try:
            request, key = prepared(utterance, casting, language, engine, lexicon)
        except EngineError as error:
            unprepared[number] = error
            continue
        requests.setdefault(key, request)
        numbers.setdefault(key, []).append(number)
    return [Job(request, key, tuple(numbers[key])) for key, request in requests.items()], unprepared


def prepared(
    utterance: Utterance, casting: Casting, language: str, engine: Engine, lexicon: Lexicon
) -> tuple[SpeechRequest, str]:
    """What the engine is asked to say for an utterance, and the key of its take.

    Raises:
        EngineError: the spoken form or the engine's front end broke down on this text.
    """
    try:
        request = request_for(utterance, casting, language, lexicon)
    except DuologueError:
        raise
    except Exception as error:  # noqa: BLE001 - one text must not end a whole render
        _log.debug("the spoken form broke down", exc_info=error)
        raise EngineError(f"its spoken form could not be made ({type(error).__name__}: {error})") from None
    return request, called(engine, lambda: take_key(engine, request))
