"""Hearing before the end: `listen` and `sample`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from duologue.model import Utterance, Voice
from duologue.pipeline import Plan
from duologue.pipeline.listening import Stretch
from duologue.pipeline.listening import listen as listen_to_plan
from duologue.pipeline.sample import sample as sample_of_plan
from duologue.speech.utterances import divide
from duologue.store.takes import TakeCache

__all__ = ["Stretch", "divide", "listen_async", "sample_async"]


def listen_async(
    plan: Plan,
    start: int = 0,
    *,
    spoken: Callable[[int], None] = lambda _: None,
    others: Callable[[], bool] = lambda: False,
) -> AsyncIterator[Stretch]:
    """The programme as MP3 frames while it is made, from utterance `start` on.

    The stretches in a row are an MP3 stream that any player takes. Every take is kept: the render that
    follows finds them. The plan stays open.

    Args:
        plan: what `duologue.aio.plan` gave.
        start: number of the first utterance of `plan.voicing.said` to be heard.
        spoken: told the number of every utterance that has its take.
        others: whether somebody else is making the same takes now, such as a render.

    Raises:
        DuologueError: an utterance could not be voiced or encoded.
    """
    return listen_to_plan(plan, TakeCache(), start, spoken=spoken, others=others)


async def sample_async(plan: Plan, utterance: Utterance, voice: Voice | None = None) -> bytes:
    """One utterance as an MP3, at the loudness of an episode; in another voice, if one is given.

    Raises:
        DuologueError: it could not be voiced.
    """
    return await sample_of_plan(plan, TakeCache(), utterance, voice)
