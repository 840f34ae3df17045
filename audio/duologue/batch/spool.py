"""Outcomes on the disk, one a line, so that a report of a million sources takes no memory."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from duologue.batch.outcome import Outcome, State


@dataclass
class Totals:
    """What a run came to so far.

    Attributes:
        states: how many sources of each state.
        duration_ms: how long the episodes play, of all states.
        new_takes, characters_sent: added up.
        expected_seconds: of a dry run; None where one is not known.
        doubts: how many doubts the reader had.
        unfit: how many episodes did not pass `check`.
        first_exit_code: of the first that failed.
    """

    states: Counter[State] = field(default_factory=Counter)
    duration_ms: int = 0
    new_takes: int = 0
    characters_sent: int = 0
    expected_seconds: float | None = 0.0
    doubts: int = 0
    unfit: int = 0
    first_exit_code: int = 0

    def add(self, outcome: Outcome) -> None:
        """Counts one more source."""
        self.states[outcome.state] += 1
        self.duration_ms += outcome.duration_ms
        self.characters_sent += outcome.characters_sent
        self.doubts += len(outcome.doubts)
        self.unfit += outcome.check is not None and not outcome.check.passed
        if outcome.state is not State.UNCHANGED:
            self.new_takes += outcome.takes.new
        if outcome.state is State.FAILED:
            self.first_exit_code = self.first_exit_code or outcome.exit_code
        if outcome.state is State.PLANNED:
            known = self.expected_seconds is not None and outcome.expected_seconds is not None
            self.expected_seconds = (
                (self.expected_seconds or 0.0) + (outcome.expected_seconds or 0.0) if known else None
            )

    @property
    def sources(self) -> int:
        """How many came to an end."""
        return self.states.total()


_BLOCK_BYTES = 1 << 16


class Spool:
    """The outcomes of a run, in a file that is gone when the run is. One thread adds, others may read."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (without a name: gone however the run ends)
        self._bytes = 0
        self.totals = Totals()

    def add(self, outcome: Outcome) -> None:
        """Keeps one more."""
        line = outcome.model_dump_json().encode() + b"\n"
        self._file.write(line)
        self._file.flush()
        self._bytes += len(line)
        self.totals.add(outcome)

    def __iter__(self) -> Iterator[Outcome]:
        """All outcomes so far, in the order in which they came."""
        at, rest = 0, b""
        while at < self._bytes:
            block = os.pread(self._file.fileno(), min(_BLOCK_BYTES, self._bytes - at), at)
            at += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from map(Outcome.model_validate_json, lines)

    def close(self) -> None:
        """Gives the disk back."""
        self._file.close()
