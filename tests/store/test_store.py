"""What every store promises, wherever its entries lie."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread

import pytest

from duologue.errors import EpisodeError
from duologue.store.base import Kind, Store
from duologue.store.local import LocalStore
from store.memory import MemoryStore

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return LocalStore(tmp_path / "cache") if request.param == "local" else MemoryStore()


def test_what_is_put_is_got_by_its_kind_and_key_alone(store: Store) -> None:
    store.put(Kind.TAKE, KEY, b"a take")
    store.put(Kind.FRAMES, KEY, b"its frames")
    assert store.get(Kind.TAKE, KEY) == b"a take"
    assert store.get(Kind.FRAMES, KEY) == b"its frames"
    assert store.get(Kind.TAKE, OTHER) is None
    assert store.get(Kind.LEVELS, KEY) is None
    assert [store.contains(kind, KEY) for kind in (Kind.TAKE, Kind.LEVELS)] == [True, False]


def test_what_is_put_again_takes_the_place_of_the_old(store: Store) -> None:
    store.put(Kind.TAKE, KEY, b"one, and long")
    store.put(Kind.TAKE, KEY, b"another")
    assert store.get(Kind.TAKE, KEY) == b"another"


def test_what_is_removed_is_gone_and_may_be_removed_again(store: Store) -> None:
    store.put(Kind.TAKE, KEY, b"a take")
    for _ in range(2):
        store.remove(Kind.TAKE, KEY)
        assert store.get(Kind.TAKE, KEY) is None
        assert not store.contains(Kind.TAKE, KEY)


def test_usage_is_told_kind_by_kind(store: Store) -> None:
    assert all(used.entries == used.size_bytes == 0 for used in store.usage().values())
    store.put(Kind.TAKE, KEY, bytes(100))
    store.put(Kind.TAKE, OTHER, bytes(50))
    store.put(Kind.VOICES, KEY, bytes(7))
    usage = store.usage()
    assert set(usage) == set(Kind)
    assert (usage[Kind.TAKE].entries, usage[Kind.TAKE].size_bytes) == (2, 150)
    assert (usage[Kind.VOICES].entries, usage[Kind.VOICES].size_bytes) == (1, 7)
    assert usage[Kind.FRAMES].oldest is None
    oldest = usage[Kind.TAKE].oldest
    assert oldest is not None
    assert abs(oldest - time.time()) < 5


def test_pruning_keeps_the_limit_and_what_was_used_since(store: Store) -> None:
    for number in range(10):
        store.put(Kind.TAKE, f"{number:064}", bytes(100))
    assert store.prune(None).entries == 0
    assert store.prune(0, keep_since=time.time() - 60).entries == 0
    removed = store.prune(450)
    assert (removed.entries, removed.size_bytes) == (6, 600)
    assert store.prune(0).entries == 4
    assert store.usage()[Kind.TAKE].entries == 0


def test_while_it_is_used_nothing_is_pruned(store: Store) -> None:
    store.put(Kind.TAKE, KEY, b"a take")
    with store.in_use(), store.in_use():
        with pytest.raises(EpisodeError, match="a render is using"):
            store.prune(0)
        assert store.get(Kind.TAKE, KEY) == b"a take"
    assert store.prune(0).entries == 1


def test_of_many_writers_of_one_key_one_is_whole(store: Store) -> None:
    contents = [bytes((number,)) * 200_000 for number in range(8)]

    def write(content: bytes) -> None:
        for _ in range(20):
            store.put(Kind.TAKE, KEY, content)
            assert store.get(Kind.TAKE, KEY) in contents

    writers = [Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.get(Kind.TAKE, KEY) in contents
    assert store.usage()[Kind.TAKE].entries == 1
