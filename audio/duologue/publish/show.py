"""`show.yaml`: what a show's feed says about the show. Everything in it has a default."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from duologue.programme.manifest import Manifest
from duologue.publish.categories import CATEGORIES
from duologue.yaml_file import Place, load_yaml

SHOW_NAME = "show.yaml"
_PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_DESCRIPTION_LIMIT_BYTES = 4000
_STRICT = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
_Text = Annotated[str, Field(min_length=1)]


def _written(pattern: str, otherwise: str) -> tuple[AfterValidator, WithJsonSchema]:
    """What a text must look like, and what is said of one that does not."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(otherwise)
        return value

    return AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


_WebAddress = Annotated[
    str, *_written(r"https?://[^\s<>\"]+", "an address that starts with https:// or http:// is expected here")
]
_Email = Annotated[str, *_written(r"[^@\s<>]+@[^@\s<>]+", "an e-mail address is expected here")]
_Language = Annotated[
    str,
    *_written(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", "a language such as zh-CN or en is expected here"),
]


class Owner(BaseModel):
    """Who answers for the show; directories send their confirmation there."""

    model_config = _STRICT
    name: str = ""
    email: _Email


class Person(BaseModel):
    """Where a person of the show can be found, and seen."""

    model_config = _STRICT
    href: _WebAddress | None = None
    img: _WebAddress | None = None


class Soundbite(BaseModel):
    """A stretch of an episode worth hearing alone; directories and clip makers take it."""

    model_config = _STRICT
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


class EpisodeEntry(BaseModel):
    """What the feed says of one episode besides what its folder says."""

    model_config = _STRICT
    season: Annotated[int, Field(ge=1)] | None = None
    number: Annotated[int, Field(ge=1)] | None = None
    explicit: bool | None = None
    soundbites: tuple[Soundbite, ...] = ()


class Show(BaseModel):
    """A show as its file says it."""

    model_config = _STRICT
    title: _Text | None = None
    """The show's name; `show`, as `duologue.yaml` calls it, is the same key."""
    author: _Text | None = None
    description: _Text | None = None
    category: tuple[str, str | None] = ("Society & Culture", None)
    """As written: ``Society & Culture`` or ``Society & Culture > Documentary``."""
    language: _Language | None = None
    link: _WebAddress | None = None
    cover: Path | None = None
    """A picture; otherwise one is drawn from the title."""
    owner: Owner | None = None
    copyright: str = ""
    explicit: bool = False
    locked: bool = False
    guid: uuid.UUID | None = None
    people: dict[str, Person] = {}
    """By the name that the episodes give them."""
    episodes: dict[str, EpisodeEntry] = {}
    """By the name of their folder."""

    def entry(self, folder: str) -> EpisodeEntry:
        """What it says of the episode in `folder`."""
        return self.episodes.get(folder, EpisodeEntry())

    @model_validator(mode="before")
    @classmethod
    def _one_name(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "show" not in value:
            return value
        if "title" in value:
            raise ValueError("show and title are the same: write one of them")
        return {"title" if key == "show" else key: given for key, given in value.items()}

    @field_validator("category", mode="before")
    @classmethod
    def _known_category(cls, value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("write a category, e.g. Technology or Society & Culture > Documentary")
        main, _, sub = (part.strip() for part in value.partition(">"))
        if main not in CATEGORIES:
            raise ValueError(f"{main!r} is none of Apple's categories: {', '.join(CATEGORIES)}")
        if sub and sub not in CATEGORIES[main]:
            raise ValueError(
                f"{main!r} has no category {sub!r}: {', '.join(CATEGORIES[main]) or 'none at all'}"
            )
        return (main, sub or None)

    @field_validator("description")
    @classmethod
    def _short_enough(cls, value: str | None) -> str | None:
        if value and len(value.encode()) > _DESCRIPTION_LIMIT_BYTES:
            raise ValueError(f"longer than {_DESCRIPTION_LIMIT_BYTES} bytes, which directories refuse")
        return value


def check_entries(show: Show, folders: Mapping[str, Manifest], path: Path) -> None:
    """Refuse what `show.yaml` says of episodes that are not there, or of times behind their end.

    Raises:
        ConfigError: it names the episode.
    """
    for name, entry in show.episodes.items():
        if name not in folders:
            raise Place(path, ("episodes", name)).error(f"episodes.{name}: there is no such episode")
        for bite in entry.soundbites:
            if (bite.start + bite.seconds) * 1000 > folders[name].duration_ms:
                wrong = f"episodes.{name}: a soundbite reaches over the episode's end"
                raise Place(path, ("episodes", name)).error(wrong)


def load_show(folder: Path) -> Show:
    """The show of a folder of episodes; the defaults if it has no `show.yaml`.

    Raises:
        ConfigError: the file is wrong; it names file and line.
    """
    path = folder / SHOW_NAME
    if not path.exists():
        return Show()
    show = load_yaml(path, Show)
    if show.cover is None:
        return show
    cover = folder / show.cover  # an absolute path stays as it is
    if not cover.is_file():
        raise Place(path, ("cover",)).error(f"cover: there is no picture {cover}")
    return show.model_copy(update={"cover": cover})


def complete(show: Show, episodes: list[Manifest]) -> Show:
    """The show with what its file leaves out taken from its episodes."""
    newest = episodes[0] if episodes else None
    title = show.title or (newest.show if newest else "Duologue")
    return show.model_copy(
        update={
            "title": title,
            "author": show.author or title,
            "description": show.description or title,
            "language": show.language or (newest.language if newest else "en"),
        }
    )


def podcast_guid(feed_url: str) -> str:
    """The show's UUID: from the feed's address without scheme and trailing slashes."""
    return str(uuid.uuid5(_PODCAST_GUIDS, feed_url.split("://", 1)[-1].rstrip("/")))
