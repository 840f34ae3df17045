"""Files of a person, through the public API."""

from pathlib import Path

import pytest

from duologue.api.files import is_episode, write_file
from duologue.api.templates import write_templates
from duologue.errors import EpisodeError, UsageError


def test_a_file_is_written_whole_with_its_folder_and_mode(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    write_file(path, b"one")
    write_file(path, b"two", mode=0o600)
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["a.txt"]


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "folder", tmp_path / "file" / "below"):
        with pytest.raises(EpisodeError, match=rf"{path} cannot be written \(.+\)"):
            write_file(path, b"one")


def test_a_folder_with_a_manifest_is_an_episode(tmp_path: Path) -> None:
    assert not is_episode(tmp_path)
    (tmp_path / "episode.json").write_text("{}")
    assert is_episode(tmp_path)


def test_templates_leave_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "cast.yaml").write_text("# mine\n")
    done = write_templates(tmp_path, language="zh-CN", title="慢谈")
    assert done.kept == (tmp_path / "cast.yaml",)
    assert done.written == (tmp_path / "duologue.yaml", tmp_path / "episodes" / "show.yaml")
    assert (tmp_path / "cast.yaml").read_text() == "# mine\n"
    assert "慢谈" in (tmp_path / "episodes" / "show.yaml").read_text(encoding="utf-8")


def test_a_language_without_a_cast_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_templates(tmp_path, language="xx")
    assert list(tmp_path.iterdir()) == []
