"""One progress bar over utterances, with the real-time factor and an honest time of arrival."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
)
from rich.progress import (
    Progress as Bar,
)
from rich.text import Text

from duologue import Plan, Progress, Utterance
from duologue.api.rendering import Spoken
from duologue.api.saying import expected_seconds
from duologue.cli.console import note

_FEWEST_SECONDS = 5.0
"""Sound that must be made before the rate says anything about what is left."""


class _Arrival(ProgressColumn):
    """The real-time factor so far and the time left, from the work still to do rather than from the count."""

    def render(self, task: Task) -> Text:
        rate, left = task.fields.get("factor"), task.fields.get("left_seconds")
        if rate is None or left is None:
            return Text("")
        minutes, seconds = divmod(round(left), 60)
        return Text(f"{rate:.1f}× real time, {minutes}:{seconds:02} left", style="cyan")


class RenderProgress:
    """Shows how far a render is: a bar for a person, a line now and then for a log."""

    def __init__(self, console: Console, plan: Plan) -> None:
        self._console = console
        self._expected: list[float] = []
        self._left = 0.0
        self._made_seconds = 0.0
        self._made_expected = 0.0
        self._started: float | None = None
        self._done = 0
        self._logged = 0
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(),
            _Arrival(),
            console=console,
            transient=True,
            disable=not console.is_terminal or console.quiet,
        )
        self._task = self._bar.add_task("speaking", total=len(plan.voicing.said))

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def hooks(self) -> Progress:
        """What `render` calls."""
        return Progress(self._spoken, self._assembled, self._begun, note)

    def _begun(self, said: Sequence[Utterance]) -> None:
        """Speaking begins, or begins anew with another engine."""
        self._expected = [expected_seconds(utterance.written) for utterance in said]
        self._left = sum(self._expected)
        self._made_seconds = self._made_expected = 0.0
        self._started = time.monotonic()
        self._done = self._logged = 0
        self._bar.update(self._task, completed=0, total=len(said))

    def _spoken(self, spoken: Spoken) -> None:
        self._done += 1
        self._left -= self._expected[spoken.number]
        if not spoken.reused:
            self._made_seconds += spoken.seconds
            self._made_expected += self._expected[spoken.number]
        self._bar.update(self._task, completed=self._done, **self._pace())
        self._log("speaking", self._done, len(self._expected))

    def _pace(self) -> dict[str, Any]:
        elapsed = time.monotonic() - (self._started or time.monotonic())
        if self._made_seconds < _FEWEST_SECONDS or elapsed <= 0:
            return {}
        return {
            "factor": self._made_seconds / elapsed,
            "left_seconds": max(self._left, 0.0) * elapsed / self._made_expected,
        }

    def _assembled(self, done: int, total: int) -> None:
        self._bar.update(
            self._task, description="mastering", completed=done, total=total, factor=None, left_seconds=None
        )

    def _log(self, what: str, done: int, total: int) -> None:
        """For a log: a line at every tenth, without a bar."""
        if self._console.is_terminal:
            return
        tenth = done * 10 // max(total, 1)
        if tenth > self._logged:
            self._logged = tenth
            self._console.print(f"{what}: {done} of {total}")
