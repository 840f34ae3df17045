"""EPUB: the chapters of a book in their reading order, all or one of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urldefrag

from lxml import etree

from duologue.errors import NoInterviewError, SourceError, UsageError
from duologue.interview.blocks import Document, Kind, Meta
from duologue.interview.decode import decode
from duologue.interview.readers.archive import Archive
from duologue.interview.readers.dates import parse_date
from duologue.interview.readers.docx_styles import local
from duologue.interview.readers.html import read_html
from duologue.interview.readers.joined import joined
from duologue.interview.readers.xml import parse_xml
from duologue.limits import check_text

_KIND = "book"
_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_MOST_CHAPTERS = 5000
_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A document of the book: its part of the archive and what the contents call it."""

    part: str
    title: str


def read_epub(archive: Archive, name: str, chapter: str | None) -> Document:
    """The blocks of a book, or of one of its chapters.

    Lines are those of each chapter's own file; `places` says which line of the whole begins which chapter.

    Args:
        archive: the book.
        name: how errors call it.
        chapter: a chapter's number in reading order, from 1, or a part of its title; all of them if None.

    Raises:
        UsageError: there is no such chapter, or several.
        SourceError: the book is damaged, or locked against reading.
        NoInterviewError: there is no text in it.
    """
    if "META-INF/encryption.xml" in archive and b"enc#aes" in (
        archive.read("META-INF/encryption.xml") or b""
    ):
        raise SourceError(f"{name} is protected by DRM.")
    package, folder = _package(archive, name)
    chapters = list(_chapters(package, folder, archive, name))
    chosen = _chosen(chapters, chapter, name)
    meta = _meta(package)
    parts: list[tuple[str, Document]] = []
    size = 0
    for number, one in chosen:
        document = _read(archive.read(one.part) or b"", name)
        if document is None:
            continue
        document = _with_parts(document, posixpath.dirname(one.part))
        size += len(document.source)
        check_text(size)
        title = one.title or _heading(document)
        parts.append((f"chapter {number}" + (f", “{title}”" if title else ""), document))
        if chapter is not None:
            meta = replace(meta, title=title or meta.title)
    if not parts:
        raise NoInterviewError(f"{name} holds no text, so there is no interview in it.")
    return joined(parts, "epub", meta)


def _package(archive: Archive, name: str) -> tuple[etree._Element, str]:
    """The package document and its folder."""
    container = parse_xml(archive.read("META-INF/container.xml") or b"", name, _KIND)
    path = next((node.get("full-path") or "" for node in container.iter() if local(node) == "rootfile"), "")
    data = archive.read(path)
    if data is None:
        raise SourceError(f"{name} is a damaged book: its contents are missing.")
    return parse_xml(data, name, _KIND), posixpath.dirname(path)


def _chapters(package: etree._Element, folder: str, archive: Archive, name: str) -> Iterator[_Chapter]:
    """The documents in reading order."""
    items = {node.get("id") or "": node for node in package.iter() if local(node) == "item"}
    titles = _titles(items, package, folder, archive, name)
    seen: set[str] = set()
    for reference in (node for node in package.iter() if local(node) == "itemref"):
        item = items.get(reference.get("idref") or "")
        if item is None or item.get("media-type") not in _TYPES:
            continue
        part = _path(folder, item.get("href") or "")
        properties = (item.get("properties") or "").split()
        if part in seen or "nav" in properties or reference.get("linear") == "no":
            continue
        seen.add(part)
        yield _Chapter(part, titles.get(part, ""))
        if len(seen) >= _MOST_CHAPTERS:
            return


def _path(folder: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(urldefrag(reference)[0])))


def _titles(
    items: dict[str, etree._Element], package: etree._Element, folder: str, archive: Archive, name: str
) -> dict[str, str]:
    """What the contents call each document: EPUB 3's navigation, or EPUB 2's `toc.ncx`."""
    titles: dict[str, str] = {}
    for item in items.values():
        part = _path(folder, item.get("href") or "")
        if "nav" in (item.get("properties") or "").split():
            entries = [
                (link.get("href") or "", " ".join("".join(map(str, link.itertext())).split()))
                for link in _parsed(archive.read(part), name)
                if local(link) == "a"
            ]
        elif item.get("media-type") == "application/x-dtbncx+xml":
            entries = list(_ncx(_parsed(archive.read(part), name)))
        else:
            continue
        for reference, title in entries:
            if reference and title:
                titles.setdefault(_path(posixpath.dirname(part), reference), title)
    return titles


def _parsed(data: bytes | None, name: str) -> Iterator[etree._Element]:
    """The elements of a part; none for one that is missing or broken: the titles are not worth the book."""
    try:
        yield from parse_xml(data or b"", name, _KIND).iter()
    except SourceError:
        return


def _ncx(nodes: Iterator[etree._Element]) -> Iterator[tuple[str, str]]:
    title = ""
    for node in nodes:
        if local(node) == "text":
            title = " ".join((node.text or "").split())
        elif local(node) == "content":
            yield node.get("src") or "", title


def _chosen(chapters: list[_Chapter], wanted: str | None, name: str) -> list[tuple[int, _Chapter]]:
    numbered = list(enumerate(chapters, start=1))
    if wanted is None:
        return numbered
    if wanted.strip().isdecimal() and len(wanted) < 6:
        found = [one for one in numbered if one[0] == int(wanted)]
    else:
        found = [one for one in numbered if wanted.casefold() in one[1].title.casefold()]
    if len(found) == 1:
        return found
    known = ", ".join(f"{number} {one.title}".strip() for number, one in (found or numbered)[:_MOST_LISTED])
    more = len(found or numbered) - _MOST_LISTED
    listed = f"{known} and {more} more" if more > 0 else known
    problem = f"several chapters called {wanted!r}" if found else f"no chapter {wanted!r}"
    raise UsageError(f"{name} has {problem}; there are: {listed}.")


def _read(data: bytes, name: str) -> Document | None:
    try:
        return read_html(decode(data, name=name), whole=True)
    except NoInterviewError:
        return None


def _with_parts(document: Document, folder: str) -> Document:
    """The chapter with the names of the parts that its pictures are."""
    pictures = (
        each if ":" in each.address else replace(each, address=_path(folder, each.address))
        for each in document.pictures
    )
    return replace(document, pictures=tuple(pictures))


def _heading(document: Document) -> str:
    found = next((block.text.string for block in document.blocks if block.kind is Kind.HEADING), "")
    return " ".join(found.split())[:80]


def _meta(package: etree._Element) -> Meta:
    def first(tag: str) -> str | None:
        values = (" ".join((node.text or "").split()) for node in package.iter() if local(node) == tag)
        return next(filter(None, values), None)

    day = first("date")
    author = first("creator")
    return Meta(
        title=first("title"),
        published=parse_date(day) if day else None,
        source=first("publisher"),
        authors=(author,) if author else (),
        markup_language=first("language"),
    )
