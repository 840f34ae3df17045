"""The engine contract: what an engine declares, and what it does with one utterance.

An engine is a class registered in the entry-point group ``duologue.engines``. It is made once per episode,
used by one event loop, and closed at the end::

    engine = KokoroEngine()
    await engine.ready()                 # raises EngineError when it cannot speak here
    take = await engine.speak(request)   # one utterance; may be called up to limits.concurrency times at once
    await engine.close()

Retrying, caching and checking takes is done around it, in `duologue.speech.speak`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from duologue.speech.model import Take, Voice
from duologue.speech.spoken import SpokenForm


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine can take.

    Attributes:
        concurrency: how many requests may be under way at once.
        longest_text: characters of one request; longer utterances are divided before.
        sample_rate: of its takes, in Hz.
        languages: BCP 47 primary subtags it can speak (``zh``, ``en``); empty means any.
        pitch: whether it can change a voice's pitch.
    """

    concurrency: int
    longest_text: int
    sample_rate: int
    languages: tuple[str, ...] = ()
    pitch: bool = False


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One voice an engine offers. `gender` is ``female``, ``male`` or empty."""

    name: str
    language: str
    gender: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """One utterance, ready to be voiced: its spoken form, its voice and its BCP 47 language."""

    form: SpokenForm
    voice: Voice
    language: str


class Engine(ABC):
    """Turns utterances into takes."""

    name: str
    """The name casts and `--engine` use."""
    version: str
    """Changes whenever the same request would sound different; part of every take's key."""
    limits: Limits
    takes_jobs: bool = False
    """Whether it is made with `jobs=`, the calls to make at once."""
    hint: str = ""
    """One sentence for a person: what to do when this engine cannot be used."""

    async def ready(self) -> None:  # noqa: B027 - an engine that needs nothing is ready
        """Checks that the engine can speak here and now.

        Raises:
            EngineError: it cannot; the message says why.
        """

    @abstractmethod
    async def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices it offers."""

    @abstractmethod
    def wording(self, request: SpeechRequest) -> str:
        """Exactly what the engine is given to say, as one text; part of the take's key."""

    def phonemes(self, request: SpeechRequest) -> str:
        """The sounds it will make, in its own alphabet; empty for an engine that is given text."""
        return ""

    @abstractmethod
    async def speak(self, request: SpeechRequest) -> Take:
        """The utterance as sound.

        Raises:
            EngineError: `Throttled`, `Unreachable` and `NoAudio` may be tried again; `BadVoice` may not.
        """

    async def close(self) -> None:  # noqa: B027 - an engine that holds nothing has nothing to close
        """Lets go of connections and threads."""
