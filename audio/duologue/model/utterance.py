"""What is to be said: utterances, in the order of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from duologue.model.interview import Pause, Reading, Role


class UtteranceKind(StrEnum):
    """What an utterance is in the programme."""

    DISCLOSURE = "disclosure"
    """The spoken line that says the voices are synthetic."""
    TITLE = "title"
    """The episode's title, said by the narrator."""
    SECTION = "section"
    """A section's title, said by the narrator: the start of a chapter."""
    SPEECH = "speech"
    """A paragraph of a turn, or part of one."""
    MUSIC = "music"
    """A piece of music; nothing is said."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The unit that is voiced and cached: a paragraph or part of one, by one speaker.

    Attributes:
        kind: what it is in the programme.
        speaker: the speaker's name; the narrator's is ``narrator``.
        role: the speaker's role.
        written: the text as written, which transcripts show.
        section: index into the interview's sections; -1 before the first (disclosure, title).
        turn: number of the turn in the interview, from 0; -1 where there is none.
        paragraph: number of the paragraph in its turn, from 0.
        line: line in the source, from 1; 0 where there is none.
        cues: pauses and readings, with positions in `written`.
        pace: how much faster (+) or slower (-) than the speaker's voice it is said, in percent.
    """

    kind: UtteranceKind
    speaker: str
    role: Role
    written: str
    section: int = -1
    turn: int = -1
    paragraph: int = 0
    line: int = 0
    cues: tuple[Pause | Reading, ...] = ()
    pace: int = 0
