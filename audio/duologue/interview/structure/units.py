"""Units: the lines of the blocks, divided where a speaker's label stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from duologue.interview.blocks import Block, Cut, Kind
from duologue.interview.people.labels import Label
from duologue.interview.text import Style, Text


@dataclass(slots=True)
class Unit:
    """A paragraph in the making.

    Attributes:
        block: where it stands.
        rows: its lines, without the label.
        label: the label that stands before it, if an accepted one does.
        name: the speaker that the label means.
        head: the source text of the label.
    """

    block: Block
    rows: list[Text]
    label: Label | None = None
    name: str | None = None
    head: Text = field(default_factory=Text)
    _string: str = ""
    _joined: int = 0
    """How many rows `_string` holds."""

    @property
    def string(self) -> str:
        """Its text, lines joined by line breaks."""
        if self._joined != len(self.rows):
            self._string = "\n".join([row.string for row in self.rows]).strip()
            self._joined = len(self.rows)
        return self._string

    def share(self, style: int) -> float:
        """How much of its text is set in `style`."""
        if len(self.rows) == 1:
            return self.rows[0].share(style)
        return Text([run for row in self.rows for run in row.runs]).share(style)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return self.block.kind is not Kind.HEADING and bool(self.string) and self.share(Style.BOLD) > 0.85

    @property
    def italic(self) -> bool:
        """Whether all of it is italic."""
        return self.block.kind is not Kind.HEADING and bool(self.string) and self.share(Style.ITALIC) > 0.9

    @property
    def at(self) -> int:
        """Where in the source it begins."""
        if self.head:
            return self.head.start
        return next((row.start for row in self.rows if row), self.block.at)

    def cut(self, reason: str) -> list[Cut]:
        """The cut that leaves it out, label and all; none if it is empty."""
        texts = [text for text in (self.head, *self.rows) if text]
        return [Cut(texts[0].start, texts[-1].end, reason)] if texts else []
