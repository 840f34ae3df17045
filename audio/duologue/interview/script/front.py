"""A script's front matter, written and read."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from duologue.interview.identity import slug_of
from duologue.languages.tags import canonical_tag
from duologue.model import Identity, Interview, Role, Speaker
from duologue.voice_spec import VoicesGiven, voices_of, written_voices
from duologue.yaml_file import parse_yaml

_STRICT = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class FrontSpeaker(BaseModel):
    """A person of the script."""

    model_config = _STRICT
    name: Annotated[str, Field(min_length=1)]
    role: Role = Role.INTERVIEWEE
    aliases: tuple[str, ...] = ()
    voice: VoicesGiven | None = None

    @field_validator("aliases", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def speaker(self) -> Speaker:
        """The same as a value of the interview."""
        voices = voices_of(self.voice) if self.voice is not None else ()
        return Speaker(self.name, self.role, self.aliases, ("declared in the script",), voices)


class FrontEpisode(BaseModel):
    """The episode that the script is of."""

    model_config = _STRICT
    slug: str
    guid: uuid.UUID

    @field_validator("slug")
    @classmethod
    def _names_a_folder(cls, value: str) -> str:
        if slug_of(value) != value:
            raise ValueError(f"{value!r} cannot name a folder; {slug_of(value)!r} could")
        return value


class Front(BaseModel):
    """The front matter of a script.md."""

    model_config = _STRICT
    duologue: Literal["script"]
    title: str = ""
    language: str = ""
    published: Annotated[date | None, Field(alias="date")] = None
    source: str | None = None
    url: str | None = None
    cover: str | None = None
    summary: str | None = None
    episode: FrontEpisode | None = None
    authors: tuple[str, ...] = ()
    speakers: tuple[FrontSpeaker, ...] = ()

    @field_validator("language")
    @classmethod
    def _tag(cls, value: str) -> str:
        tag = canonical_tag(value) if value else ""
        if tag is None:
            raise ValueError(f"{value!r} is no language known here: write a tag such as es-ES")
        return tag

    @field_validator("authors", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @property
    def identity(self) -> Identity | None:
        """The episode, if the script says which it is of."""
        return Identity(self.episode.slug, str(self.episode.guid)) if self.episode else None


def read_front(text: str, name: str) -> Front:
    """The front matter between its fences, whose first line is the file's second.

    Raises:
        ConfigError: it is no YAML, or a key or value is wrong; names the file and the line.
    """
    return parse_yaml(text, Front, name, first_line=2, as_written=True)


def front_matter(interview: Interview) -> str:
    """The front matter of an interview, with its fences."""
    values: dict[str, Any] = {"duologue": "script", "title": interview.title, "language": interview.language}
    known = {
        "date": interview.published.isoformat() if interview.published else None,
        "source": interview.source,
        "url": interview.url,
        "cover": interview.picture if interview.is_script else None,
        "summary": interview.summary or None,
    }
    values |= {key: value for key, value in known.items() if value is not None}
    if interview.identity is not None:
        values["episode"] = {"slug": interview.identity.slug, "guid": interview.identity.guid}
    if interview.authors:
        values["authors"] = list(interview.authors)
    values["speakers"] = [_speaker_values(one) for one in interview.speakers]
    return "---\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10**6) + "---"


def _speaker_values(speaker: Speaker) -> dict[str, Any]:
    values: dict[str, Any] = {"name": speaker.name, "role": speaker.role.value}
    if speaker.aliases:
        values["aliases"] = list(speaker.aliases)
    if speaker.voices:
        values["voice"] = written_voices(speaker.voices)
    return values
