"""DOCX: the paragraphs of a Word document by their styles, its notes and comments left out."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.readers.archive import Archive
from duologue.interview.readers.builder import Builder, Piece
from duologue.interview.readers.docx_styles import Look, Sheet, W, local
from duologue.interview.readers.xml import parse_xml
from duologue.interview.text import Style, Text

_MAIN = "word/document.xml"
_KIND = "Word document"
_APART = {
    "footnotes.xml": "footnote",
    "endnotes.xml": "footnote",
    "comments.xml": "comment",
    "header": "page header",
    "footer": "page footer",
}
"""Parts beside the document's own text, by how their names begin, and why they are not spoken."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_BLOCK = Block(Kind.PARAGRAPH, Text(), 0)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}


def read_docx(archive: Archive, name: str) -> Document:
    """The blocks of a Word document; lines are its paragraphs, from 1.

    Raises:
        NoInterviewError: it is another kind of archive.
        SourceError: it is damaged, or unpacks to more than any interview needs.
        Beyond: it has more elements than any interview.
    """
    main = _main_part(archive, name)
    content = archive.read(main)
    if content is None:
        raise NoInterviewError(f"{name} is an archive, but no Word document, so there is no interview in it.")
    folder = posixpath.dirname(main)
    sheet = Sheet(
        _tree(archive.read(f"{folder}/styles.xml"), name),
        _tree(archive.read(f"{folder}/numbering.xml"), name),
    )
    reader = _Reader(sheet, _targets(archive, main, name))
    reader.read(_parsed(content, name), None)
    title = reader.title
    for part in archive.names(f"{folder}/"):
        base = posixpath.basename(part)
        reason = next((reason for begin, reason in _APART.items() if base.startswith(begin)), None)
        if reason is not None and base.endswith(".xml") and posixpath.dirname(part) == folder:
            reader.read(_parsed(archive.read(part) or b"", name), reason)
    return reader.builder.document(Meta(title=title))


def _main_part(archive: Archive, name: str) -> str:
    """The part that holds the text: nearly always `word/document.xml`, but the package may say otherwise."""
    if _MAIN in archive:
        return _MAIN
    relations = _tree(archive.read("_rels/.rels"), name)
    for one in relations if relations is not None else ():
        if (one.get("Type") or "").endswith("/officeDocument"):
            return (one.get("Target") or "").lstrip("/")
    return _MAIN


def _targets(archive: Archive, part: str, name: str) -> dict[str, str]:
    """Where the links of a part lead, and which parts its pictures are, by the ids of its relations."""
    folder, base = posixpath.split(part)
    relations = _tree(archive.read(f"{folder}/_rels/{base}.rels"), name)
    found: dict[str, str] = {}
    for one in relations if relations is not None else ():
        kind, target = one.get("Type") or "", one.get("Target") or ""
        inside = one.get("TargetMode") != "External"
        if kind.endswith("/hyperlink"):
            found[one.get("Id") or ""] = target
        elif kind.endswith("/image") and target:
            found[one.get("Id") or ""] = posixpath.join("/", folder, target)[1:] if inside else target
    return found


def _tree(data: bytes | None, name: str) -> etree._Element | None:
    return None if data is None else _parsed(data, name)


def _parsed(data: bytes, name: str) -> etree._Element:
    # Office's strict form has other names for the same elements.
    return parse_xml(data.replace(_STRICT, W[1:-1].encode()), name, _KIND)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is open; those within it (of text boxes) wait until it ends."""

    look: Look
    pieces: list[Piece] = field(default_factory=list)
    inside: list[_Paragraph] = field(default_factory=list)
    image: bool = False
    pictures: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """One pass over a part's elements, however they stand within each other."""

    def __init__(self, sheet: Sheet, targets: Mapping[str, str] | None = None) -> None:
        self.builder = Builder("docx")
        self.title: str | None = None
        self._sheet = sheet
        self._open: list[_Paragraph] = []
        self._style = Style.PLAIN
        self._raised = 0
        self._gone: str | None = None
        self._targets = targets or {}
        self._links: list[str | None] = []
        self._alt = ""
        """The words for the drawing at hand."""
        self._number = 0
        self._skipped: etree._Element | None = None

    def read(self, root: etree._Element, reason: str | None) -> None:
        """Adds the paragraphs of a part; `reason` says why none of them is spoken, if none is."""
        depth = 0
        for event, node in etree.iterwalk(root, events=("start", "end")):
            tag = local(node)
            if event == "start":
                depth += 1
                self.builder.elements.spend()
                self.builder.elements.check_depth(depth)
                if self._skipped is None and tag in ("Fallback", "instrText", "pPrChange", "rPrChange"):
                    # A drawing for older programs repeats its text; the others are instructions and history.
                    self._skipped = node
                if self._skipped is None:
                    self._begin(node, tag)
            else:
                depth -= 1
                if node is self._skipped:
                    self._skipped = None
                elif self._skipped is None:
                    self._end(tag, reason)

    def _begin(self, node: etree._Element, tag: str) -> None:
        if tag == "p" and node.tag == f"{W}p":
            self._open.append(_Paragraph(self._sheet.look(node)))
        elif not self._open:
            return
        elif tag == "r":
            self._style, self._raised, self._gone = self._sheet.run(node, self._open[-1].look)
            self._style |= Style.LINK if self._links else Style.PLAIN
        elif tag == "hyperlink":
            self._links.append(self._targets.get(node.get(f"{_RELATION}id") or ""))
        elif tag in ("t", "delText") and node.text:
            reason = "struck out" if tag == "delText" or _moved(node) else self._gone
            text, address = node.text.replace("\n", " "), self._links[-1] if self._links else None
            self._open[-1].pieces.append(Piece(text, self._style, reason, self._raised, address=address))
        elif tag in _BREAKS:
            self._open[-1].pieces.append(Piece(_BREAKS[tag], self._style))
        elif tag in ("drawing", "pict", "object"):
            self._open[-1].image, self._alt = True, ""
        elif tag == "docPr":
            self._alt = node.get("descr") or ""
        elif tag in ("blip", "imagedata") and self._gone is None:
            target = self._targets.get(node.get(f"{_RELATION}embed") or node.get(f"{_RELATION}id") or "")
            if target:
                self._open[-1].pictures.append((target, self._alt))

    def _end(self, tag: str, reason: str | None) -> None:
        if tag == "hyperlink" and self._links:
            self._links.pop()
        if tag != "p" or not self._open:
            return
        paragraph = self._open.pop()
        if self._open:
            self._open[-1].inside.append(paragraph)
        else:
            self._write(paragraph, reason)

    def _write(self, paragraph: _Paragraph, reason: str | None) -> None:
        waiting = [paragraph]
        while waiting:
            one = waiting.pop()
            look = one.look
            self._number += 1
            if look.title and self.title is None and reason is None:
                self.title = "".join(piece.text for piece in one.pieces).strip() or None
            block = Block(
                Kind.HEADING if look.level else Kind.PARAGRAPH,
                _BLOCK.text,
                0,
                look.level,
                look.quote,
                look.item,
                look.ordered,
                bool(look.item),
                hint=look.hint,
                drop=reason or look.drop,
                image=one.image,
            )
            self.builder.add(one.pieces, self._number, block, one.pictures)
            waiting += reversed(one.inside)


def _moved(node: etree._Element) -> bool:
    """Whether a text has been moved elsewhere, with the change on record."""
    run = node.getparent()
    above = run.getparent() if run is not None else None
    return above is not None and above.tag == f"{W}moveFrom"
