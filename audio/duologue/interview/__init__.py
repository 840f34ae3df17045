"""Reading: any published interview, as it was published, with every decision explained.

interview = read_source("article.md")
print(write_script(interview))
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from duologue.errors import NoInterviewError
from duologue.interview import gc_pause
from duologue.interview.account import verify_account
from duologue.interview.assemble import assemble
from duologue.interview.decode import decode
from duologue.interview.explain import Explained, explain
from duologue.interview.fetch import fetch
from duologue.interview.hints import Hints, sidecar, with_hints
from duologue.interview.identity import identity_of, slug_of
from duologue.interview.json_form import interview_json
from duologue.interview.script import is_script, read_script, write_script
from duologue.interview.sources import document_of, read_bytes, text_document
from duologue.model import Interview
from duologue.redaction import public_address

__all__ = [
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


def read_source(source: str | Path, *, hints: Hints | None = None, allow_private: bool = False) -> Interview:
    """Reads the interview in a file or at an http(s) address.

    Args:
        source: a path, or a URL.
        hints: corrections; without them, those in `<source>.hints.yaml` beside a file are used.
        allow_private: whether a URL may lead to a private address.

    Raises:
        UsageError: there is no such file.
        SourceError: it cannot be read, is too large, or its address is refused.
        NoInterviewError: it is empty, binary, or there is no interview in it.
        ConfigError: a script's front matter or the hints are wrong.
    """
    address = str(source)
    if "://" in address[:16]:
        page = fetch(address, allow_private=allow_private)
        with gc_pause.paused():
            interview = _read(page.data, page.suffix, page.url, page.url, hints, page.encoding)
        return _identified(replace(interview, origin=address, url=interview.url or page.url))
    path = Path(source)
    data = read_bytes(path)
    hints = hints or sidecar(path)
    with gc_pause.paused():
        interview = _read(data, path.suffix, _readable(path.name), _readable(path.stem), hints, None)
    return _identified(replace(interview, origin=str(path)), _readable(path.stem))


def _readable(name: str) -> str:
    """A file's name as text, whatever bytes it has: no title or tag can hold half a character."""
    return name.encode("utf-8", "replace").decode("utf-8")


def read_bytes_as(data: bytes, suffix: str, *, hints: Hints | None = None) -> Interview:
    """Reads the interview in a file's bytes; `suffix` is the ending such a file would have, or empty.

    Raises:
        NoInterviewError: there is none in it.
    """
    name = "the text"
    with gc_pause.paused():
        interview = _read(data, suffix.lower(), name, "", hints, None)
    return _identified(interview)


def read_text(text: str, *, name: str = "the text", hints: Hints | None = None) -> Interview:
    """Reads the interview in a text: Markdown, plain text, a script, subtitles, HTML or JSON.

    Raises:
        NoInterviewError: there is none in it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    with gc_pause.paused():
        if is_script(text):
            return _identified(read_script(text, name=name))
        document = text_document(text, name=name)
        return _identified(assemble(with_hints(document, hints) if hints else document, name=name))


def _identified(interview: Interview, name: str = "") -> Interview:
    """The interview with an identity, which a script may have brought; without passwords in its addresses."""
    url = public_address(interview.url) if interview.url else interview.url
    interview = replace(interview, url=url, origin=public_address(interview.origin))
    if interview.identity is not None or interview.account is None:
        return interview
    identity = identity_of(name=name or interview.title, url=interview.url, source=interview.account.source)
    return replace(interview, identity=identity)


def _read(
    data: bytes, suffix: str, name: str, title: str, hints: Hints | None, encoding: str | None
) -> Interview:
    if data.removeprefix(b"\xef\xbb\xbf").startswith(b"---") and b"duologue: script" in data[:20000]:
        text = decode(data, name=name)
        if is_script(text):
            return read_script(text, name=name)
    try:
        document = document_of(data, suffix=suffix, name=name, declared=encoding)
    except RecursionError:
        raise NoInterviewError(f"{name} is nested too deep to be an interview.") from None
    if hints is not None:
        document = with_hints(document, hints)
    return assemble(document, name=title)
