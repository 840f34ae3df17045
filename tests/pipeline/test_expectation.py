"""What a dry run says of the length, the takes, the time and the characters is what comes."""

import asyncio
from pathlib import Path

import pytest

from duologue.interview import read_text
from duologue.model import Episode, Voice
from duologue.pipeline import plan, render
from duologue.pipeline.expectation import Expectation, expectation_of
from duologue.settings import Settings
from duologue.speech.measured import MeasuredRates, Ratio
from duologue.speech.plausible import expected_seconds
from duologue.speech.speaking_rates import speaking_rates
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones

DAYS = "一二三四五六七八"
TURNS = (
    f"**{'林一' if number % 2 else '周舟'}：** 第{day}天，灯为什么不能灭？我们守到天亮。"
    for number, day in enumerate(DAYS, 1)
)
ARTICLE = "\n\n".join(("# 灯塔", *TURNS))


def expected(cast: Path, out: Path, article: str = ARTICLE) -> Expectation:
    async def whole() -> Expectation:
        made = await plan(read_text(article), Settings(voices=str(cast), out=out))
        await made.close()
        return expectation_of(made, TakeCache())

    return asyncio.run(whole())


def rendered(cast: Path, out: Path) -> Episode:
    async def whole() -> Episode:
        return await render(await plan(read_text(ARTICLE), Settings(voices=str(cast), out=out)), TakeCache())

    return asyncio.run(whole())


def test_what_is_in_the_cache_is_measured_and_the_rest_estimated(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    first = expected(cast, tmp_path / "out")
    assert (first.cached_takes, first.new_takes) == (0, 12)
    assert first.characters_sent == sum(map(len, _said(cast, tmp_path / "out")))
    episode = rendered(cast, tmp_path / "out")
    after = expected(cast, tmp_path / "out")
    assert (after.cached_takes, after.new_takes, after.characters_sent) == (12, 0, 0)
    assert after.duration_ms == episode.duration_ms
    assert abs(first.duration_ms / episode.duration_ms - 1) < 0.25  # of tones nobody has measured a tempo
    longer = expected(cast, tmp_path / "out", f"{ARTICLE}\n\n**林一：** 谢谢你来。")
    assert (longer.cached_takes, longer.new_takes) == (12, 1)
    assert longer.characters_sent == len("谢谢你来。")


def _said(cast: Path, out: Path) -> list[str]:
    async def whole() -> list[str]:
        made = await plan(read_text(ARTICLE), Settings(voices=str(cast), out=out))
        await made.close()
        return [utterance.written for utterance in made.voicing.said]

    return asyncio.run(whole())


def test_what_earlier_renders_measured_makes_the_estimate_right(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    voices = {f"tones:{name}": Ratio(measured=90, against=60) for name in ("low", "middle", "high")}
    before = expected(cast, tmp_path / "out")
    MeasuredRates(voices=voices, engines={"tones": Ratio(measured=300, against=100)}).save()
    after = expected(cast, tmp_path / "out")
    assert after.duration_ms > 1.3 * before.duration_ms
    assert before.wall_seconds is None
    assert after.wall_seconds is not None
    assert 0.2 < after.wall_seconds / (after.duration_ms / 1000) < 0.4


def test_measurements_are_kept_over_renders_and_damage_counts_as_none(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    rendered(cast, tmp_path / "out")
    kept = MeasuredRates.load()
    assert set(kept.voices) == {"tones:low", "tones:middle", "tones:high"}
    assert kept.engines["tones"].measured > 10
    assert kept.speed("tones") is None  # too little sound to say
    path = tmp_path / "cache" / "measured.json"
    for content in (b"", b"{", b'{"voices": {"x": {"measured": -1}}}', b"[" * 100_000):
        path.write_bytes(content)
        assert MeasuredRates.load() == MeasuredRates()


def test_old_measurements_give_way_to_new_ones() -> None:
    ratio = Ratio(measured=7200, against=7200)
    for _ in range(30):
        ratio = ratio.plus(720, 360)
    assert ratio.value == pytest.approx(2, rel=0.1)
    assert Ratio(measured=59, against=59).value is None


def test_a_longer_text_a_slower_voice_and_a_lower_rate_take_longer() -> None:
    text = "你好，我们等了一夜。天亮了！"
    assert 2.0 < expected_seconds(text) < 4.0
    slow, quick = Voice("kokoro", "zf_xiaobei"), Voice("kokoro", "zm_yunxi")
    assert expected_seconds(text, slow) > 1.2 * expected_seconds(text, quick)
    faster = Voice("kokoro", "zm_yunxi", rate_percent=50)
    assert expected_seconds(text, faster) == pytest.approx(expected_seconds(text, quick) / 1.5)
    assert expected_seconds("……！") == 0
    assert expected_seconds("well, yes. no") > expected_seconds("well yes no")
    assert speaking_rates().tempo(Voice("elsewhere", "x")) == 1.0
