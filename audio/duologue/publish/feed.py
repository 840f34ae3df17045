"""The feed: RSS 2.0 with the itunes, podcast, atom, content and psc namespaces; a long one in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from duologue.publish.channel import FeedValues, PagedDocument, fill_channel
from duologue.publish.feed_page import STYLESHEET_NAME
from duologue.publish.item import fill_item
from duologue.publish.releases import Release
from duologue.publish.rss import NAMESPACES

FEED_NAME = "feed.xml"
PAGED_FROM = 300
"""Episodes from which on the older ones are in documents of their own."""
PAGE = 50
"""Episodes in each of those."""


def feed_files(values: FeedValues, out: Sequence[Release]) -> dict[str, bytes]:
    """The documents of the feed by file name: `feed.xml` with the newest, then the older ones.

    From `PAGED_FROM` episodes on (RFC 5005, section 3), the older ones are in documents of `PAGE`, filled
    from the oldest: `feed-1.xml` holds the first fifty for ever, so that a new episode changes `feed.xml`
    alone. That keeps 250 to 299, for those who read no further.

    Args:
        values: what is the same in all of them.
        out: newest first.
    """
    parts = list(_parts(out))
    names = [name for name, _ in parts]
    made: dict[str, bytes] = {}
    for number, (name, episodes) in enumerate(parts):
        place = PagedDocument(
            name,
            names[0],
            names[-1],
            newer=names[number - 1] if number else None,
            older=names[number + 1] if number + 1 < len(names) else None,
        )
        made[name] = _document(values, place, episodes, out)
    return made


def _parts(out: Sequence[Release]) -> Iterator[tuple[str, Sequence[Release]]]:
    pages = 0 if len(out) < PAGED_FROM else (len(out) - PAGED_FROM) // PAGE + 1
    newest = len(out) - pages * PAGE
    yield FEED_NAME, out[:newest]
    for number in range(pages, 0, -1):
        start = len(out) - number * PAGE
        yield f"feed-{number}.xml", out[start : start + PAGE]


def _document(
    values: FeedValues, place: PagedDocument, episodes: Sequence[Release], every: Sequence[Release]
) -> bytes:
    rss = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
    channel = etree.SubElement(rss, "channel")
    fill_channel(channel, values, place, every)
    for release in episodes:
        fill_item(etree.SubElement(channel, "item"), values, release)
    style = etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{STYLESHEET_NAME}"')
    rss.addprevious(style)
    etree.indent(rss)
    return etree.tostring(rss.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"
