"""Who goes before whom: the turnstile, and the gate."""

from __future__ import annotations

import asyncio

from duologue.batch.gate import Gate
from duologue.batch.turnstile import Turnstile


def test_numbers_pass_in_order_whoever_comes_first() -> None:
    async def passed() -> list[int]:
        turnstile, order = Turnstile(), []

        async def go(number: int) -> None:
            await turnstile.wait(number)
            order.append(number)
            turnstile.leave(number)

        tasks = [asyncio.create_task(go(number)) for number in (3, 1, 2)]
        await asyncio.sleep(0.01)
        assert order == []
        turnstile.leave(0)
        turnstile.leave(0)
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(passed()) == [1, 2, 3]


def test_who_leaves_without_having_waited_holds_nobody_up() -> None:
    async def passed() -> None:
        turnstile = Turnstile()
        waiting = asyncio.create_task(turnstile.wait(2))
        turnstile.leave(1)
        await asyncio.sleep(0)
        assert not waiting.done()
        turnstile.leave(0)
        await asyncio.wait_for(waiting, 1)

    asyncio.run(passed())


def test_one_is_alone_and_goes_before_those_who_come_after() -> None:
    async def whole() -> list[str]:
        gate, happened = Gate(), []

        async def together(name: str, seconds: float) -> None:
            async with gate.together():
                happened.append(f"{name} in")
                await asyncio.sleep(seconds)
                happened.append(f"{name} out")

        async def alone() -> None:
            async with gate.alone():
                happened.append("alone")
                await asyncio.sleep(0.01)
                happened.append("alone out")

        first = [asyncio.create_task(together(name, 0.02)) for name in ("a", "b")]
        await asyncio.sleep(0)
        middle = asyncio.create_task(alone())
        await asyncio.sleep(0.005)
        last = asyncio.create_task(together("c", 0))
        await asyncio.gather(*first, middle, last)
        return happened

    happened = asyncio.run(whole())
    assert happened == ["a in", "b in", "a out", "b out", "alone", "alone out", "c in", "c out"]
