"""How long a service may give no good answer, once something has gone wrong, before it counts as gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Deadline:
    """Counts from when the first request was made that failed; a good answer ends the count.

    Args:
        first_answer_seconds: the limit while no good answer has come yet.
        silence_seconds: the limit afterwards.
        clock: monotonic seconds.
    """

    def __init__(
        self, first_answer_seconds: float, silence_seconds: float, clock: Callable[[], float]
    ) -> None:
        self._limit = first_answer_seconds
        self._silence_seconds = silence_seconds
        self._clock = clock
        self._since: float | None = None
        self._answered_at = clock()
        self._granted = 0.0
        self._faults = 0
        self._watched: set[asyncio.Timeout] = set()

    def answered(self) -> None:
        """A good answer came."""
        self._limit, self._answered_at = self._silence_seconds, self._clock()
        self._since, self._granted, self._faults = None, 0.0, 0
        for timeout in self._watched:
            timeout.reschedule(None)

    def failed(self, asked_at: float) -> None:
        """A request made at `asked_at` failed."""
        self._faults += 1
        if self._since is None:
            self._since = max(asked_at, self._answered_at)
            for timeout in self._watched:
                timeout.reschedule(self._ends())

    def passed(self, wait_seconds: float, *, asked: bool) -> bool:
        """Whether it is too late after this pause; one that the service asks for is granted once."""
        if self._since is None or self._faults < 2:
            return False
        late = self._clock() + wait_seconds - self._since > self._limit
        return late and not (asked and not self._granted)

    def grant(self, seconds: float) -> None:
        """The first pause that the service asks for does not count."""
        self._granted = self._granted or seconds

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[asyncio.Timeout]:
        """Ends a request when the limit is over.

        Raises:
            TimeoutError: it is; `expired()` of what is yielded tells it from another.
        """
        async with asyncio.timeout_at(self._ends()) as timeout:
            self._watched.add(timeout)
            try:
                yield timeout
            finally:
                self._watched.discard(timeout)

    def _ends(self) -> float | None:
        """When the limit is over, by the clock of the event loop; None while nothing is wrong."""
        if self._since is None:
            return None
        left = self._since + self._granted + self._limit - self._clock()
        return asyncio.get_running_loop().time() + max(left, 0.0)
