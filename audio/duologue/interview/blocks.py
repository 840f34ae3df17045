# ruff: noqa: E501
"""What every reader gives: the decoded source, its blocks in order, and what it says about itself."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duologue.interview.text import Origin, Text
from duologue.model import Doubt


class Kind(StrEnum):
    """What a block is in its source."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    RULE = "rule"
    IMAGE = "image"
    CODE = "code"
    CUE = "cue"
    """A line of a subtitle file: the paragraph goes on in the next one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or the like, with lines divided by line breaks.

    Attributes:
        level: of a heading, 1 to 6.
        quote: how deep in block quotes.
        item: how deep in lists; `ordered` tells the innermost list's kind, `first` the first block of an item.
        speaker: who speaks, where the format itself says so.
        hint: what the format says about the block: ``question``, ``answer``, ``caption``, ``name``, ``time``, ``change`` of speaker.
        drop: a reason, where the reader itself knows that this is not spoken.
    """

    kind: Kind
    text: Text
    at: int
    level: int = 0
    quote: int = 0
    item: int = 0
    ordered: bool = False
    first: bool = False
    speaker: str | None = None
    hint: str = ""
    drop: str | None = None
    image: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """`source[start:end]` is not spoken, for `reason`."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Linked:
    """`source[start:end]` leads to `address`, as the source writes it."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of the article stands at `at` of the source, in the block with the number `block`.

    Attributes:
        address: as the source writes it: an address, a path, or the name of a part of the same file.
        alt: what stands for it where it is not seen.
    """

    at: int
    address: str
    alt: str = ""
    block: int = 0


@dataclass(frozen=True, slots=True)
class Meta:
    """What the source says about itself outside its text."""

    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    """As a person wrote it: a tag or a name."""
    language_line: int = 0
    """Where that stands; 0 where nobody knows."""
    markup_language: str | None = None
    """As the page's or the book's own markup has it, which is often a template's."""
    authors: tuple[str, ...] = ()
    picture: str | None = None
    people: tuple[str, ...] = ()
    """Names that are known to speak."""
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    section_level: int | None = None
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """What the source says about itself and is not certain, or cannot be used."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source that has been parsed, before anybody has asked who speaks.

    Attributes:
        lines: for sources whose text is taken out of a container (HTML, DOCX), the line of the file for each
            line of `source`; empty where they are the same.
        origin: the file's text, where `source` is its normal form and another text.
        places: where pages and chapters begin: the first line of each, and its name.
        links: in order, none over another.
        pictures: those that readers see in the article, in order.
    """

    source: str
    blocks: tuple[Block, ...]
    kind: str
    meta: Meta = Meta()
    cuts: tuple[Cut, ...] = ()
    lines: tuple[int, ...] = ()
    origin: Origin | None = field(default=None, compare=False, repr=False)
    places: tuple[tuple[int, str], ...] = ()
    links: tuple[Linked, ...] = ()
    pictures: tuple[Pictured, ...] = ()
    _starts: list[int] = field(default_factory=list, compare=False, repr=False)

    def line_of(self, at: int) -> int:
        """The line of the file, from 1, of the character at `at` of the source."""
        if not self._starts:
            self._starts.append(0)
            found = self.source.find("\n")
            while found >= 0:
                self._starts.append(found + 1)
                found = self.source.find("\n", found + 1)
        row = bisect_right(self._starts, max(0, at))
        return self.lines[min(row, len(self.lines)) - 1] if self.lines else row
