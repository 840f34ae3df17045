"""PDF with a text layer: paragraphs put together again, running heads and page numbers left out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from duologue.errors import NoInterviewError, SourceError
from duologue.interview.blocks import Document, Meta
from duologue.interview.normal import plain
from duologue.interview.readers import pdf_pages
from duologue.interview.readers.pdf_edges import Edge, without_edges
from duologue.interview.readers.pdf_layout import ColumnLine, TextPart, lines_of
from duologue.interview.readers.pdf_paragraphs import Setter, usual_size
from duologue.limits import MAX_SECONDS, Beyond

MAX_PAGES = 3000
_PATIENCE = 6
"""How many times longer than its processor time a page's process may take, on a busy machine."""


def read_pdf(data: bytes, name: str) -> Document:
    """The blocks of a PDF's text; lines are its pages, from 1.

    Raises:
        NoInterviewError: it has no text layer.
        SourceError: it is damaged or locked.
        Beyond: it takes more time or memory than any interview.
    """
    found = _pages(data, name)
    pages = [[TextPart(*part) for part in page["parts"]] for page in found["pages"]]
    if not any(pages):
        raise NoInterviewError(
            f"{name} has pictures of pages and no text layer, so there is nothing to read; "
            "let a text recogniser (OCR) add one."
        )
    heights = [float(page["height"]) for page in found["pages"]]
    usual = usual_size(part for page in pages for part in page)
    lines: list[ColumnLine] = []
    apart: list[Edge] = []
    for number, (parts, edges) in enumerate(without_edges(pages, heights, usual)):
        lines += lines_of(parts, number)
        apart += edges
    title = " ".join(str(found.get("title") or "").split())
    meta = Meta(title=title if _says(lines, title) else None)
    return Setter(lines, heights).document(meta, apart)


def _says(lines: list[ColumnLine], title: str) -> bool:
    """Whether the first page shows the title that the file claims: programs write their own names there."""
    words = "".join(plain(title).split()).casefold()
    shown = "".join(plain(line.text) for line in lines if line.page == 0)
    return len(words) > 3 and words in "".join(shown.split()).casefold()


def _pages(data: bytes, name: str) -> dict[str, Any]:
    """What the page reader finds, in a process of its own."""
    program = Path(pdf_pages.__file__)
    command = [sys.executable, "-P", str(program), str(round(MAX_SECONDS)), str(MAX_PAGES)]
    seconds = MAX_SECONDS * _PATIENCE
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Beyond("takes too long to read") from None
    except OSError as error:
        raise SourceError(f"{name} cannot be read ({error.strerror}).") from None
    try:
        found = json.loads(run.stdout)
    except ValueError:
        # Ended by the system for its time or memory, or by PDFium itself on damaged data.
        raise Beyond("is damaged, or takes more time or memory than any interview") from None
    problems = {
        "locked": f"{name} is protected by a password.",
        "damaged": f"{name} is a damaged PDF.",
        "pages": f"{name} has more than {MAX_PAGES:,} pages; it was not read.",
        "memory": f"{name} takes more memory than any interview; it was not read.",
    }
    if "error" in found:
        raise SourceError(problems[found["error"]])
    return dict(found)
