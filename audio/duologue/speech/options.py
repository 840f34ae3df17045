"""What a person can set about voices and engines: the speech part of `duologue.yaml`."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    WithJsonSchema,
    field_validator,
)

from duologue.model import Role
from duologue.speech.cast import Cast, Part
from duologue.speech.casting import ShowSpeakers
from duologue.speech.engines.base import EngineSettings
from duologue.speech.engines.proxy import http_proxy
from duologue.speech.engines.registry import engine_names, no_such_engine
from duologue.speech.find_cast import made_names, no_such_cast, refuse_misspelt_engines, shipped_casts
from duologue.speech.lexicon import Lexicon
from duologue.voice_spec import VoicesGiven, voices_of
from duologue.yaml_file import Location, Place


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_Files = Annotated[
    tuple[Path, ...],
    BeforeValidator(_one_or_many),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
_Proxy = Annotated[str, AfterValidator(lambda value: http_proxy(value) if value else value)]


class SpeechOptions(BaseModel):
    """Which voices speak, and how the engines are asked. Paths are relative to the file they stand in."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    voices: str = ""
    """A cast by name or file; the shipped cast of the article's language where empty."""
    voice: dict[str, VoicesGiven] = {}
    """Speaker or role → voice, over the cast; with rate, pitch and volume where wanted."""
    speakers: dict[str, Part] = {}
    """The show's own people, by name: a voice that is theirs in every episode, or wishes for one."""
    engine: str = "auto"
    engines: dict[str, EngineSettings] = {}
    """Settings of engines, by name."""
    mix_engines: bool = False
    """Whether a speaker may switch to the cast's next engine when an engine fails."""
    proxy: _Proxy = ""
    """A proxy for all engines that use the network, over `HTTPS_PROXY` and `HTTP_PROXY`."""
    lexicon: _Files = ()
    """Further pronunciation files, later over earlier."""
    _path: Path | None = PrivateAttr(None)

    @field_validator("speakers", mode="before")
    @classmethod
    def _people(cls, value: Any) -> Any:
        for name in value if isinstance(value, dict) else ():
            if name in (Role.INTERVIEWER.value, Role.INTERVIEWEE.value):
                raise ValueError(f"{name} is a role, and here are people by name: write it under voice:")
        return value

    @property
    def path(self) -> Path | None:
        """The `duologue.yaml` that was read, if there was one."""
        return self._path

    def place(self, *keys: int | str) -> Place:
        """A key of the file, for an error message."""
        return Place(self._path, keys)

    @property
    def book(self) -> ShowSpeakers:
        """What the file says about people."""
        overrides = {name: voices_of(given) for name, given in self.voice.items()}
        return ShowSpeakers(self.speakers, overrides, self._path)

    def engine_settings(self, name: str, jobs: int | None = None, cast: Cast | None = None) -> EngineSettings:
        """What the engine called `name` is made with.

        Args:
            name: the engine's.
            jobs: the most calls to make at once, over all other limits.
            cast: whose limits count where the file names none.
        """
        own = self.engines.get(name, EngineSettings()).placed(self.place("engines", name))
        made = own.model_copy(
            update={"concurrency": jobs or own.concurrency, "proxy": own.proxy or self.proxy}
        )
        if cast is not None and name in cast.limits:
            return made.within(cast.limits[name], cast.place("limits", name))
        return made

    def lexicon_for(self, language: str) -> Lexicon:
        """How names and terms are said: the shipped lexicon of the language, and one's own over it.

        Raises:
            ConfigError: a file is missing or wrong; names file and line.
        """
        return Lexicon.shipped(language).extended(Lexicon.load(*self.lexicon))

    def check_written(self, overridden: Container[str] = ()) -> None:
        """Refuses what the file names and what is not there: engines, a cast, pronunciation files.

        A name that is not nearly an engine's may be a plug-in's that is not here. Paths are still as they are
        written.

        Args:
            overridden: keys whose values in the file do not count.

        Raises:
            ConfigError: names file and line.
        """
        if self._path is None:
            return
        folder = self._path.parent
        if "engine" not in overridden and self.engine not in ("auto", *engine_names()):
            raise self.place("engine").error(str(no_such_engine(self.engine, auto=True)))
        refuse_misspelt_engines(self._written_engines(), self._path)
        is_cast = self.voices in ("", *shipped_casts(), *made_names()) or any(
            (base / self.voices).is_file() for base in (folder, Path())
        )
        if "voices" not in overridden and not is_cast:
            raise self.place("voices").error(f"voices: {no_such_cast(self.voices)}")
        for number, file in enumerate(self.lexicon):
            if not (folder / file).is_file():
                raise self.place("lexicon", number).error(f"lexicon: there is no file {file}")

    def _written_engines(self) -> Iterator[tuple[Location, str]]:
        """Every name of an engine in the file, with its place."""
        yield from ((("engines", name), name) for name in self.engines)
        for person, part in self.speakers.items():
            yield from ((("speakers", person, name), name) for name in part.voices)
        for person, given in self.voice.items():
            for engine in filter(None, (voice.engine for voice in voices_of(given))):
                yield ("voice", person, engine), engine
