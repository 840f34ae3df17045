# ruff: noqa: E501
"""From a path or an address to a document: what kind of file it is, and limits on its size."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from duologue.errors import NoInterviewError, SourceError, UsageError
from duologue.interview.blocks import Document
from duologue.interview.decode import decode
from duologue.interview.readers.markdown import read_markdown
from duologue.interview.readers.plain import looks_like_markdown, read_plain
from duologue.interview.readers.subtitles import is_subtitles, read_subtitles

MAX_BYTES = 50_000_000
"""No interview is longer; a file beyond it is a mistake or an attack."""

_MARKDOWN = frozenset((".md", ".markdown", ".mdx", ".mkd", ".qmd", ".rmd"))
_HTML = frozenset((".html", ".htm", ".xhtml", ".shtml", ".mhtml"))
_SUBTITLES = frozenset((".srt", ".vtt"))
_PROGRAMS = frozenset(
    ".js .jsx .ts .tsx .mjs .cjs .py .rb .php .java .c .h .cc .cpp .hpp .cs .go .rs .swift .kt .scala .sh .bat .ps1 .pl .lua .r .sql .css .scss .less .vue".split()
)
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"ID3",
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"%PDF",
    b"\x1f\x8b",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
)


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        UsageError: there is no such file, or it is a folder.
        SourceError: it cannot be read, or is too large.
    """
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name the article in it.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(
                f"{path} is too large to be an interview ({size // 1_000_000} MB; the limit is {MAX_BYTES // 1_000_000} MB)."
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"There is no file {path}.") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error}).") from None
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{path} is too large to be an interview (the limit is {MAX_BYTES // 1_000_000} MB)."
        )
    return data


def document_of(data: bytes, *, suffix: str, name: str, declared: str | None = None) -> Document:
    """The document in `data`; `suffix` is the file's, or stands for its media type."""
    if data[:4] == b"PK\x03\x04":
        from duologue.interview.readers.docx import read_docx

        return read_docx(data, name)
    if data.startswith(_BINARY):
        raise NoInterviewError(f"{name} is a binary file, so there is no interview in it.")
    return text_document(decode(data, declared=declared, name=name), suffix=suffix, name=name)


def text_document(text: str, *, suffix: str = "", name: str = "the text") -> Document:
    """The document in a decoded text."""
    if suffix.lower() in _PROGRAMS:
        raise NoInterviewError(f"{name} is a program's source; save the interview in it as Markdown, HTML or JSON.")
    if not text.strip():
        raise NoInterviewError(f"{name} is empty, so there is no interview in it.")
    return _reader(text, suffix.lower(), name)(text)


def _reader(text: str, suffix: str, name: str) -> Callable[[str], Document]:
    head = text[:2000].lstrip().lower()
    if suffix in _SUBTITLES or (suffix not in _MARKDOWN and is_subtitles(text)):
        return read_subtitles
    if suffix in _HTML or (
        suffix not in _MARKDOWN
        and head.startswith(
            ("<!doctype html", "<html", "<body", "<div", "<article", "<?xml", "<section", "<p>", "<p ")
        )
    ):
        from duologue.interview.readers.html import read_html

        return read_html
    if suffix == ".json" or (head[:1] in ("{", "[") and suffix not in _MARKDOWN and _is_json(text)):
        from duologue.interview.readers.transcript_json import read_json

        return lambda source: read_json(source, name)
    if suffix in (".csv", ".tsv"):
        from duologue.interview.readers.table import read_table

        return lambda source: read_table(source, name)
    if suffix in _MARKDOWN:
        return read_markdown
    return read_markdown if looks_like_markdown(text) else read_plain


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
