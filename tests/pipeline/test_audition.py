import asyncio
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audition.auditions import auditioned_in, write_article, write_casts
from duologue.errors import ConfigError, UsageError
from duologue.interview import read_source
from duologue.pipeline.audition import candidates, cast_in_use, speaking
from duologue.settings import Settings
from duologue.speech.cast import Cast
from duologue.speech.engines.kokoro import KokoroEngine
from duologue.speech.find_cast import load_cast
from speech.engine_of_tones import EngineOfTones

KOKORO = list(asyncio.run(KokoroEngine().voices()))


def test_each_cast_is_heard_in_its_own_voices(tmp_path: Path) -> None:
    auditioned = auditioned_in(tmp_path, write_article(tmp_path), write_casts(tmp_path))
    assert [u.written for u in auditioned.said] == ["纸会老吗？", "会的。纸老得很慢，比人慢得多。"]
    assert [[v.name for _, v in each.candidate.voices] for each in auditioned.casts] == [
        ["low", "high"],
        ["high", "low"],
    ]
    tones = []
    for each in auditioned.casts:
        samples, rate = soundfile.read(io.BytesIO(each.mp3))
        assert samples.size / rate == pytest.approx(each.seconds, abs=0.1)
        spectrum = np.abs(np.fft.rfft(samples[: rate // 2]))
        tones.append(round(float(np.argmax(spectrum)) * 2))
    assert tones == [pytest.approx(120, abs=4), pytest.approx(240, abs=4)]


def casts_for(language: str, voices: str = "") -> tuple[tuple[str, Cast], ...]:
    return speaking([], language, cast_in_use(Settings(voices=voices), language))


def test_the_first_cast_is_the_languages_own() -> None:
    assert [name for name, _ in casts_for("zh-CN")][:3] == ["zh-CN", "zh-CN-calm", "zh-CN-lively"]
    assert [name for name, _ in casts_for("zh-CN", "zh-CN-calm")][:2] == ["zh-CN", "zh-CN-calm"]
    assert next(name for name, _ in casts_for("en-GB")) == "en-GB"
    assert all(cast.language.startswith("en") for _, cast in casts_for("en-US"))


def test_ones_own_cast_in_use_is_heard_first(tmp_path: Path) -> None:
    own, _ = write_casts(tmp_path)
    names = [(name, cast.name) for name, cast in casts_for("zh-CN", own)]
    assert names[:2] == [(own, "up"), ("zh-CN", "zh-CN")]


@pytest.mark.parametrize(("language", "fewest"), [("zh-CN", 3), ("en-US", 3)])
def test_offline_there_are_enough_casts_and_no_dialect_twice(
    language: str, fewest: int, tmp_path: Path
) -> None:
    interview = replace(read_source(str(write_article(tmp_path))), language=language)
    found = candidates(interview, casts_for(language), Settings(), KokoroEngine(), KOKORO, all_of_them=False)
    assert len(found) >= fewest
    heard = [each.voices for each in found]
    assert len(set(heard)) == len(heard)
    if language == "zh-CN":
        assert [each.cast.name for each in found] == ["zh-CN", "zh-CN-calm", "zh-CN-lively"]


def test_a_cast_without_the_engines_voices_is_refused_by_name_and_left_out_otherwise(tmp_path: Path) -> None:
    interview = read_source(str(write_article(tmp_path)))
    engine = EngineOfTones()
    casts = [("zh-CN", load_cast("zh-CN"))]
    with pytest.raises(ConfigError, match="names no tones voice"):
        candidates(interview, casts, Settings(), engine, [], all_of_them=True)
    with pytest.raises(UsageError, match="no cast can be heard with tones"):
        candidates(interview, casts, Settings(), engine, [], all_of_them=False)


def test_what_a_render_would_refuse_is_not_offered(tmp_path: Path) -> None:
    interview = read_source(str(write_article(tmp_path)))
    text = (
        "language: zh-CN\nroles:\n  interviewer: {kokoro: zf_xiaobei}\n  interviewee: {kokoro: zm_yunxi}\n"
        "  narrator: {kokoro: %s}\n"
    )
    for narrator, words in {
        "zm_nobody": r"own\.yaml:5: kokoro has no voice 'zm_nobody' \(for narrator\)",
        "{voice: zm_yunjian, model: x}": r"own\.yaml:5: model has no effect: kokoro takes none",
    }.items():
        (tmp_path / "own.yaml").write_text(text % narrator)
        casts = [("own.yaml", load_cast(str(tmp_path / "own.yaml")))]
        with pytest.raises(ConfigError, match=words):
            candidates(interview, casts, Settings(), KokoroEngine(), KOKORO, all_of_them=True)
