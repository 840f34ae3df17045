"""The Podcast Standards Project's rules for a feed (PSP-1), as far as they can be seen in the feed itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree

from duologue.publish.categories import CATEGORIES

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
_URL = re.compile(r"https?://[!-~]+")
_CHANNEL = ("title", "description", "link", "language", "itunes:category", "itunes:explicit", "itunes:image")
_CHANNEL_RECOMMENDED = ("podcast:locked", "podcast:guid", "itunes:author")
_ITEM = ("title", "enclosure", "guid")
_ITEM_RECOMMENDED = (
    *("link", "pubDate", "description", "itunes:duration", "itunes:image", "itunes:explicit"),
    "podcast:transcript",
)
_TRANSCRIPTS = {"text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip"}


def findings(feed: bytes, address: str) -> list[str]:
    """What PSP-1 would say against a feed at `address`, its recommendations included."""
    return list(_findings(feed, address))


def _findings(feed: bytes, address: str) -> Iterator[str]:
    if not feed.startswith(b"<?xml") or b"UTF-8" not in feed[:60]:
        yield "it does not begin with an XML declaration of UTF-8"
    rss = etree.fromstring(feed)
    if rss.tag != "rss" or rss.get("version") != "2.0":
        yield "it is no RSS 2.0"
    channel = rss.find("channel")
    assert channel is not None
    for name in (*_CHANNEL, *_CHANNEL_RECOMMENDED):
        if channel.find(name, NS) is None:
            yield f"the channel has no {name}"
    links = [link.get("href") for link in channel.findall("atom:link", NS) if link.get("rel") == "self"]
    if links != [address]:
        yield f"its own address is {links}"
    yield from _words(channel, "channel")
    for category in channel.findall("itunes:category", NS):
        main, below = str(category.get("text")), [str(sub.get("text")) for sub in category]
        if main not in CATEGORIES or any(sub not in CATEGORIES[main] for sub in below):
            yield f"there is no category {main} > {below}"
    guids: set[str | None] = set()
    enclosures: set[str | None] = set()
    for item in channel.findall("item"):
        title = item.findtext("title")
        for name in (*_ITEM, *_ITEM_RECOMMENDED):
            if item.find(name, NS) is None:
                yield f"{title} has no {name}"
        yield from _words(item, str(title))
        yield from _enclosure(item, str(title))
        guids.add(item.findtext("guid"))
        enclosure = item.find("enclosure")
        enclosures.add(None if enclosure is None else enclosure.get("url"))
    count = len(channel.findall("item"))
    if len(guids) != count or len(enclosures) != count:
        yield "a guid or an enclosure stands there twice"


def _words(element: etree._Element, name: str) -> Iterator[str]:
    description = element.findtext("description") or ""
    if not 0 < len(description.encode()) <= 4000:
        yield f"{name}: the description has {len(description.encode())} bytes"
    if element.findtext("itunes:explicit", namespaces=NS) not in ("true", "false"):
        yield f"{name}: explicit is neither true nor false"
    image = element.find("itunes:image", NS)
    for address in (element.findtext("link"), None if image is None else image.get("href")):
        if not address or not _URL.fullmatch(address):
            yield f"{name}: {address} is no address"


def _enclosure(item: etree._Element, title: str) -> Iterator[str]:
    enclosure = item.find("enclosure")
    if enclosure is None:
        return
    url = str(enclosure.get("url"))
    if not _URL.fullmatch(url) or not urlsplit(url).path.endswith(".mp3"):
        yield f"{title}: {url} is no address of a sound"
    if enclosure.get("type") != "audio/mpeg" or int(enclosure.get("length") or 0) <= 0:
        yield f"{title}: the enclosure has no type or no length"
    if parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is None:
        yield f"{title}: the date has no zone"
    if not (item.findtext("itunes:duration", namespaces=NS) or "").isdecimal():
        yield f"{title}: the duration is not in whole seconds"
    for transcript in item.findall("podcast:transcript", NS):
        if transcript.get("type") not in _TRANSCRIPTS or not _URL.fullmatch(str(transcript.get("url"))):
            yield f"{title}: a transcript of type {transcript.get('type')}"
