"""The cache through the public API."""

import os
from pathlib import Path

import pytest

from duologue.api import cache
from duologue.errors import UsageError
from duologue.settings import Settings
from duologue.store.base import EntryKind
from duologue.store.local import default_store


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path / "cache"))
    store = default_store()
    for number, key in enumerate(("a" * 64, "b" * 64, "c" * 64)):
        store.put(EntryKind.TAKE, key, b"x" * 1000)
        os.utime(store.path(EntryKind.TAKE, key), (1_000_000 + number, 1_000_000 + number))


def test_usage_counts_entries_by_kind(tmp_path: Path) -> None:
    found = cache.usage()
    assert found.folder == tmp_path / "cache"
    assert found.kinds["takes"].entries == 3
    assert found.size_bytes == 3000
    assert found.oldest is not None
    assert found.oldest.timestamp() == 1_000_000


def test_pruning_removes_what_was_used_longest_ago() -> None:
    found = cache.prune("2 kB")
    assert (found.removed_entries, found.removed_bytes) == (1, 1000)
    assert found.oldest is not None
    assert found.oldest.timestamp() == 1_000_001


def test_without_a_limit_that_of_the_settings_counts() -> None:
    assert cache.prune(settings=Settings(cache_limit=1000)).removed_entries == 2
    assert cache.prune("none", settings=Settings(cache_limit=1)).removed_entries == 0


def test_clearing_leaves_nothing() -> None:
    found = cache.clear()
    assert found.removed_entries == 3
    assert found.size_bytes == 0
    assert found.oldest is None


def test_a_limit_that_is_no_size_is_refused() -> None:
    with pytest.raises(UsageError, match="much"):
        cache.prune("much")
    assert cache.usage().kinds["takes"].entries == 3
