"""Elements of RSS 2.0 with the namespaces of podcasts; no text can break them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime

from lxml import etree

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(
    parent: etree._Element, name: str, content: str | None = None, **attributes: str | None
) -> etree._Element:
    """A new element at the end of `parent`.

    Args:
        parent: gets it.
        name: with its prefix, e.g. ``itunes:author``.
        content: its text; None for none.
        attributes: those that are None are left out.
    """
    prefix, colon, local = name.partition(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}" if colon else name
    given = {key: xml_text(value) for key, value in attributes.items() if value is not None}
    child = etree.SubElement(parent, tag, given)
    if content is not None:
        child.text = xml_text(content)
    return child


def add_artwork(parent: etree._Element, cover: str, card: str, title: str | None) -> None:
    """The square cover, and the card that other sites show, with the words that stand on both."""
    for href, purpose, ratio in ((cover, "artwork", "1/1"), (card, "social", "40/21")):
        shape = {"aspect-ratio": ratio}
        add(parent, "podcast:image", href=href, alt=title, type="image/jpeg", purpose=purpose, **shape)


def add_html(parent: etree._Element, name: str, html: str) -> None:
    """A new element with HTML in a CDATA section, as podcast apps expect it."""
    add(parent, name).text = etree.CDATA(xml_text(html).replace("]]>", "]]&gt;"))


def xml_text(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def truth(value: bool) -> str:
    """``true`` or ``false``."""
    return "true" if value else "false"


def rfc2822(moment: datetime) -> str:
    """A moment as RSS writes it, in UTC."""
    return format_datetime(moment.astimezone(UTC))
