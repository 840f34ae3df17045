"""Documents made paragraph by paragraph, for formats whose text is taken out of a container.

The account's source is the paragraphs' text, each on lines of its own; a table says where each line stands in
the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from duologue.interview.blocks import Block, Cut, Document, Kind, Linked, Meta, Pictured
from duologue.interview.readers.raised import FOOTNOTE_MARK, Raised, meaning, powers, subscripts
from duologue.interview.text import Run, Style, Text
from duologue.limits import MAX_PACKED_TAGS, Budget, check_text


class Piece(NamedTuple):
    """A stretch of a paragraph that is set alike.

    Attributes:
        reason: why it is not spoken.
        raised: 1 above the line, -1 below it.
        shown: what stands for the text, as long as it, where that is not it.
        address: where it leads.
    """

    text: str
    style: int = Style.PLAIN
    reason: str | None = None
    raised: int = 0
    shown: str | None = None
    address: str | None = None


class Builder:
    """Collects paragraphs.

    Args:
        kind: the document's.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._source: list[str] = []
        self._size = 0
        self._begun = 0
        """Where in `_source` the paragraph at hand begins."""
        self._lines: list[int] = []
        self._blocks: list[Block] = []
        self._cuts: list[Cut] = []
        self._links: list[Linked] = []
        self._pictures: list[Pictured] = []
        self.budget = Budget()
        """Of paragraphs and what they are made of."""
        self.elements = Budget(nodes=MAX_PACKED_TAGS)
        """Of what a file holds besides."""

    def add(
        self, pieces: list[Piece], line: int, block: Block, pictures: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Adds a paragraph.

        Args:
            pieces: its text.
            line: where it stands in the file.
            block: what it is; its text and place are made here.
            pictures: name and words of each picture in it.

        Raises:
            Beyond: all paragraphs together are more than any interview has.
        """
        self.budget.spend(1 + len(pieces) // 2)
        if block.drop is None:
            self._pictures += (Pictured(self._size, *picture, len(self._blocks)) for picture in pictures)
        runs: list[Run] = []
        for number, piece in enumerate(pieces):
            runs += self._runs(pieces, number, runs, piece)
        self._end(line)
        text = Text(runs)
        bare = text.strip()
        if not bare:
            if block.image:
                self._blocks.append(replace(block, kind=Kind.IMAGE, text=Text(), at=self._size))
            return
        self._blocks.append(replace(block, text=text, at=bare.start))

    def mark(self, kind: Kind) -> None:
        """Adds a picture or a rule, which holds no text."""
        self._blocks.append(Block(kind, Text(), self._size))

    def document(self, meta: Meta, places: tuple[tuple[int, str], ...] = ()) -> Document:
        """All that was added."""
        lines = (*self._lines, self._lines[-1] if self._lines else 1)
        return Document(
            "".join(self._source),
            tuple(self._blocks),
            self._kind,
            meta,
            tuple(self._cuts),
            lines,
            places=places,
            links=tuple(self._links),
            pictures=tuple(self._pictures),
        )

    def _runs(self, pieces: list[Piece], number: int, before: list[Run], piece: Piece) -> list[Run]:
        """The runs of a piece, whose text goes into the source whatever becomes of it."""
        text, style, reason, raised, shown, address = piece
        if not text:
            return []
        begin = self._size
        self._source.append(text)
        self._size += len(text)
        if address:
            self._links.append(Linked(begin, self._size, address))
        sense = Raised.PLAIN
        after = pieces[number + 1].text if number + 1 < len(pieces) else ""
        if raised > 0 and reason is None:
            sense = meaning("".join(run.text for run in before[-4:]), text, after[:4])
            reason = FOOTNOTE_MARK if sense is Raised.NOTE else None
        if reason is not None:
            self._cuts.append(Cut(begin, self._size, reason))
            return []
        if sense is Raised.POWER:
            shown = powers(text)
        elif raised < 0 and after[:1].isdigit():
            shown = subscripts(text)
        caret = [Run("^", begin, begin, style)] if sense is Raised.CARET else []
        return [*caret, Run(shown or text, begin, self._size, style)]

    def _end(self, line: int) -> None:
        """Ends the lines of a paragraph."""
        check_text(self._size)
        breaks = sum(part.count("\n") for part in self._source[self._begun :])
        self._source.append("\n")
        self._begun = len(self._source)
        self._size += 1
        self._lines += [line] * (breaks + 1)
