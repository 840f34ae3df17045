import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from duologue.errors import BadVoice, EngineError, NoAudio, Throttled, Unreachable
from duologue.speech.concurrency import Pace, Patience
from speech.virtual_time import now, run

LATENCY = 0.4


class Service:
    """Answers after 400 ms; refuses at once whoever is too many."""

    def __init__(self, capacity: int, fault: Callable[[int], EngineError | None] = lambda _: None) -> None:
        self.capacity, self.fault = capacity, fault
        self.at_once = self.asked = self.refused = 0
        self.answered_at: list[float] = []

    async def ask(self) -> None:
        self.asked += 1
        error = self.fault(self.asked)
        if error is not None:
            raise error
        if self.at_once >= self.capacity:
            self.refused += 1
            raise Throttled("slow down")
        self.at_once += 1
        try:
            await asyncio.sleep(LATENCY)
        finally:
            self.at_once -= 1
        self.answered_at.append(now())


def pace(first: int = 4, most: int = 8, patience: Patience | None = None) -> Pace:
    return Pace(first, most, patience or Patience(), clock=now, jitter=lambda: 1.0)


async def ask_until_answered(service: Service, paced: Pace) -> None:
    while True:
        try:
            async with paced.turn():
                await service.ask()
        except (Throttled, Unreachable, NoAudio):
            if paced.gone:
                raise
        else:
            return


def work(service: Service, requests: int = 300, most: int = 8, patience: Patience | None = None) -> Pace:
    async def whole() -> Pace:
        paced = pace(most=most, patience=patience)
        await asyncio.gather(*(ask_until_answered(service, paced) for _ in range(requests)))
        return paced

    return run(whole())


def test_it_grows_to_what_the_engine_declares_and_no_further() -> None:
    service = Service(capacity=100)
    assert work(service).at_once == 8
    assert service.refused == 0
    assert service.answered_at[-1] <= 1.15 * 300 / 8 * LATENCY


@pytest.mark.parametrize("capacity", [1, 2, 4, 6])
def test_it_settles_within_a_tenth_of_the_capacity_of_the_service(capacity: int) -> None:
    service = Service(capacity)
    work(service, requests=600)
    settled = service.answered_at[100:]
    best = (len(settled) - 1) / capacity * LATENCY
    assert settled[-1] - settled[0] <= 1.1 * best
    assert service.refused <= 10


def test_it_takes_more_when_the_service_bears_more_again() -> None:
    service = Service(capacity=4)

    async def whole() -> Pace:
        paced = pace()
        await asyncio.gather(*(ask_until_answered(service, paced) for _ in range(60)))
        service.capacity = 100
        await asyncio.gather(*(ask_until_answered(service, paced) for _ in range(400)))
        return paced

    assert run(whole()).at_once == 8


def test_everybody_waits_as_long_as_the_service_asks() -> None:
    service = Service(100, lambda number: Throttled("slow down", 30.0) if number == 9 else None)
    asked_at: list[float] = []

    async def one(paced: Pace) -> None:
        while True:
            try:
                async with paced.turn():
                    asked_at.append(now())
                    await service.ask()
            except Throttled:
                continue
            return

    async def whole() -> None:
        paced = pace()
        await asyncio.gather(*(one(paced) for _ in range(40)))

    run(whole())
    before = [at for at in asked_at if at < 5]
    assert len(before) < 20
    assert min(at for at in asked_at if at > 5) >= 30


def test_first_come_first_served() -> None:
    begun: list[int] = []

    async def caller(numbers: list[int], paced: Pace) -> None:
        while numbers:
            number = numbers.pop(0)
            async with paced.turn():
                begun.append(number)
                await asyncio.sleep(LATENCY)

    async def whole() -> None:
        paced = pace(first=2, most=2)
        numbers = list(range(30))
        await asyncio.gather(*(caller(numbers, paced) for _ in range(6)))

    run(whole())
    assert begun == list(range(30))


def test_faults_of_the_same_moment_count_once() -> None:
    async def whole() -> Pace:
        paced = pace(first=8)

        async def refused() -> None:
            async with paced.turn():
                await asyncio.sleep(LATENCY)
                raise Throttled("slow down")

        await asyncio.gather(*(refused() for _ in range(8)), return_exceptions=True)
        return paced

    paced = run(whole())
    assert (paced.at_once, paced.failed_rounds) == (4, 1)


def test_pauses_double_and_end() -> None:
    patience = Patience(first_wait_seconds=1.0, longest_wait_seconds=4.0, rounds=5)

    async def whole() -> tuple[float, Pace]:
        paced = pace(patience=patience)
        with pytest.raises(Unreachable):
            await ask_until_answered(Service(100, lambda _: Unreachable("gone")), paced)
        ended = now()
        with pytest.raises(Unreachable, match="gone"):
            async with paced.turn():
                pytest.fail("it asked once more")
        return ended, paced

    ended, paced = run(whole())
    assert ended == 1 + 2 + 4 + 4
    assert isinstance(paced.gone, Unreachable)


def test_while_it_cannot_be_reached_one_asks_for_all() -> None:
    service = Service(100, lambda number: Unreachable("lost") if number <= 10 else None)
    work(service, requests=40, patience=Patience(rounds=20, first_answer_seconds=1000))
    assert service.asked == 50

    most = 0

    class Gone(Service):
        async def ask(self) -> None:
            nonlocal most
            self.at_once += 1
            most = max(most, self.at_once) if self.asked >= 4 else most
            try:
                self.asked += 1
                await asyncio.sleep(LATENCY)
                raise Unreachable("gone")
            finally:
                self.at_once -= 1

    with pytest.raises(Unreachable):
        work(Gone(100))
    assert most == 1


def test_a_service_that_asks_for_an_hour_counts_as_gone() -> None:
    async def whole() -> EngineError | None:
        paced = pace()
        with pytest.raises(Throttled):
            await ask_until_answered(Service(100, lambda _: Throttled("later", 3600.0)), paced)
        assert now() < 1
        return paced.gone

    assert isinstance(run(whole()), Throttled)


def test_one_empty_answer_is_bad_luck_and_two_in_a_row_are_a_hint() -> None:
    def answers(*errors: EngineError | None) -> int:
        async def whole() -> int:
            paced = pace()
            service = Service(100, lambda number: errors[number - 1])
            for _ in errors:
                try:
                    async with paced.turn():
                        await service.ask()
                except EngineError:
                    pass
            return paced.at_once

        return run(whole())

    assert answers(NoAudio("nothing"), None, NoAudio("nothing"), None) == 4
    assert answers(NoAudio("nothing"), NoAudio("nothing")) == 2


def test_one_lost_connection_among_good_answers_stops_nobody() -> None:
    service = Service(100, lambda number: Unreachable("lost") if number == 50 else None)

    async def late() -> Pace:
        paced = pace()

        async def stalled() -> None:
            async with paced.turn():
                await asyncio.sleep(5)
                raise Unreachable("stalled")

        await asyncio.gather(
            stalled(), *(ask_until_answered(service, paced) for _ in range(40)), return_exceptions=True
        )
        return paced

    assert run(late()).failed_rounds == 0


def test_an_unknown_voice_and_ever_refused_texts_end_it() -> None:
    async def whole(error: EngineError, times: int) -> EngineError | None:
        paced = pace()
        for _ in range(times):
            with pytest.raises(EngineError):
                async with paced.turn():
                    raise error
        return paced.gone

    assert isinstance(run(whole(BadVoice("none"), 1)), BadVoice)
    assert run(whole(EngineError("refused"), 3)) is None
    assert run(whole(EngineError("refused"), 8)) is not None


def given_up_after(ask: Callable[[int], Awaitable[None]], patience: Patience | None = None) -> float:
    """When a service that never gives a good answer counts as gone, asked for 40 texts."""

    async def whole() -> float:
        paced, number = pace(patience=patience), 0

        async def one() -> None:
            nonlocal number
            while paced.gone is None:
                number += 1
                with suppress(EngineError):
                    async with paced.turn():
                        await ask(number)

        await asyncio.gather(*(one() for _ in range(40)))
        return now()

    return run(whole())


async def _refused(error: EngineError, after: float = 0.0) -> None:
    await asyncio.sleep(after)
    raise error


@pytest.mark.parametrize(
    "ask",
    [
        lambda _: _refused(Throttled("403")),
        lambda _: _refused(Unreachable("nobody there")),
        lambda _: _refused(Unreachable("no first byte"), after=15),
        lambda _: _refused(Unreachable("stalls in mid-sound"), after=15.5),
        lambda _: _refused(Unreachable("drips"), after=60),
        lambda _: _refused(NoAudio("garbage"), after=0.5),
        lambda _: _refused(Throttled("429", 1.0)),
        lambda _: _refused(Throttled("429", 30.0)),
        lambda _: _refused(Throttled("429", 60.0)),
        lambda number: _refused(NoAudio("x") if number % 2 else Unreachable("y"), after=number % 7),
    ],
)
def test_a_service_that_never_answers_well_is_given_up_within_90_seconds(
    ask: Callable[[int], Awaitable[None]],
) -> None:
    assert 5 <= given_up_after(ask) <= 90


def test_one_that_has_never_answered_is_given_up_sooner_where_that_is_wanted() -> None:
    hurried = Patience(first_answer_seconds=12.0)
    for ask in (lambda _: _refused(Throttled("403")), lambda _: _refused(Unreachable("silent"), after=15)):
        assert given_up_after(ask, hurried) <= 17

    async def answers_first(number: int) -> None:
        if number > 5:
            await _refused(Throttled("403"))

    assert given_up_after(answers_first, hurried) >= 30


def test_slow_answers_are_no_fault_however_long_they_take() -> None:
    async def whole() -> None:
        paced = pace()
        for _ in range(5):
            async with paced.turn():
                await asyncio.sleep(300)
        assert paced.gone is None

    run(whole())


def test_one_long_pause_that_a_service_asks_for_is_granted() -> None:
    service = Service(100, lambda number: Throttled("busy", 200.0) if number == 1 else None)
    paced = work(service, requests=40)
    assert paced.gone is None
    assert service.answered_at[0] >= 200
