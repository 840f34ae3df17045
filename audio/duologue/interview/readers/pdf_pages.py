"""The text of a PDF's pages with its places and fonts, taken out in a process of its own.

Run as a program: the PDF on standard input, one JSON document on standard output. A PDF can hold what takes
hours or gigabytes to draw, and PDFium cannot be stopped from within: its process has limits that the system
keeps. Nothing of Duologue is imported here, so that it starts at once.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

MAX_MEMORY = 1_000_000_000
"""Bytes of addresses; what is really used is about half of it."""
_GAP = 1.6
"""Sizes of type between two characters that belong to no common stretch of a line."""
_SAME_LINE = 0.15
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi", "-bd", "medi")
_ITALIC_NAMES = ("italic", "oblique", "-it", "slanted", "kursiv")
_ITALIC_FLAG = 1 << 6
_BOLD_FLAG = 1 << 18
_BOLD_WEIGHT = 600
_STROKED = 2
_HYPHEN = "-"
_MOST_LINKS = 2000
"""Of a page."""
_LONGEST_ADDRESS = 2000
_MARKED_HYPHEN = 2
"""How PDFium writes a hyphen that it takes for one of a divided word."""


def pages_of(data: bytes, most: int) -> dict[str, Any]:
    """The pages: ``{"title", "pages": [{"width", "height", "parts": [part]}]}``.

    A part is ``[text, x0, x1, y, size, style, link]``. Style is 1 for bold, 2 for italics, 4 for turned text;
    a link is the address it leads to, or empty.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "locked" if "password" in str(error).lower() else "damaged"}
    if len(document) > most:
        return {"error": "pages"}
    found = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        width, height = page.get_size()
        links = list(_links(document.raw, page.raw, pypdfium2.raw))
        found.append({"width": width, "height": height, "parts": list(_parts(text, links, pypdfium2.raw))})
        text.close()
        page.close()
    try:
        title = document.get_metadata_value("Title")
    except pypdfium2.PdfiumError:
        title = ""
    return {"title": title, "pages": found}


def _links(document: Any, page: Any, raw: Any) -> Iterator[tuple[float, float, float, float, str]]:
    """Left, bottom, right, top and address of what leads to the web."""
    position, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(max(1, min(length, _LONGEST_ADDRESS)))
        raw.FPDFAction_GetURIPath(document, action, buffer, len(buffer))
        address = buffer.value.decode("utf-8", "replace")
        if address and length <= _LONGEST_ADDRESS and raw.FPDFLink_GetAnnotRect(link, box):
            yield box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top), address


def _parts(page: Any, links: list[tuple[float, float, float, float, str]], raw: Any) -> Iterator[list[Any]]:
    """The stretches of the page that are set alike on one line, in the order of the file."""
    looks = _Looks(page.raw, raw)
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    letters: list[str] = []
    begin = end = base = bottom = 0.0
    look: tuple[float, int, str] = (0.0, 0, "")
    space = False
    for number, char in enumerate(_characters(page.raw, raw)):
        if not char or char <= " " or char.isspace():
            space = True
            continue
        raw.FPDFText_GetLooseCharBox(page.raw, number, place)
        middle, centre = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        inside = (to for x0, y0, x1, y1, to in links if x0 <= middle <= x1 and y0 <= centre <= y1)
        now = (*looks.of(number), next(inside, ""))
        size = now[0] or 1.0
        left = box.left
        goes_on = (
            letters
            and now == look
            and abs(box.bottom - bottom) <= _SAME_LINE * size
            and -size < left - end <= _GAP * size
        )
        if not goes_on:
            if letters:
                yield ["".join(letters), begin, end, base, *look]
            raw.FPDFText_GetCharOrigin(page.raw, number, x, y)
            letters, begin, base, bottom = [], min(x.value, left), y.value, box.bottom
            look = now
        elif space:
            letters.append(" ")
        space = False
        letters.append(char)
        end = box.right
    if letters:
        yield ["".join(letters), begin, end, base, *look]


def _characters(page: Any, raw: Any) -> list[str]:
    """The page's characters, one for each of PDFium's; empty for what is not a character."""
    ask = raw.FPDFText_GetUnicode
    codes = [ask(page, number) for number in range(raw.FPDFText_CountChars(page))]
    return [_HYPHEN if code == _MARKED_HYPHEN else chr(code) if _is_character(code) else "" for code in codes]


def _is_character(code: int) -> bool:
    return 31 < code < 0x110000 and not 0xD800 <= code < 0xE000


class _Looks:
    """The size and style of characters, asked once for each object of the page that holds them."""

    def __init__(self, page: Any, raw: Any) -> None:
        self._page, self._raw = page, raw
        self._known: dict[int, tuple[float, int]] = {}

    def of(self, number: int) -> tuple[float, int]:
        """Size in points and style of a character."""
        thing = self._raw.FPDFText_GetTextObject(self._page, number)
        key = ctypes.addressof(thing.contents) if thing else 0
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._ask(number, thing)
        return known

    def _ask(self, number: int, thing: Any) -> tuple[float, int]:
        raw = self._raw
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._page, number, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = round(raw.FPDFText_GetFontSize(self._page, number) * scale, 1)
        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(self._page, number, None, 0, flags)
        buffer = ctypes.create_string_buffer(max(1, min(length, 200)))
        raw.FPDFText_GetFontInfo(self._page, number, buffer, len(buffer), flags)
        name = buffer.value.decode("utf-8", "replace").rpartition("+")[2].lower()
        mode = raw.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
        bold = (
            any(word in name for word in _BOLD_NAMES)
            or raw.FPDFText_GetFontWeight(self._page, number) >= _BOLD_WEIGHT
            or bool(flags.value & _BOLD_FLAG)
            or mode == _STROKED
        )
        italic = bool(flags.value & _ITALIC_FLAG) or any(word in name for word in _ITALIC_NAMES)
        turned = abs(matrix.b) > abs(matrix.a)
        return size, int(bold) | int(italic) << 1 | int(turned) << 2


def _limit(seconds: int) -> None:
    """Has the system end this process where it takes too much; Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def main(arguments: list[str]) -> int:
    """`pdf_pages.py SECONDS PAGES`."""
    seconds, most = map(int, arguments)
    _limit(seconds)
    try:
        found = pages_of(sys.stdin.buffer.read(), most)
    except MemoryError:
        found = {"error": "memory"}
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
