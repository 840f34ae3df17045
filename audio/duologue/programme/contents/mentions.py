"""What is linked to while somebody speaks: addresses with their words and the moment they are heard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from duologue.model import Chapter, Interview, Link
from duologue.programme.manifest import CueEntry
from duologue.web_address import ascii_address

_BARE = re.compile(r"https?://[^\s<>\"“”‘’「」『』《》（）()\[\]，。、；！？]{3,500}")
_AFTER = ".,;:!?'…"
"""Marks that end a sentence, not an address."""
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Mention:
    """A page that is spoken of.

    Attributes:
        title: the words that lead there.
        url: in ASCII.
        start_ms: when the sentence begins in which it is mentioned first.
    """

    title: str
    url: str
    start_ms: int


def mentions_of(interview: Interview, cues: Iterable[CueEntry]) -> tuple[Mention, ...]:
    """The pages of all links in what is spoken, each once, in the order in which they are heard.

    Args:
        interview: whose paragraphs have the links.
        cues: all of the programme, in time order.
    """
    first: dict[str, Mention] = {}
    for mention in _all(interview, cues):
        first.setdefault(mention.url, mention)
    return tuple(first.values())


def with_pages(chapters: Sequence[Chapter], mentions: Sequence[Mention]) -> tuple[Chapter, ...]:
    """The chapters, each with the first page that is mentioned in it, if one is."""
    return tuple(
        replace(chapter, url=chapter.url or _first_between(mentions, chapter.start_ms, chapter.end_ms))
        for chapter in chapters
    )


def _first_between(mentions: Sequence[Mention], start_ms: int, end_ms: int) -> str | None:
    return next((each.url for each in mentions if start_ms <= each.start_ms < end_ms), None)


def _all(interview: Interview, cues: Iterable[CueEntry]) -> Iterator[Mention]:
    turns = interview.turns()
    at, place = 0, (-1, -1)
    links: tuple[Link, ...] = ()
    for cue in cues:
        if cue.turn < 0 or cue.kind != "speech":
            continue
        paragraph = turns[cue.turn].paragraphs[cue.paragraph]
        if place != (cue.turn, cue.paragraph):
            at, place = 0, (cue.turn, cue.paragraph)
            links = (*paragraph.links, *_bare(paragraph.text, paragraph.links))
        begin = max(at, paragraph.text.find(cue.text, at))
        end = begin + len(cue.text)
        for link in links:
            if at <= link.start < end:
                title = " ".join(paragraph.text[link.start : link.end].split())[:_LONGEST_TITLE]
                yield Mention(title, link.address, cue.start_ms)
        at = end


def _bare(text: str, links: Sequence[Link]) -> Iterator[Link]:
    """Addresses that stand in the text itself."""
    for found in _BARE.finditer(text) if "://" in text else ():
        written = found.group().rstrip(_AFTER)
        start, end = found.start(), found.start() + len(written)
        if any(link.start < end and start < link.end for link in links):
            continue
        try:
            yield Link(start, end, ascii_address(written))
        except ValueError:
            continue  # words that look like one
