"""The store at a URL: what it is given it gives back, whole, to whoever asks, whoever else writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from duologue.errors import EpisodeError, UsageError
from duologue.model import Take
from duologue.store.base import EntryKind
from duologue.store.entry import EntryFormat, StoreEntry
from duologue.store.local import LocalStore
from duologue.store.opening import open_store
from duologue.store.places import BESIDE
from duologue.store.remote import RemoteStore
from duologue.store.takes import TakeCache
from publish.places import place

KEY = "ab" + "0" * 62
FORMAT = EntryFormat(EntryKind.TAKE, 1)


@pytest.fixture(params=["memory", "file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RemoteStore]:
    pytest.importorskip("fsspec")
    if request.param == "s3":
        with place("s3", tmp_path) as there:
            yield opened(f"{there.to}/cache")
    elif request.param == "memory":
        yield opened(f"memory://{tmp_path.name}/cache")
    else:
        yield opened((tmp_path / "shared cache").as_uri())


def opened(url: str) -> RemoteStore:
    store = open_store(url)
    assert isinstance(store, RemoteStore)
    return store


def test_an_entry_comes_back_and_goes(store: RemoteStore) -> None:
    assert store.get(EntryKind.TAKE, KEY) is None
    assert not store.contains(EntryKind.TAKE, KEY)
    store.put(EntryKind.TAKE, KEY, b"one")
    store.put(EntryKind.TAKE, KEY, b"two")
    store.put(EntryKind.LEVELS, KEY, b"levels")
    assert store.get(EntryKind.TAKE, KEY) == b"two"
    assert store.contains(EntryKind.TAKE, KEY)
    used = store.usage()
    assert (used[EntryKind.TAKE].entries, used[EntryKind.TAKE].size_bytes) == (1, 3)
    assert used[EntryKind.LEVELS].entries == 1
    store.remove(EntryKind.TAKE, KEY)
    store.remove(EntryKind.TAKE, KEY)
    assert store.get(EntryKind.TAKE, KEY) is None
    assert store.get(EntryKind.LEVELS, KEY) == b"levels"


def test_writers_of_one_entry_do_no_harm_and_readers_see_it_whole(store: RemoteStore) -> None:
    entries = [FORMAT.pack(KEY, StoreEntry({"writer": n}, bytes([n]) * 200_000)) for n in range(8)]

    def write(number: int) -> None:
        for _ in range(3):
            store.put(EntryKind.TAKE, KEY, entries[number])

    def read(_: int) -> None:
        for _ in range(12):
            content = store.get(EntryKind.TAKE, KEY)
            assert content is not None
            assert FORMAT.unpack(KEY, content) is not None

    store.put(EntryKind.TAKE, KEY, entries[0])
    with ThreadPoolExecutor(6) as pool:
        for work in [*(pool.submit(write, n) for n in range(4)), *(pool.submit(read, n) for n in range(2))]:
            work.result()
    assert store.get(EntryKind.TAKE, KEY) in entries
    assert not [name for name in store.place.sizes() if name.endswith(BESIDE)]


def test_a_take_that_was_changed_there_is_none(store: RemoteStore) -> None:
    takes = TakeCache(store)
    takes.store(KEY, Take(np.arange(2400, dtype=np.int16), 24_000))
    assert takes.load(KEY).samples.size == 2400
    content = store.get(EntryKind.TAKE, KEY)
    assert content is not None
    for damaged in (content[:-1], content[:-1] + b"!", b"\x80\x04cos\nsystem\n(S'true'\ntR.", b""):
        store.put(EntryKind.TAKE, KEY, damaged)
        assert takes.info(KEY) is None
        with pytest.raises(KeyError):
            takes.load(KEY)


def test_nothing_is_pruned_from_a_store_that_others_use(store: RemoteStore) -> None:
    store.put(EntryKind.TAKE, KEY, b"one")
    with pytest.raises(EpisodeError, match="is shared"):
        store.prune(0)
    assert store.contains(EntryKind.TAKE, KEY)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setattr("duologue.store.retry._WAIT_SECONDS", 0.0)
    (tmp_path / "no folder").write_text("a file")
    store = opened((tmp_path / "no folder").as_uri())
    with pytest.raises(EpisodeError, match=r"the cache at file:///.* cannot be written"):
        store.put(EntryKind.TAKE, KEY, b"one")


def test_a_path_is_a_store_of_this_machine(tmp_path: Path) -> None:
    assert isinstance(open_store(str(tmp_path / "cache")), LocalStore)
    assert isinstance(open_store(None), LocalStore)


@pytest.mark.parametrize(
    ("url", "why"), [("", "has no name"), ("s3://", "name a bucket"), ("nil://x/y", "nil")]
)
def test_a_url_that_names_no_place_is_refused(url: str, why: str) -> None:
    pytest.importorskip("s3fs")
    with pytest.raises(UsageError, match=why):
        open_store(url)


@pytest.mark.skipif(os.name != "posix", reason="times of files")
def test_a_read_failure_is_tried_again_before_a_take_is_voiced_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setattr("duologue.store.retry._WAIT_SECONDS", 0.0)
    store = opened(f"memory://{tmp_path.name}/cache")
    store.put(EntryKind.TAKE, KEY, b"one")
    read, failures = store.place.read, iter([OSError(5, "reset"), OSError(5, "reset")])

    def failing(name: str) -> bytes | None:
        for error in failures:
            raise error
        return read(name)

    monkeypatch.setattr(store.place, "read", failing)
    assert store.get(EntryKind.TAKE, KEY) == b"one"
