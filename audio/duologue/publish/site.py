"""A folder of episodes as a static site: feed, show page, cover, and each episode's text files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from duologue.errors import ConfigError, EpisodeError, UsageError
from duologue.interview.sources import read_bytes
from duologue.programme import cover
from duologue.programme.cover.picture import Picture
from duologue.programme.folder.digests import with_digests
from duologue.programme.manifest import MANIFEST_NAME, manifest_json
from duologue.publish.feed import FEED_NAME, SHOW_COVER_NAME, Kept, feed_xml, kept_of
from duologue.publish.library import Published, companion_files, find_episodes, thumbnail_of, write_changed
from duologue.publish.show import SHOW_NAME, Show, check_entries, complete, load_show
from duologue.publish.show_page import Listed, show_page
from duologue.yaml_file import Place

PAGE_NAME = "index.html"
_NOT_IN_ADDRESS = " <>\"'?#@\\"


@dataclass(frozen=True, slots=True)
class Site:
    """A show with its episodes, ready to be written or served."""

    folder: Path
    show: Show
    episodes: list[Published]
    kept: Kept

    def feed(self, url: str) -> bytes:
        """The feed for the folder's address `url`."""
        return feed_xml(self.show, self.episodes, url, self.kept)

    def page(self) -> bytes:
        """The show's page."""
        listed = [Listed(e.folder.name, e.manifest) for e in self.episodes]
        show = self.show
        return show_page(
            show.title or "", show.description or "", show.language or "en", listed, FEED_NAME
        ).encode()

    def cover(self) -> bytes:
        """The show's cover: its own picture, or one drawn from its title.

        A `cover.jpg` in the folder that Duologue has not drawn is the show's own, and stays as it is.

        Raises:
            ConfigError: that `cover.jpg` is none for a feed, or the picture of `show.yaml` none for a cover.
            SourceError: it cannot be read.
        """
        target = self.folder / SHOW_COVER_NAME
        named = self.show.cover is not None and self.show.cover.resolve() == target.resolve()
        if target.is_file() and (named or self.show.cover is None):
            data = read_bytes(target)
            if named or not cover.is_ours(data):
                why = cover.why_not_publishable(data)
                if why:
                    raise ConfigError(
                        f"{why}; save it under another name, and name that in show.yaml", target
                    )
                return data
        if self.show.cover is not None:
            return cover.jpeg(self._own_picture(self.show.cover))
        drawn = cover.draw(self.show.title or "", language=self.show.language or "en")
        return cover.drawn_for_show(drawn)

    def _own_picture(self, path: Path) -> Picture:
        try:
            return cover.from_bytes(read_bytes(path), str(path))
        except EpisodeError as error:
            raise Place(self.folder / SHOW_NAME, ("cover",)).error(f"cover: {error}") from None


def read_site(folder: Path) -> Site:
    """The show in `folder`.

    Raises:
        UsageError: no such folder.
        ConfigError: `show.yaml` or an `episode.json` is wrong.
    """
    episodes = find_episodes(folder)
    show = complete(load_show(folder), [e.manifest for e in episodes])
    check_entries(show, {e.folder.name: e.manifest for e in episodes}, folder / SHOW_NAME)
    return Site(folder, show, episodes, kept_of(folder / FEED_NAME))


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """What writing the site came to: its feed's address, its episodes, and the files that had changed."""

    feed_url: str
    episodes: int
    changed: tuple[Path, ...]


def write_site(folder: Path, url: str) -> SiteWritten:
    """Write feed, pages and companions into `folder`; files that are right already stay untouched.

    Args:
        folder: holds one folder for each episode, and `show.yaml` if there is one.
        url: where the folder will be on the web.

    Raises:
        UsageError: no such folder, no episode in it, or `url` is no web address.
        ConfigError: see `read_site`.
    """
    address = folder_address(url)
    site = read_site(folder)
    check_not_empty(site)
    changed = tuple(path for path, content in _files(site, address) if write_changed(path, content))
    return SiteWritten(f"{address}/{FEED_NAME}", len(site.episodes), changed)


def check_not_empty(site: Site) -> None:
    """Refuse a show without episodes.

    Raises:
        UsageError: there is none.
    """
    if (site.folder / MANIFEST_NAME).is_file():
        raise UsageError(f"{site.folder} is an episode: name the folder that holds it")
    if not site.episodes:
        raise UsageError(f"{site.folder}: no episode in it; render one first")


def folder_address(url: str) -> str:
    """The address of a folder on the web, without a slash at its end.

    Raises:
        UsageError: it is none that a feed could have.
    """
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number, brackets without an address
        fine = False
    if not fine or not url.isascii() or not url.isprintable() or any(c in url for c in _NOT_IN_ADDRESS):
        raise UsageError(
            f"{url!r} is no address for a feed: write it like https://example.org/show, in ASCII, without ?"
        )
    address = url.rstrip("/")
    if address.endswith(f"/{FEED_NAME}"):
        raise UsageError(
            f"--url is the folder's address, without {FEED_NAME}: {address[: -len(FEED_NAME) - 1]}"
        )
    return address


def _files(site: Site, url: str) -> Iterator[tuple[Path, bytes]]:
    """Every file of the site with its content, one after the other; the feed, which promises them, last.

    What may be refused is made before the first file is handed out.
    """
    for_all = (
        (site.folder / SHOW_COVER_NAME, site.cover()),
        (site.folder / PAGE_NAME, site.page()),
        (site.folder / FEED_NAME, site.feed(url)),
    )
    for episode in site.episodes:
        whole = episode.whole()
        made = {name: text.encode() for name, text in companion_files(whole).items()}
        if not (episode.folder / whole.files.thumbnail).is_file():
            made[whole.files.thumbnail] = thumbnail_of(episode)
        for name, content in made.items():
            yield episode.folder / name, content
        described = with_digests(whole, made)
        if described != whole:
            yield episode.folder / MANIFEST_NAME, manifest_json(described).encode()
    yield from for_all
