"""What is heard while it is made is the programme; what comes first is made first."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

import duologue
from duologue.errors import EngineError, SpeechIncomplete
from duologue.pipeline.listening import Stretch
from duologue.settings import Settings
from duologue.speech.measured import MeasuredRates
from speech.engine_of_tones import EngineOfTones
from studio.plugin import REAL_TIMES, install

WHAT = ("sea", "moon", "wind", "sand", "rope", "tar")
TALK = "# The tide clerk\n\n" + "\n\n".join(
    f"Ann Ray: What is the {what}?\n\nBo Lind: The {what} is older than the harbour." for what in WHAT
)


def heard(cast: Path, out: Path, start: int = 0, most: int = 999) -> list[Stretch]:
    async def run() -> list[Stretch]:
        settings = Settings(voices=str(cast), out=out)
        plan = await duologue.aio.plan(duologue.read(text=TALK), settings=settings)
        found: list[Stretch] = []
        stretches = duologue.aio.listen(plan, start)
        async for stretch in stretches:
            found.append(stretch)
            if len(found) == most:
                await stretches.aclose()  # type: ignore[attr-defined]
                break
        await plan.close()
        return found

    return asyncio.run(run())


def test_it_begins_with_the_first_take_and_voices_each_once(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    found = heard(cast, tmp_path)
    assert [one.number for one in found] == list(range(-1, len(found) - 1))
    assert all(one.frames for one in found)
    ends = [one.start_sample + one.planned_samples for one in found]
    assert ends[:-1] == [one.start_sample for one in found[1:]]
    assert len(tones.said) == len(set(tones.said)) == len(found) - 1


def test_all_takes_there_it_is_the_episodes_own_frames(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    heard(cast, tmp_path)
    frames = b"".join(one.frames for one in heard(cast, tmp_path))
    settings = Settings(voices=str(cast), out=tmp_path)
    episode = duologue.render(duologue.read(text=TALK), settings=settings)
    assert episode.new_takes == 0
    assert frames in episode.mp3.read_bytes()


def test_what_is_asked_for_is_made_first(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    found = heard(cast, tmp_path, start=8, most=2)
    assert [one.number for one in found] == [8, 9]
    assert found[0].start_sample == 0
    assert tones.said[0] == found[0].utterance.written


def test_what_cannot_be_voiced_is_said(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    def fault(_: int, text: str) -> EngineError | None:
        return EngineError("not this one") if "wind is older" in text else None

    tones.fault = fault
    with pytest.raises(SpeechIncomplete, match="not this one"):
        heard(cast, tmp_path)


def test_takes_that_a_render_makes_are_waited_for_not_made_again(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    async def run() -> list[Stretch]:
        settings = Settings(voices=str(cast), out=tmp_path)
        interview = duologue.read(text=TALK)
        plan = await duologue.aio.plan(interview, settings=settings)
        rendering = asyncio.create_task(duologue.aio.render(interview, settings=settings))
        stretches = duologue.aio.listen(plan, others=lambda: not rendering.done())
        found = [stretch async for stretch in stretches]
        assert (await rendering).new_takes == len(found) - 1
        return found

    found = asyncio.run(run())
    assert len(tones.said) == len(found) - 1


@pytest.mark.parametrize(("speed", "waits"), [(100.0, False), (0.01, True)])
def test_a_slow_voice_is_given_a_start_and_a_fast_one_is_heard_at_once(
    cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speed: float, waits: bool
) -> None:
    install(monkeypatch)
    REAL_TIMES.append(40.0)
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(MeasuredRates, "speed", lambda _self, _engine: speed)

    async def run() -> tuple[float, float]:
        plan = await duologue.aio.plan(
            duologue.read(text=TALK), settings=Settings(voices=str(cast), out=tmp_path)
        )
        begun, spoken = time.monotonic(), []
        stretches = duologue.aio.listen(plan, spoken=lambda _: spoken.append(time.monotonic()))
        await anext(stretches)
        heard = time.monotonic()
        await stretches.aclose()  # type: ignore[attr-defined]
        return spoken[0] - begun, heard - spoken[0]

    took, waited = asyncio.run(run())
    assert (waited > 1.5 * took) is waits
