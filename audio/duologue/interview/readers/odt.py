"""ODT: the paragraphs of an OpenDocument text by their styles; notes and comments left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.readers.archive import Archive
from duologue.interview.readers.builder import Builder, Piece
from duologue.interview.readers.docx_styles import local
from duologue.interview.readers.xml import parse_xml
from duologue.interview.text import Style, Text

_KIND = "OpenDocument text"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE = f"{{{_NAMES}style:1.0}}"
_TEXT = f"{{{_NAMES}text:1.0}}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
_SPACE = re.compile(r"[ \t\n\r]+")
_LONGEST_CHAIN = 20
_MOST_SPACES = 1000
_APART = {
    "note-body": "footnote",
    "annotation": "comment",
    "deletion": "struck out",
    "table-of-content": "contents list",
    "note-citation": "footnote mark",
    "ruby-text": "reading aid",
    "hidden-text": "hidden",
    "hidden-paragraph": "hidden",
}
"""Elements whose text is not spoken."""
_OF_PICTURES = frozenset(f"{{{_NAMES}svg-compatible:1.0}}{name}" for name in ("title", "desc"))
"""What stands for a picture where it is not seen."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style makes of text."""

    style: int = Style.PLAIN
    raised: int = 0
    gone: str | None = None
    name: str = ""


@dataclass(slots=True)
class _Paragraph:
    look: _Look
    level: int
    item: int
    ordered: bool
    first: bool
    reason: str | None
    pieces: list[Piece] = field(default_factory=list)
    inside: list[_Paragraph] = field(default_factory=list)
    image: bool = False
    pictures: list[tuple[str, str]] = field(default_factory=list)


def read_odt(archive: Archive, name: str) -> Document:
    """The blocks of an OpenDocument text; lines are its paragraphs, from 1.

    Raises:
        NoInterviewError: it is a table or a drawing.
        SourceError: it is damaged, locked, or unpacks to more than any interview needs.
        Beyond: it has more elements than any interview.
    """
    root = parse_xml(archive.read("content.xml") or b"", name, _KIND)
    body = next(
        (
            node
            for node in root.iter()
            if local(node) == "text" and node.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:office")
        ),
        None,
    )
    if body is None:
        raise NoInterviewError(
            f"{name} is an OpenDocument file, but no text, so there is no interview in it."
        )
    styles = _Styles()
    for part in (archive.read("styles.xml"), None):
        styles.take(parse_xml(part, name, _KIND) if part is not None else root)
    reader = _Reader(styles)
    reader.read(body)
    return reader.builder.document(Meta(title=reader.title))


class _Styles:
    """The styles of a document, by their names; those of its own body come over the shared ones."""

    def __init__(self) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._ordered: dict[str, bool] = {}
        self._looks: dict[str, _Look] = {}

    def take(self, root: etree._Element) -> None:
        """Takes the styles of a part."""
        for node in root.iter(f"{_STYLE}style"):
            self._nodes[node.get(f"{_STYLE}name") or ""] = node
        for node in root.iter(f"{_TEXT}list-style"):
            first = next(iter(node), None)
            self._ordered[node.get(f"{_STYLE}name") or ""] = (
                first is not None and local(first) == "list-level-style-number"
            )

    def is_ordered(self, name: str) -> bool:
        """Whether a list has numbers."""
        return self._ordered.get(name, False)

    def look(self, name: str) -> _Look:
        """What a style makes of text, with all that it is derived from."""
        if name not in self._looks:
            chain: list[etree._Element] = []
            key = name
            while key in self._nodes and len(chain) < _LONGEST_CHAIN:
                chain.append(self._nodes[key])
                key = chain[-1].get(f"{_STYLE}parent-style-name") or ""
            look = _Look()
            for node in reversed(chain):
                look = _with_properties(look, node)
            named = " ".join(node.get(f"{_STYLE}name") or "" for node in chain) or name
            self._looks[name] = _Look(look.style, look.raised, look.gone, named)
        return self._looks[name]


def _with_properties(look: _Look, node: etree._Element) -> _Look:
    own = node.find(f"{_STYLE}text-properties")
    if own is None:
        return look
    style = look.style
    for key, flag, words in (
        ("font-weight", Style.BOLD, ("bold", "600", "700", "800", "900")),
        ("font-style", Style.ITALIC, ("italic", "oblique")),
    ):
        value = own.get(f"{_FO}{key}")
        if value is not None:
            style = style | flag if value in words else style & ~flag
    place = own.get(f"{_STYLE}text-position") or ""
    raised = 1 if place.startswith("super") else -1 if place.startswith("sub") else look.raised
    gone = look.gone
    if own.get(f"{_TEXT}display") == "none":
        gone = "hidden"
    elif own.get(f"{_STYLE}text-line-through-style") not in (None, "none"):
        gone = "struck out"
    return _Look(style, raised, gone)


class _Reader:
    """One pass over the body's elements, however they stand within each other."""

    def __init__(self, styles: _Styles) -> None:
        self.builder = Builder("odt")
        self.title: str | None = None
        self._styles = styles
        self._open: list[_Paragraph] = []
        self._looks: list[_Look] = []
        self._apart: list[str] = []
        self._lists: list[bool] = []
        self._fresh = False
        self._links: list[str | None] = []
        self._number = 0

    def read(self, body: etree._Element) -> None:
        """Adds all paragraphs."""
        depth = 0
        for event, node in etree.iterwalk(body, events=("start", "end")):
            tag = local(node)
            if event == "start":
                depth += 1
                self.builder.elements.spend()
                self.builder.elements.check_depth(depth)
                self._begin(node, tag)
                self._words(node.text, str(node.tag))
            else:
                depth -= 1
                self._end(tag)
                if node is not body:
                    self._words(node.tail)

    def _begin(self, node: etree._Element, tag: str) -> None:
        named = node.get(f"{_TEXT}style-name") or ""
        if tag in _APART:
            self._apart.append(_APART[tag])
        if tag in ("p", "h"):
            look = self._styles.look(named)
            level = node.get(f"{_TEXT}outline-level") or "1" if tag == "h" else ""
            self._open.append(
                _Paragraph(
                    look,
                    min(6, int(level)) if level.isdigit() and len(level) < 3 else 0,
                    len(self._lists),
                    bool(self._lists and self._lists[-1]),
                    self._fresh,
                    self._apart[0] if self._apart else None,
                )
            )
            self._looks.append(look)
            self._fresh = False
        elif tag == "list":
            outer = bool(self._lists and self._lists[-1])
            self._lists.append(self._styles.is_ordered(named) if named else outer)
        elif tag == "list-item":
            self._fresh = True
        elif tag == "span":
            self._looks.append(_over(self._looks[-1] if self._looks else _Look(), self._styles.look(named)))
        elif tag == "a":
            self._links.append(node.get(f"{_XLINK}href"))
        elif self._open:
            self._empty(node, tag)

    def _empty(self, node: etree._Element, tag: str) -> None:
        """An element that stands for white space or a picture."""
        if tag == "line-break":
            self._piece("\n")
        elif tag == "tab":
            self._piece("\t")
        elif tag == "s":
            count = node.get(f"{_TEXT}c") or "1"
            self._piece(" " * min(_MOST_SPACES, int(count) if count.isdigit() and len(count) < 6 else 1))
        elif tag == "image":
            self._open[-1].image = True
            address = node.get(f"{_XLINK}href") or ""
            if address and not self._apart:
                self._open[-1].pictures.append((address.removeprefix("./"), _words_for(node)))

    def _words(self, text: str | None, tag: str = "") -> None:
        if text and self._open and tag not in _OF_PICTURES:
            self._piece(_SPACE.sub(" ", text))

    def _piece(self, text: str) -> None:
        look = self._looks[-1]
        style = look.style | (Style.LINK if self._links else Style.PLAIN)
        reason = self._apart[-1] if self._apart and not self._open[-1].reason else look.gone
        address = self._links[-1] if self._links else None
        self._open[-1].pieces.append(Piece(text, style, reason, look.raised, address=address))

    def _end(self, tag: str) -> None:
        if tag in _APART:
            self._apart.pop()
        if tag in ("p", "h"):
            self._looks.pop()
            paragraph = self._open.pop()
            if self._open:
                self._open[-1].inside.append(paragraph)
            else:
                self._write(paragraph)
        elif tag == "list":
            self._lists.pop()
        elif tag == "span":
            self._looks.pop()
        elif tag == "a" and self._links:
            self._links.pop()

    def _write(self, paragraph: _Paragraph) -> None:
        waiting = [paragraph]
        while waiting:
            one = waiting.pop()
            self._number += 1
            names = one.look.name.lower().split()
            level = 1 if "title" in names else one.level
            if "title" in names and self.title is None:
                self.title = "".join(piece.text for piece in one.pieces).strip() or None
            block = Block(
                Kind.HEADING if level else Kind.PARAGRAPH,
                Text(),
                0,
                level,
                int("quotations" in names or "quote" in names),
                one.item,
                one.ordered,
                one.first,
                hint="caption" if {"caption", "illustration", "figure"} & set(names) else "",
                drop=one.reason,
                image=one.image,
            )
            self.builder.add(one.pieces, self._number, block, one.pictures)
            waiting += reversed(one.inside)


def _words_for(image: etree._Element) -> str:
    """What the frame of a picture says of it: its description, else its title."""
    frame = image.getparent()
    said = {local(each): each.text or "" for each in frame} if frame is not None else {}
    return said.get("desc") or said.get("title") or ""


def _over(below: _Look, above: _Look) -> _Look:
    """A span's look within another's."""
    return _Look(below.style | above.style, above.raised or below.raised, above.gone or below.gone)
