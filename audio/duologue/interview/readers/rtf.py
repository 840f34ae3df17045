"""RTF: the paragraphs of a Rich Text file, with bold, italics, heading styles and lists."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.readers.builder import Builder, Piece
from duologue.interview.text import Style, Text

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_SKIPPED = frozenset(
    b"colortbl datastore generator latentstyles listoverridetable listtable nonshppict object "
    b"operator pict revtbl rsidtbl themedata xe tc txe rxe bkmkstart bkmkend author company keywords comment "
    b"doccomm subject creatim revtim printim version vern nofchars".split()
)
"""Groups without text."""
_APART = {
    b"footnote": "footnote",
    b"annotation": "comment",
    b"header": "page header",
    b"headerl": "page header",
    b"headerr": "page header",
    b"headerf": "page header",
    b"footer": "page footer",
    b"footerl": "page footer",
    b"footerr": "page footer",
    b"footerf": "page footer",
}
_CHARACTERS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": " ",
    b"line": "\n",
    b"tab": "\t",
}
_SIGNS = {b"~": "\u00a0", b"_": "-", b"-": ""}
_ENDS = (b"par", b"sect", b"cell", b"row", b"page", b"nestcell", b"nestrow")
_TOGGLES = {b"b": Style.BOLD, b"i": Style.ITALIC}
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
"""RTF 1.9.1, `\\fcharset`."""
_LINK = re.compile(r"\s{0,20}HYPERLINK\s{1,20}(?:\"(?P<quoted>[^\"]+)\"|(?P<bare>[^\s\"\\]+))", re.IGNORECASE)
"""The instruction of a field that leads elsewhere (RTF 1.9.1, Fields); `\\l` is a place in the document."""
_LONGEST_INSTRUCTION = 4000
_HEADING = re.compile(r"(?:heading|überschrift|titre|标题)\s{0,2}([1-6])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """What is set within a group; the one around it comes back when it ends."""

    style: int = Style.PLAIN
    raised: int = 0
    gone: str | None = None
    apart: str | None = None
    part: str = ""
    """``skip``, ``fonts``, ``styles``, ``title``, ``field`` or ``mark`` for what is no running text."""
    address: str | None = None
    """Where the text leads."""
    font: int = 0
    stands: int = 1
    """How many characters stand for one of `\\u` in programs that do not know it."""


@dataclass(slots=True)
class _Paragraph:
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    item: int = 0
    ordered: bool = False


def read_rtf(data: bytes, name: str) -> Document:
    """The blocks of a Rich Text file; lines are its paragraphs, from 1.

    Raises:
        NoInterviewError: there is no text in it.
        Beyond: it is nested deeper, or has more parts, than any interview.
    """
    document = _Reader(data).document()
    if not document.source.strip():
        raise NoInterviewError(f"{name} holds no text, so there is no interview in it.")
    return document


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._builder = Builder("rtf")
        self._group = _Group()
        self._stack: list[_Group] = []
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._codec = "cp1252"
        self._default_font = 0
        self._bytes = bytearray()
        self._units: list[int] = []
        self._passing = 0
        self._key = 0
        self._title = ""
        self._instruction = ""
        self._open = _Paragraph()
        self._aside: list[tuple[_Paragraph, str]] = []
        self._notes: list[tuple[_Paragraph, str]] = []
        self._number = 0

    def document(self) -> Document:
        """All that was read."""
        at = 0
        while found := _TOKEN.match(self._data, at):
            at = found.end()
            self._builder.elements.spend()
            if found["word"] == b"bin" and found["number"]:
                at += max(0, int(found["number"]))
            self._token(found)
        self._flush()
        self._end_paragraph()
        return self._builder.document(Meta(title=self._title.strip() or None))

    def _token(self, found: re.Match[bytes]) -> None:
        if (text := found["text"]) is not None:
            self._plain(text)
        elif found["hex"] is not None:
            if self._passing:
                self._passing -= 1
            else:
                self._flush_units()
                self._bytes.append(int(found["hex"], 16))
        elif found["brace"] == b"{":
            self._flush()
            self._stack.append(self._group)
            self._builder.elements.check_depth(len(self._stack))
        elif found["brace"] == b"}":
            self._flush()
            self._close()
        elif (word := found["word"]) is not None:
            self._word(word, int(found["number"]) if found["number"] else None)
        elif (sign := found["sign"]) is not None:
            self._sign(sign)

    def _plain(self, text: bytes) -> None:
        if self._passing:
            passed = min(self._passing, len(text))
            self._passing -= passed
            text = text[passed:]
        if text:
            self._flush_units()
            self._bytes += text

    def _close(self) -> None:
        before = self._group
        self._group = self._stack.pop() if self._stack else _Group()
        self._passing = 0
        if before.apart and not self._group.apart:
            self._aside.append((self._open, before.apart))
            self._open = self._notes.pop()[0] if self._notes else _Paragraph()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._group = replace(self._group, part="skip")
        elif sign in (b"\n", b"\r"):
            self._flush()
            self._end_paragraph()
        elif sign in _SIGNS:
            self._flush()
            self._add(_SIGNS[sign])
        elif sign in (b"\\", b"{", b"}"):
            self._plain(sign)

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self._flush_bytes()
            self._units.append(number % 65536)
            self._passing = self._group.stands
            return
        self._flush()
        group = self._group
        if word == b"fldinst":
            self._instruction = ""
            self._group = replace(group, part="field")
            return
        if group.part == "skip" and word not in _APART:
            return
        if word == b"fldrslt":
            found = _LINK.match(self._instruction)
            self._group = replace(
                group, address=(found["quoted"] or found["bare"]) if found else group.address
            )
        elif word in _SKIPPED:
            self._group = replace(group, part="skip")
        elif word in _APART:
            self._notes.append((self._open, ""))
            self._open = _Paragraph()
            self._group = replace(group, apart=_APART[word], part="")
        elif word in (b"fonttbl", b"stylesheet", b"title", b"listtext", b"pntext"):
            parts = {b"fonttbl": "fonts", b"stylesheet": "styles", b"title": "title"}
            self._group = replace(group, part=parts.get(word, "mark"))
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif word in _ENDS and not group.part:
            self._end_paragraph()
        else:
            self._set(word, number)

    def _set(self, word: bytes, number: int | None) -> None:
        """A word that sets how text looks, or what a table says."""
        group, on = self._group, number != 0
        if word in _TOGGLES:
            flag = _TOGGLES[word]
            self._group = replace(group, style=group.style | flag if on else group.style & ~flag)
        elif word == b"plain":
            self._group = replace(group, style=Style.PLAIN, raised=0, gone=None)
        elif word in (b"super", b"sub", b"nosupersub", b"up", b"dn"):
            raised = {b"super": 1, b"up": int(on), b"sub": -1, b"dn": -int(on)}.get(word, 0)
            self._group = replace(group, raised=raised)
        elif word in (b"strike", b"striked", b"deleted"):
            self._group = replace(group, gone="struck out" if on else None)
        elif word in (b"v", b"webhidden"):
            self._group = replace(group, gone="hidden" if on else None)
        elif word == b"uc":
            self._group = replace(group, stands=max(0, min(8, number or 0)))
        elif word == b"f":
            self._group = replace(group, font=number or 0)
            self._key = number or 0
        elif word == b"fcharset":
            self._fonts[self._key] = _CHARSETS.get(number or 0, "")
        elif word == b"ansicpg":
            self._codec = _codec(f"cp{number}")
        elif word in (b"mac", b"pc", b"pca"):
            self._codec = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}[word]
        else:
            self._set_paragraph(word, number)

    def _set_paragraph(self, word: bytes, number: int | None) -> None:
        if word == b"s" and self._group.part == "styles":
            self._key = number or 0
        elif word == b"pard":
            self._open.level = self._open.item = 0
        elif word == b"s":
            found = _HEADING.match(self._styles.get(number or 0, ""))
            title = self._styles.get(number or 0, "").lower() in ("title", "标题")
            self._open.level = 1 if title else int(found[1]) if found else self._open.level
        elif word == b"outlinelevel" and number is not None and 0 <= number < 6:
            self._open.level = number + 1
        elif word == b"ilvl":
            self._open.item = 1 + max(0, min(8, number or 0))
        elif word == b"ls":
            self._open.item = max(1, self._open.item)

    def _flush(self) -> None:
        self._flush_bytes()
        self._flush_units()

    def _flush_bytes(self) -> None:
        if self._bytes:
            codec = self._fonts.get(self._group.font) or self._codec
            text = bytes(self._bytes).decode(codec, errors="replace")
            self._bytes.clear()
            self._add(text)

    def _flush_units(self) -> None:
        if self._units:
            data = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._add(data.decode("utf-16-le", errors="replace"))

    def _add(self, text: str) -> None:
        group = self._group
        if not text or group.part in ("skip", "fonts"):
            return
        if group.part == "styles":
            self._styles[self._key] = text.strip().rstrip(";").strip()
            self._key = 0
        elif group.part == "title":
            self._title += text
        elif group.part == "field":
            self._instruction = (self._instruction + text)[:_LONGEST_INSTRUCTION]
        elif group.part == "mark":
            # The number or bullet that a list shows.
            self._open.item = max(1, self._open.item)
            self._open.ordered = any(char.isalnum() for char in text)
            self._open.pieces.append(Piece(text, group.style, "list mark"))
        else:
            mark = "list mark" if text == "•" and not self._open.pieces else group.gone
            self._open.pieces.append(Piece(text, group.style, mark, group.raised, address=group.address))

    def _end_paragraph(self) -> None:
        paragraph = self._open
        self._open = _Paragraph(level=paragraph.level, item=paragraph.item, ordered=paragraph.ordered)
        if self._group.apart:
            self._aside.append((paragraph, self._group.apart))
            return
        self._write(paragraph, None)
        for note, reason in self._aside:
            if note.pieces:
                self._write(note, reason)
        self._aside.clear()

    def _write(self, paragraph: _Paragraph, reason: str | None) -> None:
        self._number += 1
        block = Block(
            Kind.HEADING if paragraph.level else Kind.PARAGRAPH,
            Text(),
            0,
            paragraph.level,
            0,
            paragraph.item,
            paragraph.ordered,
            bool(paragraph.item),
            drop=reason,
        )
        self._builder.add(paragraph.pieces, self._number, block)


def _codec(name: str) -> str:
    known = {"cp936": "gb18030", "cp65001": "utf-8", "cp10000": "mac-roman"}.get(name, name)
    try:
        return codecs.lookup(known).name
    except LookupError:
        return "cp1252"
