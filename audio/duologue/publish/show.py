"""`show.yaml`: what a show's feed says about the show. Everything in it has a default."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, field_validator, model_validator

from duologue.programme.manifest import Manifest
from duologue.publish.categories import CATEGORIES
from duologue.publish.show_values import (
    STRICT,
    Description,
    EpisodeEntry,
    Funding,
    Language,
    License,
    Location,
    Owner,
    Person,
    Text,
    Trailer,
    WebAddress,
)
from duologue.yaml_file import Place, load_yaml

SHOW_NAME = "show.yaml"
SHOW_COVER_NAME = "cover.jpg"
"""The show's cover as it is published; where it is missing, it is drawn."""
SHOW_SHARE_NAME = "share.jpg"
"""What other sites show of it."""
_PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


class Show(BaseModel):
    """A show as its file says it."""

    model_config = STRICT
    title: Text | None = None
    """The show's name; `show`, as `duologue.yaml` calls it, is the same key."""
    author: Text | None = None
    description: Description | None = None
    category: tuple[str, str | None] = ("Society & Culture", None)
    """As written: ``Society & Culture`` or ``Society & Culture > Documentary``."""
    language: Language | None = None
    url: WebAddress | None = None
    """Where the folder of the feed and the pages is on the web."""
    link: WebAddress | None = None
    """The show's own site, if it is another."""
    cover: Path | None = None
    """A picture; otherwise one is drawn from the title."""
    owner: Owner | None = None
    copyright: str = ""
    license: License | None = None
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    """Whether the newest episode comes first for new listeners, or the first."""
    complete: bool = False
    """Whether no further episode will ever come."""
    block: bool | tuple[str, ...] = False
    """Whether no directory is to list the show; or which ones, by the podcast namespace's names."""
    locked: bool = False
    """Whether no other host may take the feed over."""
    new_feed_url: WebAddress | None = None
    """Where the feed has moved to permanently."""
    guid: uuid.UUID | None = None
    hub: WebAddress | None = None
    """A WebSub hub that is notified of each new feed."""
    location: Location | None = None
    funding: tuple[Funding, ...] = ()
    trailer: Trailer | None = None
    subscribe: dict[str, WebAddress] = {}
    """Name of a directory or app → the show's address there."""
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
            raise ValueError(f"{main!r} is not one of Apple's categories: {', '.join(CATEGORIES)}")
        if sub and sub not in CATEGORIES[main]:
            raise ValueError(
                f"{main!r} has no category {sub!r}: {', '.join(CATEGORIES[main]) or 'none at all'}"
            )
        return (main, sub or None)

    @field_validator("funding", mode="before")
    @classmethod
    def _one_funding(cls, value: Any) -> Any:
        return (value,) if isinstance(value, dict) else value


def check_entries(
    show: Show, folders: Mapping[str, Manifest], path: Path, *, damaged: Iterable[str] = ()
) -> None:
    """Refuse what `show.yaml` says of episodes that are not there, or of times behind their end.

    Args:
        show: as its file says it.
        folders: the episodes by the name of their folder.
        path: of the file, for errors.
        damaged: folders of episodes that cannot be read now: what is said of them may be right.

    Raises:
        ConfigError: it names the episode.
    """
    for name, entry in show.episodes.items():
        if name in damaged:
            continue
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
    if not cover.is_file() and cover.resolve() != (folder / SHOW_COVER_NAME).resolve():
        raise Place(path, ("cover",)).error(f"cover: there is no picture {cover}")
    return show.model_copy(update={"cover": cover})


def complete(show: Show, newest: Manifest | None) -> Show:
    """The show with what its file leaves out taken from its newest episode."""
    title = show.title or (newest.show if newest else "Duologue")
    return show.model_copy(
        update={
            "title": title,
            "author": show.author or (newest.show_author if newest else "") or title,
            "description": show.description or title,
            "language": show.language or (newest.language if newest else "en"),
        }
    )


def podcast_guid(feed_url: str) -> str:
    """The show's UUID: from the feed's address without scheme and trailing slashes."""
    return str(uuid.uuid5(_PODCAST_GUIDS, feed_url.split("://", 1)[-1].rstrip("/")))
