"""Show notes: who talks, the chapters with their times, where the interview is from, how it was made.

One list of blocks, written as Markdown for the folder and as HTML for the feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from duologue.model import NARRATOR, Chapter
from duologue.programme.contents.chapters import description_lines
from duologue.programme.contents.phrases import speaker_label, words_of
from duologue.programme.manifest import Manifest, SpeakerEntry


def safe_url(url: str | None) -> str | None:
    """The address if it is one that a page may link to (http or https), else None."""
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else None


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True)
class _List:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines that players search for times: plain, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    url: str


_Block = _Heading | _Text | _List | _Lines | _Link


def _blocks(episode: Manifest) -> Iterator[_Block]:
    for paragraph in episode.summary.split("\n\n"):
        if paragraph.strip() and paragraph.strip() != episode.disclosure.comment:
            yield _Text(" ".join(paragraph.split()))
    yield from _people(episode)
    times = description_lines([Chapter(c.title, c.start_ms, c.end_ms) for c in episode.chapters])
    if times:
        yield _Heading(words_of(episode.language).chapters)
        yield _Lines(times)
    yield from _origin(episode)


def _people(episode: Manifest) -> Iterator[_Block]:
    yield _Heading(words_of(episode.language).speakers)
    yield _List(tuple(_person(speaker, episode.language) for speaker in episode.speakers))


def _origin(episode: Manifest) -> Iterator[_Block]:
    """Where the interview is from, and how the episode was made."""
    words = words_of(episode.language)
    facts = [
        f"{label}{words.colon}{value}"
        for label, value in (
            (words.source, episode.source),
            (words.written_by, words.comma.join(episode.authors)),
            (words.published, episode.published.isoformat() if episode.published else None),
        )
        if value
    ]
    url = safe_url(episode.url)
    if facts or url:
        yield _Heading(words.source)
    if facts:
        yield _List(tuple(facts))
    if url:
        yield _Link(words.article, url)
    yield _Heading(words.made)
    if episode.music_credit:
        yield _Text(f"{words.music}{words.colon}{episode.music_credit}")
    yield _Text(episode.disclosure.comment)
    if " + " in episode.engine:
        yield _Text(words.mixed.format(episode.engine))


def _person(speaker: SpeakerEntry, language: str) -> str:
    words = words_of(language)
    name = speaker_label(speaker.name, language)
    does = "" if speaker.name == NARRATOR else words.roles[speaker.role]
    name = speaker.voice_title or speaker.voice
    voice = f"{words.voice} {name}" if name else ""
    inside = words.also.join(filter(None, (does, voice)))
    return words.bracketed.format(name, inside) if inside else name


def show_notes_markdown(episode: Manifest) -> str:
    """`notes.md`: the title and all blocks, what Markdown would read as markup escaped."""
    out = [f"# {_md(episode.title)}"]
    for block in _blocks(episode):
        match block:
            case _Heading(text):
                out.append(f"## {_md(text)}")
            case _Text(text):
                out.append(_md(text))
            case _List(items):
                out.append("\n".join(f"- {_md(item)}" for item in items))
            case _Lines(items):
                out.append("  \n".join(_md(item) for item in items))
            case _Link(text, url):
                out.append(f"[{_md(text)}](<{url}>)")
    return "\n\n".join(out) + "\n"


def show_notes_html(episode: Manifest) -> str:
    """The same blocks as HTML, for descriptions: paragraphs, lists and links only."""
    return _html(_blocks(episode))


def credits_html(episode: Manifest) -> str:
    """Who talks and where it is from, as HTML: the notes without what the player page shows anyway."""
    return _html((*_people(episode), *_origin(episode)))


def _html(blocks: Iterable[_Block]) -> str:
    out = []
    for block in blocks:
        match block:
            case _Heading(text):
                out.append(f"<p><strong>{escape(text)}</strong></p>")
            case _Text(text):
                out.append(f"<p>{escape(text)}</p>")
            case _List(items):
                out.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>")
            case _Lines(items):
                out.append("<p>" + "<br>\n".join(escape(item) for item in items) + "</p>")
            case _Link(text, url):
                out.append(f'<p><a href="{escape(url)}">{escape(text)}</a></p>')
    return "\n".join(out)


def _md(text: str) -> str:
    """Text as Markdown: no character of it is markup."""
    flat = " ".join(text.split())
    escaped = re.sub(r"([\\`*_\[\]<>&~|])", r"\\\1", flat)
    return re.sub(r"^(\d*)([#+\-=.)])", r"\1\\\2", escaped)
