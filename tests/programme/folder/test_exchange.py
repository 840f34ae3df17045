import subprocess
import sys
from pathlib import Path

import pytest

from duologue.errors import EpisodeError
from duologue.interview import slug_of
from duologue.programme.folder.exchange import new_folder, only_run


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("hunyuan", "hunyuan"),
        ("An Interview, Part 2", "an-interview-part-2"),
        ("独家对话：刘煜宏", "独家对话-刘煜宏"),
        ("../../etc/passwd", "etc-passwd"),
        ("…", "episode"),
        ("x" * 300, "x" * 60),
        ("नुक्कड़ की बेकरी", "नुक्कड़-की-बेकरी"),
        ("ร้านขนมปังหัวมุม", "ร้านขนมปังหัวมุม"),
        ("Ze\u0335\u0336 3\ufe0f\u20e3 🎧\ufe0f", "ze-3"),
    ],
)
def test_slugs_are_safe_names(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_the_folder_is_the_new_episode_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "out" / "one"
    for content in ("old", "new"):
        with new_folder(target) as folder:
            (folder / "a.txt").write_text(content)
    assert (target / "a.txt").read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["one"]


def test_the_folder_is_the_old_episode_when_anything_failed(tmp_path: Path) -> None:
    target = tmp_path / "one"
    with new_folder(target) as folder:
        (folder / "a.txt").write_text("old")

    def fail() -> None:
        with new_folder(target) as folder:
            (folder / "a.txt").write_text("new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (target / "a.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_kill_in_the_middle_of_the_exchange_is_put_right(tmp_path: Path) -> None:
    target = tmp_path / "one"
    (tmp_path / ".one.old").mkdir()
    (tmp_path / ".one.old" / "a.txt").write_text("old")
    (tmp_path / ".one.new-killed").mkdir()
    with new_folder(target) as folder:
        assert (target / "a.txt").read_text() == "old"
        (folder / "a.txt").write_text("new")
    assert (target / "a.txt").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


HOLD = """
import signal, sys
from pathlib import Path
from duologue.programme.folder.exchange import new_folder, only_run
with only_run(Path(sys.argv[1])), new_folder(Path(sys.argv[1])):
    print("ready", flush=True)
    signal.pause()
"""


def test_two_runs_at_once_are_refused_until_one_is_gone(tmp_path: Path) -> None:
    target = tmp_path / "one"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(target)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        with pytest.raises(EpisodeError, match="another run is writing"), only_run(target):
            pass
        other.kill()
    with only_run(target), new_folder(target) as folder:
        (folder / "a.txt").write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EpisodeError, match="cannot be written"), new_folder(tmp_path / "file" / "one"):
        pass
