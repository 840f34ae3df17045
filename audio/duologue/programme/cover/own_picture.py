"""A picture of one's own as the cover: the user's file, or the article's picture."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin

from PIL import Image

from duologue.errors import ConfigError, DuologueError, EpisodeError, SourceError
from duologue.programme.cover.fit import Picture, opened, too_small
from duologue.programme.cover.picture import (
    from_bytes,
    made_cover,
    why_not_publishable,
)
from duologue.programme.manifest import MANIFEST_NAME, read_manifest
from duologue.yaml_file import Place


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture's bytes, where they are from, and the cover of a feed that is made of them."""

    name: str
    data: bytes = field(repr=False)
    jpeg: bytes = field(repr=False)

    def cover(self) -> Picture:
        """The picture as a cover.

        Raises:
            EpisodeError: it cannot be read as a picture, or is too small.
        """
        return from_bytes(self.data, self.name)

    @property
    def sha256(self) -> str:
        """Hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class CoverChoice:
    """The picture that becomes the cover, None where one is drawn, and what a person should know of it."""

    picture: OwnPicture | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureSource:
    """How pictures are read: within the limits that hold for everything that others have written.

    Attributes:
        read: the bytes of a file; raises `UsageError` or `SourceError`.
        fetch: the bytes at an address; raises `SourceError`.
    """

    read: Callable[[Path], bytes]
    fetch: Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Named:
    """Where a picture is named: the key `cover:`, the article, and the article's line if it is known."""

    setting: Place
    article: str
    line: int | None = None

    def in_article(self, message: str) -> ConfigError:
        """What is wrong with the article's picture."""
        return ConfigError(message, self.article, self.line)


def own_picture(
    wanted: Path | Literal["article"] | None, picture: str | None, named: Named, source: PictureSource
) -> CoverChoice:
    """The picture that becomes the cover, looked at before anything is said.

    One that is too small for players gives its place to a drawn cover. The article's picture is taken from
    the web only where the article is, and from the disk only below the article's folder, so that an article
    cannot publish a file of its reader.

    Args:
        wanted: the setting: a file, ``article``, or None for a drawn cover.
        picture: what the article names as its picture, if anything.
        named: where both are written.
        source: reads files and addresses.

    Raises:
        ConfigError: there is no such file, it may not be used, or it is not a picture; names its line.
    """
    if wanted is None:
        return CoverChoice()
    if wanted != "article":
        return _of_user(wanted, named.setting, source)
    if picture is None:
        return _of_episode(Path(named.article), source)
    try:
        return _chosen(*_of_article(picture, named, source))
    except (SourceError, EpisodeError) as error:
        raise named.in_article(f"the article's picture cannot be the cover: {error}") from None


def suffix_of_cover(data: bytes) -> str:
    """The ending of a picture's file that can be a cover.

    Raises:
        EpisodeError: it is no picture, or no player would show it.
    """
    why = too_small(opened(data, "the picture").size)
    if why:
        raise EpisodeError(why)
    with Image.open(io.BytesIO(data)) as image:
        return f".{(image.format or '').lower()}".replace("jpeg", "jpg")


def _of_user(path: Path, setting: Place, source: PictureSource) -> CoverChoice:
    if not path.is_file():
        raise setting.error(f"cover: there is no picture {path}")
    try:
        return _chosen(str(path), source.read(path))
    except (SourceError, EpisodeError) as error:
        raise setting.error(f"cover: {error}") from None


def _chosen(name: str, data: bytes) -> CoverChoice:
    """The picture, or none where it is too small; and what is done with it.

    Raises:
        EpisodeError: it is no picture.
    """
    picture = opened(data, name)
    why = too_small(picture.size)
    if why:
        return CoverChoice(None, (f"{name}: {why}; the cover is drawn instead",))
    made, notes = made_cover(picture, name)
    return CoverChoice(OwnPicture(name, data, made), notes)


def _of_article(picture: str, named: Named, source: PictureSource) -> tuple[str, bytes]:
    """Name and bytes of the picture that an article names."""
    article = named.article
    if "://" in article[:16]:
        address = urljoin(article, picture)
        return address, source.fetch(address)
    if "://" in picture[:16] or picture.startswith("//"):
        raise named.in_article(
            f"the article's picture is on the web ({picture}): save it beside the article and name it "
            "with `cover:` in the front matter"
        )
    folder = Path(article).parent.resolve()
    path = (folder / unquote(picture)).resolve()
    if not path.is_relative_to(folder):
        raise named.in_article(f"the article's picture, {picture}, is not in the article's folder")
    if not path.is_file():
        raise named.in_article(f"there is no picture {picture}, which the article names as its own")
    return str(path), source.read(path)


def _of_episode(article: Path, source: PictureSource) -> CoverChoice:
    """The own picture that an episode already has, where its script is rendered again."""
    folder = article.parent
    if article.name != "script.md" or not (folder / MANIFEST_NAME).is_file():
        return CoverChoice()
    try:
        manifest = read_manifest(folder)
    except DuologueError:
        return CoverChoice()  # a damaged episode is written anew
    path = folder / manifest.files.cover
    if not (manifest.own_cover and path.is_file()):
        return CoverChoice()
    data = source.read(path)
    if why_not_publishable(data) is None:
        return CoverChoice(OwnPicture(str(path), data, data))  # written once more, it would lose
    return _chosen(str(path), data)
