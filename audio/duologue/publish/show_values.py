"""The values that `show.yaml` is made of: addresses, people, dates, what the podcast namespace knows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from duologue.web_address import ascii_address

STRICT = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True)
_DESCRIPTION_LIMIT_BYTES = 4000
_GEO = r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(,-?\d+(\.\d+)?)?(;.*)?"
_OSM = r"[NWR]\d+(#\d+)?"


def written(pattern: str, otherwise: str) -> tuple[AfterValidator, WithJsonSchema]:
    """What a text must look like, and what is said of one that does not."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(otherwise)
        return value

    return AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


def _described(value: str) -> str:
    if len(value.encode()) > _DESCRIPTION_LIMIT_BYTES:
        raise ValueError(f"longer than {_DESCRIPTION_LIMIT_BYTES} bytes, which directories refuse")
    return value


def _moment(value: Any) -> Any:
    """A day is its midnight; where no zone is said, UTC is meant, so that every machine means the same."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("a date such as 2026-05-30 or 2026-05-30 08:00 is expected here") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise ValueError("a date such as 2026-05-30 or 2026-05-30 08:00 is expected here")
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


Text = Annotated[str, Field(min_length=1)]
ShortText = Annotated[str, Field(min_length=1, max_length=128)]
Description = Annotated[str, Field(min_length=1), AfterValidator(_described)]
WebAddress = Annotated[
    str,
    AfterValidator(ascii_address),
    WithJsonSchema({"type": "string", "pattern": '^https?://[^\\s<>"]+'}),
]
Email = Annotated[str, *written(r"[^@\s<>]+@[^@\s<>]+", "an e-mail address is expected here")]
Language = Annotated[
    str,
    *written(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", "a language such as zh-CN or en is expected here"),
]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string"})]


class Owner(BaseModel):
    """Who answers for the show; directories send their confirmation there."""

    model_config = STRICT
    name: str = ""
    email: Email


class Person(BaseModel):
    """Where a person of the show can be found, and seen."""

    model_config = STRICT
    href: WebAddress | None = None
    img: WebAddress | None = None
    role: Annotated[str, Field(max_length=128)] | None = None
    """What the whole show says of them, e.g. ``host``; unset, hosts are found out."""


class Soundbite(BaseModel):
    """A stretch of an episode worth hearing alone; directories and clip makers take it."""

    model_config = STRICT
    start: Annotated[float, Field(ge=0)]
    """In seconds; ``1:02:03`` may be written too."""
    seconds: Annotated[float, Field(ge=15, le=120)]
    title: Annotated[str, Field(max_length=128)] = ""

    @field_validator("start", mode="before")
    @classmethod
    def _clock(cls, value: Any) -> Any:
        if not isinstance(value, str) or ":" not in value:
            return value
        seconds = 0.0
        for part in value.split(":"):
            seconds = seconds * 60 + float(part)
        return seconds


class License(BaseModel):
    """Under which licence the show is given: an SPDX identifier, or a name with its address."""

    model_config = STRICT
    name: ShortText
    url: WebAddress | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class Location(BaseModel):
    """What the show is about, as a place on earth."""

    model_config = STRICT
    name: ShortText
    geo: Annotated[str, *written(_GEO, "write it like geo:52.5163,13.3777")] | None = None
    osm: Annotated[str, *written(_OSM, "write an OpenStreetMap object like R113314")] | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class Funding(BaseModel):
    """Where listeners can pay for the show."""

    model_config = STRICT
    url: WebAddress
    title: ShortText


class Trailer(BaseModel):
    """A trailer that lies outside the show's folder; one of its episodes is of `type: trailer` instead."""

    model_config = STRICT
    url: WebAddress
    title: ShortText
    date: Moment
    bytes: Annotated[int, Field(ge=1)] | None = None
    type: str | None = None
    """Its MIME type, e.g. ``audio/mpeg``."""
    season: Annotated[int, Field(ge=1)] | None = None


EpisodeType = Literal["full", "trailer", "bonus"]


class EpisodeEntry(BaseModel):
    """What the show says of one episode besides what its folder says."""

    model_config = STRICT
    title: Text | None = None
    """Over the interview's own, in the feed and on the pages."""
    description: Description | None = None
    """Over the summary that is made of the interview."""
    date: Moment | None = None
    """When it is published; before that it is withheld. Unset, it is the day of its first feed."""
    type: EpisodeType = "full"
    season: Annotated[int, Field(ge=1)] | None = None
    number: Annotated[int, Field(ge=1)] | None = None
    explicit: bool | None = None
    hidden: bool = False
    """Whether it is left out of everything that is published."""
    guid: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    """By which players know it, over its own: for one that had another at an earlier host."""
    soundbites: tuple[Soundbite, ...] = ()

    @property
    def over(self) -> dict[str, str]:
        """What it says in place of the episode's own manifest, by the manifest's fields."""
        given = {"title": self.title, "summary": self.description, "guid": self.guid}
        return {field: value for field, value in given.items() if value is not None}
