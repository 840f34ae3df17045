import asyncio
from collections.abc import AsyncIterator

import pytest

from duologue.errors import ConfigError, Unreachable
from duologue.speech.engines.network import Timeouts, in_time, proxy_for, retry_after_seconds
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


@pytest.mark.parametrize(
    ("environment", "url", "setting", "proxy"),
    [
        ({}, "wss://a.example/x", "", None),
        ({"HTTPS_PROXY": "http://p:1"}, "wss://a.example/x", "", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, "wss://a.example/x", "", None),
        ({"HTTP_PROXY": "p:1"}, "ws://a.example/x", "", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.example"}, "wss://a.example/x", "", None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, "https://a.example/x", "http://q:2", "http://q:2"),
    ],
)
def test_the_proxy_is_the_setting_or_the_environments(
    environment: dict[str, str], url: str, setting: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(url, setting) == proxy


@pytest.mark.parametrize("setting", ["socks5://p:1", "http://", "file:///etc"])
def test_what_is_no_http_proxy_is_refused_in_words(setting: str) -> None:
    with pytest.raises(ConfigError, match="must be http://HOST:PORT"):
        proxy_for("https://a.example", setting)


def test_retry_after_is_seconds_or_a_date() -> None:
    assert retry_after_seconds({"Retry-After": "7"}) == 7
    assert retry_after_seconds({"Retry-After": "Tue, 24 Nov 2020 00:00:00 GMT"}) == 0
    assert retry_after_seconds({"Retry-After": "soon"}) is None
    assert retry_after_seconds(None) is None
