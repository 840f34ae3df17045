"""`published.json`: what a show has promised its listeners, and keeps whatever else changes.

That is the show's guid, and each episode's first publication and number. It is a file of its own, beside the
episodes and never in what is published: `show.yaml` is a person's, with comments of theirs, and a feed may
be written to any place, or lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Annotated, Literal

from lxml import etree
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duologue.errors import ConfigError, EpisodeError
from duologue.publish.rss import NAMESPACES
from duologue.store.whole_file import write_whole
from duologue.yaml_file import fault

PROMISES_NAME = "published.json"
_MODEL = ConfigDict(frozen=True, extra="ignore")


class EpisodePromise(BaseModel):
    """What has been promised of one episode.

    Attributes:
        published: when it first stood in a feed.
        number: in the show; None for a trailer or bonus that was given none.
        folder: where it was then, for people.
        sound: the SHA-256 of its first sound; a later one is published under another name.
    """

    model_config = _MODEL
    published: datetime
    number: Annotated[int, Field(ge=1)] | None = None
    folder: str = ""
    sound: str | None = None


class FeedPromise(BaseModel):
    """The last feed: the hash of its content, and since when that is so."""

    model_config = _MODEL
    sha256: str = ""
    changed: datetime


class Promises(BaseModel):
    """The content of `published.json`; `episodes` are by their guid."""

    model_config = _MODEL
    version: Literal[1] = 1
    guid: str | None = None
    episodes: Mapping[str, EpisodePromise] = {}
    feed: FeedPromise | None = None


def read_promises(folder: Path) -> Promises | None:
    """What the show in `folder` has promised; None where nothing is known.

    Raises:
        ConfigError: the file is damaged, so that its promises would be broken without a word.
    """
    path = folder / PROMISES_NAME
    try:
        return Promises.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror})", path) from None
    except ValidationError as error:
        wrong = fault(error, Promises)[1]
        raise ConfigError(f"{wrong}. It keeps the show's guid, dates and numbers: restore it", path) from None


def write_promises(folder: Path, promises: Promises) -> bool:
    """Writes what is promised; whether that has changed.

    Raises:
        EpisodeError: it cannot be written.
    """
    path = folder / PROMISES_NAME
    content = (promises.model_dump_json(indent=2, exclude_none=True) + "\n").encode()
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        write_whole(path, content)
        path.chmod(0o644)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
    return True


def promises_of_feed(data: bytes, name: Path | str) -> Promises:
    """What a feed has promised, where only it is left.

    Args:
        data: the feed.
        name: what errors call it.

    Raises:
        ConfigError: it is no feed.
    """
    try:
        channel = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True)).find(
            "channel"
        )
    except etree.XMLSyntaxError:
        channel = None
    if channel is None:
        raise ConfigError(
            f"is not a feed; without {PROMISES_NAME} it alone keeps the show's dates: restore or remove it",
            name,
        )
    episodes = {}
    for item in channel.iter("item"):
        guid, published = item.findtext("guid"), _rfc2822(item.findtext("pubDate"))
        number = item.findtext("itunes:episode", default="", namespaces=NAMESPACES)
        if guid and published:
            episodes[guid] = EpisodePromise(
                published=published, number=int(number) if number.isdecimal() and int(number) > 0 else None
            )
    return Promises(guid=channel.findtext("podcast:guid", namespaces=NAMESPACES), episodes=episodes)


def _rfc2822(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text or "").astimezone(UTC)
    except ValueError:
        return None
