from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from duologue.errors import EpisodeError
from duologue.model import Take
from duologue.store.base import EntryKind, Removed
from duologue.store.local import LocalStore, default_cache_dir, default_store
from duologue.store.takes import TakeCache

HOLD = """
import signal, sys
from pathlib import Path
from duologue.store.local import LocalStore
with LocalStore(Path(sys.argv[1])).in_use():
    print("ready", flush=True)
    signal.pause()
"""


def entry(folder: Path, name: str, size: int, used: float) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (used, used))


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """Four entries of 100 bytes, the first used longest ago."""
    names = ("takes/aa/1.take", "frames/bb/2.frames", "takes/cc/3.take", "levels/aa/4.levels")
    for number, name in enumerate(names):
        entry(tmp_path / "cache", name, 100, 1000.0 + number)
    return LocalStore(tmp_path / "cache")


def left(store: LocalStore) -> set[str]:
    return {path.name for path in store.folder.rglob("*") if path.is_file()} - {".in-use"}


def test_an_entry_is_a_file_named_by_its_key(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put(EntryKind.TAKE, "abcd", b"x")
    assert store.path(EntryKind.TAKE, "abcd") == tmp_path / "takes" / "ab" / "abcd.take"
    assert left(store) == {"abcd.take"}


def test_the_default_store_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path))
    assert default_store().folder == default_cache_dir() == tmp_path
    monkeypatch.setenv("DUOLOGUE_CACHE", "")
    assert default_cache_dir().name == "duologue"


def test_usage_tells_what_was_used_longest_ago(store: LocalStore) -> None:
    takes = store.usage()[EntryKind.TAKE]
    assert (takes.entries, takes.size_bytes, takes.oldest) == (2, 200, 1000.0)
    assert store.usage()[EntryKind.FRAMES].oldest == 1001.0


def test_what_was_used_longest_ago_goes_first(store: LocalStore) -> None:
    removed = store.prune(250)
    assert (removed.entries, removed.size_bytes) == (2, 200)
    assert left(store) == {"3.take", "4.levels"}


def test_a_cache_at_its_limit_stays(store: LocalStore) -> None:
    assert store.prune(400).entries == 0
    assert store.prune(399).entries == 1


def test_what_the_render_used_stays_whatever_the_limit(store: LocalStore) -> None:
    store.prune(0, keep_since=1002.0)
    assert left(store) == {"3.take", "4.levels"}


def test_without_a_limit_only_broken_off_files_go(store: LocalStore) -> None:
    entry(store.folder, "takes/aa/tmpx.part", 50, 5000.0)
    assert store.usage()[EntryKind.TAKE].entries == 2
    assert store.prune(None, keep_since=0.0).entries == 1
    assert left(store) == {"1.take", "2.frames", "3.take", "4.levels"}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    nowhere = LocalStore(tmp_path / "nowhere")
    assert nowhere.prune(0) == Removed(0, 0)
    assert nowhere.get(EntryKind.TAKE, "abcd") is None
    assert not (tmp_path / "nowhere").exists()


def test_reading_a_take_is_using_it(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    takes = TakeCache(store)
    take = Take(np.zeros(100, np.int16), 24_000)
    for key in ("old", "asked", "read"):
        takes.store(key, take)
        os.utime(store.path(EntryKind.TAKE, key), (1000, 1000))
    takes.info("asked")
    takes.load("read")
    store.prune(0, keep_since=2000.0)
    assert left(store) == {"asked.take", "read.take"}


def test_nothing_goes_while_another_process_renders(store: LocalStore) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(store.folder)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        with store.in_use():  # two renders share it
            pass
        with pytest.raises(EpisodeError, match="a render is using the cache"):
            store.prune(0)
        other.kill()
    assert len(left(store)) == 4
    store.prune(0)
    assert left(store) == set()


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = LocalStore(tmp_path / "file")
    with pytest.raises(EpisodeError, match=r"file cannot be written \(.+\)$"), store.in_use():
        pass
    with pytest.raises(EpisodeError, match=r"file cannot be written \(.+\)$"):
        store.put(EntryKind.TAKE, "abcd", b"x")


def test_an_entry_that_cannot_be_removed_is_one_sentence(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.path(EntryKind.TAKE, "abcd").mkdir(parents=True)
    with pytest.raises(EpisodeError, match="cannot be changed"):
        store.remove(EntryKind.TAKE, "abcd")


def test_a_failed_write_leaves_the_old_entry_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalStore(tmp_path)
    store.put(EntryKind.TAKE, "abcd", b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EpisodeError, match="No space left"):
        store.put(EntryKind.TAKE, "abcd", b"new")
    assert store.get(EntryKind.TAKE, "abcd") == b"old"
    assert left(store) == {"abcd.take"}


def test_a_stray_file_among_the_shelves_is_passed_over(store: LocalStore) -> None:
    (store.folder / "takes" / ".DS_Store").write_text("x")
    assert store.usage()[EntryKind.TAKE].entries == 2
    assert store.prune(0).entries == 4


def test_what_others_remove_while_it_is_pruned_is_passed_over(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = store._files

    def and_gone(kind: EntryKind) -> list[object]:
        files = list(found(kind))
        for file in files:
            file.path.unlink()
        return list(files)

    monkeypatch.setattr(store, "_files", and_gone)
    assert store.prune(0).entries == 4


def test_a_cache_that_cannot_be_pruned_is_one_sentence(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(EpisodeError, match=r"cache cannot be changed \(Read-only file system\)$"):
        store.prune(0)


def test_a_cache_is_made_where_it_is_wanted_when_it_is_used(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "not" / "there")
    for _ in range(2):
        with store.in_use():
            assert store.folder.is_dir()
