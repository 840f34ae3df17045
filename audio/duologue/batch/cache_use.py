"""The use of the cache by a run: held against others that would prune it, and kept within its limit."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from duologue.errors import EpisodeError
from duologue.store.takes import TakeCache

_EPISODES = 50
"""Episodes between two looks at the size of the cache."""
_CLOCK_SECONDS = 2.0
"""How coarse the times of files may be."""
_log = logging.getLogger(__name__)


class CacheUse:
    """For one event loop. While it is entered, other processes prune nothing.

    Args:
        cache: what is used.
        limit_bytes: how large it may be; None for any size.
    """

    def __init__(self, cache: TakeCache, limit_bytes: int | None) -> None:
        self._store, self._limit_bytes = cache.entries, limit_bytes
        self._held = ExitStack()
        self._begun: dict[object, float] = {}
        self._new = 0
        self._pruning = False

    def __enter__(self) -> None:
        self._held.enter_context(self._store.in_use())

    def __exit__(self, *error: object) -> None:
        self._held.close()
        self._prune(time.time())

    @contextmanager
    def episode(self) -> Iterator[None]:
        """While this lasts, what is used from now on stays."""
        token = object()
        self._begun[token] = time.time()
        try:
            yield
        finally:
            del self._begun[token]

    async def made(self) -> None:
        """One more episode was made: now and then the cache is brought within its limit."""
        self._new += 1
        if self._new < _EPISODES or self._limit_bytes is None or self._pruning:
            return
        self._new, self._pruning = 0, True
        self._held.close()
        try:
            await asyncio.to_thread(self._prune, min(self._begun.values(), default=time.time()))
        finally:
            self._held.enter_context(self._store.in_use())
            self._pruning = False

    def _prune(self, keep_since: float) -> None:
        try:
            self._store.prune(self._limit_bytes, keep_since=keep_since - _CLOCK_SECONDS)
        except EpisodeError as error:  # another run is using the cache, and will do this when it ends
            _log.debug("the cache was not brought within its limit: %s", error)
