"""What listeners are given of a show, file by file: nothing of a source, a script, or what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.programme.folder.digests import sha256_of, sha256_of_file, with_digests
from duologue.programme.manifest import MANIFEST_NAME, Manifest, manifest_json
from duologue.publish.library import companion_files, picture_of, pictures_there, small_pictures
from duologue.publish.page_values import Around
from duologue.publish.pictures import without_metadata
from duologue.publish.promises import Promises
from duologue.publish.releases import Release
from duologue.publish.site import Site


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the published show: either a file that lies somewhere, or its content.

    Attributes:
        name: its path below the show's address, with slashes.
        source: where it lies; None where `content` is it.
        content: its bytes.
        digest: the hash of its content, where that is known already.
    """

    name: str
    source: Path | None = None
    content: bytes = b""
    digest: str = ""

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.source.stat().st_size if self.source else len(self.content)

    def sha256(self) -> str:
        """The hash of its content."""
        if self.source is None:
            return sha256_of(self.content)
        return self.digest or _digest_of(self.source)


def _digest_of(path: Path) -> str:
    try:
        return sha256_of_file(path)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be read ({error.strerror})") from None


def _sound_digest(release: Release, name: str = "") -> str:
    """The hash of an episode's sound: its manifest's, unless the sound was written after that.

    Args:
        release: the episode.
        name: of one of its further formats; empty for the MP3.
    """
    episode = release.episode
    path = episode.folder / (name or episode.mp3.name)
    known = episode.manifest.digests.get(path.name, "")
    described = (episode.folder / MANIFEST_NAME).stat().st_mtime_ns
    return known if known and path.stat().st_mtime_ns <= described else _digest_of(path)


def with_sound_names(site: Site) -> Site:
    """The site with the names under which its sounds are published.

    An episode's first sound has the name of its file. Another one, of an episode that was rendered anew, gets
    a name of its own: the feed that is out still names the first, whole and of the length that it says, until
    the new feed takes its place, and nobody resumes a download of one with the end of the other. Further
    formats always have such a name.
    """
    promises = site.promises or Promises()
    episodes = dict(promises.episodes)
    named = []
    for release in site.out:
        digest = _sound_digest(release)
        promise = episodes[release.manifest.guid]
        if promise.sound is None:
            promise = episodes[release.manifest.guid] = promise.model_copy(update={"sound": digest})
        mp3 = release.episode.manifest.files.mp3
        name = "" if promise.sound == digest else _named_by(mp3, digest)
        further = {
            each.name: _named_by(each.name, _sound_digest(release, each.name))
            for each in release.episode.manifest.sounds
        }
        named.append(replace(release, sound=name, sounds=further))
    out = replace(site.releases, out=tuple(named))
    return replace(site, releases=out, promises=promises.model_copy(update={"episodes": episodes}))


def _named_by(name: str, digest: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{digest[:8]}{dot}{ending}"


def media_files(site: Site, cover: bytes) -> Iterator[SiteFile]:
    """Sounds and pictures: what takes long to send."""
    for release in site.out:
        episode, files = release.episode, release.manifest.files
        sound = SiteFile(f"{release.folder}/{files.mp3}", episode.mp3, digest=_sound_digest(release))
        yield sound
        for own, each in zip(episode.manifest.sounds, release.manifest.sounds, strict=True):
            digest = _sound_digest(release, own.name)
            yield SiteFile(f"{release.folder}/{each.name}", episode.folder / own.name, digest=digest)
        for name in (*pictures_there(release.manifest), *small_pictures(release.manifest)):
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
    made = {name: text.encode() for name, text in companion_files(whole, around).items()}
    for name, content in made.items():
        yield SiteFile(f"{release.folder}/{name}", content=content)
    public = manifest_json(_with_digests_there(release, whole, made), public=True)
    yield SiteFile(f"{release.folder}/{MANIFEST_NAME}", content=public.encode())


def _with_digests_there(release: Release, whole: Manifest, made: Mapping[str, bytes]) -> Manifest:
    """The manifest with the digests of the files as they are published, and of no others."""
    folder = release.episode.folder
    pictures = {
        name: without_metadata(_bytes(folder / name))
        for name in (*pictures_there(whole), *small_pictures(whole))
        if (folder / name).is_file()
    }
    sound = {whole.files.mp3: _sound_digest(release)}
    for own, each in zip(release.episode.manifest.sounds, whole.sounds, strict=True):
        sound[each.name] = _sound_digest(release, own.name)
    return with_digests(whole.model_copy(update={"digests": {}}), {**made, **pictures}, sound)


def feed_documents(feeds: dict[str, bytes]) -> Iterator[SiteFile]:
    """The documents of the feed, the oldest first and `feed.xml` last."""
    for name in reversed(feeds):
        yield SiteFile(name, content=feeds[name])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EpisodeError(f"{path} cannot be read ({error.strerror})") from None
