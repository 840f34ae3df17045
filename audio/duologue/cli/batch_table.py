"""How far a catalogue is: a live table for a person, a line for each source in a log."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from duologue.api.batching import Census, Outcome, Source, State, Watcher, work_of
from duologue.cli.console import note, printable
from duologue.clock import short

_LEAST_SECONDS = 15.0
"""Before this nothing is said of the time that is left."""
_FAILURES_SHOWN = 5
_STYLES = {State.DONE: "green", State.UNCHANGED: "dim", State.FAILED: "bold red", State.PLANNED: "cyan"}


@dataclass
class _Running:
    """A source that is under way. `all` is of utterances, then of stretches that are mastered."""

    source: Source
    title: str = ""
    stage: str = "reading"
    done: int = 0
    all: int = 0

    @property
    def share(self) -> float:
        """How much of the work is done: speaking is nearly all of it."""
        if self.stage == "reading" or not self.all:
            return 0.0
        part = self.done / self.all
        return 0.9 * part if self.stage == "speaking" else 0.9 + 0.1 * part


class BatchTable(Watcher):
    """Shows how far a run is.

    Args:
        console: where.
        census: what there is to do.
        clock: monotonic seconds.
    """

    def __init__(self, console: Console, census: Census, clock: Callable[[], float] = time.monotonic) -> None:
        self._console, self._census, self._clock = console, census, clock
        self._started = clock()
        self._running: dict[str, _Running] = {}
        self._counts = dict.fromkeys(State, 0)
        self._failures: deque[Outcome] = deque(maxlen=_FAILURES_SHOWN)
        self._left_work = float(census.work)
        self._worked = 0.0
        self._made_seconds = 0.0
        self._ended = 0
        live = console.is_terminal and not console.quiet
        self._live = Live(console=console, get_renderable=self.shown, refresh_per_second=4) if live else None

    def __enter__(self) -> Self:
        self._started = self._clock()
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def begun(self, source: Source) -> None:
        """See `Watcher.begun`."""
        self._running[source.place] = _Running(source)

    def speaking(self, source: Source, title: str, utterances: int) -> None:
        """See `Watcher.speaking`."""
        self._running[source.place] = _Running(source, title, "speaking", 0, utterances)

    def spoken(self, source: Source, seconds: float, *, reused: bool) -> None:
        """See `Watcher.spoken`."""
        self._running[source.place].done += 1
        self._made_seconds += 0.0 if reused else seconds

    def mastering(self, source: Source, done: int, of: int) -> None:
        """See `Watcher.mastering`."""
        running = self._running.get(source.place)
        if running is not None:
            running.stage, running.done, running.all = "mastering", done, of

    def ended(self, source: Source, outcome: Outcome) -> None:
        """See `Watcher.ended`."""
        self._running.pop(source.place, None)
        self._ended += 1
        self._counts[outcome.state] += 1
        self._left_work = max(0.0, self._left_work - work_of(source))
        if outcome.state in (State.DONE, State.PLANNED):
            self._worked += work_of(source)
        if outcome.state is State.FAILED:
            self._failures.append(outcome)
        if self._live is None and outcome.state is not State.UNCHANGED:
            self._console.print(self._line(outcome), soft_wrap=True)

    def told(self, message: str) -> None:
        """See `Watcher.told`."""
        note(message)

    @property
    def left_seconds(self) -> float | None:
        """How long it will take yet, from what was done so far; None where that says too little."""
        elapsed = self._clock() - self._started
        under_way = sum(each.share * work_of(each.source) for each in self._running.values())
        worked = self._worked + under_way
        if elapsed < _LEAST_SECONDS or worked <= 0:
            return None
        return max(0.0, self._left_work - under_way) * elapsed / worked

    def shown(self) -> RenderableType:
        """The table as it is now."""
        grid = Table.grid(padding=(0, 2))
        for each in self._running.values():
            grid.add_row(*self._row(each))
        failures = [
            Text(printable(f"✗ {each.source}: {each.error}"), style="red", overflow="ellipsis", no_wrap=True)
            for each in self._failures
        ]
        return Group(self._head(), ProgressBar(self._census.sources, self._ended), grid, *failures)

    def _head(self) -> Text:
        elapsed = self._clock() - self._started
        text = Text(f"{self._ended} of {max(self._census.sources, self._ended)}")
        for state, count in self._counts.items():
            if count:
                text.append(f"  {count} {state.value}", style=_STYLES[state])
        if self._made_seconds:
            text.append(f"  {self._made_seconds / max(elapsed, 0.1):.1f}× real time", style="cyan")
        if self.left_seconds is not None:
            text.append(f"  about {short(round(self.left_seconds * 1000))} left", style="cyan")
        return text

    def _row(self, running: _Running) -> tuple[RenderableType, ...]:
        name = Text(printable(running.title or running.source.place), overflow="ellipsis", no_wrap=True)
        count = f"{running.done}/{running.all}" if running.all else ""
        return Text(running.stage, style="dim"), ProgressBar(1.0, running.share, width=20), count, name

    def _line(self, outcome: Outcome) -> Text:
        """For a log."""
        of = f"[{self._ended}/{max(self._census.sources, self._ended)}]"
        left = self.left_seconds
        rest = f", about {short(round(left * 1000))} left" if left is not None else ""
        if outcome.state is State.FAILED:
            return Text(printable(f"{of} failed: {outcome.source}: {outcome.error}"))
        length = short(outcome.duration_ms)
        return Text(printable(f"{of} {outcome.state.value}: {outcome.source}, {length}{rest}"))
