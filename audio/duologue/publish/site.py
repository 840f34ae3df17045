"""A folder of episodes as a static site: feed, show page, cover, and each episode's text files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from duologue.errors import ConfigError, EpisodeError, SourceError, UsageError
from duologue.interview.sources import read_bytes
from duologue.programme import cover
from duologue.programme.manifest import MANIFEST_NAME
from duologue.publish.channel import FeedValues
from duologue.publish.feed import FEED_NAME, feed_files
from duologue.publish.feed_page import STYLESHEET_NAME, feed_stylesheet
from duologue.publish.library import Published, read_library
from duologue.publish.page_values import Around, Listed, ShowValues
from duologue.publish.promises import Promises, read_promises
from duologue.publish.releases import Release, Releases, releases
from duologue.publish.show import (
    SHOW_COVER_NAME,
    SHOW_NAME,
    SHOW_SHARE_NAME,
    Show,
    check_entries,
    complete,
    load_show,
    podcast_guid,
)
from duologue.publish.show_page import show_file, show_pages
from duologue.web_address import ascii_address
from duologue.yaml_file import Place

SHOW_ICON_NAME = "cover-320.webp"
SHOW_PICTURES = (SHOW_COVER_NAME, SHOW_ICON_NAME, SHOW_SHARE_NAME)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Site:
    """A show with its episodes, ready to be written or served.

    Attributes:
        folder: holds one folder for each episode.
        show: completed from its episodes where its file leaves something out.
        written: the show as its file says it.
        episodes: all that are whole, hidden and withheld ones too.
        releases: what is out of them, and what is not.
        damaged: name of the folder → why an episode cannot be published.
        promises: what has been promised; None where nothing has been published yet.
    """

    folder: Path
    show: Show
    written: Show
    episodes: tuple[Published, ...]
    releases: Releases
    damaged: Mapping[str, ConfigError]
    promises: Promises | None

    @property
    def out(self) -> tuple[Release, ...]:
        """The episodes that are out, newest first."""
        return self.releases.out

    def guid(self, url: str) -> str:
        """The show's UUID: as its file says, as before, or from the feed's address."""
        if self.show.guid:
            return str(self.show.guid)
        return (self.promises.guid if self.promises else None) or podcast_guid(f"{url}/{FEED_NAME}")

    def feeds(self, url: str, built: datetime | None = None) -> dict[str, bytes]:
        """The documents of the feed for the folder's address `url`, by file name.

        Args:
            url: without a slash at its end.
            built: since when it says what it says; None for what its files tell.
        """
        return feed_files(FeedValues(self.show, url, self.guid(url), built or self._changed()), self.out)

    def feed(self, url: str) -> bytes:
        """The first document of the feed, with the newest episodes."""
        return self.feeds(url)[FEED_NAME]

    def _changed(self) -> datetime:
        """When the last file that shapes the feed was written."""
        shaping = [self.folder / SHOW_NAME, *(each.folder / MANIFEST_NAME for each in self.episodes)]
        times = [int(path.stat().st_mtime) for path in shaping if path.is_file()]
        return datetime.fromtimestamp(max(times), UTC) if times else _EPOCH

    def pages(self, url: str | None) -> dict[str, str]:
        """The show's pages and what belongs to them, by file name, for the folder's address `url`."""
        return show_pages(self._values(url), self._listed()) | {STYLESHEET_NAME: self._stylesheet()}

    def page(self, name: str, url: str | None) -> str | None:
        """One of the files that `pages` makes; None for any other name."""
        if name == STYLESHEET_NAME:
            return self._stylesheet()
        return show_file(self._values(url), self._listed(), name)

    def _stylesheet(self) -> str:
        return feed_stylesheet(self.show.language or "en")

    def around(self, url: str | None) -> dict[str, Around]:
        """What each episode's page shows of the show around it, by the name of its folder."""
        show, listed = self._values(url), self._listed()
        older = [*listed[1:], None]
        newer = [None, *listed[:-1]]
        return {each.folder: Around(show, each, newer[n], older[n]) for n, each in enumerate(listed)}

    def _values(self, url: str | None) -> ShowValues:
        show = self.show
        title = show.title or ""
        return ShowValues(
            title,
            show.description or "",
            show.language or "en",
            show.author or "",
            url,
            FEED_NAME,
            show.subscribe,
        )

    def _listed(self) -> list[Listed]:
        return [
            Listed(release.folder, release.manifest, release.number, release.published.date())
            for release in self.out
        ]

    def pictures(self, data: bytes | None = None) -> dict[str, bytes]:
        """The show's cover, and the smaller pictures made of it, by file name.

        Args:
            data: the cover, where it is known already.
        """
        data = data or self.cover()[0]
        picture = cover.from_bytes(data, str(self.folder / SHOW_COVER_NAME))
        title, language = self.show.title or "", self.show.language or "en"
        own = None if cover.is_ours(data) else picture
        return {
            SHOW_COVER_NAME: data,
            SHOW_ICON_NAME: cover.icon(picture),
            SHOW_SHARE_NAME: cover.share_card(title, "", (), language, own),
        }

    def cover(self) -> tuple[bytes, tuple[str, ...]]:
        """The show's cover, its own picture or one drawn from its title, and what was done to a picture.

        A `cover.jpg` in the folder that Duologue has not drawn is the show's own, and stays as it is.

        Raises:
            ConfigError: `cover.jpg` or the picture of `show.yaml` cannot be a feed's cover.
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
                return data, ()
        if self.show.cover is not None and not named:
            return self._own_picture(self.show.cover)
        drawn = cover.draw(self.show.title or "", language=self.show.language or "en")
        return cover.drawn_for_show(drawn), ()

    def _own_picture(self, path: Path) -> tuple[bytes, tuple[str, ...]]:
        setting = Place(self.folder / SHOW_NAME, ("cover",))
        try:
            picture = cover.opened(read_bytes(path), str(path))
        except (EpisodeError, SourceError) as error:
            raise setting.error(f"cover: {error}") from None
        why = cover.too_small(picture.size)
        if why:
            raise setting.error(f"cover: {path}: {why}")
        return cover.made_cover(picture, str(path))

    def with_promises(self, promises: Promises, now: datetime) -> Site:
        """The same site with other promises."""
        return replace(self, promises=promises, releases=releases(self.written, self.episodes, promises, now))


def read_site(folder: Path, now: datetime | None = None) -> Site:
    """The show in `folder`; damaged episodes are named, and left out.

    Args:
        folder: holds one folder for each episode.
        now: in UTC; what is dated later is withheld.

    Raises:
        UsageError: no such folder.
        ConfigError: `show.yaml` or `published.json` is wrong.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    written = load_show(folder)
    library = read_library(folder, written)
    whole = {episode.folder.name: episode.manifest for episode in library.episodes}
    check_entries(written, whole, folder / SHOW_NAME, damaged=library.damaged)
    promises = read_promises(folder)
    found = releases(written, library.episodes, promises or Promises(), now or datetime.now(UTC))
    newest = next(iter((*found.out, *reversed(found.withheld))), None)
    show = complete(written, newest.manifest if newest else None)
    damaged = {name: why for name, why in library.damaged.items() if not written.entry(name).hidden}
    return Site(folder, show, written, library.episodes, found, damaged, promises)


def check_not_empty(site: Site) -> None:
    """Refuse a show without episodes.

    Raises:
        UsageError: there is no episode.
        ConfigError: there are some, and all are damaged.
    """
    if (site.folder / MANIFEST_NAME).is_file():
        raise UsageError(f"{site.folder} is an episode: name the folder that holds it")
    if site.episodes:
        return
    for error in site.damaged.values():
        raise error
    raise UsageError(f"{site.folder}: no episode in it; render one first")


def folder_address(url: str) -> str:
    """The address of a folder on the web in ASCII, without a slash at its end.

    Raises:
        UsageError: it is not a valid feed address.
    """
    try:
        address = ascii_address(url)
    except ValueError as error:
        said = "" if "@" in url else f"{url!r} is not a valid feed address: "
        raise UsageError(f"{said}{error}; write it like https://example.org/show") from None
    if "?" in address or "#" in address:
        raise UsageError(f"{url!r} is not a valid feed address: write it without ? and #")
    address = address.rstrip("/")
    if address.endswith(f"/{FEED_NAME}"):
        raise UsageError(
            f"--url is the folder's address, without {FEED_NAME}: {address[: -len(FEED_NAME) - 1]}"
        )
    return address
