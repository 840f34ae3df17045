"""RSS and Atom: one item of a feed, the newest where none is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from html.entities import name2codepoint

from lxml import etree

from duologue.errors import NoInterviewError, SourceError, UsageError
from duologue.interview.blocks import Document, Meta
from duologue.interview.readers.dates import parse_date
from duologue.interview.readers.docx_styles import local
from duologue.interview.readers.html import read_html
from duologue.interview.readers.plain import read_plain
from duologue.interview.readers.xml import check_tags
from duologue.model import Doubt

_CONTENT = ("encoded", "content", "description", "summary")
_AMPERSAND = re.compile(r"&(?:([A-Za-z]\w{1,30});|(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};))")
_DATES = ("pubDate", "published", "date", "updated")


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of the feed: its place from 1, its title and day, and its element."""

    number: int
    node: etree._Element
    title: str
    day: date | None


def read_feed(source: str, name: str, wanted: int | None) -> Document:
    """The blocks of an item; lines are the feed's.

    Args:
        source: the feed.
        name: how errors call it.
        wanted: the item's number, from 1 for the first in the file; the newest if None.

    Raises:
        SourceError: it is no feed.
        NoInterviewError: it has no items, or this one no text.
        UsageError: it has no such item.
    """
    root = _root(source, name)
    items = list(_items(root))
    if not items:
        raise NoInterviewError(f"{name} is a feed without items, so there is no interview in it.")
    item = _chosen(items, wanted, name)
    content = max(_contents(item.node), key=lambda one: len(one[1]), default=None)
    if content is None:
        raise NoInterviewError(f"Item {item.number} of {name} holds no text, so there is no interview in it.")
    node, text = content
    marked = "<" in text
    document = read_html(text, whole=True) if marked else read_plain(text)
    first = int(node.sourceline or 1)  # type: ignore[call-overload]
    own = document.lines or tuple(range(1, document.source.count("\n") + 2))
    meta = _meta(root, item, document.meta)
    if wanted is None and len(items) > 1:
        said = f"the feed has {len(items)} items; the newest is read, number {item.number}"
        meta = replace(meta, doubts=(Doubt(first, f"{said} (--item N reads another)"),))
    return replace(document, meta=meta, kind="feed", lines=tuple(first + line - 1 for line in own))


def _root(source: str, name: str) -> etree._Element:
    check_tags(source)
    if "<!ENTITY" in source:
        raise SourceError(f"{name} declares entities, which a feed never does; it was not opened.")
    for text, recover in ((source, False), (_AMPERSAND.sub(_known, source), False), (source, True)):
        # Feeds hold entities of HTML and bare ampersands, which XML does not know, and worse.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=recover,
            encoding="utf-8",
        )
        try:
            root = etree.fromstring(text.lstrip().encode("utf-8", "replace"), parser)
        except (etree.LxmlError, ValueError):
            continue
        if root is not None:
            return root
    raise SourceError(f"{name} is a damaged feed.")


def _known(found: re.Match[str]) -> str:
    """An ampersand as XML knows it."""
    name = found[1]
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return found.group()
    code = name2codepoint.get(name or "")
    return f"&#{code};" if code else f"&amp;{found.group()[1:]}"


def _items(root: etree._Element) -> Iterator[_Item]:
    number = 0
    for node in root.iter():
        if local(node) in ("item", "entry"):
            number += 1
            title = _first(node, "title") or ""
            days = (parse_date(value) for tag in _DATES if (value := _first(node, tag)))
            yield _Item(number, node, title, next((day for day in days if day is not None), None))


def _chosen(items: list[_Item], wanted: int | None, name: str) -> _Item:
    if wanted is None:
        dated = [item for item in items if item.day is not None]
        # Of two on one day the one that the feed names first.
        return max(dated, key=lambda item: (item.day or date.min, -item.number), default=items[0])
    if not 1 <= wanted <= len(items):
        count = f"{len(items)} items" if len(items) > 1 else "1 item"
        raise UsageError(f"{name} has {count}, so there is no item {wanted}.")
    return items[wanted - 1]


def _first(node: etree._Element, tag: str) -> str | None:
    for child in node:
        if local(child) == tag:
            text = " ".join("".join(map(str, child.itertext())).split())
            if text:
                return text
    return None


def _contents(node: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements that may hold the text, with it: escaped HTML, or elements of their own (Atom's XHTML)."""
    for child in node:
        if local(child) not in _CONTENT:
            continue
        if len(child):
            text = "".join(etree.tostring(one, encoding="unicode", method="html") for one in child)
        else:
            text = child.text or ""
        if text.strip():
            yield child, text


def _link(node: etree._Element) -> str | None:
    for child in node:
        if local(child) == "link" and child.get("rel", "alternate") == "alternate":
            target = (child.get("href") or child.text or "").strip()
            if target:
                return target
    return None


def _meta(root: etree._Element, item: _Item, own: Meta) -> Meta:
    """What the feed says about the item, over what the item's own text says."""
    channel = next((node for node in root.iter() if local(node) in ("channel", "feed")), root)
    author = _first(item.node, "creator") or _name(item.node)
    return replace(
        own,
        title=item.title or own.title,
        published=item.day or own.published,
        source=_first(channel, "title") or own.source,
        url=_link(item.node) or own.url,
        authors=(author,) if author else own.authors,
    )


def _name(node: etree._Element) -> str | None:
    """An author: Atom names one within the element; RSS writes ``mail (name)``."""
    for child in node:
        if local(child) == "author":
            name = _first(child, "name") if len(child) else child.text or ""
            before, bracket, rest = (name or "").partition("(")
            return (rest.rstrip(")") if bracket else before).strip() or None
    return None
