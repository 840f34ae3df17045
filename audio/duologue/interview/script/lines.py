"""An interview as one list of lines, headings and paragraphs alike, as a person sees and edits it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from duologue.model import NARRATOR, Interview, Paragraph, Role, Section, Turn, Utterance, UtteranceKind


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, or a paragraph of a speaker.

    Attributes:
        speaker: who says it; empty for a heading.
        paragraph: its text; a heading's is its title.
        opens: whether a turn begins with it, even where the same person has just spoken.
    """

    speaker: str
    paragraph: Paragraph
    opens: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it is a section's title."""
        return not self.speaker

    @property
    def text(self) -> str:
        """Its words."""
        return self.paragraph.text


def lines_of(interview: Interview) -> tuple[Line, ...]:
    """The interview's lines in order."""
    return tuple(_lines(interview))


def _lines(interview: Interview) -> Iterator[Line]:
    for number, section in enumerate(interview.sections):
        if section.title is not None or number:
            yield Line("", Paragraph(section.title or "", section.line, links=section.links))
        for turn in section.turns:
            for place, paragraph in enumerate(turn.paragraphs):
                yield Line(turn.speaker, paragraph, place == 0)


def with_lines(interview: Interview, lines: Iterable[Line]) -> Interview:
    """The interview with these lines: sections begin at headings, turns where another person speaks."""
    roles = {speaker.name: speaker.role for speaker in interview.speakers} | {NARRATOR: Role.NARRATOR}
    sections: list[tuple[Paragraph | None, list[Turn]]] = []
    for line in lines:
        if line.is_heading:
            sections.append((line.paragraph, []))
            continue
        if not sections:
            sections.append((None, []))
        turns = sections[-1][1]
        paragraph = line.paragraph
        if not turns or line.opens or turns[-1].speaker != line.speaker:
            turns.append(Turn(line.speaker, roles[line.speaker], paragraph.line, (paragraph,)))
        else:
            turns[-1] = replace(turns[-1], paragraphs=(*turns[-1].paragraphs, paragraph))
    made = tuple(_section(heading, tuple(turns)) for heading, turns in sections)
    return replace(interview, sections=made, dropped=(), doubts=(), account=None)


def _section(heading: Paragraph | None, turns: tuple[Turn, ...]) -> Section:
    if heading is None:
        return Section(None, turns)
    return Section(heading.text or None, turns, heading.line, heading.links)


def numbers_of_lines(interview: Interview) -> dict[tuple[int, int, int], int]:
    """Where an utterance is in the list: ``(section, turn, paragraph)`` → number of its line, from 0.

    A section's title is at ``(section, -1, 0)``.
    """
    found: dict[tuple[int, int, int], int] = {}
    turn_number = 0
    for number, section in enumerate(interview.sections):
        if section.title is not None or number:
            found[number, -1, 0] = len(found)
        for turn in section.turns:
            for place in range(len(turn.paragraphs)):
                found[number, turn_number, place] = len(found)
            turn_number += 1
    return found


def line_of(utterance: Utterance, numbers: dict[tuple[int, int, int], int]) -> int:
    """The number of the line that an utterance says; -1 for what stands before all lines."""
    if utterance.kind is UtteranceKind.SECTION:
        return numbers.get((utterance.section, -1, 0), -1)
    return numbers.get((utterance.section, utterance.turn, utterance.paragraph), -1)
