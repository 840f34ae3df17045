"""What pages are made of beside an episode's own manifest: plain values, so that a page knows no folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duologue.programme.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode as its show lists it.

    Attributes:
        folder: its folder's name, beside the show's page.
        manifest: what its folder says; the cues are not needed.
        number: its number in the show, if it has one.
        day: when it was published; the article's date where nobody says.
    """

    folder: str
    manifest: Manifest
    number: int | None = None
    day: date | None = None

    @property
    def published(self) -> date | None:
        """The day to show."""
        return self.day or self.manifest.published


@dataclass(frozen=True, slots=True)
class ShowValues:
    """A show as its pages name it.

    Attributes:
        title: plain text.
        description: plain text.
        language: BCP 47.
        author: who makes it.
        url: the address of the show's folder on the web, without a slash at its end; None where it is not
            known yet: then nothing is written that needs a whole address.
        feed: the feed's name in that folder.
        subscribe: name of a directory or app → the show's address there.
    """

    title: str
    description: str = ""
    language: str = "en"
    author: str = ""
    url: str | None = None
    feed: str = "feed.xml"
    subscribe: Mapping[str, str] = field(default_factory=dict)

    @property
    def feed_url(self) -> str | None:
        """The feed's whole address."""
        return f"{self.url}/{self.feed}" if self.url else None


@dataclass(frozen=True, slots=True)
class Around:
    """What an episode's page shows of the show around it. Without it the page stands for itself.

    Attributes:
        show: the show.
        listed: the episode in it.
        newer: the episode after it.
        older: the one before it.
    """

    show: ShowValues
    listed: Listed
    newer: Listed | None = None
    older: Listed | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the episode that a listener may want: what it is called and how long it is in bytes."""

    label: str
    name: str
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Downloads:
    """Further files beside the MP3 and the transcripts, and the lengths of those that are known.

    Attributes:
        sizes: a file's name → its bytes.
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
