"""What a run does when a service answers nobody any more: it waits longer each time, and ends in the end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

_WAITS_SECONDS = (60.0, 120.0, 300.0, 600.0)


class Outage:
    """For one event loop. Each time costs one source of those that are left: it is named in the report.

    Args:
        tell: told how long is waited.
        sleep: waits so many seconds.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        tell: Callable[[str], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tell, self._sleep, self._clock = tell, sleep, clock
        self._times = 0
        self._until = clock()

    @property
    def for_good(self) -> bool:
        """Whether it was waited for often enough: no further source is tried."""
        return self._times > len(_WAITS_SECONDS)

    def began(self, why: str) -> None:
        """A service is gone; several sources may find that out at the same moment."""
        if self._clock() < self._until or self.for_good:
            return
        self._times += 1
        if self.for_good:
            self._tell(f"the engine does not answer any more, the run ends here: {why}")
            return
        seconds = _WAITS_SECONDS[self._times - 1]
        self._until = self._clock() + seconds
        self._tell(f"the engine does not answer, trying again in {seconds / 60:.0f} min: {why}")

    def answered(self) -> None:
        """An episode was voiced."""
        self._times = 0

    async def wait(self) -> None:
        """Waits while there is no sense in asking."""
        while (left := self._until - self._clock()) > 0:
            await self._sleep(left)
