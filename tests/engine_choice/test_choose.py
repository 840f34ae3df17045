import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duologue.errors import BadVoice, ConfigError, NoEngineError, UsageError
from duologue.interview import read_text
from duologue.model import Interview, Voice
from duologue.pipeline import Plan, plan
from duologue.settings import Settings, load_settings
from duologue.speech import voice_lists
from duologue.speech.engines.base import VoiceInfo
from duologue.store.base import EntryKind
from duologue.store.entry import StoreEntry
from duologue.store.local import default_store
from speech.edge_service import EdgeService, running

ARTICLE = """\
# 灯塔

**林一：** 灯为什么不能灭？

**周舟：** 因为船还没有回来。

**林一：** 谢谢。

**周舟：** 再见。
"""


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty cache, and no speech server."""
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def planned(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    voice: Mapping[str, str] | None = None,
    service: EdgeService | None = None,
    interview: Interview | None = None,
    **settings: Any,
) -> Plan:
    """What is planned where the edge service answers."""

    async def whole() -> Plan:
        async with running(service or EdgeService(), monkeypatch):
            wanted = load_settings(tmp_path, {}, {"out": tmp_path / "out", **settings})
            made = await plan(interview or read_text(ARTICLE), wanted, voice=voice)
            await made.close()
            return made

    return asyncio.run(whole())


def voices(made: Plan) -> dict[str, str]:
    return {name: str(voice) for name, voice in made.voicing.casting.voices.items()}


@pytest.mark.parametrize("wanted", ["zm_yunyang", "kokoro:zm_yunyang"])
@pytest.mark.parametrize("who", ["interviewee", "周舟"])
def test_the_engine_that_has_the_voice_speaks_the_whole_episode_and_it_is_said(
    wanted: str, who: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = planned(monkeypatch, tmp_path, voice={who: wanted})
    assert made.voicing.engine.name == "kokoro"
    assert voices(made)["周舟"] == "kokoro:zm_yunyang"
    assert any(
        "kokoro speaks the whole episode" in note and "zm_yunyang" in note and f"--voice {who}" in note
        for note in made.notes
    )
    assert planned(monkeypatch, tmp_path).voicing.engine.name == "edge"


def test_a_voice_that_the_first_engine_has_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = planned(
        monkeypatch, tmp_path, voice={"周舟": "zh-CN-YunyangNeural", "narrator": "edge:zh-CN-YunxiNeural"}
    )
    assert made.voicing.engine.name == "edge"
    assert made.notes == ()


def test_a_voice_of_the_script_or_the_file_chooses_the_engine_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    interview = read_text(ARTICLE)
    speakers = tuple(
        replace(each, voices=(Voice("kokoro", "zm_yunyang"),)) if each.name == "周舟" else each
        for each in interview.speakers
    )
    made = planned(monkeypatch, tmp_path, interview=replace(interview, speakers=speakers))
    assert made.voicing.engine.name == "kokoro"
    (tmp_path / "duologue.yaml").write_text("voice:\n  interviewee: {voice: zm_yunyang, rate: +20%}\n")
    made = planned(monkeypatch, tmp_path)
    assert voices(made)["周舟"] == "kokoro:zm_yunyang (+20% rate)"


def test_voices_of_two_engines_are_a_sentence_or_two_engines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {"林一": "edge:zh-CN-XiaoxiaoNeural", "周舟": "zm_yunyang"}
    with pytest.raises(UsageError, match=r"one engine speaks.*'林一' is to have .*\(edge\).*--mix-engines"):
        planned(monkeypatch, tmp_path, voice=given)
    mixed = planned(monkeypatch, tmp_path, voice=given, mix_engines=True)
    assert voices(mixed) == {
        "林一": "edge:zh-CN-XiaoxiaoNeural",
        "周舟": "kokoro:zm_yunyang",
        "narrator": "edge:zh-CN-YunyangNeural",
    }
    assert set(mixed.voicing.engines[0].casting.voices) == {"林一", "narrator"}


def test_a_voice_that_nobody_has_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(BadVoice, match=r"no engine here has the voice zm_nobody \(for 周舟\)"):
        planned(monkeypatch, tmp_path, voice={"周舟": "zm_nobody"})
    with pytest.raises(BadVoice, match=r"edge has no voice 'zm_yunyang' .*it is kokoro's: --engine kokoro"):
        planned(monkeypatch, tmp_path, voice={"周舟": "zm_yunyang"}, engine="edge")


def test_a_voice_of_another_language_is_refused_by_name_unless_it_is_multilingual(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(BadVoice, match=r"kokoro:af_heart speaks en-US, and the article .* \(for 周舟\)"):
        planned(monkeypatch, tmp_path, voice={"周舟": "af_heart"}, engine="kokoro")
    (tmp_path / "duologue.yaml").write_text("voice:\n  周舟: kokoro:bm_george\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: kokoro:bm_george speaks en-GB"):
        planned(monkeypatch, tmp_path)
    (tmp_path / "duologue.yaml").unlink()
    with pytest.raises(BadVoice, match="edge:en-GB-RyanNeural speaks en-GB"):
        planned(monkeypatch, tmp_path, voice={"周舟": "en-GB-RyanNeural"})
    assert VoiceInfo("en-US-AvaMultilingualNeural", "en-US", multilingual=True).speaks("zh-CN")
    assert not VoiceInfo("x", "en-US").speaks("zh-CN")


def test_an_engine_without_its_server_says_so_and_does_not_send_people_to_the_cast(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(NoEngineError, match="openai: no speech server is set; set OPENAI_BASE_URL"):
        planned(monkeypatch, tmp_path, engine="openai")


def test_the_show_may_be_named_in_either_file_and_two_names_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    for key in ("show", "title"):
        (tmp_path / "out" / "show.yaml").write_text(f"{key}: Paper\n")
        assert planned(monkeypatch, tmp_path).settings.show == "Paper"
    (tmp_path / "duologue.yaml").write_text("show: Ink\n")
    made = planned(monkeypatch, tmp_path)
    assert made.settings.show == "Paper", "every episode of a show names the same album"
    assert any("Ink" in note and "Paper" in note for note in made.notes)


def test_kept_lists_of_voices_that_cannot_be_read_count_as_none(tmp_path: Path) -> None:
    key = voice_lists._key("edge")
    wrong: tuple[dict[str, Any], ...] = (
        {},
        {"listed": 1, "voices": []},
        {"listed": "2026-01-01", "voices": [1]},
    )
    contents = [voice_lists._FORMAT.pack(key, StoreEntry(facts, b"")) for facts in wrong]
    for content in (b"", b"[" * 100_000, *contents):
        default_store().put(EntryKind.VOICES, key, content)
        assert voice_lists.kept("edge") is None
    voice_lists.keep("edge", (VoiceInfo("x", "en-US", multilingual=True),))
    kept = voice_lists.kept("edge")
    assert kept is not None
    assert kept.voices[0].multilingual


def test_settings_compose_what_each_stage_can_be_told() -> None:
    given = {"voice": {"a": "b"}, "show": "x", "loudness": "ebu", "cache_limit": "1 GB"}
    assert Settings.model_validate(given).loudness == "ebu"
