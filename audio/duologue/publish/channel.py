"""The channel of a feed: everything about the show that is no episode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from lxml import etree

from duologue.publish.releases import Release
from duologue.publish.rss import add, add_artwork, rfc2822, truth
from duologue.publish.show import SHOW_COVER_NAME, SHOW_SHARE_NAME, Show

_HOST = "host"


@dataclass(frozen=True, slots=True)
class FeedValues:
    """What is the same in every document of a feed.

    Attributes:
        show: a completed show (see `show.complete`).
        url: the folder's address on the web, without a slash at its end.
        guid: the show's UUID.
        built: since when the feed says what it says, in UTC.
    """

    show: Show
    url: str
    guid: str
    built: datetime


@dataclass(frozen=True, slots=True)
class PagedDocument:
    """Which document of a feed this is (RFC 5005, section 3).

    Attributes:
        name: its own.
        first: the newest document's.
        last: the oldest's.
        newer: that before it, if there is one.
        older: that after it, if there is one.
    """

    name: str
    first: str
    last: str
    newer: str | None = None
    older: str | None = None


def fill_channel(
    channel: etree._Element, values: FeedValues, place: PagedDocument, every: Sequence[Release]
) -> None:
    """Writes everything about the show into `channel`; `every` is all that is out, in whatever document."""
    show, url = values.show, values.url
    _links(channel, values, place)
    add(channel, "title", show.title)
    add(channel, "link", show.link or f"{url}/")
    add(channel, "description", show.description)
    add(channel, "language", show.language)
    add(channel, "generator", "Duologue")
    if place.name == place.first:  # the other documents stay as they are when an episode is added
        add(channel, "lastBuildDate", rfc2822(values.built))
    if show.copyright:
        add(channel, "copyright", show.copyright)
    _for_apple(channel, show, url)
    image = add(channel, "image")
    add(image, "url", f"{url}/{SHOW_COVER_NAME}")
    add(image, "title", show.title)
    add(image, "link", show.link or f"{url}/")
    _for_podcast_index(channel, values)
    _people(channel, show, every)
    _trailers(channel, show, url, every)


def _links(channel: etree._Element, values: FeedValues, place: PagedDocument) -> None:
    def link(relation: str, href: str) -> None:
        add(channel, "atom:link", href=href, rel=relation, type="application/rss+xml")

    link("self", f"{values.url}/{place.name}")
    if place.first != place.last:
        link("first", f"{values.url}/{place.first}")
        if place.newer:
            link("previous", f"{values.url}/{place.newer}")
        if place.older:
            link("next", f"{values.url}/{place.older}")
        link("last", f"{values.url}/{place.last}")
    if values.show.hub:
        add(channel, "atom:link", href=values.show.hub, rel="hub")


def _for_apple(channel: etree._Element, show: Show, url: str) -> None:
    add(channel, "itunes:author", show.author)
    if show.owner:
        owner = add(channel, "itunes:owner")
        add(owner, "itunes:name", show.owner.name or show.author)
        add(owner, "itunes:email", show.owner.email)
    main, sub = show.category
    category = add(channel, "itunes:category", text=main)
    if sub:
        add(category, "itunes:category", text=sub)
    add(channel, "itunes:explicit", truth(show.explicit))
    add(channel, "itunes:type", show.type)
    add(channel, "itunes:image", href=f"{url}/{SHOW_COVER_NAME}")
    if show.block is True:
        add(channel, "itunes:block", "Yes")
    if show.complete:
        add(channel, "itunes:complete", "Yes")
    if show.new_feed_url:
        add(channel, "itunes:new-feed-url", show.new_feed_url)


def _for_podcast_index(channel: etree._Element, values: FeedValues) -> None:
    show = values.show
    add(channel, "podcast:guid", values.guid)
    cover, card = f"{values.url}/{SHOW_COVER_NAME}", f"{values.url}/{SHOW_SHARE_NAME}"
    add_artwork(channel, cover, card, show.title)
    add(channel, "podcast:medium", "podcast")
    owner = show.owner.email if show.owner else None
    add(channel, "podcast:locked", "yes" if show.locked else "no", owner=owner)
    if show.block is True:
        add(channel, "podcast:block", "yes")
    elif show.block:
        for service in show.block:
            add(channel, "podcast:block", "yes", id=service)
    if show.license:
        add(channel, "podcast:license", show.license.name, url=show.license.url)
    if show.location:
        add(channel, "podcast:location", show.location.name, geo=show.location.geo, osm=show.location.osm)
    for funding in show.funding:
        add(channel, "podcast:funding", funding.title, url=funding.url)
    add(channel, "podcast:txt", "true", purpose="ai-content")


def _people(channel: etree._Element, show: Show, every: Sequence[Release]) -> None:
    """The show's own people: those who are given a role, and who else asks in most episodes."""
    said = {name: person.role for name, person in show.people.items() if person.role}
    for name, role in {**dict.fromkeys(_hosts(every), _HOST), **said}.items():
        found = show.people.get(name)
        add(
            channel,
            "podcast:person",
            name[:128],
            role=role,
            img=found.img if found else None,
            href=found.href if found else None,
        )


def _hosts(every: Sequence[Release]) -> Iterator[str]:
    asked = Counter(
        speaker.name
        for release in every
        for speaker in release.manifest.speakers
        if speaker.role == "interviewer"
    )
    for name, count in asked.most_common():
        if 2 * count > len(every):
            yield name


def _trailers(channel: etree._Element, show: Show, url: str, every: Sequence[Release]) -> None:
    if show.trailer:
        given = show.trailer
        add(
            channel,
            "podcast:trailer",
            given.title,
            pubdate=rfc2822(given.date),
            url=given.url,
            length=str(given.bytes) if given.bytes else None,
            type=given.type,
            season=str(given.season) if given.season else None,
        )
    for release in every:
        if release.entry.type == "trailer":
            add(
                channel,
                "podcast:trailer",
                release.manifest.title[:128],
                pubdate=rfc2822(release.published),
                url=enclosure_url(url, release),
                length=str(release.episode.mp3.stat().st_size),
                type="audio/mpeg",
                season=str(release.entry.season) if release.entry.season else None,
            )


def enclosure_url(url: str, release: Release) -> str:
    """The address of an episode's sound."""
    return f"{url}/{quote(release.folder)}/{quote(release.manifest.files.mp3)}"
