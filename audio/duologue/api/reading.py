"""Reading: `read`, how each line was understood, and what is in doubt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from duologue.errors import UsageError
from duologue.interview import (
    Choice,
    Hints,
    interview_json,
    read_bytes_as,
    read_source,
    read_text,
    slug_of,
    write_script,
)
from duologue.interview.explain import NOT_SPOKEN, TITLE, Explained, explain
from duologue.model import Interview
from duologue.settings import Settings

__all__ = [
    "NOT_SPOKEN",
    "TITLE",
    "Explained",
    "Hints",
    "explain",
    "interview_json",
    "read",
    "slug_of",
    "with_reading_doubts",
    "write_script",
]


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
    language: str | None = None,
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
        language: what it is in, a tag or a name (`es-ES`, `Spanish`), whatever it says itself.

    Raises:
        UsageError: there is no such file, chapter, item or language, or not exactly one source is given.
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
    choice = Choice(chapter, item, language)
    if source is not None:
        return read_source(source, hints=hints, allow_private=allow_private, choice=choice)
    if text is not None:
        return read_text(text, hints=hints, language=language)
    if html is not None:
        return read_bytes_as(html.encode("utf-8", "surrogatepass"), ".html", hints=hints, choice=choice)
    assert data is not None  # noqa: S101 - one of the four is given
    return read_bytes_as(data, f".{kind.lstrip('.')}" if kind else "", hints=hints, choice=choice)


def with_reading_doubts(
    interview: Interview, *, settings: Settings | None = None, source: str = ""
) -> Interview:
    """The interview with its doubts about how words are said: names, polyphones and figures that are guessed.

    Args:
        interview: what `read` gave.
        settings: their lexicons say how names and terms are said; None for the shipped ones.
        source: where it was read from, for errors.

    Raises:
        ConfigError: a reading that is written in the script is wrong; names its line.
    """
    from duologue.speech.doubts import reading_doubts
    from duologue.speech.readings import check_readings
    from duologue.speech.speaker_names import with_names

    check_readings(interview, source)
    names = [speaker.name for speaker in interview.speakers]
    lexicon = with_names((settings or Settings()).lexicon_for(interview.language), names, interview.language)
    doubts = (*interview.doubts, *reading_doubts(interview, lexicon))
    return replace(interview, doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)))
