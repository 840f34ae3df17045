"""What `init` writes is right as it stands, and so is everything that it shows in comments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.test_app import duologue
from duologue.api.templates import SETTINGS
from duologue.publish.show import load_show
from duologue.settings import Settings, load_settings
from duologue.speech.find_cast import load_cast
from duologue.yaml_file import parse_yaml


@pytest.mark.parametrize("language", ["en-US", "zh-CN", "zh", "pt", "bg-BG"])
def test_everything_is_there_and_can_be_read(tmp_path: Path, language: str) -> None:
    done = duologue("init", "--language", language, "--title", "慢谈: yes", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "written": ["duologue.yaml", "cast.yaml", "episodes/show.yaml"],
        "kept": [],
    }
    settings = load_settings(tmp_path, {}, {}, working=tmp_path)
    assert load_cast(settings.voices, tmp_path).language.startswith(language[:2])
    assert load_show(tmp_path / "episodes").title == "慢谈: yes"


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text("engine: kokoro\n", encoding="utf-8")
    done = duologue("init", "--json", folder=tmp_path)
    assert json.loads(done.stdout)["kept"] == ["duologue.yaml"]
    assert (tmp_path / "duologue.yaml").read_text("utf-8") == "engine: kokoro\n"
    again = duologue("init", folder=tmp_path)
    assert again.returncode == 0
    assert again.stderr.count("was there, and stays") == 3


def test_every_example_in_the_settings_is_one() -> None:
    shown = [line.removeprefix("# ") for line in SETTINGS.splitlines() if line.startswith("# ")]
    examples = [line for line in shown if line.partition(":")[0] in Settings.model_fields]
    assert len(examples) >= 9
    for line in examples:
        parse_yaml(line, Settings, "example")


def test_a_language_without_a_cast_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    done = duologue("init", "--language", "tlh", folder=tmp_path)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] in ([], ["cache"])
