"""The plug-in that docs/engines.md shows is a whole one: it passes the contract and renders."""

import asyncio
import importlib.util
import re
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

from duologue.interview import read_source
from duologue.pipeline import plan
from duologue.settings import Settings
from duologue.speech import Engine, EngineSettings
from duologue.speech.contract import EngineContract
from duologue.speech.engines import registry

GUIDE = Path(__file__).parents[3] / "docs" / "engines.md"
SAMPLE = Path(__file__).parents[3] / "episodes" / "shen-yan.md"


def beeper(folder: Path) -> ModuleType:
    """The module in the guide."""
    (code,) = re.findall(r"```python\n# beeper\.py\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    path = folder / "beeper.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("beeper", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestBeeper(EngineContract):
    voice = "low"
    language = "en-US"

    @pytest.fixture(autouse=True)
    def _module(self, tmp_path: Path) -> None:
        self.module = beeper(tmp_path)

    def make(self) -> Engine:
        engine: Engine = self.module.Beeper(EngineSettings())
        return engine


def test_an_entry_point_is_all_a_render_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "beeper", beeper(tmp_path))
    point = EntryPoint("beeper", "beeper:Beeper", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: (point,))
    cast = tmp_path / "cast.yaml"
    cast.write_text(
        "language: zh-CN\nengines: [beeper]\nroles:\n  interviewer: {beeper: low}\n"
        "  interviewee: {beeper: high}\n  narrator: {beeper: {voice: low, rate: 20%}}\n"
    )
    settings = Settings.model_validate(
        {"voices": str(cast), "out": tmp_path, "engines": {"beeper": {"concurrency": 7}}}
    )
    planned = asyncio.run(plan(read_source(SAMPLE), settings))
    assert planned.voicing.engine.name == "beeper"
    assert planned.voicing.engine.limits.concurrency == 7
