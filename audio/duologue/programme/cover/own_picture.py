"""A picture of one's own as the cover: the user's file, or the article's picture."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin

from duologue.errors import ConfigError, DuologueError
from duologue.interview.fetch import fetch
from duologue.interview.sources import read_bytes
from duologue.programme.cover.picture import Picture, from_bytes
from duologue.programme.folder.manifest import MANIFEST_NAME, read_manifest


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


def own_picture(
    wanted: Path | Literal["article"] | None, source: str, picture: str | None
) -> OwnPicture | None:
    """The picture that becomes the cover; None where one is drawn. It is looked at before anything is said.

    The article's picture is taken from the web only where the article is, and from the disk only below the
    article's folder, so that an article cannot publish a file of its reader.

    Args:
        wanted: the setting: a file, ``article``, or None for a drawn cover.
        source: the article's path or address.
        picture: what the article names as its picture, if anything.

    Raises:
        ConfigError: there is no such picture, or it may not be taken.
        SourceError: it cannot be read or fetched.
        EpisodeError: it is no picture, or too small.
    """
    if wanted is None:
        return None
    found = _of_article(source, picture) if wanted == "article" else _of_user(wanted)
    if found is not None:
        found.cover()
    return found


def _of_user(path: Path) -> OwnPicture:
    if not path.is_file():
        raise ConfigError("no such picture for the cover", path)
    return OwnPicture(str(path), read_bytes(path))


def _of_article(source: str, picture: str | None) -> OwnPicture | None:
    if picture is None:
        return _of_episode(Path(source))
    if "://" in source[:16]:
        address = urljoin(source, picture)
        return OwnPicture(address, fetch(address).data)
    if "://" in picture[:16] or picture.startswith("//"):
        raise ConfigError(
            f"the article's picture is on the web ({picture}): save it beside the article and name it "
            "with `cover:` in the front matter",
            source,
        )
    folder = Path(source).parent.resolve()
    path = (folder / unquote(picture)).resolve()
    if not path.is_relative_to(folder):
        raise ConfigError(f"the article's picture, {picture}, is not in the article's folder", source)
    if not path.is_file():
        raise ConfigError(f"there is no picture {picture}, which the article names as its own", source)
    return OwnPicture(str(path), read_bytes(path))


def _of_episode(source: Path) -> OwnPicture | None:
    """The own picture that an episode already has, where its script is rendered again."""
    folder = source.parent
    if source.name != "script.md" or not (folder / MANIFEST_NAME).is_file():
        return None
    try:
        manifest = read_manifest(folder)
    except DuologueError:
        return None  # a damaged episode is written anew
    path = folder / manifest.files.cover
    return OwnPicture(str(path), read_bytes(path)) if manifest.own_cover and path.is_file() else None
