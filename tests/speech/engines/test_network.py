import asyncio
from collections.abc import AsyncIterator

from duologue.errors import Unreachable
from duologue.speech.engines.network import Timeouts, in_time, retry_after_seconds
from speech.virtual_time import now, run

TIMEOUTS = Timeouts(connect=10, first_byte=30, stall=20, whole=60)


def fault(*waits: float) -> tuple[str, float]:
    """What is said of an answer whose parts come after these waits, and when."""

    async def answer() -> AsyncIterator[int]:
        for number, seconds in enumerate(waits):
            await asyncio.sleep(seconds)
            yield number

    async def whole() -> tuple[str, float]:
        try:
            assert [item async for item in in_time(answer(), TIMEOUTS, "it")] == list(range(len(waits)))
        except Unreachable as error:
            return str(error), now()
        return "", now()

    return run(whole())


def test_each_time_out_has_its_own_words() -> None:
    assert fault(29, 19, 1) == ("", 49)
    assert fault(31) == ("it did not begin to answer within 30 s", 30)
    assert fault(1, 21) == ("it stopped in the middle of its answer: nothing for 20 s", 21)
    words, at = fault(19, 19, 19, 19)
    assert "did not finish its answer within 60 s" in words
    assert at == 60


def test_retry_after_is_seconds_or_a_date() -> None:
    assert retry_after_seconds({"Retry-After": "7"}) == 7
    assert retry_after_seconds({"Retry-After": "Tue, 24 Nov 2020 00:00:00 GMT"}) == 0
    assert retry_after_seconds({"Retry-After": "soon"}) is None
    assert retry_after_seconds(None) is None
