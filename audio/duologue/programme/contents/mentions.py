"""What is linked to while somebody speaks: addresses with their words and the moment they are heard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from duologue.model import Chapter, Illustration, Interview, Link, Section
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


def pictures_shown(interview: Interview, cues: Iterable[CueEntry]) -> Iterator[tuple[int, Illustration]]:
    """The pictures beside what is spoken, in order: when the paragraph begins in ms, and the picture."""
    turns, place = interview.turns(), (-1, -1)
    for cue in cues:
        if cue.turn < 0 or cue.kind != "speech" or place == (cue.turn, cue.paragraph):
            continue
        place = (cue.turn, cue.paragraph)
        for picture in turns[cue.turn].paragraphs[cue.paragraph].pictures:
            yield cue.start_ms, picture


def with_pictures(
    chapters: Sequence[Chapter], pictures: Iterable[tuple[int, Illustration]]
) -> tuple[Chapter, ...]:
    """The chapters, each with the first picture beside what is said in it, if there is one."""
    shown = list(pictures)

    def first(chapter: Chapter) -> Illustration | None:
        inside = (each for start_ms, each in shown if chapter.start_ms <= start_ms < chapter.end_ms)
        return next(inside, None)

    return tuple(replace(chapter, picture=first(chapter)) for chapter in chapters)


def _first_between(mentions: Sequence[Mention], start_ms: int, end_ms: int) -> str | None:
    return next((each.url for each in mentions if start_ms <= each.start_ms < end_ms), None)


def _all(interview: Interview, cues: Iterable[CueEntry]) -> Iterator[Mention]:
    turns = interview.turns()
    at, place = 0, (-1, -1)
    links: tuple[Link, ...] = ()
    headed, announced_ms = _headed(interview), -1
    for cue in cues:
        if cue.kind == "section" and announced_ms < 0:
            announced_ms = cue.start_ms
        if cue.turn < 0 or cue.kind != "speech":
            continue
        if cue.turn in headed:
            yield from _of_heading(headed.pop(cue.turn), announced_ms if announced_ms >= 0 else cue.start_ms)
        announced_ms = -1
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


def _of_heading(section: Section, start_ms: int) -> Iterator[Mention]:
    title = section.title or ""
    for link in (*section.links, *_bare(title, section.links)):
        words = " ".join(title[link.start : link.end].split())[:_LONGEST_TITLE]
        yield Mention(words, link.address, start_ms)


def _headed(interview: Interview) -> dict[int, Section]:
    """The titled sections by the number of their first turn."""
    found: dict[int, Section] = {}
    number = 0
    for section in interview.sections:
        if section.title:
            found.setdefault(number, section)
        number += len(section.turns)
    return found


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
