"""Texts that are quickly said go to a worker several at a time: a task costs the scheduler milliseconds."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from duologue.errors import DuologueError
from duologue.speech.jobs import Job
from duologue.speech.speak import Kept

_SECONDS = 0.5
"""How long a task should last: what a cluster's own work on it is little against."""
_MOST = 64
"""Texts of one task."""
_NEWEST = 0.2
"""How much the newest task counts for how long a text takes."""
Answer = Kept | DuologueError


@dataclass(frozen=True, slots=True)
class _Wanted:
    job: Job
    answer: asyncio.Future[Answer]


class Bundles:
    """The texts of one engine that are to be said; for one event loop.

    One that takes half a second or longer is a task of its own. Texts wait for each other only where no
    worker is free for them.

    Args:
        say: says some texts in one task: the answers in their order, and the seconds that it took there.
        tasks: how many tasks there are to be at once.
        several: whether a task may hold more than one text.
    """

    def __init__(
        self,
        say: Callable[[Sequence[Job]], Awaitable[tuple[Sequence[Answer], float]]],
        tasks: Callable[[], int],
        *,
        several: bool,
    ) -> None:
        self._say, self._tasks = say, tasks
        self._several = several
        self._waiting: deque[_Wanted] = deque()
        self._under_way: set[asyncio.Task[None]] = set()
        self._seconds: float | None = None
        self._soon = False

    @property
    def most(self) -> int:
        """How many texts are in tasks at once, as long as they take what they take now."""
        return self._tasks() * self._size

    async def said(self, job: Job) -> Answer:
        """The answer to one text.

        Raises:
            DuologueError: its task has none.
        """
        wanted = _Wanted(job, asyncio.get_running_loop().create_future())
        self._waiting.append(wanted)
        if not self._soon:
            self._soon = True
            asyncio.get_running_loop().call_soon(self._send)  # who comes at the same moment goes along
        return await wanted.answer

    @property
    def _size(self) -> int:
        if not self._several or self._seconds is None:
            return 1
        return max(1, min(_MOST, int(_SECONDS / max(self._seconds, 1e-6))))

    def _send(self) -> None:
        self._soon = False
        while self._waiting and (free := self._tasks() - len(self._under_way)) > 0:
            count = min(self._size, math.ceil(len(self._waiting) / free))
            taken = [self._waiting.popleft() for _ in range(count)]
            if bundle := [each for each in taken if not each.answer.cancelled()]:
                task = asyncio.create_task(self._run(bundle))
                self._under_way.add(task)
                task.add_done_callback(self._ended)
                for each in bundle:
                    each.answer.add_done_callback(partial(_give_up, task, bundle))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._send()

    async def _run(self, bundle: Sequence[_Wanted]) -> None:
        try:
            answers, seconds = await self._say([each.job for each in bundle])
        except BaseException as error:
            for each in bundle:
                if not each.answer.done():
                    if isinstance(error, asyncio.CancelledError):
                        each.answer.cancel()
                    else:
                        each.answer.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        new = sum(isinstance(answer, Kept) and answer.new for answer in answers)
        if new:
            now = seconds / new
            old = now if self._seconds is None else self._seconds
            self._seconds = _NEWEST * now + (1 - _NEWEST) * old
        for each, answer in zip(bundle, answers, strict=True):
            if not each.answer.done():
                each.answer.set_result(answer)


def _give_up(task: asyncio.Task[None], bundle: Sequence[_Wanted], _: asyncio.Future[Answer]) -> None:
    """Nobody waits for a task any more of which nobody wants an answer."""
    if all(each.answer.cancelled() for each in bundle):
        task.cancel()
