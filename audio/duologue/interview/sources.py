"""From a path or an address to a document: what kind of file it is, and limits on what it may cost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from duologue.errors import NoInterviewError, SourceError, UsageError
from duologue.interview.blocks import Document
from duologue.interview.decode import decode
from duologue.interview.normal import cleaned
from duologue.interview.origin import normalised
from duologue.interview.readers.markdown import read_markdown
from duologue.interview.readers.plain import looks_like_markdown, read_plain
from duologue.interview.readers.programs import is_program
from duologue.interview.readers.subtitles import is_subtitles, read_subtitles
from duologue.interview.readers.web_archive import is_web_archive, part_of_web_archive, read_web_archive
from duologue.limits import MAX_FILE_BYTES, Beyond, check_lines, check_text, read_file

_MARKDOWN = frozenset((".md", ".markdown", ".mdx", ".mkd", ".qmd", ".rmd"))
_HTML = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_SUBTITLES = frozenset((".srt", ".vtt"))
_TABLES = frozenset((".csv", ".tsv"))
_FEEDS = frozenset((".rss", ".atom"))
_PAGE_BEGINS = ("<!doctype html", "<html", "<body", "<div", "<article", "<?xml", "<section", "<p>", "<p ")
_FEED = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,2000}?-->\s{0,20}|<\?[^>]{0,400}>\s{0,20}){0,5}<(?:rss|feed|rdf:RDF)[\s>]",
    re.DOTALL,
)
_ZIP = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"ID3",
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"\x1f\x8b",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"PK\x05\x06",
    b"SQLite",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a source is read, where it has several, and as what.

    Attributes:
        chapter: of a book: its number, from 1, or a part of its title; the whole book if None.
        item: of a feed: its number, from 1 for the first in the file; the newest if None.
        language: what it is in, a tag or a name, whatever it says itself.
    """

    chapter: str | None = None
    item: int | None = None
    language: str | None = None


ALL = Choice()


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        UsageError: there is no such file, or it is a folder.
        SourceError: it cannot be read, is not a regular file, or is too large.
    """
    try:
        return read_file(path, MAX_FILE_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder; name the article in it.") from None
    except Beyond as beyond:
        raise SourceError(f"{_shown(path)} {beyond}.") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror or error}).") from None


def _shown(path: Path) -> str:
    return str(path).replace("\0", "\\0")


def document_of(
    data: bytes, *, suffix: str, name: str, declared: str | None = None, choice: Choice = ALL
) -> Document:
    """The document in `data`.

    Args:
        data: the file's or the answer's bytes.
        suffix: the file's, or one that stands for its media type.
        name: how errors call the source.
        declared: the encoding that a header names, if any.
        choice: which part of a book or a feed.

    Raises:
        NoInterviewError: it is empty, binary, or of a kind that holds no interviews.
        SourceError: it is damaged, or beyond a limit.
        UsageError: it has no such chapter or item.
    """
    with within_limits(name):
        found = _container(data, name, choice)
        if found is not None:
            return cleaned(found)
    text = decode(data, declared=declared, name=name)
    return text_document(text, suffix=suffix, name=name, choice=choice)


def is_packed(data: bytes) -> bool:
    """Whether a file holds its pictures itself, as parts of its own."""
    return data.startswith(_ZIP) or is_web_archive(data)


def part_of(data: bytes, part: str, name: str) -> bytes | None:
    """A part of a file that `is_packed`, by its name or address; None where there is none.

    Raises:
        SourceError: it is damaged, or larger than any part that is read.
    """
    if data.startswith(_ZIP):
        from duologue.interview.readers.archive import Archive

        return Archive(data, name, "document").read(part)
    return part_of_web_archive(data, part)


@contextmanager
def within_limits(name: str) -> Iterator[None]:
    """Says of which source a limit was passed."""
    try:
        yield
    except Beyond as beyond:
        raise SourceError(f"{name} {beyond}; it was not read.") from None
    except RecursionError:
        raise SourceError(f"{name} is nested too deep to be an interview; it was not read.") from None


def _container(data: bytes, name: str, choice: Choice) -> Document | None:
    """The document of a file that is no text, told by how it begins; None for a text."""
    if data.startswith(_ZIP):
        from duologue.interview.readers.packed import read_packed

        return read_packed(data, name, choice.chapter)
    if b"%PDF-" in data[:1024]:
        from duologue.interview.readers.pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"{\\rtf"):
        from duologue.interview.readers.rtf import read_rtf

        return read_rtf(data, name)
    if is_web_archive(data):
        return read_web_archive(data, name)
    if data.startswith(_OLD_WORD):
        raise NoInterviewError(f"{name} is in the old format of Word or Excel; save it as .docx.")
    if data.startswith(_BINARY):
        raise NoInterviewError(f"{name} is a binary file, so there is no interview in it.")
    return None


def text_document(text: str, *, suffix: str = "", name: str = "the text", choice: Choice = ALL) -> Document:
    """The document in a decoded text; raises like `document_of`."""
    if not text.strip():
        raise NoInterviewError(f"{name} is empty, so there is no interview in it.")
    with within_limits(name):
        return cleaned(_reader(text, suffix.lower(), name, choice)(text))


def _reader(text: str, suffix: str, name: str, choice: Choice) -> Callable[[str], Document]:
    head = text[:4000].lstrip().lower()
    if suffix in _SUBTITLES or (suffix not in _MARKDOWN and is_subtitles(text)):
        return _normal(read_subtitles, lines=False)
    if suffix in _FEEDS or (suffix not in _MARKDOWN and _FEED.match(text[:8000].lstrip())):
        from duologue.interview.readers.feed import read_feed

        return lambda source: read_feed(source, name, choice.item)
    if suffix in _HTML or (suffix not in _MARKDOWN and head.startswith(_PAGE_BEGINS)):
        from duologue.interview.readers.html import read_html

        return read_html
    if suffix == ".json" or (head[:1] in ("{", "[") and suffix not in _MARKDOWN and _is_json(text)):
        from duologue.interview.readers.transcript_json import read_json

        return _bounded(lambda source: read_json(source, name))
    if suffix in _TABLES:
        from duologue.interview.readers.table import read_table

        return _bounded(lambda source: read_table(source, name))
    if is_program(text, suffix):
        from duologue.interview.readers.source_code import read_program

        return lambda source: read_program(source, name)
    if suffix in _MARKDOWN:
        return _normal(read_markdown)
    return _normal(read_markdown if looks_like_markdown(text) else read_plain)


def _bounded(reader: Callable[[str], Document]) -> Callable[[str], Document]:
    """The reader for a text that is read as it stands, so that its length says what it costs."""

    def read(source: str) -> Document:
        check_text(len(source))
        return reader(source)

    return read


def _normal(reader: Callable[[str], Document], *, lines: bool = True) -> Callable[[str], Document]:
    """The reader for a text whose lines and marks are its structure: made normal before it is parsed.

    Args:
        reader: of the normal text.
        lines: whether a line may be a paragraph, so that they are counted.
    """

    def read(source: str) -> Document:
        if lines:
            check_lines(source)
        text, origin = normalised(source)
        return replace(reader(text), origin=origin)

    return _bounded(read)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
