from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from duologue.errors import EpisodeError
from duologue.model import Mark, Take
from duologue.store.base import EntryKind
from duologue.store.local import LocalStore
from duologue.store.takes import TakeCache
from store.damage import DAMAGES

KEY = "ab" * 32
TAKE = Take(np.arange(-500, 500, dtype=np.int16), 24_000, (Mark(0, 400, 0, 3), Mark(450, 1000, 3, 9)))


@pytest.fixture
def cache(tmp_path: Path) -> TakeCache:
    return TakeCache(tmp_path)


def test_a_take_comes_back_sample_for_sample_with_its_marks(cache: TakeCache) -> None:
    cache.store(KEY, TAKE)
    loaded = cache.load(KEY)
    assert np.array_equal(loaded.samples, TAKE.samples)
    assert (loaded.sample_rate, loaded.marks) == (TAKE.sample_rate, TAKE.marks)
    info = cache.info(KEY)
    assert info is not None
    assert (info.samples, info.sample_rate, info.marks) == (1000, 24_000, TAKE.marks)


@given(samples=arrays.arrays(np.int16, st.integers(1, 3000)))
def test_any_sound_comes_back(
    samples: np.ndarray[tuple[int], np.dtype[np.int16]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = TakeCache(tmp_path_factory.mktemp("cache"))
    cache.store(KEY, Take(samples, 24_000))
    assert np.array_equal(cache.load(KEY).samples, samples)


def test_what_is_not_there_is_not_there(cache: TakeCache) -> None:
    assert cache.info(KEY) is None
    with pytest.raises(KeyError):
        cache.load(KEY)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_take_is_no_take(cache: TakeCache, tmp_path: Path, damage: str) -> None:
    cache.store(KEY, TAKE)
    path = LocalStore(tmp_path).path(EntryKind.TAKE, KEY)
    path.write_bytes(DAMAGES[damage](path.read_bytes(), Random(1)))  # noqa: S311
    assert cache.info(KEY) is None
    with pytest.raises(KeyError):
        cache.load(KEY)
    cache.store(KEY, TAKE)
    assert np.array_equal(cache.load(KEY).samples, TAKE.samples)


def test_a_take_in_anothers_place_is_no_take(cache: TakeCache, tmp_path: Path) -> None:
    cache.store(KEY, TAKE)
    other = "cd" * 32
    place = LocalStore(tmp_path).path(EntryKind.TAKE, other)
    place.parent.mkdir()
    LocalStore(tmp_path).path(EntryKind.TAKE, KEY).rename(place)
    assert cache.info(KEY) is None
    assert cache.info(other) is None


def test_a_forgotten_take_is_gone(cache: TakeCache) -> None:
    cache.store(KEY, TAKE)
    cache.forget(KEY)
    assert cache.info(KEY) is None


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "takes").write_text("a file where the folder belongs")
    with pytest.raises(EpisodeError, match="cannot be written"):
        TakeCache(tmp_path).store(KEY, TAKE)


def test_whether_there_is_a_take_is_known_without_reading_it(cache: TakeCache) -> None:
    assert not cache.contains(KEY)
    cache.store(KEY, TAKE)
    assert cache.contains(KEY)


def test_takes_are_kept_in_the_default_store_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUOLOGUE_CACHE", str(tmp_path))
    TakeCache().store(KEY, TAKE)
    assert TakeCache(tmp_path).contains(KEY)
    assert TakeCache(LocalStore(tmp_path)).contains(KEY)
