from __future__ import annotations

import asyncio

import pytest

from duologue.errors import BadVoice, Denied, EngineError, Throttled
from duologue.speech.concurrency import TEXTS_REFUSED_IN_A_ROW, Pace
from duologue.speech.episode_pace import EpisodePace, Line


def two_of(most: int = 1) -> tuple[EpisodePace, EpisodePace]:
    service, line = Pace(most, most), Line(most)
    return EpisodePace(service, line, 0), EpisodePace(service, line, 1)


async def fail(pace: EpisodePace, error: EngineError) -> None:
    with pytest.raises(type(error)):
        async with pace.turn():
            raise error


def test_a_voice_that_is_not_there_is_one_episodes_affair() -> None:
    async def both() -> None:
        one, other = two_of()
        await fail(one, BadVoice("no such voice"))
        assert isinstance(one.gone, BadVoice)
        assert other.gone is None
        async with other.turn():
            pass

    asyncio.run(both())


def test_texts_that_are_refused_are_one_episodes_affair() -> None:
    async def both() -> None:
        one, other = two_of()
        for _ in range(TEXTS_REFUSED_IN_A_ROW):
            assert one.gone is None
            await fail(one, EngineError("this text is refused"))
        assert one.gone is not None
        assert other.gone is None

    asyncio.run(both())


def test_a_key_that_is_refused_is_everybodys_affair() -> None:
    async def both() -> None:
        one, other = two_of()
        await fail(one, Denied("another key"))
        assert isinstance(other.gone, Denied)

    asyncio.run(both())


def test_all_back_off_together() -> None:
    async def both() -> None:
        one, other = two_of()
        await fail(one, Throttled("slower", retry_after_seconds=0.2))
        started = asyncio.get_running_loop().time()
        async with other.turn():
            assert asyncio.get_running_loop().time() - started >= 0.15

    asyncio.run(both())


def test_the_earlier_episode_goes_first() -> None:
    async def both() -> list[int]:
        one, other = two_of()
        order: list[int] = []

        async def ask(pace: EpisodePace, number: int) -> None:
            async with pace.turn():
                await asyncio.sleep(0.01)
                order.append(number)

        later = [asyncio.create_task(ask(other, 1)) for _ in range(3)]
        await asyncio.sleep(0)
        earlier = [asyncio.create_task(ask(one, 0)) for _ in range(3)]
        await asyncio.gather(*later, *earlier)
        return order

    assert asyncio.run(both()) == [1, 0, 0, 0, 1, 1]


def test_who_is_cancelled_in_the_line_keeps_nobody_waiting() -> None:
    async def whole() -> None:
        line = Line(1)
        entered = asyncio.Event()

        async def stay(seconds: float) -> None:
            async with line.turn(0):
                entered.set()
                await asyncio.sleep(seconds)

        first = asyncio.create_task(stay(10))
        await entered.wait()
        waiting = asyncio.create_task(stay(10))
        await asyncio.sleep(0)
        waiting.cancel()
        first.cancel()
        await asyncio.gather(first, waiting, return_exceptions=True)
        await asyncio.wait_for(stay(0), 1)

    asyncio.run(whole())
