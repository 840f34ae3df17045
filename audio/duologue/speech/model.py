"""The values that pass between casting, speaking and arranging. All frozen; samples are integers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from duologue.interview.model import Pause, Reading, Role


class Kind(StrEnum):
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
    """

    kind: Kind
    speaker: str
    role: Role
    written: str
    section: int = -1
    turn: int = -1
    paragraph: int = 0
    line: int = 0
    cues: tuple[Pause | Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """One engine's voice plus prosody.

    Attributes:
        engine: the engine's name, e.g. ``kokoro``.
        name: the engine's name for the voice, e.g. ``zm_yunxi``.
        rate_percent: faster (+) or slower (-) than the voice's own rate.
        pitch_hz: higher (+) or lower (-), for engines that can.
        volume_percent: louder (+) or softer (-) after levels are matched.
        model: the model of the engine that speaks, for engines that have several.
        instructions: how it is to be spoken, in words, for engines that take such.
    """

    engine: str
    name: str
    rate_percent: int = 0
    pitch_hz: int = 0
    volume_percent: int = 0
    model: str = ""
    instructions: str = ""

    def __str__(self) -> str:
        prosody = [
            f"{value:+d}{unit}"
            for value, unit in (
                (self.rate_percent, "% rate"),
                (self.pitch_hz, " Hz"),
                (self.volume_percent, "% volume"),
            )
            if value
        ]
        return f"{self.engine}:{self.name}" + (f" ({', '.join(prosody)})" if prosody else "")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a stretch of the written text is heard in a take: a sentence, or a word.

    Samples count from the start of the take at its own rate; `written_start` and `written_end` index
    the utterance's `written`.
    """

    start_sample: int
    end_sample: int
    written_start: int
    written_end: int


@dataclass(frozen=True, slots=True)
class Take:
    """One utterance as sound: mono PCM, shape (n,), int16, at `sample_rate` Hz, and its marks in order."""

    samples: NDArray[np.int16]
    sample_rate: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Voiced:
    """An utterance with its voice and the key of its take in the cache.

    `samples` is the take's length at `sample_rate` Hz, so that arranging reads no audio.
    """

    utterance: Utterance
    voice: Voice
    key: str
    samples: int
    sample_rate: int
    marks: tuple[Mark, ...] = ()


class TakeSource(Protocol):
    """Where takes are found by key."""

    def load(self, key: str) -> Take:
        """The take of `key`.

        Raises:
            KeyError: there is none, or it is damaged.
        """
        ...
