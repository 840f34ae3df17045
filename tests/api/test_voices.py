"""Voices through the public API: without a network, with the offline engine and a list in the cache."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from duologue.api import voices
from duologue.api.voices import Listing, VoiceInfo, VoiceList
from duologue.errors import BadVoice, EngineError, UsageError
from duologue.settings import Settings
from duologue.speech.voice_lists import keep

OFFLINE = Settings(proxy="http://127.0.0.1:9")


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))


def listing() -> Listing:
    several = (
        VoiceInfo("a", "zh-CN", "female"),
        VoiceInfo("b", "zh-CN-liaoning", "male"),
        VoiceInfo("c", "en-GB", "male"),
    )
    return Listing((VoiceList("tones", several, datetime.now(UTC)),), {})


@pytest.mark.parametrize(
    ("locale", "gender", "names"),
    [
        ("", "", ["a", "b", "c"]),
        ("zh", "", ["a", "b"]),
        ("zh-CN", "", ["a", "b"]),
        ("ZH-cn-Liaoning", "", ["b"]),
        ("", "male", ["b", "c"]),
        ("en", "male", ["c"]),
    ],
)
def test_a_listing_is_filtered_by_whole_parts_of_a_tag(locale: str, gender: str, names: list[str]) -> None:
    chosen = listing().select(locale=locale, gender=gender)
    assert [voice.name for each in chosen.lists for voice in each.voices] == names


def test_a_filter_that_leaves_nothing_says_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"no female voice for 'z'; there are voices for en, zh$"):
        listing().select(locale="z", gender="female")


def test_an_engine_that_does_not_answer_stops_no_other() -> None:
    found = voices.list_voices(settings=OFFLINE)
    assert "kokoro" in [each.engine for each in found.lists]
    assert "edge" in found.failed


def test_the_only_engine_that_is_asked_fails_itself() -> None:
    with pytest.raises(EngineError):
        voices.list_voices("edge", settings=OFFLINE)
    keep("edge", (VoiceInfo("x", "fr-FR"),))
    (only,) = voices.list_voices("edge", settings=OFFLINE).lists
    assert only.why_cached
    assert [voice.name for voice in only.voices] == ["x"]


def test_known_voices_ask_nobody() -> None:
    keep("edge", (VoiceInfo("x", "fr-FR"),))
    known = dict(voices.known_voices())
    assert known["edge"] == ("x",)
    assert "zm_yunxi" in known["kokoro"]
    assert known["openai"] == ()


def test_a_voice_that_is_nearly_spelt_right_is_suggested() -> None:
    with pytest.raises(BadVoice, match="did you mean zf_xiaobei"):
        voices.preview("kokoro:zf_xiaobai", settings=OFFLINE)
