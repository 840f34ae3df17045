# ruff: noqa: E501
"""DOCX: the paragraphs of `word/document.xml`, with bold, italics and heading styles."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from duologue.errors import NoInterviewError, SourceError
from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.text import Run, Style, Text

MAX_XML_BYTES = 60_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题|überschrift)\s{0,2}([1-6])|^([1-6])$", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Document:
    """The blocks of a Word document; each paragraph is a line of the account's source.

    Raises:
        NoInterviewError: it is another kind of archive.
        SourceError: it is damaged, or unpacks to more than any interview needs.
    """
    xml = _unpack(data, name)
    if b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml:
        raise SourceError(f"{name} declares entities, which a Word document never does; it was not opened.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.LxmlError:
        raise SourceError(f"{name} is a damaged Word document.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(f"{name} declares entities, which a Word document never does; it was not opened.")
    source: list[str] = []
    blocks: list[Block] = []
    at = 0
    title: str | None = None
    for paragraph in root.iter(f"{_W}p"):
        runs: list[Run] = []
        for text, style in _runs(paragraph):
            runs.append(Run(text.replace("\xa0", " "), at, at + len(text), style))
            source.append(text)
            at += len(text)
        level, listed, is_title = _properties(paragraph)
        block = Text(runs)
        if block.string.strip():
            if is_title:
                level = 1
                title = title or block.string.strip()
            blocks.append(
                Block(
                    Kind.HEADING if level else Kind.PARAGRAPH, block, block.strip().start, level, item=listed
                )
            )
        elif paragraph.find(f".//{_W}drawing") is not None:
            blocks.append(Block(Kind.IMAGE, Text(), at))
        source.append("\n")
        at += 1
    return Document("".join(source), tuple(blocks), "docx", Meta(title=title))


def _unpack(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            try:
                info = archive.getinfo("word/document.xml")
            except KeyError:
                raise NoInterviewError(
                    f"{name} is an archive, but no Word document, so there is no interview in it."
                ) from None
            if info.file_size > MAX_XML_BYTES:
                raise SourceError(
                    f"{name} unpacks to {info.file_size // 1_000_000} MB, more than any interview; it was not opened."
                )
            with archive.open(info) as file:
                # The size in the directory may lie: read no more than the limit.
                xml = file.read(MAX_XML_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise SourceError(f"{name} is a damaged Word document.") from None
    if len(xml) > MAX_XML_BYTES:
        raise SourceError(f"{name} unpacks to more than any interview; it was not opened.")
    return xml


def _runs(paragraph: etree._Element) -> Iterator[tuple[str, int]]:
    for run in paragraph.iter(f"{_W}r"):
        properties = run.find(f"{_W}rPr")
        style = Style.PLAIN
        if properties is not None:
            for tag, flag in (("b", Style.BOLD), ("i", Style.ITALIC)):
                mark = properties.find(f"{_W}{tag}")
                if mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "none"):
                    style |= flag
        for node in run:
            if node.tag == f"{_W}t" and node.text:
                yield node.text.replace("\n", " "), style
            elif node.tag in (f"{_W}br", f"{_W}cr"):
                yield "\n", style
            elif node.tag == f"{_W}tab":
                yield "\t", style


def _properties(paragraph: etree._Element) -> tuple[int, int, bool]:
    """Its heading level, how deep it stands in a list, and whether it is the title."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    value = (style.get(f"{_W}val") or "") if style is not None else ""
    found = _HEADING.search(value)
    listed = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return (
        int(found.group(1) or found.group(2)) if found else 0,
        int(listed),
        value.lower() in ("title", "标题"),
    )
