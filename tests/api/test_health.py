"""What `doctor` finds, with whatever may be broken on a machine."""

import asyncio
import re
from pathlib import Path

import pytest

from duologue.api import health
from duologue.api.health import Health, HealthFinding, HealthState, examine
from duologue.errors import Unreachable
from duologue.languages import espeak
from duologue.speech.engines import kokoro_model, registry
from duologue.speech.engines.base import Engine, EngineSettings
from speech.engine_of_tones import EngineOfTones


def examined(folder: Path) -> Health:
    return asyncio.run(examine({}, folder))


def finding(found: Health, name: str) -> HealthFinding:
    return next(each for each in found.findings if each.name == name)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def one_engine(monkeypatch: pytest.MonkeyPatch) -> EngineOfTones:
    """The engine of tones is the only one."""
    engine = EngineOfTones()

    def make(name: str, settings: EngineSettings | None = None) -> Engine:
        del name, settings
        return engine

    monkeypatch.setattr(registry, "engine_names", lambda: ("tones",))
    monkeypatch.setattr(registry, "make_engine", make)
    return engine


@pytest.mark.usefixtures("one_engine")
def test_a_machine_where_all_is_well(tmp_path: Path) -> None:
    found = examined(tmp_path)
    assert found.engines == ("tones",)
    assert {each.name for each in found.findings} >= {"python", "configuration", "fonts", "cache", "output"}
    assert all(each.state is not HealthState.WRONG for each in found.findings), found.findings
    assert "GB free" in finding(found, "cache").detail
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing behind"


@pytest.mark.parametrize(
    "error", [Unreachable("gone"), ImportError("no runtime"), RuntimeError("a plug-in's")]
)
def test_an_engine_that_fails_is_a_finding(
    one_engine: EngineOfTones, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
) -> None:
    async def ready() -> None:
        raise error

    monkeypatch.setattr(one_engine, "ready", ready)
    found = examined(tmp_path)
    assert found.engines == ()
    assert str(error) in finding(found, "engine tones").detail


def test_an_engine_that_does_not_answer_is_not_waited_for(
    one_engine: EngineOfTones, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def ready() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(one_engine, "ready", ready)
    monkeypatch.setattr(health, "ANSWER_SECONDS", 0.05)
    assert finding(examined(tmp_path), "engine tones").detail.startswith("no answer")


def test_a_damaged_model_or_voice_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(registry, "engine_names", lambda: ("kokoro",))
    monkeypatch.setattr(kokoro_model, "MODEL_SHA256", "0" * 64)
    found = examined(tmp_path)
    assert found.engines == ()
    assert "damaged" in finding(found, "engine kokoro").detail


def test_the_offline_engine_is_whole_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(registry, "engine_names", lambda: ("kokoro",))
    found = examined(tmp_path)
    assert found.engines == ("kokoro",)
    assert "voices whole, faster form (" in finding(found, "engine kokoro").detail


@pytest.mark.usefixtures("one_engine")
def test_a_wrong_configuration_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("show: x\nvocies: y\n")
    configuration = finding(examined(tmp_path), "configuration")
    assert configuration.state is HealthState.WRONG
    assert "duologue.yaml:2" in configuration.detail
    assert configuration.advice


@pytest.mark.usefixtures("one_engine")
def test_a_place_that_cannot_be_written_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "file" / "cache"))
    cache = finding(examined(tmp_path), "cache")
    assert cache.state is HealthState.WRONG
    assert "DUOLOGUE_CACHE" in cache.advice


@pytest.mark.usefixtures("one_engine")
def test_a_full_disk_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(health, "FREE_BYTES", 10**18)
    assert finding(examined(tmp_path), "output").advice.startswith("make room")


@pytest.mark.usefixtures("one_engine")
def test_a_missing_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        health, "requires", lambda _: ["numpy>=2", 'nowhere-to-be-found>=1; extra == "offline"']
    )
    extra = finding(examined(tmp_path), "extra offline")
    assert extra.state is HealthState.OFF
    assert "nowhere-to-be-found" in extra.detail
    assert "pip install 'duologue[offline]'" in extra.advice


@pytest.mark.usefixtures("one_engine")
def test_whatever_breaks_in_a_check_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_: str) -> list[str]:
        raise ZeroDivisionError("odd")

    monkeypatch.setattr(health, "requires", broken)
    extras = finding(examined(tmp_path), "extras")
    assert (extras.state, extras.detail) == (HealthState.WRONG, "ZeroDivisionError: odd")


def test_what_further_languages_need_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    (found,) = health._languages()
    assert "Spanish" not in found.detail
    assert re.search(r"Spanish.* offline: pip install 'duologue\[espeak\]'", found.advice)
