"""The pace of one episode among several that ask the same engine."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from duologue.errors import BadVoice, Denied, EngineError, NoAudio, Throttled, Unreachable
from duologue.speech.concurrency import TEXTS_REFUSED_IN_A_ROW, Pace, Patience


class Line:
    """A line before a service: the earliest episode goes first, so that it ends while others are voiced.

    Args:
        most: how many are let through at once; it may change.
    """

    def __init__(self, most: int) -> None:
        self._most, self._inside = most, 0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @asynccontextmanager
    async def turn(self, episode: int) -> AsyncIterator[None]:
        """Waits until there is room and no earlier episode wants it."""
        if self._inside < self._most:
            self._inside += 1
        else:
            come = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (episode, next(self._numbers), come))
            try:
                await come
            except asyncio.CancelledError:
                if come.done() and not come.cancelled():  # it was let through at the same moment
                    self._leave()
                raise
        try:
            yield
        finally:
            self._leave()

    @property
    def most(self) -> int:
        """How many are let through at once."""
        return self._most

    @most.setter
    def most(self, most: int) -> None:
        self._most = most
        self._let_through()

    def _leave(self) -> None:
        self._inside -= 1
        self._let_through()

    def _let_through(self) -> None:
        while self._waiting and self._inside < self._most:
            come = heapq.heappop(self._waiting)[2]
            if not come.done():
                self._inside += 1
                come.set_result(None)


class EpisodePace:
    """See `Pacing`. How many may ask at once and when all wait is the service's, common to all episodes.

    A voice that is not there and texts that are refused are this episode's alone: they stop no other.

    Args:
        service: the pace that all episodes share.
        line: before the service.
        episode: its number: the lower, the earlier its turn.
        most: see `Pacing.most`, where an episode has fewer than all have together.
    """

    def __init__(self, service: Pace, line: Line, episode: int, most: int | None = None) -> None:
        self._service, self._line, self._episode = service, line, episode
        self._most = service.most if most is None else most
        self._gone: EngineError | None = None
        self._texts_refused_in_a_row = 0

    @property
    def gone(self) -> EngineError | None:
        """See `Pacing.gone`."""
        return self._gone or self._service.gone

    @property
    def most(self) -> int:
        """See `Pacing.most`."""
        return self._most

    @property
    def patience(self) -> Patience:
        """See `Pacing.patience`."""
        return self._service.patience

    def now(self) -> float:
        """See `Pacing.now`."""
        return self._service.now()

    async def rest(self, times: int) -> None:
        """See `Pacing.rest`."""
        await self._service.rest(times)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """See `Pacing.turn`."""
        if self._gone is not None:
            raise self._gone
        refused: EngineError | None = None
        async with self._line.turn(self._episode), self._service.turn():
            try:
                yield
            except (Throttled, Unreachable, NoAudio, Denied):
                raise
            except EngineError as error:  # the service is there, and has answered
                refused = error
        if refused is None:
            self._texts_refused_in_a_row = 0
            return
        self._texts_refused_in_a_row += 1
        if isinstance(refused, BadVoice) or self._texts_refused_in_a_row >= TEXTS_REFUSED_IN_A_ROW:
            self._gone = refused
        raise refused
