"""Texts in one task: as many as take half a second, none waits for others, each has an answer of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

pytest.importorskip("distributed")

from duologue.batch.cluster.bundles import Answer, Bundles
from duologue.errors import EngineError, NoAudio
from duologue.speech.jobs import Job
from duologue.speech.speak import Kept
from duologue.store.takes import TakeInfo
from speech.engine_of_tones import request

pytestmark = pytest.mark.extra


def job(number: int) -> Job:
    return Job(request(f"第{number}盏灯"), f"{number}", (0,))


class Workers:
    """Two tasks at once, each text so many seconds by the workers' clock."""

    def __init__(self, seconds: float, *, several: bool = True) -> None:
        self.seconds = seconds
        self.sizes: list[int] = []
        self.at_once = self.most_at_once = 0
        self.bundles = Bundles(self.say, lambda: 2, several=several)

    async def say(self, jobs: Sequence[Job]) -> tuple[Sequence[Answer], float]:
        self.sizes.append(len(jobs))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        answers = [Kept(TakeInfo(int(each.key), 1, ()), new=True) for each in jobs]
        return answers, self.seconds * len(jobs)

    def all_said(self, count: int) -> list[int]:
        async def whole() -> list[Answer]:
            return await asyncio.gather(*(self.bundles.said(job(number)) for number in range(count)))

        return [answer.info.samples for answer in asyncio.run(whole()) if isinstance(answer, Kept)]


def test_what_is_quickly_said_goes_many_at_a_time() -> None:
    workers = Workers(0.01)
    assert workers.all_said(1000) == list(range(1000))
    assert max(workers.sizes) == 50, "half a second"
    assert workers.most_at_once == 2
    assert len(workers.sizes) < 60


def test_what_takes_long_is_a_task_of_its_own() -> None:
    workers = Workers(0.4)
    assert workers.all_said(40) == list(range(40))
    assert set(workers.sizes) == {1}


def test_a_service_is_asked_one_text_at_a_time() -> None:
    workers = Workers(0.001, several=False)
    workers.all_said(40)
    assert set(workers.sizes) == {1}


def test_few_texts_are_shared_out_among_the_workers() -> None:
    workers = Workers(0.01)
    workers.all_said(10)
    workers.sizes.clear()
    workers.all_said(6)
    assert workers.sizes == [3, 3]


def test_an_answer_that_is_a_fault_is_one_text_s_own() -> None:
    async def say(jobs: Sequence[Job]) -> tuple[Sequence[Answer], float]:
        return [
            NoAudio("silence") if each.key == "1" else Kept(TakeInfo(1, 1, ()), new=True) for each in jobs
        ], 0.0

    async def whole() -> list[Answer]:
        bundles = Bundles(say, lambda: 1, several=True)
        return await asyncio.gather(*(bundles.said(job(number)) for number in range(4)))

    assert [isinstance(each, NoAudio) for each in asyncio.run(whole())] == [False, True, False, False]


def test_a_task_without_an_answer_fails_all_its_texts_and_the_next_ones_go_on() -> None:
    tries = 0

    async def say(jobs: Sequence[Job]) -> tuple[Sequence[Answer], float]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise EngineError("gone")
        return [Kept(TakeInfo(1, 1, ()), new=True) for _ in jobs], 0.0

    async def whole() -> list[object]:
        bundles = Bundles(say, lambda: 1, several=True)
        return await asyncio.gather(*(bundles.said(job(n)) for n in range(3)), return_exceptions=True)

    answers = asyncio.run(whole())
    assert isinstance(answers[0], EngineError)
    assert [isinstance(each, Kept) for each in answers[1:]] == [True, True]


def test_what_nobody_wants_any_more_is_given_up() -> None:
    given_up: list[str] = []

    async def say(jobs: Sequence[Job]) -> tuple[Sequence[Answer], float]:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            given_up.extend(each.key for each in jobs)
            raise
        return [], 0.0

    async def whole() -> None:
        bundles = Bundles(say, lambda: 1, several=True)
        asked = asyncio.create_task(bundles.said(job(7)))
        await asyncio.sleep(0.01)
        asked.cancel()
        await asyncio.sleep(0.01)

    asyncio.run(whole())
    assert given_up == ["7"]
