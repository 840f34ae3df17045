"""Show notes: who talks, the chapters with their times, where the interview is from, how it was made.

One list of blocks, written as Markdown for the folder; `publish.notes` writes them as HTML for the feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from duologue.languages.page import PageWords, page_words
from duologue.model import NARRATOR, Chapter
from duologue.programme.contents.chapters import description_lines
from duologue.programme.contents.markdown import escaped
from duologue.programme.manifest import Manifest, SpeakerEntry


def safe_url(url: str | None) -> str | None:
    """The address if it is one that a page may link to (http or https), else None."""
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else None


@dataclass(frozen=True, slots=True)
class NoteHeading:
    """The title of what follows."""

    kind: ClassVar = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class NoteText:
    """A paragraph."""

    kind: ClassVar = "text"
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    kind: ClassVar = "list"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that players search for times: plain, one below the other."""

    kind: ClassVar = "lines"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteLink:
    """An address to follow."""

    kind: ClassVar = "link"
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Links:
    """A list of addresses."""

    kind: ClassVar = "links"
    links: tuple[NoteLink, ...]


Block = NoteHeading | NoteText | Bullets | Lines | NoteLink | Links


def blocks(episode: Manifest) -> Iterator[Block]:
    """The notes of an episode, block by block."""
    for paragraph in episode.summary.split("\n\n"):
        if paragraph.strip() and paragraph.strip() != episode.disclosure.comment:
            yield NoteText(" ".join(paragraph.split()))
    yield from _people(episode)
    times = description_lines([Chapter(c.title, c.start_ms, c.end_ms) for c in episode.chapters])
    if times:
        yield NoteHeading(page_words(episode.language).notes.chapters)
        yield Lines(times)
    yield from _mentioned(episode)
    yield from _origin(episode)


def _people(episode: Manifest) -> Iterator[Block]:
    words = page_words(episode.language)
    yield NoteHeading(words.people.heading)
    yield Bullets(tuple(_person(speaker, words) for speaker in episode.speakers))


def _person(speaker: SpeakerEntry, words: PageWords) -> str:
    name, about = words.speaker(speaker.name), about_person(speaker, words)
    return words.marks.bracketed.format(name=name, about=about) if about else name


def about_person(speaker: SpeakerEntry, words: PageWords) -> str:
    """What a person does in the interview, and whose voice speaks for them."""
    does = "" if speaker.name == NARRATOR else words.role(speaker.role)
    name = speaker.voice_title or speaker.voice
    voice = f"{words.people.voice} {name}" if name else ""
    return words.marks.also.join(filter(None, (does, voice)))


def _mentioned(episode: Manifest) -> Iterator[Block]:
    """What the article links to."""
    links = tuple(NoteLink(link.title, link.url) for link in episode.links if safe_url(link.url))
    if links:
        yield NoteHeading(page_words(episode.language).notes.mentioned)
        yield Links(links)


def _origin(episode: Manifest) -> Iterator[Block]:
    words, facts = page_words(episode.language).notes, origin_facts(episode)
    url = safe_url(episode.url)
    if facts or url:
        yield NoteHeading(words.source)
    if facts:
        yield Bullets(facts)
    if url:
        yield NoteLink(words.article, url)
    yield NoteHeading(words.made)
    yield from map(NoteText, how_made(episode))


def origin_facts(episode: Manifest) -> tuple[str, ...]:
    """Where the interview is from: publication, authors, date."""
    words = page_words(episode.language)
    facts = (
        (words.notes.source, episode.source),
        (words.people.written_by, words.marks.comma.join(episode.authors)),
        (words.notes.published, words.date(episode.published) if episode.published else None),
    )
    return tuple(f"{label}{words.marks.colon}{value}" for label, value in facts if value)


def how_made(episode: Manifest) -> tuple[str, ...]:
    """Whose music it is, that the voices are synthetic, and by which engines, if by several."""
    words = page_words(episode.language)
    music = f"{words.notes.music}{words.marks.colon}{episode.music_credit}" if episode.music_credit else ""
    mixed = words.notes.mixed.format(engines=episode.engine) if " + " in episode.engine else ""
    return tuple(filter(None, (music, episode.disclosure.comment, mixed)))


def show_notes_markdown(episode: Manifest) -> str:
    """`notes.md`: the title and all blocks, what Markdown would read as markup escaped."""
    out = [f"# {escaped(episode.title)}"]
    for block in blocks(episode):
        match block:
            case NoteHeading(text):
                out.append(f"## {escaped(text)}")
            case NoteText(text):
                out.append(escaped(text))
            case Bullets(items):
                out.append("\n".join(f"- {escaped(item)}" for item in items))
            case Lines(items):
                out.append("  \n".join(escaped(item) for item in items))
            case NoteLink():
                out.append(_md_link(block))
            case Links(links):
                out.append("\n".join(f"- {_md_link(link)}" for link in links))
    return "\n\n".join(out) + "\n"


def _md_link(link: NoteLink) -> str:
    return f"[{escaped(link.text)}](<{link.url}>)"
