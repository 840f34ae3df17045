"""An audition through the public API, with an engine of tones."""

import asyncio
from pathlib import Path

import pytest

import duologue
from audition.auditions import write_article, write_casts
from duologue.api.audition import audition
from duologue.errors import UsageError
from duologue.settings import Settings
from speech.engine_of_tones import EngineOfTones


def test_every_cast_is_spoken_and_progress_is_counted(tones: EngineOfTones, tmp_path: Path) -> None:
    interview = duologue.read(write_article(tmp_path))
    progress: list[tuple[int, int]] = []
    found = audition(
        interview,
        casts=write_casts(tmp_path),
        settings=Settings(engine="tones"),
        on_progress=lambda done, total: progress.append((done, total)),
    )
    assert found.engine == "tones"
    assert [utterance.speaker for utterance in found.said] == ["林一舟", "沈砚"]
    assert [each.candidate.cast.name for each in found.casts] == ["up", "down"]
    assert all(each.mp3 and each.seconds > 1 for each in found.casts)
    assert progress == [(done, 4) for done in range(1, 5)]


def test_a_cast_that_is_not_there_is_refused(tones: EngineOfTones, tmp_path: Path) -> None:
    interview = duologue.read(write_article(tmp_path))
    with pytest.raises(UsageError, match="no cast 'zh-XX'"):
        audition(interview, casts=["zh-XX"], settings=Settings(engine="tones"))


def test_within_a_running_loop_the_twin_is_named(tones: EngineOfTones, tmp_path: Path) -> None:
    interview = duologue.read(write_article(tmp_path))

    async def called() -> None:
        audition(interview, settings=Settings(engine="tones"))

    with pytest.raises(UsageError, match="an event loop is running"):
        asyncio.run(called())
