from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from duologue.errors import EpisodeError
from duologue.model import Take
from duologue.store.cache import clear, in_use, kept, parse_size, prune
from duologue.store.takes import TakeCache

HOLD = """
import signal, sys
from pathlib import Path
from duologue.store.cache import in_use
with in_use(Path(sys.argv[1])):
    print("ready", flush=True)
    signal.pause()
"""


def entry(cache: Path, name: str, size: int, used: float) -> Path:
    path = cache / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (used, used))
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Four entries of 100 bytes, the first used longest ago."""
    for number, name in enumerate(
        ("takes/aa/1.take", "frames/bb/2.run", "takes/cc/3.take", "frames/aa/4.levels")
    ):
        entry(tmp_path / "cache", name, 100, 1000.0 + number)
    return tmp_path / "cache"


def left(cache: Path) -> set[str]:
    return {path.name for path in cache.rglob("*") if path.is_file()} - {".in-use"}


def test_the_size_is_that_of_takes_and_frames(cache: Path) -> None:
    found = kept(cache)
    assert (found["takes"].entries, found["takes"].size_bytes, found["takes"].oldest) == (2, 200, 1000.0)
    assert (found["frames"].entries, found["frames"].size_bytes, found["frames"].oldest) == (2, 200, 1001.0)


def test_what_was_used_longest_ago_goes_first(cache: Path) -> None:
    removed = prune(cache, 250)
    assert (removed.entries, removed.size_bytes) == (2, 200)
    assert left(cache) == {"3.take", "4.levels"}


def test_what_the_render_used_stays_whatever_the_limit(cache: Path) -> None:
    prune(cache, 0, keep_since=1001.5)
    assert left(cache) == {"3.take", "4.levels"}


def test_without_a_limit_only_broken_off_files_go(cache: Path) -> None:
    entry(cache, "takes/aa/tmpx.part", 50, 5000.0)
    prune(cache, None)
    assert left(cache) == {"1.take", "2.run", "3.take", "4.levels"}


def test_clearing_leaves_nothing(cache: Path) -> None:
    clear(cache)
    assert left(cache) == set()
    assert clear(cache / "nowhere").entries == 0


def test_reading_a_take_is_using_it(tmp_path: Path) -> None:
    takes = TakeCache(tmp_path)
    take = Take(np.zeros(100, np.int16), 24_000)
    for key in ("old", "asked", "read"):
        takes.store(key, take)
        os.utime(takes.path(key), (1000, 1000))
    takes.info("asked")
    takes.load("read")
    prune(tmp_path, 0, keep_since=2000.0)
    assert left(tmp_path) == {"asked.take", "read.take"}


def test_nothing_goes_while_another_process_renders(cache: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(cache)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        with in_use(cache):  # two renders share it
            pass
        with pytest.raises(EpisodeError, match="a render is using the cache"):
            prune(cache, 0)
        other.kill()
    assert len(left(cache)) == 4
    prune(cache, 0)
    assert left(cache) == set()


def test_a_cache_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EpisodeError, match="cannot be written"), in_use(tmp_path / "file"):
        pass


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("10 GB", 10**10),
        ("500M", 500 * 10**6),
        ("2 GiB", 2 * 1024**3),
        ("1.5kb", 1500),
        (12, 12),
        ("none", None),
    ],
)
def test_sizes_are_read_as_people_write_them(text: str | int, size: int | None) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "ten", "-1 GB", "5 XB", "1 GB more"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no size"):
        parse_size(text)
