"""The decoded sound of an MP3, measured in one pass and in memory that hardly grows with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from duologue.checks.judges import integrated, judge, judge_name
from duologue.programme.mastering.loudness import decibels

Floats = NDArray[np.float32]

HOP_MS = 10
"""Length of what one level is kept of."""
QUIETEST_DB = -120
_BLOCK_TENTHS = 25
_FULL_SCALE = 0.999
_CLIPPED_IN_A_ROW = 3
_MOST_CLIPPED = 100


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Samples `start` to `end` of the programme."""

    start: int
    end: int


@dataclass(frozen=True)
class EpisodeSound:
    """What a player hears.

    Attributes:
        samples: how many were decoded, delay and padding cut.
        sample_rate: in Hz.
        channels: 1 or 2.
        judge: who measured loudness and true peak.
        loudness_lufs: integrated, BS.1770.
        true_peak_dbtp: of the loudest moment.
        energies: K-weighted, per whole 100 ms, of one channel; shape (n,).
        peaks: the largest sample's magnitude per 100 ms; shape (n,).
        levels_db: RMS in dB of full scale per 10 ms, int8, not below −120; shape (n,).
        clipped: places, in samples, where at least three samples in a row are at full scale; the first 100.
        excerpts: those that were asked for, mono, each of shape (n,).
    """

    samples: int
    sample_rate: int
    channels: int
    judge: str
    loudness_lufs: float
    true_peak_dbtp: float
    energies: Floats
    peaks: Floats
    levels_db: NDArray[np.int8]
    clipped: tuple[int, ...]
    excerpts: tuple[Floats, ...]

    def hop(self, sample: int) -> int:
        """The 10 ms that `sample` lies in."""
        return sample * 1000 // (self.sample_rate * HOP_MS)

    def level_db(self, start_sample: int, end_sample: int) -> float:
        """The loudest 10 ms that lie wholly between two samples; −120 where there are none."""
        first = -(-start_sample * 1000 // (self.sample_rate * HOP_MS))
        levels = self.levels_db[first : self.hop(end_sample)]
        return float(levels.max()) if levels.size else float(QUIETEST_DB)


def measure_sound(path: Path, keep: Sequence[Excerpt] = ()) -> EpisodeSound:
    """Decodes all of `path`.

    Args:
        path: an MP3.
        keep: excerpts whose samples are wanted.

    Raises:
        soundfile.SoundFileError: it cannot be decoded.
        OSError: it cannot be read.
    """
    return _measured(path, keep, 1) or _one_of_each(path, keep)


def _one_of_each(path: Path, keep: Sequence[Excerpt]) -> EpisodeSound:
    measured = _measured(path, keep, 2)
    assert measured is not None  # noqa: S101  (both channels were asked for)
    return measured


def blocks(path: Path) -> Iterator[Floats]:
    """The decoded sound in blocks of shape (n, channels), each a whole number of 100 ms but the last."""
    with soundfile.SoundFile(path) as file:
        size = file.samplerate // 10 * _BLOCK_TENTHS
        while True:
            block = file.read(size, dtype="float32", always_2d=True)
            if not len(block):
                return
            yield block


def _measured(path: Path, keep: Sequence[Excerpt], channels: int) -> EpisodeSound | None:
    """Measures the first `channels` channels; None if only one was asked for and the other differs."""
    with soundfile.SoundFile(path) as file:
        rate, there = file.samplerate, file.channels
    judges = [judge(rate) for _ in range(min(channels, there))]
    levels: list[NDArray[np.int8]] = []
    peaks: list[Floats] = []
    clipped: list[int] = []
    excerpts = _Excerpts(keep)
    at = 0
    for block in blocks(path):
        mono = np.ascontiguousarray(block[:, 0])
        if channels < there and not np.array_equal(mono, block[:, 1]):
            return None
        for number, one in enumerate(judges):
            one.feed(np.ascontiguousarray(block[:, number]))
        loudest = np.abs(block).max(axis=1)
        peaks.append(np.maximum.reduceat(loudest, np.arange(0, loudest.size, rate // 10)))
        levels.append(_levels(mono, rate * HOP_MS // 1000))
        if len(clipped) < _MOST_CLIPPED:
            clipped += _clipped(mono, at)
        excerpts.take(mono, at)
        at += len(block)
    measured = [one.finish() for one in judges]
    energies = np.stack([each for each, _ in measured]).mean(axis=0, dtype=np.float32)
    return EpisodeSound(
        samples=at,
        sample_rate=rate,
        channels=there,
        judge=judge_name(),
        loudness_lufs=integrated(energies, there),
        true_peak_dbtp=decibels(max(true_peak for _, true_peak in measured)),
        energies=energies,
        peaks=np.concatenate([*peaks, np.zeros(0, np.float32)]),
        levels_db=np.concatenate([*levels, np.zeros(0, np.int8)]),
        clipped=tuple(clipped[:_MOST_CLIPPED]),
        excerpts=excerpts.samples(),
    )


def _levels(mono: Floats, hop: int) -> NDArray[np.int8]:
    whole = mono[: mono.size // hop * hop].reshape(-1, hop)
    if not whole.size:
        return np.zeros(0, np.int8)
    rms = np.sqrt(np.mean(np.square(whole), axis=1))
    levels: NDArray[np.int8] = np.rint(20 * np.log10(np.maximum(rms, 10 ** (QUIETEST_DB / 20)))).astype(
        np.int8
    )
    return levels


def _clipped(mono: Floats, first: int) -> list[int]:
    full = np.abs(mono) >= _FULL_SCALE
    if not full.any():
        return []
    row = np.convolve(full, np.ones(_CLIPPED_IN_A_ROW), "valid") >= _CLIPPED_IN_A_ROW
    starts = np.flatnonzero(row & ~np.concatenate(([False], row[:-1])))
    return [first + int(start) for start in starts]


class _Excerpts:
    """Gathers excerpts from blocks that come in order."""

    def __init__(self, wanted: Sequence[Excerpt]) -> None:
        self._wanted = wanted
        self._parts: list[list[Floats]] = [[] for _ in wanted]

    def take(self, mono: Floats, first: int) -> None:
        for excerpt, parts in zip(self._wanted, self._parts, strict=True):
            part = mono[max(excerpt.start - first, 0) : max(excerpt.end - first, 0)]
            if part.size:
                parts.append(part.copy())

    def samples(self) -> tuple[Floats, ...]:
        return tuple(np.concatenate([*parts, np.zeros(0, np.float32)]) for parts in self._parts)
