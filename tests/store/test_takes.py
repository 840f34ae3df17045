from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from duologue.errors import EpisodeError
from duologue.model import Mark, Take, Voice
from duologue.speech.take_keys import take_key
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones, request

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


@pytest.mark.parametrize("damage", ["cut", "empty", "flip", "text"])
def test_a_damaged_take_is_never_used(cache: TakeCache, damage: str) -> None:
    cache.store(KEY, TAKE)
    path = cache.path(KEY)
    content = bytearray(path.read_bytes())
    if damage == "cut":
        content = content[:-20]
    elif damage == "empty":
        content = bytearray()
    elif damage == "flip":
        content[-20] ^= 255
    else:
        content = bytearray(b"[1, 2]\nhello")
    path.write_bytes(content)
    if damage != "flip":  # one wrong bit is found when the sound is read
        assert cache.info(KEY) is None
    with pytest.raises(KeyError):
        cache.load(KEY)


def test_no_stray_file_stays(cache: TakeCache) -> None:
    cache.store(KEY, TAKE)
    assert [path.name for path in cache.folder.rglob("*") if path.is_file()] == [f"{KEY}.take"]


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "takes").write_text("a file where the folder belongs")
    with pytest.raises(EpisodeError, match="cannot be written"):
        TakeCache(tmp_path).store(KEY, TAKE)


def test_the_key_changes_with_all_that_shapes_the_sound_and_nothing_else() -> None:
    engine = EngineOfTones()
    base = request("你好。")
    changed = [
        request("你好！"),
        replace(base, voice=Voice("tones", "high")),
        replace(base, voice=Voice("tones", "low", rate_percent=5)),
        replace(base, voice=Voice("tones", "low", pitch_hz=5)),
    ]
    keys = {take_key(engine, each) for each in [base, *changed]}
    assert len(keys) == 5
    assert take_key(engine, replace(base, voice=Voice("tones", "low", volume_percent=9))) == take_key(
        engine, base
    )
    other = EngineOfTones()
    other.version = "2"
    assert take_key(other, base) not in keys
