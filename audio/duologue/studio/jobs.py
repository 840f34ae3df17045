"""Renders that were asked for on the page: one for each episode, told about as they go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from duologue import Episode, Plan, Progress, aio
from duologue.api.rendering import Spoken
from duologue.errors import DuologueError, UsageError
from duologue.model import Utterance
from duologue.studio.desk import Snapshot
from duologue.studio.events import Events
from duologue.studio.worker import Worker


class Renders:
    """The renders that are under way, and how the last of each episode ended."""

    def __init__(self, events: Events, worker: Worker) -> None:
        self._events = events
        self._worker = worker
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._states: dict[str, dict[str, Any]] = {}

    def state(self, slug: str) -> dict[str, Any]:
        """How the episode's render stands: idle, speaking, mastering, done, failed or stopped."""
        return self._states.get(slug, {"slug": slug, "state": "idle"})

    def begin(self, seen: Snapshot, plan: Callable[[], Coroutine[Any, Any, Plan]]) -> None:
        """Renders what is planned of a script.

        Raises:
            UsageError: it is being rendered already.
        """
        running = self._tasks.get(seen.slug)
        if running is not None and not running.done():
            raise UsageError("this episode is being rendered already")
        self._tell(seen.slug, {"state": "speaking", "done": 0, "of": 0})
        self._tasks[seen.slug] = asyncio.create_task(self._render(seen, plan))

    async def stop(self, slug: str) -> None:
        """Stops a render; finished takes are kept."""
        task = self._tasks.get(slug)
        if task is not None and not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def close(self) -> None:
        """Stops all."""
        for slug in list(self._tasks):
            await self.stop(slug)

    async def _render(self, seen: Snapshot, plan: Callable[[], Coroutine[Any, Any, Plan]]) -> None:
        slug = seen.slug
        loop = asyncio.get_running_loop()
        count = {"of": 0, "done": 0}

        def soon(state: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(self._tell, slug, state)

        def begun(said: Sequence[Utterance]) -> None:
            count.update(of=len(said), done=0)

        def spoken(_: Spoken) -> None:
            count["done"] += 1
            soon({"state": "speaking", **count})

        def assembled(done: int, of: int) -> None:
            soon({"state": "mastering", "done": done, "of": of})

        progress = Progress(spoken=spoken, assembled=assembled, begun=begun)
        try:
            planned = await self._worker.do(plan())
            episode = await self._worker.do(aio.render(planned, on_progress=progress))
        except asyncio.CancelledError:
            self._tell(slug, {"state": "stopped"})
            raise
        except DuologueError as error:
            self._tell(slug, {"state": "failed", "message": str(error)})
        except Exception as error:  # noqa: BLE001 - the page has to be told; nobody waits for this task
            self._tell(slug, {"state": "failed", "message": f"{type(error).__name__}: {error}"})
        else:
            loop.call_soon(self._tell, slug, {"state": "done", "episode": episode_values(episode)})

    def _tell(self, slug: str, state: dict[str, Any]) -> None:
        self._states[slug] = {"slug": slug, **state}
        self._events.tell("render", **self._states[slug])


def episode_values(episode: Episode) -> dict[str, Any]:
    """What the page shows of a finished episode."""
    return {
        "duration_ms": episode.duration_ms,
        "loudness_lufs": episode.loudness_lufs,
        "true_peak_dbtp": episode.true_peak_dbtp,
        "takes": {"new": episode.new_takes, "reused": episode.reused_takes},
        "chapters": [{"title": one.title, "start_ms": one.start_ms} for one in episode.chapters],
        "unchanged": episode.unchanged,
        "mp3": episode.mp3.name,
    }
