import json
import shutil
from pathlib import Path

import pytest

from checks.conftest import Episode, whole
from cli.test_app import duologue

__all__ = ["whole"]


@pytest.fixture
def folder(whole: Episode, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole.folder, tmp_path / "shows" / "bees"))


def test_a_whole_episode_exits_with_0(folder: Path) -> None:
    done = duologue("check", folder, folder=folder.parent)
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout
    assert done.stderr == ""


def test_a_fault_exits_with_1_and_names_file_and_line(folder: Path) -> None:
    script = folder / "script.md"
    script.write_text(script.read_text(encoding="utf-8").replace("睡不踏实", "睡得踏实"), encoding="utf-8")
    done = duologue("check", folder, folder=folder.parent)
    assert done.returncode == 1
    assert "✗" in done.stdout
    line = next(
        n for n, text in enumerate(script.read_text(encoding="utf-8").splitlines(), 1) if "踏实" in text
    )
    assert f"script.md:{line}:" in done.stdout
    assert len(done.stderr.strip().splitlines()) == 1
    assert "script.md" in done.stderr


def test_json_is_one_document_whatever_is_wrong(folder: Path) -> None:
    (folder / "cover.jpg").unlink()
    done = duologue("check", folder.parent, "--json", folder=folder.parent)
    assert done.returncode == 1
    (episode,) = json.loads(done.stdout)["episodes"]
    assert not episode["passed"]
    wrong = [check for check in episode["checks"] if not check["passed"]]
    assert wrong[0]["findings"] == [{"file": "cover.jpg", "line": None, "message": "no such file"}]
    assert wrong[1]["skipped"]


def test_a_place_without_episodes_is_a_usage_error(tmp_path: Path) -> None:
    done = duologue("check", tmp_path, folder=tmp_path)
    assert done.returncode == 2
    assert "no episode is here" in done.stderr
    assert duologue("check", "nowhere", folder=tmp_path).returncode == 2


def test_a_picture_is_drawn(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra `picture` is not installed")
    done = duologue("check", folder, "--picture", tmp_path / "bees.png", "--json", folder=folder.parent)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bees.png").read_bytes().startswith(b"\x89PNG")
