"""What became of one source: as the report says it, and as it is kept for the next run."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

_MODEL = ConfigDict(frozen=True, extra="ignore")


class State(StrEnum):
    """How far a source has come."""

    DONE = "done"
    UNCHANGED = "unchanged"
    """Its episode was there already."""
    FAILED = "failed"
    PLANNED = "planned"
    """Of a dry run: it would be rendered."""


class Doubt(BaseModel):
    """What the reader was not sure of, and in which line of the source."""

    model_config = _MODEL
    line: int
    message: str


class Takes(BaseModel):
    """How many takes were voiced, and how many were in the cache."""

    model_config = _MODEL
    new: int = 0
    reused: int = 0


class Verdict(BaseModel):
    """What `check` says of an episode: whether it passed, and what is wrong."""

    model_config = _MODEL
    passed: bool
    findings: tuple[str, ...] = ()


class Outcome(BaseModel):
    """What became of one source.

    Attributes:
        source: its place.
        state: how far it came.
        title: the interview's; empty where it could not be read.
        folder, mp3: the episode's, with the MP3's length; empty where there is none.
        engine: what speaks in it.
        duration_ms: how long it plays, or is expected to.
        utterances: how many it has.
        takes: voiced and reused; of a dry run, those that would be.
        characters_sent: what a paid engine would be sent; of a dry run alone.
        expected_seconds: how long it would take; of a dry run alone, None where nobody knows.
        loudness_lufs: of the programme.
        seconds: wall time that this run spent on it.
        finished: when the episode was made, in UTC.
        doubts: of the reader.
        check: what `check` says; None where it was not asked.
        notes: what a person should know of it.
        error: why it failed, one sentence.
        exit_code: what `render` would have ended with.
    """

    model_config = _MODEL
    source: str
    state: State
    title: str = ""
    folder: str = ""
    mp3: str = ""
    mp3_bytes: int = 0
    engine: str = ""
    duration_ms: int = 0
    utterances: int = 0
    takes: Takes = Takes()
    characters_sent: int = 0
    expected_seconds: float | None = None
    loudness_lufs: float | None = None
    seconds: float = 0.0
    finished: str = ""
    doubts: tuple[Doubt, ...] = ()
    check: Verdict | None = None
    notes: tuple[str, ...] = ()
    error: str = ""
    exit_code: int = 0
