# ruff: noqa: E501
"""What a person tells the reader when it is wrong: `<source>.hints.yaml` beside the source, or front matter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from duologue.interview.blocks import Document
from duologue.model import Role
from duologue.yaml_file import load_yaml


class SpeakerHint(BaseModel):
    """A speaker that is certain."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    role: Role | None = None
    aliases: tuple[str, ...] = ()


class Hints(BaseModel):
    """Corrections to the reader.

    Attributes:
        speakers: names that are speakers, with their roles and other names.
        interviewer: who asks.
        ignore: text that marks a paragraph which is not spoken; ``*`` stands for anything.
        section_level: headings below this level are no sections.
        title, language: as they should be.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    speakers: tuple[SpeakerHint, ...] = ()
    interviewer: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    section_level: int | None = Field(default=None, ge=1, le=6)
    title: str | None = None
    language: str | None = None

    @field_validator("speakers", mode="before")
    @classmethod
    def _names_or_speakers(cls, value: object) -> object:
        if isinstance(value, dict):
            return [{"name": name, "role": role} for name, role in value.items()]
        if isinstance(value, list):
            return [{"name": entry} if isinstance(entry, str) else entry for entry in value]
        return value

    @field_validator("interviewer", "ignore", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


def sidecar_path(path: Path) -> Path:
    """Where the hints for a source are, if there are any."""
    return path.with_name(path.name + ".hints.yaml")


def sidecar(path: Path) -> Hints | None:
    """The hints beside a source, if there are any.

    Raises:
        ConfigError: they are wrong; file and line are named.
    """
    beside = sidecar_path(path)
    return load_yaml(beside, Hints) if beside.is_file() else None


def with_hints(document: Document, hints: Hints) -> Document:
    """The document, with the hints among what it says about itself."""
    meta = document.meta
    by_role = {role: tuple(one.name for one in hints.speakers if one.role is role) for role in Role}
    return replace(
        document,
        meta=replace(
            meta,
            title=hints.title or meta.title,
            language=hints.language or meta.language,
            people=(*meta.people, *(one.name for one in hints.speakers), *hints.interviewer),
            interviewers=(*hints.interviewer, *by_role[Role.INTERVIEWER], *meta.interviewers),
            guests=(*by_role[Role.INTERVIEWEE], *meta.guests),
            ignore=(*meta.ignore, *hints.ignore),
            section_level=hints.section_level or meta.section_level,
            aliases=(*meta.aliases, *((one.name, one.aliases) for one in hints.speakers)),
        ),
    )
