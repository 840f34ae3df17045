from pathlib import Path

import pytest

from duologue.speech.engines import registry
from duologue.speech.engines.base import Engine, EngineSettings
from speech.engine_of_tones import EngineOfTones

TONES = """\
language: zh-CN
engines: [tones]
roles:
  interviewer: {tones: low}
  interviewee: {tones: high}
  narrator: {tones: middle}
"""


@pytest.fixture
def tones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> EngineOfTones:
    """The engine of tones behind every engine's name, and an empty cache."""
    engine = EngineOfTones()

    def make(name: str, settings: EngineSettings | None = None) -> Engine:
        del name, settings
        return engine

    monkeypatch.setattr(registry, "make_engine", make)
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    return engine


@pytest.fixture
def cast(tmp_path: Path) -> Path:
    """A cast for the engine of tones."""
    path = tmp_path / "tones.yaml"
    path.write_text(TONES)
    return path
