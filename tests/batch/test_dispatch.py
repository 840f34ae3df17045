"""How tasks are given out: the service's limit is global, faults come back, unfit workers are sent away."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

from distributed import Client, LocalCluster

from duologue.batch.cluster import facts as facts_module
from duologue.batch.cluster.dispatch import ClusterAsking, ClusterEngines, Dispatch
from duologue.batch.cluster.facts import differences, facts
from duologue.batch.cluster.tasks import EngineSpec, Room, SayTask, say
from duologue.errors import BadVoice, Denied, EngineError, NoAudio, Throttled
from duologue.model import Take
from duologue.speech.concurrency import Patience
from duologue.speech.engines.base import EngineSettings, SpeechRequest
from duologue.speech.jobs import Job
from duologue.speech.speak import take_of
from duologue.speech.take_keys import take_key
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones, request

pytestmark = pytest.mark.extra


@asynccontextmanager
async def cluster(folder: Path, workers: int = 2, threads: int = 4) -> AsyncIterator[Client]:
    """Workers in this process: the engine of tones that the fixture puts in place is theirs too."""
    async with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=threads,
            processes=False,
            dashboard_address="127.0.0.1:0",
            asynchronous=True,
            protocol="tcp://",
        ) as made,
        Client(made, asynchronous=True) as client,
    ):
        await client.register_plugin(Room(str(folder / "cache"), str(folder / "out")))
        yield client


def job(engine: EngineOfTones, text: str) -> Job:
    asked = request(text)
    return Job(asked, take_key(engine, asked), (0,))


async def asked(client: Client, engine: EngineOfTones, texts: list[str], told: list[str]) -> list[Any]:
    dispatch = Dispatch(client, told.append)
    engines = ClusterEngines(dispatch)
    shared = engines.make("tones", EngineSettings())
    asking = ClusterAsking(dispatch, engines)
    asking.pace(shared, Patience())
    return await asyncio.gather(
        *(asking.ask(shared, job(engine, text)) for text in texts), return_exceptions=True
    )


def test_a_take_of_a_worker_is_the_take_of_here(tmp_path: Path, tones: EngineOfTones) -> None:
    async def whole() -> None:
        async with cluster(tmp_path) as client:
            (kept,) = await asked(client, tones, ["灯亮了"], [])
        mine = await take_of(EngineOfTones(), request("灯亮了"))
        theirs = TakeCache(tmp_path / "cache").load(job(tones, "灯亮了").key)
        assert kept.new
        assert (kept.info.samples, kept.info.sample_rate) == (mine.samples.size, mine.sample_rate)
        assert theirs.samples.tobytes() == mine.samples.tobytes()

    asyncio.run(whole())


FAULTS = (Throttled("slower", 3.0), BadVoice("none"), Denied("key"), NoAudio("silence"))


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_a_fault_comes_back_as_what_it_was(tmp_path: Path, tones: EngineOfTones, error: EngineError) -> None:
    tones.fault = lambda _n, _t: error

    async def whole() -> None:
        async with cluster(tmp_path, workers=1) as client:
            (got,) = await asked(client, tones, ["灯亮了"], [])
        assert type(got) is type(error)
        assert str(got) == str(error)
        assert vars(got) == vars(error)

    asyncio.run(whole())


def test_a_service_is_asked_no_more_at_once_than_it_bears_by_all_workers_together(
    tmp_path: Path, tones: EngineOfTones
) -> None:
    """Eight threads on two workers, and a service that bears two: also where several runs share it."""

    class Slow(EngineOfTones):
        async def speak(self, request: SpeechRequest) -> Take:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await asyncio.sleep(0.05)
            self.at_once -= 1
            return await EngineOfTones.speak(self, request)

    tones.__class__ = Slow
    texts = [f"第{number}盏灯亮了" for number in "一二三四五六七八"]

    async def whole() -> list[Any]:
        async with cluster(tmp_path) as client:
            spec = EngineSpec("tones", EngineSettings(), tones.limits.concurrency)
            digest = Dispatch(client, lambda _: None).digest
            tasks = [SayTask(spec, (job(tones, text),), digest) for text in texts]
            said: list[Any] = await client.gather(client.map(say, tasks))
            return [answer for each in said for answer in each.answers]

    said = asyncio.run(whole())
    assert all(each.new for each in said)
    assert tones.most_at_once == tones.limits.concurrency


def test_a_take_that_is_there_is_not_voiced(tmp_path: Path, tones: EngineOfTones) -> None:
    async def whole() -> None:
        async with cluster(tmp_path) as client:
            (first,) = await asked(client, tones, ["灯亮了"], [])
            later = await asked(client, tones, ["灯亮了", "灯亮了"], [])
            assert [first.new, *(kept.new for kept in later)] == [True, False, False]

    asyncio.run(whole())
    assert tones.said == ["灯亮了"]


def test_a_worker_that_came_later_with_other_code_is_sent_away(
    tmp_path: Path, tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    calls = 0
    real = facts_module.facts_digest()

    def sometimes() -> str:
        nonlocal calls
        calls += 1
        return "other" if calls == 1 else real

    async def whole() -> None:
        async with cluster(tmp_path) as client:
            monkeypatch.setattr("duologue.batch.cluster.tasks.facts_digest", sometimes)
            (kept,) = await asked(client, tones, ["灯亮了"], told)
            assert kept.info.samples > 0
            assert len((await client.scheduler.identity())["workers"]) == 1

    asyncio.run(whole())
    assert len(told) == 1
    assert "is sent away" in told[0]


def test_differences_are_named() -> None:
    there: Mapping[str, str] = {**facts(), "soxr": "0.0.1", "voices": "other"}
    said = differences(there)
    assert "soxr 0.0.1 (here " in said
    assert "voices other (here " in said
    assert differences(facts()) == ""


def test_what_a_worker_is_sent_holds_no_engine(tmp_path: Path) -> None:
    room = Room("cache", "out")
    assert room.cache_url == "cache"
    copy = pickle.loads(pickle.dumps(room))  # noqa: S301 - our own, as Dask sends it
    assert (copy.cache_url, copy.out, copy.name) == ("cache", "out", "duologue")
    assert copy._cache is None


def test_two_runs_that_meet_the_same_take_voice_it_once(tmp_path: Path, tones: EngineOfTones) -> None:
    class Slow(EngineOfTones):
        async def speak(self, request: SpeechRequest) -> Take:
            await asyncio.sleep(0.2)
            return await EngineOfTones.speak(self, request)

    tones.__class__ = Slow

    async def whole() -> None:
        async with cluster(tmp_path) as one, Client(one.cluster, asynchronous=True) as other:
            answers = await asyncio.gather(
                asked(one, tones, ["灯亮了"], []), asked(other, tones, ["灯亮了"], [])
            )
        assert [kept.info.samples > 0 for (kept,) in answers] == [True, True]

    asyncio.run(whole())
    assert tones.said == ["灯亮了"]


def test_a_catalogue_does_not_become_as_many_tasks_at_once(tmp_path: Path, tones: EngineOfTones) -> None:
    tones.local = True
    most = 0

    async def whole() -> None:
        nonlocal most
        async with cluster(tmp_path, workers=1, threads=2) as client:
            dispatch = Dispatch(client, lambda _: None)
            engines = ClusterEngines(dispatch)
            engine = engines.make("tones", EngineSettings())
            asking = ClusterAsking(dispatch, engines)
            pace = asking.pace(engine, Patience())

            async def voiced(number: int) -> None:
                nonlocal most
                async with pace.turn():
                    most = max(most, len(client.cluster.scheduler.tasks))
                    await asking.ask(engine, job(tones, f"第{number}盏灯"))

            await asyncio.gather(*(voiced(number) for number in range(60)))

    asyncio.run(whole())
    assert len(tones.said) == 60
    assert 2 <= most <= 2 * 2 + 2, "two for each thread, and those that are just being forgotten"
