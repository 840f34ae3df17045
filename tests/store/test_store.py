"""What every store promises, wherever its entries lie."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread

import pytest

from duologue.errors import EpisodeError
from duologue.store.base import EntryKind, Store
from duologue.store.local import LocalStore
from store.memory import MemoryStore

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return LocalStore(tmp_path / "cache") if request.param == "local" else MemoryStore()


def test_what_is_put_is_got_by_its_kind_and_key_alone(store: Store) -> None:
    store.put(EntryKind.TAKE, KEY, b"a take")
    store.put(EntryKind.FRAMES, KEY, b"its frames")
    assert store.get(EntryKind.TAKE, KEY) == b"a take"
    assert store.get(EntryKind.FRAMES, KEY) == b"its frames"
    assert store.get(EntryKind.TAKE, OTHER) is None
    assert store.get(EntryKind.LEVELS, KEY) is None
    assert [store.contains(kind, KEY) for kind in (EntryKind.TAKE, EntryKind.LEVELS)] == [True, False]


def test_what_is_put_again_takes_the_place_of_the_old(store: Store) -> None:
    store.put(EntryKind.TAKE, KEY, b"one, and long")
    store.put(EntryKind.TAKE, KEY, b"another")
    assert store.get(EntryKind.TAKE, KEY) == b"another"


def test_what_is_removed_is_gone_and_may_be_removed_again(store: Store) -> None:
    store.put(EntryKind.TAKE, KEY, b"a take")
    for _ in range(2):
        store.remove(EntryKind.TAKE, KEY)
        assert store.get(EntryKind.TAKE, KEY) is None
        assert not store.contains(EntryKind.TAKE, KEY)


def test_usage_is_told_kind_by_kind(store: Store) -> None:
    assert all(used.entries == used.size_bytes == 0 for used in store.usage().values())
    store.put(EntryKind.TAKE, KEY, bytes(100))
    store.put(EntryKind.TAKE, OTHER, bytes(50))
    store.put(EntryKind.VOICES, KEY, bytes(7))
    usage = store.usage()
    assert set(usage) == set(EntryKind)
    assert (usage[EntryKind.TAKE].entries, usage[EntryKind.TAKE].size_bytes) == (2, 150)
    assert (usage[EntryKind.VOICES].entries, usage[EntryKind.VOICES].size_bytes) == (1, 7)
    assert usage[EntryKind.FRAMES].oldest is None
    oldest = usage[EntryKind.TAKE].oldest
    assert oldest is not None
    assert abs(oldest - time.time()) < 5


def test_pruning_keeps_the_limit_and_what_was_used_since(store: Store) -> None:
    for number in range(10):
        store.put(EntryKind.TAKE, f"{number:064}", bytes(100))
    assert store.prune(None).entries == 0
    assert store.prune(0, keep_since=time.time() - 60).entries == 0
    removed = store.prune(450)
    assert (removed.entries, removed.size_bytes) == (6, 600)
    assert store.prune(0).entries == 4
    assert store.usage()[EntryKind.TAKE].entries == 0


def test_while_it_is_used_nothing_is_pruned(store: Store) -> None:
    store.put(EntryKind.TAKE, KEY, b"a take")
    with store.in_use(), store.in_use():
        with pytest.raises(EpisodeError, match="a render is using"):
            store.prune(0)
        assert store.get(EntryKind.TAKE, KEY) == b"a take"
    assert store.prune(0).entries == 1


def test_of_many_writers_of_one_key_one_is_whole(store: Store) -> None:
    contents = [bytes((number,)) * 200_000 for number in range(8)]

    def write(content: bytes) -> None:
        for _ in range(20):
            store.put(EntryKind.TAKE, KEY, content)
            assert store.get(EntryKind.TAKE, KEY) in contents

    writers = [Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.get(EntryKind.TAKE, KEY) in contents
    assert store.usage()[EntryKind.TAKE].entries == 1
