"""Reading: `read`, and an interview as a script."""

from __future__ import annotations

from pathlib import Path

from duologue.errors import UsageError
from duologue.interview import Choice, Hints, read_bytes_as, read_source, read_text
from duologue.model import Interview


def read(
    source: str | Path | None = None,
    *,
    text: str | None = None,
    html: str | None = None,
    data: bytes | None = None,
    kind: str = "",
    hints: Hints | None = None,
    allow_private: bool = False,
    chapter: str | None = None,
    item: int | None = None,
) -> Interview:
    r"""Reads a published interview: who says what, and what is left out, with the reason.

    Args:
        source: a file or an http(s) address.
        text: an article as Markdown, plain text, subtitles or a script, instead of `source`.
        html: a page, instead of `source`.
        data: a file's bytes, instead of `source`; `kind` names what they are.
        kind: the ending such a file would have, e.g. ``docx``.
        hints: corrections; without them, those in ``<source>.hints.yaml`` beside a file count.
        allow_private: whether an address may lead to a private network.
        chapter: of a book, its number from 1 or a part of its title; the whole book if None.
        item: of a feed, its number from 1; the newest if None.

    Raises:
        UsageError: there is no such file, chapter or item, or not exactly one of the sources is given.
        SourceError: it cannot be read, is too large, or its address is refused.
        NoInterviewError: there is no interview in it.
        ConfigError: a script's front matter or the hints are wrong.

    Example:
        >>> interview = read(text="Ann Ray: What is a tide?\n\nBo Lind: The sea, coming and going.\n\n"
        ...                       "Ann Ray: Who counts them?\n\nBo Lind: I do, every day.")
        >>> [(turn.speaker, turn.role.value) for turn in interview.turns()][:2]
        [('Ann Ray', 'interviewer'), ('Bo Lind', 'interviewee')]
    """
    given = [each for each in (source, text, html, data) if each is not None]
    if len(given) != 1:
        raise UsageError("read takes one of: a source, text=, html= or data=")
    choice = Choice(chapter, item)
    if source is not None:
        return read_source(source, hints=hints, allow_private=allow_private, choice=choice)
    if text is not None:
        return read_text(text, hints=hints)
    if html is not None:
        return read_bytes_as(html.encode("utf-8", "surrogatepass"), ".html", hints=hints)
    assert data is not None  # noqa: S101 - one of the four is given
    return read_bytes_as(data, f".{kind.lstrip('.')}" if kind else "", hints=hints, choice=choice)
