"""Reading: any published interview, as it was published, with every decision explained.

interview = read_source("article.md")
print(write_script(interview))
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from duologue.interview import gc_pause
from duologue.interview.account import verify_account
from duologue.interview.assemble import assemble
from duologue.interview.blocks import Document
from duologue.interview.decode import decode, with_line_ends
from duologue.interview.explain import Explained, explain
from duologue.interview.fetch import fetch
from duologue.interview.hints import Hints, sidecar, with_hints
from duologue.interview.identity import identity_of, slug_of
from duologue.interview.json_form import interview_json
from duologue.interview.language import wanted_tag, with_language
from duologue.interview.links import with_addresses
from duologue.interview.origin import normalised, restored
from duologue.interview.pictures import with_whole_addresses
from duologue.interview.script import is_script, read_script, write_script
from duologue.interview.sources import (
    ALL,
    Choice,
    document_of,
    is_packed,
    read_bytes,
    text_document,
    within_limits,
)
from duologue.limits import check_lines
from duologue.model import Doubt, Interview
from duologue.redaction import public_address

__all__ = [
    "Choice",
    "Explained",
    "Hints",
    "explain",
    "interview_json",
    "read_bytes_as",
    "read_source",
    "read_text",
    "slug_of",
    "verify_account",
    "write_script",
]

_OF_MANY = (".xml", ".rss", ".atom")
"""Kinds of files of which one item is read."""


def read_source(
    source: str | Path,
    *,
    hints: Hints | None = None,
    allow_private: bool = False,
    choice: Choice = ALL,
) -> Interview:
    """Reads the interview in a file or at an http(s) address.

    Args:
        source: a path, or a URL.
        hints: corrections; without them, those in `<source>.hints.yaml` beside a file are used.
        allow_private: whether a URL may lead to a private address.
        choice: which chapter of a book, or which item of a feed.

    Raises:
        UsageError: there is no such file, chapter or item.
        SourceError: it cannot be read, is too large, or its address is refused.
        NoInterviewError: it is empty, binary, or there is no interview in it.
        ConfigError: a script's front matter or the hints are wrong.
    """
    address = str(source)
    if "://" in address[:16]:
        page = fetch(address, allow_private=allow_private)
        found = _Found(page.data, page.suffix, page.url, page.url, page.encoding)
        interview = _paused(found, hints, choice)
        interview = replace(interview, origin=address, url=interview.url or page.url)
        return _identified(with_whole_addresses(interview))
    path = Path(source)
    found = _Found(read_bytes(path), path.suffix, _readable(path.name), _readable(path.stem))
    interview = _paused(found, hints or sidecar(path), choice)
    packed = is_packed(found.data)
    interview = with_whole_addresses(interview, path.name if packed else "")
    name = _readable(path.stem)
    if choice.chapter or choice.item or path.suffix.lower() in _OF_MANY:
        # One of several that lie in the same file.
        name = f"{name} {interview.title}"
    return _identified(replace(interview, origin=str(path)), name)


def _paused(found: _Found, hints: Hints | None, choice: Choice) -> Interview:
    with gc_pause.paused():
        return _read(found, hints, choice)


def _readable(name: str) -> str:
    """A file's name as text, whatever bytes it has: no title or tag can hold half a character."""
    return name.encode("utf-8", "replace").decode("utf-8")


def read_bytes_as(data: bytes, suffix: str, *, hints: Hints | None = None, choice: Choice = ALL) -> Interview:
    """Reads the interview in a file's bytes; `suffix` is the ending such a file would have, or empty.

    Raises:
        NoInterviewError: there is none in it.
    """
    return _identified(_paused(_Found(data, suffix.lower(), "the text", ""), hints, choice))


def read_text(
    text: str, *, name: str = "the text", hints: Hints | None = None, language: str | None = None
) -> Interview:
    """Reads the interview in a text: Markdown, plain text, a script, subtitles, HTML or JSON.

    Raises:
        NoInterviewError: there is none in it.
    """
    text = with_line_ends(text)
    with gc_pause.paused():
        if is_script(text):
            return _identified(_script(text, name, language))
        document = text_document(text, name=name)
        document = with_hints(document, hints) if hints else document
        return _identified(_interview(with_language(document, language), name))


def _identified(interview: Interview, name: str = "") -> Interview:
    """The interview with an identity, which a script may have brought; without passwords in its addresses."""
    url = public_address(interview.url) if interview.url else interview.url
    interview = with_addresses(replace(interview, url=url, origin=public_address(interview.origin)))
    if interview.identity is not None or interview.account is None:
        return interview
    identity = identity_of(name=name or interview.title, url=interview.url, source=interview.account.source)
    return replace(interview, identity=identity)


@dataclass(frozen=True, slots=True)
class _Found:
    """What lay at a path or an address; `name` is how errors call it, `title` its title if it says none."""

    data: bytes
    suffix: str
    name: str
    title: str
    encoding: str | None = None


def _read(found: _Found, hints: Hints | None, choice: Choice) -> Interview:
    data, name = found.data, found.name
    if data.removeprefix(b"\xef\xbb\xbf").startswith(b"---") and b"duologue: script" in data[:20000]:
        text = decode(data, name=name)
        if is_script(text):
            return _script(text, name, choice.language)
    document = document_of(data, suffix=found.suffix, name=name, declared=found.encoding, choice=choice)
    if hints is not None:
        document = with_hints(document, hints)
    return _interview(with_language(document, choice.language), found.title)


def _script(text: str, name: str, language: str | None) -> Interview:
    with within_limits(name):
        check_lines(text)
        normal, origin = normalised(text)
    interview = restored(read_script(normal, name=name), origin)
    return replace(interview, language=wanted_tag(language)) if language else interview


def _interview(document: Document, name: str) -> Interview:
    """The interview in a document, with what the document itself doubts."""
    interview = restored(assemble(document, name=name), document.origin)
    doubts = [_placed(doubt, document) for doubt in (*document.meta.doubts, *interview.doubts)]
    return replace(interview, doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)))


def _placed(doubt: Doubt, document: Document) -> Doubt:
    """The doubt with the name of its page or chapter, where lines alone would not be found."""
    names = [name for line, name in document.places if line <= doubt.line]
    return replace(doubt, message=f"{doubt.message} ({names[-1]})") if names else doubt
