"""A picture of one's own as the cover: the user's file, or the article's picture."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin

from duologue.errors import ConfigError, DuologueError
from duologue.programme.cover.picture import Picture, from_bytes
from duologue.programme.manifest import MANIFEST_NAME, read_manifest


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture's bytes and where they are from."""

    name: str
    data: bytes = field(repr=False)

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
class PictureSource:
    """How pictures are read: within the limits that hold for everything that others have written.

    Attributes:
        read: the bytes of a file; raises `UsageError` or `SourceError`.
        fetch: the bytes at an address; raises `SourceError`.
    """

    read: Callable[[Path], bytes]
    fetch: Callable[[str], bytes]


def own_picture(
    wanted: Path | Literal["article"] | None, article: str, picture: str | None, source: PictureSource
) -> OwnPicture | None:
    """The picture that becomes the cover; None where one is drawn. It is looked at before anything is said.

    The article's picture is taken from the web only where the article is, and from the disk only below the
    article's folder, so that an article cannot publish a file of its reader.

    Args:
        wanted: the setting: a file, ``article``, or None for a drawn cover.
        article: its path or address.
        picture: what the article names as its picture, if anything.
        source: reads files and addresses.

    Raises:
        ConfigError: there is no such picture, or it may not be taken.
        SourceError: it cannot be read or fetched.
        EpisodeError: it is no picture, or too small.
    """
    if wanted is None:
        return None
    found = _of_article(article, picture, source) if wanted == "article" else _of_user(wanted, source)
    if found is not None:
        found.cover()
    return found


def _of_user(path: Path, source: PictureSource) -> OwnPicture:
    if not path.is_file():
        raise ConfigError("no such picture for the cover", path)
    return OwnPicture(str(path), source.read(path))


def _of_article(article: str, picture: str | None, source: PictureSource) -> OwnPicture | None:
    if picture is None:
        return _of_episode(Path(article), source)
    if "://" in article[:16]:
        address = urljoin(article, picture)
        return OwnPicture(address, source.fetch(address))
    if "://" in picture[:16] or picture.startswith("//"):
        raise ConfigError(
            f"the article's picture is on the web ({picture}): save it beside the article and name it "
            "with `cover:` in the front matter",
            article,
        )
    folder = Path(article).parent.resolve()
    path = (folder / unquote(picture)).resolve()
    if not path.is_relative_to(folder):
        raise ConfigError(f"the article's picture, {picture}, is not in the article's folder", article)
    if not path.is_file():
        raise ConfigError(f"there is no picture {picture}, which the article names as its own", article)
    return OwnPicture(str(path), source.read(path))


def _of_episode(article: Path, source: PictureSource) -> OwnPicture | None:
    """The own picture that an episode already has, where its script is rendered again."""
    folder = article.parent
    if article.name != "script.md" or not (folder / MANIFEST_NAME).is_file():
        return None
    try:
        manifest = read_manifest(folder)
    except DuologueError:
        return None  # a damaged episode is written anew
    path = folder / manifest.files.cover
    return OwnPicture(str(path), source.read(path)) if manifest.own_cover and path.is_file() else None
