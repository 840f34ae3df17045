from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duologue.errors import EpisodeError
from duologue.model import Take
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.levels import TakeLevels
from duologue.programme.mastering.take_levels import (
    MeasuredTakes,
    levels_of,
    load_take,
    measure_take,
    sound_digest,
)
from duologue.store.base import EntryKind
from duologue.store.local import LocalStore
from duologue.store.takes import TakeCache
from programme.measuring import true_lufs
from programme.sound import Programme, speech_like

TAKE = Take(speech_like(2, 1), 24_000)


def same(one: TakeLevels | None, other: TakeLevels) -> bool:
    return (
        one is not None
        and (one.sound, one.samples, one.sample_rate) == (other.sound, other.samples, other.sample_rate)
        and np.array_equal(one.energies, other.energies)
        and np.array_equal(one.peaks, other.peaks)
    )


def test_levels_come_back_from_the_cache(tmp_path: Path) -> None:
    cache = FrameCache(LocalStore(tmp_path))
    assert cache.levels("ab") is None
    cache.keep_levels("ab", measure_take(TAKE))
    assert same(cache.levels("ab"), measure_take(TAKE))


def test_a_take_is_measured_with_its_ends_faded() -> None:
    loud = Take(np.full(24_000, 20_000, np.int16), 24_000)
    levels = measure_take(loud)
    assert levels.peaks[0] < levels.peaks[10]
    assert levels.peaks[-1] < levels.peaks[-10]


def test_the_digest_is_of_the_sound_alone() -> None:
    assert sound_digest(TAKE) == sound_digest(replace(TAKE, samples=TAKE.samples.copy(), marks=()))
    other = TAKE.samples.copy()
    other[1000] ^= 1
    assert sound_digest(replace(TAKE, samples=other)) != sound_digest(TAKE)
    assert sound_digest(replace(TAKE, sample_rate=44_100)) != sound_digest(TAKE)
    assert len(sound_digest(TAKE)) == 32


def test_kept_levels_are_used_and_missing_ones_are_measured_and_kept(tmp_path: Path) -> None:
    programme, cache = Programme().say(TAKE.samples, "Q"), FrameCache(LocalStore(tmp_path))
    (voiced,) = programme.voiced
    loads = programme.count_loads()
    first = levels_of(voiced, programme, cache)
    assert loads == [voiced.key]
    assert same(levels_of(voiced, programme, cache), first)
    assert loads == [voiced.key]
    loudness = true_lufs((TAKE.samples / 32_768).astype(np.float32), 24_000)
    assert loudness > -70
    assert same(first, measure_take(TAKE))


def test_levels_of_a_take_of_another_length_are_measured_anew(tmp_path: Path) -> None:
    programme, cache = Programme().say(TAKE.samples, "Q"), FrameCache(LocalStore(tmp_path))
    (voiced,) = programme.voiced
    for other in (replace(TAKE, samples=TAKE.samples[:-1]), replace(TAKE, sample_rate=22_050)):
        cache.keep_levels(voiced.key, measure_take(other))
        assert same(levels_of(voiced, programme, cache), measure_take(TAKE))
        assert same(cache.levels(voiced.key), measure_take(TAKE))


def test_a_take_is_measured_when_it_is_made_and_again_when_it_is_made_anew(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    frames = FrameCache(store)
    takes = MeasuredTakes(TakeCache(store), frames)
    takes.store("ab", TAKE)
    assert same(frames.levels("ab"), measure_take(TAKE))
    assert np.array_equal(TakeCache(store).load("ab").samples, TAKE.samples)
    other = Take(np.ascontiguousarray(TAKE.samples[::-1]), 24_000)
    takes.store("ab", other)
    assert same(frames.levels("ab"), measure_take(other))


def test_a_kill_between_levels_and_take_leaves_no_take_that_is_measured_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalStore(tmp_path)
    put, kinds = store.put, []

    def record(kind: EntryKind, key: str, content: bytes) -> None:
        kinds.append(kind)
        put(kind, key, content)

    monkeypatch.setattr(store, "put", record)
    MeasuredTakes(TakeCache(store), FrameCache(store)).store("ab", TAKE)
    assert kinds == [EntryKind.LEVELS, EntryKind.TAKE]


def test_a_missing_take_and_another_one_are_told_apart() -> None:
    programme = Programme().say(TAKE.samples, "Q")
    (voiced,) = programme.voiced
    assert load_take(voiced, programme) is programme.takes[voiced.key]
    programme.takes[voiced.key] = replace(TAKE, sample_rate=44_100)
    with pytest.raises(EpisodeError, match="is not the one that was spoken; render again"):
        load_take(voiced, programme)
    del programme.takes[voiced.key]
    with pytest.raises(EpisodeError, match="is missing or damaged; render again"):
        load_take(voiced, programme)
