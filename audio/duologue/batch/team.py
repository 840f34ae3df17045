"""Who does a run's work: this process, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from duologue.batch.asking import SharedAsking
from duologue.batch.engines import SharedEngines
from duologue.batch.gate import Gate
from duologue.batch.makers import HereMaker, Maker
from duologue.batch.options import Cluster, SharedPlaces
from duologue.batch.shelf import Shelf
from duologue.errors import UsageError
from duologue.speech.engines.owner import EngineOwner
from duologue.speech.speak import Asking
from duologue.store.takes import TakeCache


class RunAsking(Asking, Protocol):
    """Asks engines for a whole run."""

    def gone(self) -> bool:
        """Whether a service answers nobody any more; forgets it, so that it is asked again."""
        ...


@dataclass(frozen=True)
class Team:
    """Who does the work of a run.

    Attributes:
        engines: makes and closes engines.
        asking: asks them.
        maker: makes episodes.
        at_once: how many sources keep all of them busy.
    """

    engines: EngineOwner
    asking: RunAsking
    maker: Maker
    at_once: int


@asynccontextmanager
async def team_here(cache: TakeCache, shelf: Shelf, gate: Gate) -> AsyncIterator[Team]:
    """This process: two are voiced in turn while one is mastered."""
    engines = SharedEngines()
    try:
        yield Team(engines, SharedAsking(cache), HereMaker(cache, shelf, gate), 3)
    finally:
        await engines.close()


@asynccontextmanager
async def team_on(
    where: Cluster, shared: SharedPlaces, tell: Callable[[str], None], gate: Gate
) -> AsyncIterator[Team]:
    """The workers of a cluster.

    Args:
        where: how it is reached.
        shared: what all machines reach.
        tell: told what a person should know.
        gate: see `ClusterMaker`.

    Raises:
        UsageError: see `connected`; or the package for clusters is not installed.
    """
    if find_spec("distributed") is None:
        raise UsageError("--on needs a package that is not installed: pip install 'duologue[cluster]'")
    from duologue.batch.cluster.connection import connected
    from duologue.batch.cluster.dispatch import ClusterAsking, ClusterEngines, ClusterMaker, Dispatch
    from duologue.batch.cluster.tasks import Room

    async with AsyncExitStack() as held:
        client = await held.enter_async_context(connected(where, Room(shared.cache, shared.out)))
        dispatch = Dispatch(client, tell)
        engines = ClusterEngines(dispatch)
        held.push_async_callback(engines.close)
        at_once = 2 + dispatch.threads()
        yield Team(engines, ClusterAsking(dispatch, engines), ClusterMaker(dispatch, gate), at_once)
