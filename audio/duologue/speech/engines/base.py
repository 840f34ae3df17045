"""The engine contract: what an engine declares, and what it does with one utterance.

An engine is a class, or any factory, registered in the entry-point group ``duologue.engines``. It is made
with its settings once per episode, used by one event loop, and closed at the end::

    engine = KokoroEngine(EngineSettings())
    await engine.ready()                 # raises EngineError when it cannot speak here
    take = await engine.speak(request)   # one utterance; may be called up to limits.concurrency times at once
    await engine.close()

Pacing, retrying, caching and checking takes is done around it, in `duologue.speech.speak`. What it is given
there is short enough (`Limits.longest_text`), has something to say, and holds no control characters.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator

from duologue.counting import listed
from duologue.errors import ConfigError, DuologueError, EngineError
from duologue.languages.tags import language_name, spoken_language
from duologue.model import Take, Voice
from duologue.speech.engines.proxy import http_proxy
from duologue.speech.spoken import SpokenForm
from duologue.yaml_file import Place

T = TypeVar("T")
_log = logging.getLogger(__name__)
_FAULT_CHARACTERS = 200
"""So much is quoted of what a plug-in says went wrong."""


class RequestLimits(BaseModel):
    """What a service takes; None for the engine's own choice."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    concurrency: Annotated[int | None, Field(ge=1, le=64)] = None
    """The most requests at once."""
    longest_text: Annotated[int | None, Field(ge=50, le=10_000)] = None
    """Characters of one request at most."""
    answer_seconds: Annotated[float | None, Field(gt=0, le=3600)] = None
    """How long one whole answer may take."""


class EngineSettings(RequestLimits):
    """What `duologue.yaml` says under ``engines: NAME:``, and what the cast and the command line add.

    Keys that are not named here are an engine's own, and are found in `model_extra`.
    """

    model_config = ConfigDict(extra="allow")

    url: str = ""
    """Where the service is, for engines that can be anywhere."""
    model: str = ""
    """The model to ask for where the cast names none."""
    proxy: str = ""
    """A proxy for this engine, over `HTTPS_PROXY` and `HTTP_PROXY`."""
    _place: Place = PrivateAttr(Place())
    _written: frozenset[str] = PrivateAttr(frozenset())
    _place_of_limits: Place = PrivateAttr(Place())
    _limited: frozenset[str] = PrivateAttr(frozenset())

    @field_validator("proxy")
    @classmethod
    def _http(cls, value: str) -> str:
        return http_proxy(value) if value else value

    def placed(self, place: Place) -> EngineSettings:
        """The same settings, with where they are written."""
        settings = self.model_copy()
        settings._place, settings._written = place, frozenset(self.model_fields_set)
        return settings

    def within(self, limits: RequestLimits, place: Place) -> EngineSettings:
        """The same settings, with limits written in `place` where they have none of their own."""
        given = {key: value for key, value in limits if value is not None and getattr(self, key) is None}
        settings = self.model_copy(update=given)
        settings._place_of_limits, settings._limited = place, frozenset(given)
        return settings

    def wrong(self, key: str, message: str) -> ConfigError:
        """The error for the setting `key`; names file and line where it is written in a file."""
        if key in self._limited:
            return Place(self._place_of_limits.path, (*self._place_of_limits.keys, key)).error(message)
        written = key in (self._written or self.model_fields_set) or key in (self.model_extra or {})
        place = Place(self._place.path, (*self._place.keys, key)) if written else Place()
        return place.error(message)

    def refuse_extra(self, engine: str, own: Sequence[str] = ()) -> None:
        """Refuses every key that is neither named here nor one of the engine's `own`.

        Raises:
            ConfigError: there is one; names file and line.
        """
        for name in self.model_extra or {}:
            if name not in own:
                raise self.wrong(name, f"the {engine} engine has no setting called {name!r}")

    def refuse_ignored(self, engine: Engine) -> None:
        """Refuses every key that is written for this engine and that it says it ignores.

        Raises:
            ConfigError: there is one; names file and line.
        """
        for name in (*self._written, *self._limited):
            if name in engine.ignores:
                raise self.wrong(name, f"{name} has no effect: the {engine.name} engine has no such setting")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine can take.

    Attributes:
        concurrency: how many requests may be under way at once, at most.
        first_concurrency: the first concurrency limit, before it is known what the service allows; None
            for `concurrency`.
        longest_text: written characters of one request; longer utterances are divided before.
        sample_rate: of its takes, in Hz.
        languages: BCP 47 primary subtags it can speak (``zh``, ``en``; ``yue`` for Cantonese); empty means
            any. An engine is not chosen for an interview in another language.
        pitch: whether it can change a voice's pitch.
    """

    concurrency: int
    longest_text: int
    sample_rate: int
    languages: tuple[str, ...] = ()
    pitch: bool = False
    first_concurrency: int | None = None

    def speaks(self, language: str) -> bool:
        """Whether the engine can speak a BCP 47 language."""
        return not self.languages or spoken_language(language) in self.languages

    def why_not(self, language: str) -> str:
        """Why an article in `language` is not spoken, as a part of a sentence."""
        known = listed([language_name(each).partition(" (")[0] for each in self.languages])
        return f"it speaks {known}, not {language_name(language)}"


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One voice an engine offers.

    Attributes:
        name: the engine's name for it.
        language: BCP 47, how it speaks; empty where nobody knows.
        gender: ``female``, ``male`` or empty.
        description: one line for a person who chooses.
        multilingual: whether it speaks other languages as well as its own.
    """

    name: str
    language: str
    gender: str = ""
    description: str = ""
    multilingual: bool = False

    def speaks(self, language: str) -> bool:
        """Whether it speaks a BCP 47 language; of a voice that says nothing of itself nobody can deny it."""
        return (
            not self.language
            or self.multilingual
            or spoken_language(self.language) == spoken_language(language)
        )


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word of the spoken form and how it is said.

    Attributes:
        spoken: the word.
        said: pinyin with tone numbers before sandhi (neutral is 5) for Mandarin, IPA elsewhere.
    """

    spoken: str
    said: str


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """One utterance, ready to be voiced: its spoken form, its voice and its BCP 47 language."""

    form: SpokenForm
    voice: Voice
    language: str


def broken(name: str, error: Exception) -> EngineError:
    """The error for what an engine raises against its contract: its author's mistake, told in a sentence."""
    _log.debug("%s broke down", name, exc_info=error)
    return EngineError(f"the {name} engine broke down ({broken_by(error)})")


def broken_by(error: Exception) -> str:
    """An exception as a few words for a person: its kind and what it says, on one line."""
    what = " ".join(str(error).split())[:_FAULT_CHARACTERS]
    return type(error).__name__ + (f": {what}" if what else "")


async def by_contract(engine: Engine, asked: Awaitable[T]) -> T:
    """What an engine was asked for; whatever it raises beside Duologue's errors is an `EngineError`."""
    try:
        return await asked
    except DuologueError:
        raise
    except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
        raise broken(engine.name, error) from None


def called(engine: Engine, call: Callable[[], T]) -> T:
    """What an engine answers at once; whatever it raises beside Duologue's errors is an `EngineError`."""
    try:
        return call()
    except DuologueError:
        raise
    except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
        raise broken(engine.name, error) from None


class Engine(ABC):
    """Turns utterances into takes."""

    name: str
    """The name casts and `--engine` use."""
    version: str
    """Changes whenever the same request would sound different; part of every take's key."""
    limits: Limits
    deterministic: bool = False
    """Whether the same request always has the same answer: then a fault is not tried again."""
    hint: str = ""
    """One sentence for a person: what to do when this engine cannot be reached."""
    ignores: tuple[str, ...] = ()
    """Keys of `EngineSettings` and of a cast's voices that have no effect here."""
    local: bool = False
    """Whether it speaks on this machine: no text is sent anywhere."""
    speed: float | None = None
    """Seconds of sound it makes in a second, with all its calls at once; None where nobody knows."""

    @property
    def takes_text_only(self) -> bool:
        """Whether it is given text, and no phonemes."""
        return type(self).phonemes is Engine.phonemes

    def could_have(self, voice: str) -> bool:
        """Whether a voice of this name can be one of its own; asks nobody."""
        return bool(voice)

    def why_not(self, language: str) -> str:
        """Why an article in `language` (BCP 47) is not spoken, as a part of a sentence."""
        return self.limits.why_not(language)

    async def ready(self) -> None:  # noqa: B027 - an engine that needs nothing is ready
        """Checks that the engine can speak here and now.

        Raises:
            EngineError: it cannot; the message says why.
        """

    @abstractmethod
    async def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices it offers; none where it cannot list them: then `speak` refuses unknown ones."""

    @abstractmethod
    def wording(self, request: SpeechRequest) -> str:
        """Exactly what the engine is given to say, as one text; part of the take's key."""

    def phonemes(self, request: SpeechRequest) -> str:
        """The sounds it will make, in its own alphabet; empty for an engine that is given text."""
        return ""

    def readings(self, request: SpeechRequest) -> tuple[SaidWord, ...]:
        """How each word will be said; empty for an engine that is given text and reads it its own way."""
        return ()

    @abstractmethod
    async def speak(self, request: SpeechRequest) -> Take:
        """The utterance as sound.

        Raises:
            EngineError: `Throttled`, `Unreachable` and `NoAudio` are tried again; after `BadVoice` and
                `Denied` nothing more is asked; any other means that this text is refused.
        """

    async def close(self) -> None:  # noqa: B027 - an engine that holds nothing has nothing to close
        """Closes connections and stops threads."""
