"""Making an episode of a recording, here or on another machine: finished, proved and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from duologue.batch.outcome import Doubt, Outcome, State, Takes, Verdict
from duologue.batch.shelf import Shelf
from duologue.checks import check_episode
from duologue.model import Episode, Interview
from duologue.pipeline.finishing import finish
from duologue.pipeline.recording import Recording
from duologue.store.takes import TakeCache

MOST_DOUBTS = 50
"""Doubts and findings of one episode that the report keeps."""


@dataclass(frozen=True)
class Work:
    """An episode of which everything is said.

    Attributes:
        source: its place.
        recording: what was said.
        notes: what a person should know of it.
        check: whether it is proved.
    """

    source: str
    recording: Recording
    notes: tuple[str, ...]
    check: bool


def make(work: Work, cache: TakeCache, shelf: Shelf, assembled: Callable[[int, int], None]) -> Outcome:
    """Finishes an episode, proves and keeps it.

    Args:
        work: what was said.
        cache: where its takes are.
        shelf: where it is kept.
        assembled: see `finish`.

    Raises:
        DuologueError: see `finish` and `Shelf.keep`.
    """
    return conclude(work, finish(work.recording, cache, assembled), cache, shelf)


def conclude(work: Work, episode: Episode, cache: TakeCache, shelf: Shelf) -> Outcome:
    """Proves and keeps an episode that is finished.

    Raises:
        EpisodeError: it cannot be kept.
    """
    verdict = None
    if work.check:
        report = check_episode(episode.folder, takes=cache)
        verdict = Verdict(passed=report.passed, findings=tuple(map(str, report.findings[:MOST_DOUBTS])))
    return shelf.keep(
        Outcome(
            source=work.source,
            state=State.UNCHANGED if episode.unchanged else State.DONE,
            title=episode.title,
            folder=str(episode.folder),
            mp3=str(episode.mp3),
            mp3_bytes=episode.mp3.stat().st_size,
            engine=episode.engine,
            duration_ms=episode.duration_ms,
            utterances=episode.utterances,
            takes=Takes(new=episode.new_takes, reused=episode.reused_takes),
            loudness_lufs=episode.loudness_lufs,
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            doubts=doubts_of(work.recording.interview),
            check=verdict,
            notes=work.notes,
        )
    )


def doubts_of(interview: Interview) -> tuple[Doubt, ...]:
    """What the reader doubts, for the report."""
    return tuple(Doubt(line=doubt.line, message=doubt.message) for doubt in interview.doubts[:MOST_DOUBTS])
