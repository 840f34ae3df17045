"""Mixing: the takes of a programme with music; passages with a bed are mixed when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from duologue.model import Placement, Take, TakeSource
from duologue.programme.mastering.stitch import faded_segment, resampled_blocks
from duologue.programme.mp3.encoding import SAMPLE_RATE
from duologue.programme.music.files import MusicFile, of_length
from duologue.programme.music.placement import BedPassage
from duologue.programme.music.rules import Bed

_BLOCK_SAMPLES = 1 << 16
_LOUDEST = 32_000.0
"""A mix that would pass this magnitude (of int16) is made softer as a whole, so that it does not clip."""


class MusicTakes:
    """Takes of speech, pieces of music and passages with a bed, all by key.

    Args:
        takes: where speech is found.
        music: the files, by role.
    """

    def __init__(self, takes: TakeSource, music: Mapping[str, MusicFile]) -> None:
        self._takes = takes
        self._pieces = {file.key: file for role, file in music.items() if role != "bed"}
        self._bed = music.get("bed")
        self._passages: dict[str, tuple[BedPassage, float]] = {}

    def load(self, key: str) -> Take:
        """See `TakeSource.load`."""
        if key in self._pieces:
            file = self._pieces[key]
            return Take(of_length(file.segment(), file.samples), SAMPLE_RATE)
        if key in self._passages and self._bed is not None:
            return Take(_mixed(*self._passages[key], self._bed, self._takes), SAMPLE_RATE)
        return self._takes.load(key)

    def add(self, key: str, passage: BedPassage, bed_gain_db: float) -> None:
        """Knows `passage` by this key from now on."""
        self._passages[key] = (passage, bed_gain_db)


def _mixed(passage: BedPassage, bed_gain_db: float, bed: MusicFile, takes: TakeSource) -> NDArray[np.int16]:
    """The narrator's takes at their places, and the bed, softer where they speak; shape (n,)."""
    assert isinstance(bed.piece, Bed)  # noqa: S101
    mixed = bed.repeated(passage.samples, bed_gain_db).astype(np.float32)
    times, levels_db = ducking(passage, bed.piece)
    for at in range(0, mixed.size, _BLOCK_SAMPLES):
        block = mixed[at : at + _BLOCK_SAMPLES]
        block *= 10 ** (np.interp(np.arange(at, at + block.size), times, levels_db) / 20).astype(np.float32)
    for placement in passage.placements:
        at = placement.start_sample - passage.start_sample
        for spoken in _spoken(placement, takes):
            mixed[at : at + spoken.size] += spoken * np.float32(32_768)
            at += spoken.size
    loudest = float(np.abs(mixed).max(initial=0))
    if loudest > _LOUDEST:
        mixed *= np.float32(_LOUDEST / loudest)
    return np.rint(mixed, out=mixed).astype(np.int16)


def _spoken(placement: Placement, takes: TakeSource) -> Iterator[NDArray[np.float32]]:
    take = takes.load(placement.voiced.key)
    return resampled_blocks(faded_segment(take), placement.samples, SAMPLE_RATE)


def ducking(passage: BedPassage, bed: Bed) -> tuple[list[float], list[float]]:
    """The bed's level: at these samples of the passage, so many dB; in between it goes in a straight line."""
    attack, release = bed.attack * SAMPLE_RATE / 1000, bed.release * SAMPLE_RATE / 1000
    times: list[float] = []
    levels_db: list[float] = []
    for placement in passage.placements:
        start = placement.start_sample - passage.start_sample
        if times and start - attack < times[-1]:  # it would hardly come up before it goes down again
            del times[-1], levels_db[-1]
        else:
            times.append(start - attack)
            levels_db.append(0.0)
        times += [
            start,
            placement.end_sample - passage.start_sample,
            placement.end_sample - passage.start_sample + release,
        ]
        levels_db += [-bed.duck, -bed.duck, 0.0]
    return times, levels_db
