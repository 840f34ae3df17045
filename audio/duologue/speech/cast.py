"""The cast: which voice speaks for which part, as a YAML file says it.

A cast lies in `voices/` or anywhere. Each part names a voice per engine, so that the same cast works online
and offline, and may say what kind of voice it is, so that a speaker's wishes can be met. Who gets which part
is decided in `duologue.speech.casting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from duologue.model import Role, Voice
from duologue.speech.engines.base import RequestLimits
from duologue.voice_spec import VoiceSpec
from duologue.yaml_file import Location, Place

_STRICT = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
_STYLE_SCHEMA = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    "description": "a word, or several, for how it sounds, e.g. calm",
}
_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"


def _part_schema(schema: dict[str, Any]) -> None:
    """Names the engines that come with Duologue, so that editors offer them."""
    voice = schema["additionalProperties"]
    schema["properties"] |= dict.fromkeys(("edge", "kokoro", "openai"), voice)


class Part(BaseModel):
    """One speaking part: its voice for each engine, by the engine's name, and what kind of voice it is."""

    model_config = ConfigDict(
        extra="allow", frozen=True, str_strip_whitespace=True, json_schema_extra=_part_schema
    )
    __pydantic_extra__: dict[str, VoiceSpec] = Field(init=False)
    gender: Annotated[Literal["female", "male"] | None, Field(description="of the voice")] = None
    locale: Annotated[str | None, Field(description="how it speaks, e.g. en-GB or zh-CN-liaoning")] = None
    style: Annotated[tuple[str, ...], WithJsonSchema(_STYLE_SCHEMA)] = ()

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: object) -> object:
        if not isinstance(value, dict):
            raise ValueError("write an engine and its voice, e.g. {kokoro: zm_yunxi}, or {gender: female}")
        if "role" in value:
            raise ValueError("role has no effect here: who asks and who answers is said in the script")
        if "voice" in value:
            raise ValueError("write the engine and its voice, e.g. {kokoro: zm_yunxi}")
        for key in value:
            close = get_close_matches(str(key), cls.model_fields, cutoff=0.75)
            if close and key not in cls.model_fields:
                raise ValueError(f"there is no key {key!r}; did you mean {close[0]!r}?")
        return value

    @field_validator("style", mode="before")
    @classmethod
    def _one_style(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @property
    def voices(self) -> Mapping[str, VoiceSpec]:
        """Its voice for each engine."""
        return self.__pydantic_extra__

    @property
    def wishes(self) -> bool:
        """Whether it says what kind of voice is wanted or offered."""
        return bool(self.gender or self.locale or self.style)

    def voice_of(self, engine: str) -> Voice | None:
        """Its voice for `engine`, if it names one."""
        spec = self.voices.get(engine)
        return None if spec is None else spec.for_engine(engine)


class Roles(BaseModel):
    """The parts every interview has."""

    model_config = _STRICT
    interviewer: Part
    interviewee: Part
    narrator: Part

    def part_of(self, role: Role) -> Part:
        """The part of the first speaker of `role`."""
        part: Part = getattr(self, role.value)
        return part


_PEOPLE = "people by their name in the article: a voice, or wishes for one"


class Cast(BaseModel):
    """Which voice speaks for which part, for each engine."""

    model_config = _STRICT
    name: Annotated[str, Field(description="the file's name where empty")] = ""
    language: Annotated[str, Field(pattern=_TAG, description="BCP 47 tag, e.g. zh-CN or en-GB")]
    description: Annotated[
        str | dict[str, str],
        Field(description="who speaks, in one sentence; or a sentence for each language, by its tag"),
    ] = ""
    engines: Annotated[
        tuple[str, ...], Field(min_length=1, description="tried in this order when the engine is auto")
    ] = ("edge", "kokoro")
    roles: Roles
    pool: Annotated[
        tuple[Part, ...], Field(description="voices for further speakers; each is chosen by the name")
    ] = ()
    speakers: Annotated[dict[str, Part], Field(description=_PEOPLE)] = {}
    limits: Annotated[
        dict[str, RequestLimits],
        Field(description="what the servers of these voices take, by engine; duologue.yaml comes first"),
    ] = {}
    _path: Path | None = PrivateAttr(None)

    @field_validator("speakers", mode="before")
    @classmethod
    def _people(cls, value: Any) -> Any:
        for name in value if isinstance(value, dict) else ():
            if name in (Role.INTERVIEWER.value, Role.INTERVIEWEE.value):
                raise ValueError(f"{name} is a role, and here are people by name: write it under roles:")
        return value

    @property
    def path(self) -> Path | None:
        """The file it was read from."""
        return self._path

    def description_in(self, language: str) -> str:
        """Who speaks: in `language` (BCP 47), else in English, else as the file says it first."""
        if isinstance(self.description, str):
            return self.description
        said = self.description
        return (
            said.get(language)
            or said.get(language.split("-")[0])
            or said.get("en")
            or next(iter(said.values()), "")
        )

    def place(self, *keys: int | str) -> Place:
        """A key of its file, for an error message."""
        return Place(self._path, keys)

    def parts(self) -> Iterator[tuple[Location, Part]]:
        """Every part that has its voices, with its place in the file: the roles, then the pool."""
        for role in Role:
            yield ("roles", role.value), self.roles.part_of(role)
        for number, part in enumerate(self.pool):
            yield ("pool", number), part


@dataclass(frozen=True)
class Casting:
    """Who speaks with which voice in one episode.

    Attributes:
        voices: speaker's name → voice; the narrator's name is ``narrator``.
        places: where a speaker's voice was written down, for an error message.
    """

    voices: Mapping[str, Voice]
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def voice_of(self, speaker: str) -> Voice:
        """The voice of a speaker of the interview; the narrator's name is ``narrator``."""
        return self.voices[speaker]

    def place_of(self, speaker: str) -> Place:
        """Where the voice was written down; a place without a file where it was not in one."""
        return self.places.get(speaker, Place())
