"""The render: speak, arrange, master, encode, tag and write what was planned."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from duologue.errors import EpisodeError, Interrupted
from duologue.model import Episode, Utterance
from duologue.pipeline.finishing import finish
from duologue.pipeline.planning import Plan
from duologue.pipeline.recording import Recording
from duologue.pipeline.voicing import speech_of
from duologue.programme.folder.exchange import only_run
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.speech.speak import HERE, Asking, Spoken
from duologue.store.takes import TakeCache

_CLOCK_SECONDS = 2.0
"""How coarse the times of files may be."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """Callbacks of a render.

    Attributes:
        spoken: after every utterance.
        assembled: after every stretch of the programme that is encoded: how much is done, of how much.
        begun: when speaking begins, with what is to be said; again when another engine begins anew.
        told: with a sentence that a person should read while the render goes on.
    """

    spoken: Callable[[Spoken], None] = lambda _: None
    assembled: Callable[[int, int], None] = lambda _done, _all: None
    begun: Callable[[Sequence[Utterance]], None] = lambda _: None
    told: Callable[[str], None] = lambda _: None


async def render(
    plan: Plan, cache: TakeCache, progress: Progress = Progress(), *, read_seconds: float = 0.0
) -> Episode:
    """Speaks, arranges, masters, encodes, tags and writes the planned episode.

    Where the folder already holds exactly this episode, nothing is written. Afterwards the cache is brought
    within its limit; what this render used stays.

    Args:
        plan: what was decided.
        cache: where takes are found and kept.
        progress: callbacks.
        read_seconds: how long reading took, for the episode's times.

    Raises:
        DuologueError: see `duologue.errors`. Finished takes are in the cache, the folder is as it was.
    """
    started_at = time.time()
    with ExitStack() as held:
        try:
            held.enter_context(only_run(plan.destination.folder))
            held.enter_context(cache.entries.in_use())
        except EpisodeError:
            await plan.close()
            raise
        recording = await record(plan, cache, progress, read_seconds=read_seconds)
        episode = await finish_beside(recording, cache, progress.assembled)
    try:
        cache.entries.prune(plan.settings.cache_limit_bytes, keep_since=started_at - _CLOCK_SECONDS)
    except EpisodeError as error:  # another render is using the cache, and will do this when it ends
        _log.debug("the cache was not brought within its limit: %s", error)
    return episode


async def record(
    plan: Plan,
    cache: TakeCache,
    progress: Progress = Progress(),
    *,
    read_seconds: float = 0.0,
    asking: Asking = HERE,
) -> Recording:
    """Speaks the planned episode.

    Args:
        plan: what was decided; its engines are closed at the end.
        cache: where takes are found and kept.
        progress: callbacks.
        read_seconds: how long reading took, for the episode's times.
        asking: who asks the engines.

    Raises:
        DuologueError: see `speech_of`. Finished takes are in the cache.
    """
    started = time.monotonic()
    _, speech, casting = await speech_of(
        plan.voicing,
        MeasuredTakes(cache, FrameCache(cache.entries)),
        done=progress.spoken,
        begun=progress.begun,
        tell=progress.told,
        asking=asking,
    )
    return Recording(
        interview=plan.interview,
        settings=plan.settings,
        destination=plan.destination,
        picture=plan.picture,
        pictures=plan.pictures,
        music=plan.music,
        given_voices=plan.given_voices,
        speech=speech,
        casting=casting,
        seconds={"read": read_seconds, "speak": time.monotonic() - started},
    )


async def finish_beside(
    recording: Recording, cache: TakeCache, assembled: Callable[[int, int], None]
) -> Episode:
    """`finish` in a thread, so that others are spoken meanwhile. Cancelled, it ends at its next step.

    Args:
        recording: what was said.
        cache: where its takes are.
        assembled: see `Progress`; called in the thread of the event loop.

    Raises:
        DuologueError: see `finish`.
    """
    loop, stopped = asyncio.get_running_loop(), threading.Event()

    def step(done: int, of: int) -> None:
        if stopped.is_set():
            raise Interrupted("mastering was stopped")
        loop.call_soon_threadsafe(assembled, done, of)

    work = loop.run_in_executor(None, finish, recording, cache, step)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        stopped.set()  # nobody else may write this folder before the thread has left it
        await asyncio.wait([work])
        work.exception()
        raise
