"""How many requests to make at once and when to wait: found out from how a service answers.

The number grows by one for every round of good answers, up to what the engine declares. When the service
asks to slow down it is halved, everybody waits (longer each time, with jitter, and never shorter than the
service asks), and the number then climbs back to just below where it was refused. Beyond that it tries again
only after a long calm, twice as long each time, so that a service that throttles above N is worked at N and
hardly ever refused.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from duologue.errors import BadVoice, Denied, EngineError, NoAudio, Throttled, Unreachable
from duologue.speech.deadline import Deadline

_log = logging.getLogger(__name__)

_CALM_ROUNDS = 25
"""Rounds without a refusal before more is tried than was refused before."""
_EMPTY_IN_A_ROW = 2
"""Answers that are no sound, without a good one between: a throttled service may say it this way."""
_TELL_SECONDS = 5.0
"""A longer pause is reported to the user."""
TEXTS_REFUSED_IN_A_ROW = 8
"""So many texts refused one after the other, and it is not the texts."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a service, and when to stop.

    Attributes:
        first_wait_seconds: the first pause; each further one in a row is twice as long.
        longest_wait_seconds: no pause is longer, unless the service asks for it.
        longest_asked_seconds: a service that asks for a longer pause counts as gone.
        rounds: so many pauses in a row without one good answer between, and the service counts as gone.
        tries: how often one utterance is asked for, refusals to serve anybody not counted.
        silence_seconds: so long without a good answer once a request has failed, and the service counts as
            gone. The first pause that it asks for is not counted.
        first_answer_seconds: the same while it has given no good answer at all.
    """

    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 60.0
    longest_asked_seconds: float = 300.0
    rounds: int = 8
    tries: int = 6
    silence_seconds: float = 80.0
    first_answer_seconds: float = 80.0

    def wait_seconds(self, times: int) -> float:
        """The pause after the same thing has gone wrong `times` times in a row, without jitter."""
        return float(min(self.longest_wait_seconds, self.first_wait_seconds * 2 ** (times - 1)))


DEFAULT_PATIENCE = Patience()


class Pacing(Protocol):
    """At which pace an engine is asked: `Pace`, or a part in one that several episodes share."""

    @property
    def gone(self) -> EngineError | None:
        """Why nothing more is asked: the service counts as gone, or the engine cannot be used like this."""
        ...

    @property
    def most(self) -> int:
        """The upper bound of the concurrency limit, whatever the service allows."""
        ...

    @property
    def patience(self) -> Patience:
        """How long to wait, and when to stop."""
        ...

    def turn(self) -> AbstractAsyncContextManager[None]:
        """One request: waits until it may be made, and learns from how it ends.

        Raises:
            EngineError: what `gone` holds; nothing was asked.
        """
        ...

    def now(self) -> float:
        """Monotonic seconds."""
        ...

    async def rest(self, times: int) -> None:
        """The pause before something that went wrong `times` times is tried again."""
        ...


class Pace:
    """Lets requests through, up to the number at once that the service answers.

    Args:
        first: how many at once to begin with.
        most: how many at once at most.
        patience: how long to wait, and when to stop.
        clock: monotonic seconds.
        sleep: waits so many seconds.
        jitter: a factor for every pause.
    """

    def __init__(
        self,
        first: int,
        most: int,
        patience: Patience = DEFAULT_PATIENCE,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1.5),  # noqa: S311 - no secret
    ) -> None:
        self.at_once = min(first, most)
        self.under_way = 0
        self.failed_rounds = 0
        self.gone: EngineError | None = None
        """Why nothing more is asked: the service counts as gone, or the engine cannot be used like this."""
        self._most = most
        self.patience = patience
        self._clock, self._sleep, self._jitter = clock, sleep, jitter
        self._deadline = Deadline(patience.first_answer_seconds, patience.silence_seconds, clock)
        self._resume_at = clock()
        self._entrance = asyncio.Lock()
        self._freed = asyncio.Condition()
        self._round = 0
        """Grows with every pause: what was asked before a pause says nothing new after it."""
        self._good = 0
        self._good_in_round = 0
        self._lost = False
        self._last_fault: EngineError | None = None
        self._empty_in_a_row = 0
        self._texts_refused_in_a_row = 0
        self._ceiling = most
        """The most at once that was not refused, as far as is known."""
        self._calm_needed = 0
        self._calm = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One request: waits until it may be made, and learns from how it ends.

        Raises:
            EngineError: what `gone` holds; nothing was asked.
        """
        await self._enter()
        asked_in, good_before, asked_at = self._round, self._good, self._clock()
        try:
            async with self._in_time():
                yield
        except Throttled as error:
            self._deadline.failed(asked_at)
            self._refused(error, asked_in, error.retry_after_seconds or 0.0)
            raise
        except NoAudio as error:
            self._deadline.failed(asked_at)
            self._empty_in_a_row += 1
            if self._empty_in_a_row >= _EMPTY_IN_A_ROW:
                self._refused(error, asked_in)
            raise
        except Unreachable as error:
            if self._good == good_before:  # others got an answer meanwhile: then it is this one's bad luck
                self._deadline.failed(asked_at)
                self._lost = True
                self._pause(error, asked_in)
            raise
        except (BadVoice, Denied) as error:
            self.gone = error
            raise
        except EngineError as error:
            self._texts_refused_in_a_row += 1
            if self._texts_refused_in_a_row >= TEXTS_REFUSED_IN_A_ROW:
                self.gone = error
            raise
        else:
            self._answered()
        finally:
            self.under_way -= 1
            async with self._freed:
                self._freed.notify_all()

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        """Ends a request when the service has given no good answer for too long.

        Raises:
            EngineError: the last fault; the service counts as gone.
        """
        try:
            async with self._deadline.watch() as limit:
                yield
        except TimeoutError:
            if not limit.expired():
                raise
            self.gone = self.gone or self._last_fault or Unreachable("the service did not answer in time")
            raise self.gone from None

    @property
    def most(self) -> int:
        """The upper bound of the concurrency limit, whatever the service allows."""
        return self._most

    def now(self) -> float:
        """Monotonic seconds."""
        return self._clock()

    async def rest(self, times: int) -> None:
        """The pause before something that went wrong `times` times is tried again."""
        await self._sleep(self.patience.wait_seconds(times) * self._jitter())

    async def _enter(self) -> None:
        async with self._entrance:  # first come, first served
            while True:
                if self.gone is not None:
                    raise self.gone
                pause = self._resume_at - self._clock()
                if pause > 0:
                    await self._sleep(pause)
                elif self.under_way < self._allowed:
                    self.under_way += 1
                    return
                else:
                    async with self._freed:
                        await self._freed.wait_for(
                            lambda: self.under_way < self._allowed or self.gone is not None
                        )

    @property
    def _allowed(self) -> int:
        """While the service cannot be reached, one asks for all."""
        return 1 if self._lost else self.at_once

    def _answered(self) -> None:
        self._deadline.answered()
        self._good += 1
        self._lost = False
        self.failed_rounds = self._empty_in_a_row = self._texts_refused_in_a_row = 0
        self._calm += 1
        self._good_in_round += 1
        if self._good_in_round < self.at_once:
            return
        self._good_in_round = 0
        if self.at_once > self._ceiling:  # a whole round beyond what was refused before: it takes more now
            self._ceiling, self._calm_needed = self._most, 0
        if self.at_once < self._ceiling or (self.at_once < self._most and self._calm >= self._calm_needed):
            self.at_once += 1

    def _refused(self, error: EngineError, asked_in: int, asked_seconds: float = 0.0) -> None:
        """The service wants less: half as much at once, after a pause."""
        if asked_in == self._round:
            probing = self.at_once > self._ceiling
            # What was under way with this one was too much; what a probe went beyond is known to be answered.
            self._ceiling = self._ceiling if probing else max(1, min(self.at_once, self.under_way) - 1)
            least = _CALM_ROUNDS * self._ceiling
            self._calm_needed = max(least, 2 * self._calm_needed) if probing else least
            self.at_once = max(1, self.at_once // 2)
        self._pause(error, asked_in, asked_seconds)

    def _pause(self, error: EngineError, asked_in: int, asked_seconds: float = 0.0) -> None:
        """Everybody waits; of faults of requests made at the same time only the first counts."""
        self._calm = self._good_in_round = self._empty_in_a_row = 0
        self._last_fault = error
        wait = 0.0
        if asked_in == self._round:
            self._round += 1
            self.failed_rounds += 1
            wait = self.patience.wait_seconds(self.failed_rounds) * self._jitter()
        seconds = max(wait, asked_seconds)
        too_late = self._deadline.passed(seconds, asked=asked_seconds > 0)
        if asked_seconds:
            self._deadline.grant(asked_seconds)
        self._resume_at = max(self._resume_at, self._clock() + seconds)
        too_often = self.failed_rounds >= self.patience.rounds
        if too_late or too_often or asked_seconds > self.patience.longest_asked_seconds:
            self.gone = error
        elif seconds:
            level = logging.WARNING if seconds >= _TELL_SECONDS else logging.INFO
            _log.log(level, "%s: waiting %.1f s, then %d at once", error, seconds, self._allowed)
