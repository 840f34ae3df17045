"""Giving tasks to workers: a few ahead, again where one dies, and only to those that have the same code."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import uuid4

from distributed import Client
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from duologue.batch.asking import Once
from duologue.batch.cluster.bundles import Answer, Bundles
from duologue.batch.cluster.facts import differences, facts_digest
from duologue.batch.cluster.tasks import (
    EngineSpec,
    MakeTask,
    Said,
    SayTask,
    Unfit,
    make_episode,
    say,
    voices_here,
)
from duologue.batch.gate import Gate
from duologue.batch.making import Work
from duologue.batch.outcome import Outcome
from duologue.batch.team_gone import TeamGone
from duologue.errors import DuologueError, EngineError, EpisodeError, Unreachable
from duologue.model import Take
from duologue.speech.concurrency import Pace, Pacing, Patience
from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, EngineSettings, VoiceInfo
from duologue.speech.episode_pace import EpisodePace, Line
from duologue.speech.jobs import Job
from duologue.speech.speak import Kept, new_pace

_TRIES = 8
"""So many workers may die on one task: then it is the task."""
_AHEAD = 2
"""Tasks for each thread of the cluster: one that it works at, one that waits."""
_MOST_OF_AN_EPISODE = 256
"""Utterances of one episode that are waited for at once."""
_MOST_OF_ALL = 1_000_000
"""Utterances of all episodes: their line holds back more than the workers can use."""


class DiesOfIt(EpisodeError):
    """One worker after the other died of a task."""


class Dispatch:
    """Gives tasks to a cluster and has their answers.

    Args:
        client: of the cluster.
        tell: told what a person should know.
    """

    def __init__(self, client: Client, tell: Callable[[str], None]) -> None:
        self._client, self.tell = client, tell
        self.digest = facts_digest()

    def threads(self) -> int:
        """How many tasks the cluster can do at once."""
        return max(1, int(self._client.scheduler_info().get("total_threads", 1)))

    async def everywhere(self, function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
        """What each worker gives, by its address."""
        found: dict[str, Any] = await self._client.run(function, *arguments)
        return found

    async def send_away(self, address: str, why: str) -> None:
        """A worker does nothing for this cluster any more."""
        self.tell(f"the worker {address} is sent away: {why}")
        await self._client.retire_workers([address])

    async def done(self, function: Callable[[Any], Any], task: Any, key: str) -> Any:
        """What a fit worker gives.

        Raises:
            DiesOfIt: one worker after the other died of it.
            TeamGone: the scheduler does not answer any more.
        """
        for _ in range(_TRIES):
            future = self._client.submit(function, task, key=key, pure=False)
            try:
                answer = await future
            except KilledWorker:
                continue
            except (FutureCancelledError, OSError):  # the scheduler has forgotten it, or is gone
                self._raise_if_gone()
                await asyncio.sleep(0.5)
                continue
            except asyncio.CancelledError:
                await future.cancel()
                raise
            finally:
                future.release()
            if not isinstance(answer, Unfit):
                return answer
            await self.send_away(answer.address, f"it has {differences(answer.facts)}")
        raise DiesOfIt("one worker after the other died of this task")

    def _raise_if_gone(self) -> None:
        if self._client.status != "running":
            raise TeamGone("the scheduler does not answer any more") from None


class ClusterEngines:
    """See `EngineOwner`: workers have the engines; those here give wordings and limits alone."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._engines: dict[tuple[str, str], Engine] = {}
        self._specs: dict[Engine, EngineSpec] = {}
        self._voices: dict[Engine, asyncio.Task[tuple[VoiceInfo, ...] | EngineError]] = {}

    def make(self, name: str, settings: EngineSettings) -> Engine:
        """See `EngineOwner.make`."""
        key = (name, settings.model_dump_json())
        if key not in self._engines:
            engine = self._engines[key] = registry.make_engine(name, settings)
            at_once = None if engine.local else engine.limits.concurrency
            self._specs[engine] = EngineSpec(name, settings, at_once)
        return self._engines[key]

    def spec(self, engine: Engine) -> EngineSpec:
        """How a worker makes it."""
        return self._specs[engine]

    async def voices_when_ready(self, engine: Engine) -> tuple[VoiceInfo, ...]:
        """See `EngineOwner.voices_when_ready`: every worker is asked once, and loads its model."""
        if engine not in self._voices:
            self._voices[engine] = asyncio.create_task(self._ask(self._specs[engine]))
        answer = await asyncio.shield(self._voices[engine])
        if isinstance(answer, EngineError):
            raise answer
        return answer

    async def let_go(self, engine: Engine) -> None:
        """Nothing: other episodes may need the engine."""

    async def close(self) -> None:
        """Closes what the engines hold here."""
        for engine in self._engines.values():
            await engine.close()

    async def _ask(self, spec: EngineSpec) -> tuple[VoiceInfo, ...] | EngineError:
        answers = await self._dispatch.everywhere(voices_here, spec)
        good = [answer for answer in answers.values() if not isinstance(answer, EngineError)]
        if not good:
            error: EngineError = next(iter(answers.values()), Unreachable("the cluster has no worker"))
            return error
        voices: tuple[VoiceInfo, ...] = good[0]
        for address, answer in answers.items():
            if answer != voices:
                why = answer if isinstance(answer, EngineError) else "its voices are not those of the others"
                await self._dispatch.send_away(address, f"{spec.name} cannot speak there ({why})")
        return voices


class ClusterAsking:
    """See `Asking`. A service has one pace for all workers; workers are asked a few tasks ahead.

    Args:
        dispatch: gives tasks out.
        engines: how workers make engines.
    """

    alone = False

    def __init__(self, dispatch: Dispatch, engines: ClusterEngines) -> None:
        self._dispatch, self._engines = dispatch, engines
        self._services: dict[Engine, tuple[Pace, Line]] = {}
        self._bundles: dict[Engine, Bundles] = {}
        self._once = Once()
        self._episodes = 0

    def pace(self, engine: Engine, patience: Patience) -> Pacing:
        """See `Asking.pace`."""
        if engine not in self._services:
            most = _MOST_OF_ALL
            service = Pace(most, most, patience) if engine.local else new_pace(engine, patience)
            self._services[engine] = (service, Line(self._ahead(engine)))
        self._episodes += 1
        service, line = self._services[engine]
        return EpisodePace(service, line, self._episodes, min(service.most, _MOST_OF_AN_EPISODE))

    async def ask(self, engine: Engine, job: Job) -> Take | Kept:
        """See `Asking.ask`."""
        return await self._once.do(job.key, lambda: self._said(engine, job))

    def gone(self) -> bool:
        """Whether a service answers nobody any more; forgets it, so that it is asked again."""
        gone = [engine for engine, (pace, _) in self._services.items() if pace.gone is not None]
        for engine in gone:
            del self._services[engine]
        return bool(gone)

    async def _said(self, engine: Engine, job: Job) -> Kept:
        bundles = self._bundles_of(engine)
        if engine in self._services:
            self._services[engine][1].most = bundles.most  # workers come and go
        answer = await bundles.said(job)
        if isinstance(answer, Kept):
            return answer
        raise answer

    def _bundles_of(self, engine: Engine) -> Bundles:
        if engine not in self._bundles:
            self._bundles[engine] = Bundles(
                partial(self._say, engine), partial(self._ahead, engine), several=engine.local
            )
        return self._bundles[engine]

    async def _say(self, engine: Engine, jobs: Sequence[Job]) -> tuple[Sequence[Answer], float]:
        """Says texts in one task; where workers die of it, each in a task of its own."""
        task = SayTask(self._engines.spec(engine), tuple(jobs), self._dispatch.digest)
        try:
            said = await self._dispatch.done(say, task, f"say-{_name_of(jobs)}")
        except DiesOfIt as error:
            if len(jobs) == 1:
                return [error], 0.0
            alone = [await self._say(engine, [job]) for job in jobs]
            return [answer for answers, _ in alone for answer in answers], sum(each for _, each in alone)
        if not isinstance(said, Said):
            raise EngineError("a worker gave no answer")
        return said.answers, said.seconds

    def _ahead(self, engine: Engine) -> int:
        """How many tasks are given out at once: a cluster's memory is not for a whole catalogue."""
        ahead = max(2, _AHEAD * self._dispatch.threads())
        return ahead if engine.local else min(ahead, engine.limits.concurrency)


def _name_of(jobs: Sequence[Job]) -> str:
    """The same for the same texts: two runs that want one take have it of one task."""
    if len(jobs) == 1:
        return jobs[0].key
    return hashlib.sha256("".join(job.key for job in jobs).encode()).hexdigest()


class ClusterMaker:
    """See `Maker`: one worker makes an episode when its takes are there.

    Args:
        dispatch: gives tasks out.
        gate: episodes are made together, and not while the feed is written.
    """

    def __init__(self, dispatch: Dispatch, gate: Gate) -> None:
        self._dispatch, self._gate = dispatch, gate

    async def make(self, work: Work, assembled: Callable[[int, int], None]) -> Outcome:
        """See `Maker.make`."""
        assembled(0, 1)
        task = MakeTask(work, self._dispatch.digest)
        async with self._gate.together():
            made = await self._dispatch.done(make_episode, task, f"make-{uuid4().hex}")
        if isinstance(made, Outcome):
            return made
        raise made if isinstance(made, DuologueError) else EpisodeError("a worker gave no episode")
