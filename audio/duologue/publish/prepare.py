"""Before anything is published: what the show is called is settled, and what it promises is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from duologue.errors import ConfigError, UsageError
from duologue.publish.feed import FEED_NAME
from duologue.publish.library import write_changed
from duologue.publish.promises import PROMISES_NAME, FeedPromise, Promises, promises_of_feed, write_promises
from duologue.publish.releases import promised
from duologue.publish.rss import NAMESPACES
from duologue.publish.show import SHOW_COVER_NAME, SHOW_NAME
from duologue.publish.show_file import settle
from duologue.publish.site import Site, check_not_empty, folder_address, read_site
from duologue.publish.tagging import tag_as_show

ReadFile = Callable[[str], bytes | None]
"""What is at the place that is published to, by file name; None where there is no such file."""


@dataclass(frozen=True, slots=True)
class PreparedSite:
    """A show that can go out.

    Attributes:
        site: with its promises.
        url: the folder's address, without a slash at its end.
        cover: the show's, as it is published.
        notes: what a person should know.
    """

    site: Site
    url: str
    cover: bytes
    notes: tuple[str, ...] = ()


def prepare(
    folder: Path, url: str | None, now: datetime, there: ReadFile, *, dry: bool = False
) -> PreparedSite:
    """Settles the show in `folder`: writes `show.yaml`, the cover, and the show's name into its sounds.

    Args:
        folder: holds one folder for each episode.
        url: where it will be on the web; None for what `show.yaml` says.
        now: in UTC; episodes that go out for the first time have this date.
        there: the place that is published to.
        dry: whether nothing is written.

    Raises:
        UsageError: no such folder, no episode in it, no address, or another show is at that place.
        ConfigError: `show.yaml`, `published.json` or an episode is wrong.
        EpisodeError: something cannot be written.
    """
    site = read_site(folder, now)
    check_not_empty(site)
    for name, error in site.damaged.items():
        way_out = f"or leave it out, in {SHOW_NAME}: episodes: {{{name}: {{hidden: true}}}}"
        raise ConfigError(f"{_without_path(error)}; {way_out}", error.path)
    address = _address(site, url)
    notes: list[str] = []
    promises, recovered = _promises(site, address, there)
    if recovered:
        notes.append(f"{folder / PROMISES_NAME} is missing: dates and numbers are taken from {FEED_NAME}")
    cover, fitted = site.cover()
    notes += fitted
    if not dry:
        notes += _settle(site, address, cover)
        site = read_site(folder, now)
    promises = promised(site.written, site.episodes, promises, now).model_copy(update={"guid": promises.guid})
    site = site.with_promises(promises, now)
    if not dry and tag_as_show(site.show, site.out):
        site = read_site(folder, now).with_promises(promises, now)
    notes += _withheld(site)
    return PreparedSite(site, address, cover, tuple(notes))


def keep(site: Site, url: str, now: datetime, *, dry: bool = False) -> tuple[Site, dict[str, bytes]]:
    """Writes down what the feed promises, and makes it; `lastBuildDate` changes only with something else.

    Returns:
        The site with these promises, and the documents of the feed by file name.

    Raises:
        EpisodeError: `published.json` cannot be written.
    """
    promises = site.promises or Promises()
    if promises.feed is not None:
        before = site.feeds(url, promises.feed.changed)
        if _sha256(before) == promises.feed.sha256:
            if not dry:
                write_promises(site.folder, promises)
            return site, before
    built = now.replace(microsecond=0)
    made = site.feeds(url, built)
    promises = promises.model_copy(update={"feed": FeedPromise(sha256=_sha256(made), changed=built)})
    if not dry:
        write_promises(site.folder, promises)
    return replace(site, promises=promises), made


def utc_now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def _address(site: Site, url: str | None) -> str:
    if url is None and site.written.url is None:
        raise UsageError(
            f"say where the show will be on the web: --url https://example.org/show, or url: in "
            f"{site.folder / SHOW_NAME}"
        )
    return folder_address(url if url is not None else str(site.written.url))


def _promises(site: Site, address: str, there: ReadFile) -> tuple[Promises, bool]:
    """What has been promised, with the show's guid, and whether a feed had to tell it.

    Raises:
        UsageError: the feed at that place is another show's.
    """
    data = there(FEED_NAME)
    promises, recovered = site.promises, False
    feed = promises_of_feed(data, FEED_NAME) if data is not None else None
    ours = {episode.manifest.guid for episode in site.episodes}
    if promises is None and feed is not None:
        promises, recovered = _with_older(feed, data or b"", there), True
        if not ours & set(promises.episodes):
            raise _another_show(data or b"")
    known = Promises() if promises is None else promises
    guid = str(site.written.guid) if site.written.guid else known.guid or site.guid(address)
    if feed is not None and feed.guid not in (None, guid, known.guid):
        raise _another_show(data or b"")
    return known.model_copy(update={"guid": guid}), recovered


def _another_show(data: bytes) -> UsageError:
    title = etree.fromstring(data).findtext("channel/title")
    return UsageError(
        f"the place that is published to holds the feed of another show, {title!r}: choose another place, "
        f"or remove its {FEED_NAME} first"
    )


def _with_older(newest: Promises, data: bytes, there: ReadFile) -> Promises:
    """What all documents of a feed promise together."""
    episodes = dict(newest.episodes)
    seen = {FEED_NAME}
    while (name := _next_document(data)) is not None and name not in seen:
        seen.add(name)
        data = there(name) or b""
        if not data:
            break
        episodes = {**promises_of_feed(data, name).episodes, **episodes}
    return newest.model_copy(update={"episodes": episodes})


def _next_document(data: bytes) -> str | None:
    for link in etree.fromstring(data).findall("channel/atom:link", NAMESPACES):
        if link.get("rel") == "next":
            return str(link.get("href")).rpartition("/")[2]
    return None


def _settle(site: Site, address: str, cover: bytes) -> Iterator[str]:
    """Writes what `show.yaml` leaves open, and the drawn cover, so that no later episode changes them."""
    show = site.show
    values = {"title": show.title, "author": show.author, "language": show.language, "url": address}
    if site.written.cover is None:
        write_changed(site.folder / SHOW_COVER_NAME, cover)
        values["cover"] = SHOW_COVER_NAME
    written = settle(site.folder, {key: str(value) for key, value in values.items()})
    said = {"title": f"its title is {show.title!r}", "url": f"it is at {address}"}
    if written:
        what = ", ".join([said[key] for key in written if key in said] or written)
        yield f"{site.folder / SHOW_NAME} now keeps what the show is known by: {what}"
    if site.written.url is not None and folder_address(site.written.url) != address:
        yield (
            f"{site.folder / SHOW_NAME} says url: {site.written.url}, and this feed is for {address}; if the "
            "show has moved permanently, write the new address there"
        )


def _withheld(site: Site) -> Iterator[str]:
    for release in site.releases.withheld:
        yield f"{release.folder} is withheld until {release.published:%Y-%m-%d %H:%M} UTC"


def _without_path(error: ConfigError) -> str:
    return str(error).removeprefix(f"{error.path}: ")


def _sha256(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name])
    return digest.hexdigest()
