"""Zip archives that are documents: which kind one is, by what it holds."""

from __future__ import annotations

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Document
from duologue.interview.readers.archive import Archive


def read_packed(data: bytes, name: str, chapter: str | None) -> Document:
    """The document in an archive.

    Args:
        data: the file's bytes.
        name: how errors call it.
        chapter: which chapter of a book; see `epub.read_epub`.

    Raises:
        NoInterviewError: it is not a Word, OpenDocument or EPUB file.
        SourceError: it is damaged, or unpacks to more than any interview.
        UsageError: the book has no such chapter.
    """
    archive = Archive(data, name, "document")
    if "META-INF/container.xml" in archive:
        from duologue.interview.readers.epub import read_epub

        return read_epub(Archive(data, name, "book"), name, chapter)
    if "content.xml" in archive:
        from duologue.interview.readers.odt import read_odt

        return read_odt(Archive(data, name, "OpenDocument text"), name)
    if "word/document.xml" in archive or "_rels/.rels" in archive:
        from duologue.interview.readers.docx import read_docx

        return read_docx(Archive(data, name, "Word document"), name)
    raise NoInterviewError(
        f"{name} is an archive, but no Word document, OpenDocument text or book; there is no interview in it."
    )
