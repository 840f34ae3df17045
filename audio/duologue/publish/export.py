"""What listeners are given of a show, file by file: nothing of a source, a script, or what was left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.programme.folder.manifest import MANIFEST_NAME, manifest_json
from duologue.publish.kept import Kept
from duologue.publish.library import companion_files, picture_of, small_pictures
from duologue.publish.page_values import Around
from duologue.publish.pictures import without_metadata
from duologue.publish.releases import Release
from duologue.publish.site import Site

_HASHED_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the published show: either a file that lies somewhere, or its content.

    Attributes:
        name: its path below the show's address, with slashes.
        source: where it lies; None where `content` is it.
        content: its bytes.
    """

    name: str
    source: Path | None = None
    content: bytes = b""

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.source.stat().st_size if self.source else len(self.content)

    def sha256(self) -> str:
        """The hash of its content."""
        return sha256_of(self.source) if self.source else hashlib.sha256(self.content).hexdigest()


def sha256_of(path: Path) -> str:
    """The hash of a file's content.

    Raises:
        EpisodeError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_HASHED_AT_ONCE):
                digest.update(block)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be read ({error.strerror})") from None
    return digest.hexdigest()


def with_sound_names(site: Site) -> tuple[Site, Mapping[str, str]]:
    """The site with the names under which its sounds are published, and their hashes by folder.

    An episode's first sound has the name of its file. Another one, of an episode that was rendered anew, gets
    a name of its own: the feed that is out still names the first, whole and of the length that it says, until
    the new feed takes its place, and nobody resumes a download of one with the end of the other.
    """
    kept = site.kept or Kept()
    episodes = dict(kept.episodes)
    hashes: dict[str, str] = {}
    named = []
    for release in site.out:
        digest = hashes[release.folder] = sha256_of(release.episode.mp3)
        promise = episodes[release.manifest.guid]
        if promise.sound is None:
            promise = episodes[release.manifest.guid] = promise.model_copy(update={"sound": digest})
        stem, dot, ending = release.episode.manifest.files.mp3.rpartition(".")
        name = "" if promise.sound == digest else f"{stem}-{digest[:8]}{dot}{ending}"
        named.append(replace(release, sound=name))
    out = replace(site.releases, out=tuple(named))
    return replace(site, releases=out, kept=kept.model_copy(update={"episodes": episodes})), hashes


def media_files(site: Site, cover: bytes) -> Iterator[SiteFile]:
    """Sounds and pictures: what takes long to send."""
    for release in site.out:
        episode, files = release.episode, release.manifest.files
        yield SiteFile(f"{release.folder}/{files.mp3}", episode.mp3)
        for name in (files.cover, *small_pictures(release.manifest)):
            path = episode.folder / name
            content = _bytes(path) if path.is_file() else picture_of(episode, name) or b""
            yield SiteFile(f"{release.folder}/{name}", content=without_metadata(content))
    for name, content in site.pictures(cover).items():
        yield SiteFile(name, content=without_metadata(content))


def text_files(site: Site, url: str) -> Iterator[SiteFile]:
    """All else but the feed: pages, transcripts, chapters, notes, the public half of `episode.json`."""
    around = site.around(url)
    for release in site.out:
        yield from episode_texts(release, around[release.folder])
    for name, text in site.pages(url).items():
        yield SiteFile(name, content=text.encode())


def episode_texts(release: Release, around: Around) -> Iterator[SiteFile]:
    """The text files of one episode."""
    whole = release.as_published(release.episode.whole())
    for name, text in companion_files(whole, around).items():
        yield SiteFile(f"{release.folder}/{name}", content=text.encode())
    public = manifest_json(whole, public=True)
    yield SiteFile(f"{release.folder}/{MANIFEST_NAME}", content=public.encode())


def feed_documents(feeds: dict[str, bytes]) -> Iterator[SiteFile]:
    """The documents of the feed, the oldest first and `feed.xml` last."""
    for name in reversed(feeds):
        yield SiteFile(name, content=feeds[name])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EpisodeError(f"{path} cannot be read ({error.strerror})") from None
