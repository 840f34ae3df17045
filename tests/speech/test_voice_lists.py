import asyncio
from pathlib import Path
from random import Random

import pytest

from duologue.errors import EngineError, Unreachable
from duologue.speech.engines import registry
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.voice_lists import VoiceList, voice_list
from duologue.store.local import LocalStore
from speech.engine_of_tones import EngineOfTones
from store.damage import DAMAGES


def listed(folder: Path) -> VoiceList:
    return asyncio.run(voice_list("tones", store=LocalStore(folder)))


def gone(tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch) -> None:
    async def voices() -> tuple[VoiceInfo, ...]:
        raise Unreachable("the service is gone")

    monkeypatch.setattr(tones, "voices", voices)


def test_a_list_is_kept_and_read_when_its_engine_is_gone(
    tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh = listed(tmp_path)
    assert [voice.name for voice in fresh.voices] == ["low", "middle", "high"]
    assert not fresh.why_cached
    gone(tones, monkeypatch)
    kept = listed(tmp_path)
    assert (kept.voices, kept.listed) == (fresh.voices, fresh.listed)
    assert kept.why_cached == "the service is gone"


def test_without_a_list_the_engines_error_is_told(
    tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone(tones, monkeypatch)
    with pytest.raises(Unreachable, match="the service is gone"):
        listed(tmp_path)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_list_is_none(
    tones: EngineOfTones, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: str
) -> None:
    listed(tmp_path)
    (path,) = (path for path in (tmp_path / "voices").rglob("*") if path.is_file())
    for seed in range(40):
        path.write_bytes(DAMAGES[damage](path.read_bytes(), Random(seed)))  # noqa: S311
        with monkeypatch.context() as patch:
            gone(tones, patch)
            with pytest.raises(Unreachable, match="the service is gone"):
                listed(tmp_path)
        assert len(listed(tmp_path).voices) == 3


def test_an_engine_that_breaks_down_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(EngineOfTones):
        async def voices(self) -> tuple[VoiceInfo, ...]:
            raise IndexError

    monkeypatch.setattr(registry, "make_engine", lambda _name, _settings: Broken())
    with pytest.raises(EngineError, match=r"the tones engine broke down \(IndexError\)"):
        asyncio.run(voice_list("tones", store=LocalStore(tmp_path)))


@pytest.mark.usefixtures("tones")
def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("a file where the folder should be")
    assert len(listed(tmp_path).voices) == 3
