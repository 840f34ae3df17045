"""The decoded sound of an MP3, measured in one pass and in memory that hardly grows with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from duologue.programme.mastering.loudness import GatedLoudness, Meter, decibels

Floats = NDArray[np.float32]

HOP_MS = 10
"""Length of a stretch whose level is kept."""
QUIETEST_DB = -120
_BLOCK_HOPS = 256
_METER_HOP = (1, 10)
"""Energy and peak are kept per 100 ms: the grid of the loudness gate, so it is exact."""
_MOST_SAMPLES_PER_BYTE = 48
"""No MP3 holds more (8 kbit/s); a header that says so is not given the memory."""
_FULL_SCALE = 0.999
_CLIPPED_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples `start` to `end` of the programme."""

    start: int
    end: int


@dataclass(frozen=True)
class Sound:
    """What a player hears.

    Attributes:
        samples: how many were decoded, delay and padding cut.
        declared_samples: how many the file says it has.
        sample_rate: in Hz.
        channels: 1 or 2.
        loudness_lufs: integrated, BS.1770.
        true_peak_dbtp: of the loudest moment.
        energies: K-weighted, per 100 ms, of one channel; shape (n,).
        peaks: the largest magnitude per 100 ms; shape (n,).
        levels_db: RMS in dB of full scale per 10 ms, int8, not below −120; shape (n,).
        clipped: places, in samples, where at least three samples in a row are at full scale; the first 100.
        kept: the stretches that were asked for, mono, each of shape (n,).
    """

    samples: int
    declared_samples: int
    sample_rate: int
    channels: int
    loudness_lufs: float
    true_peak_dbtp: float
    energies: Floats
    peaks: Floats
    levels_db: NDArray[np.int8]
    clipped: tuple[int, ...]
    kept: tuple[Floats, ...]

    def hop(self, sample: int) -> int:
        """The 10 ms stretch that `sample` lies in."""
        return sample * 1000 // (self.sample_rate * HOP_MS)

    def level_db(self, start_sample: int, end_sample: int) -> float:
        """The loudest 10 ms that lie wholly between two samples; −120 where there are none."""
        first = -(-start_sample * 1000 // (self.sample_rate * HOP_MS))
        levels = self.levels_db[first : self.hop(end_sample)]
        return float(levels.max()) if levels.size else float(QUIETEST_DB)


def measure_sound(path: Path, keep: Sequence[Stretch] = ()) -> Sound:
    """Decodes all of `path`.

    Args:
        path: an MP3.
        keep: stretches whose samples are wanted.

    Raises:
        soundfile.SoundFileError: it cannot be decoded.
        OSError: it cannot be read.
    """
    return _measured(path, keep, 1) or _one_of_each(path, keep)


def _one_of_each(path: Path, keep: Sequence[Stretch]) -> Sound:
    measured = _measured(path, keep, 2)
    assert measured is not None  # noqa: S101  (both channels were asked for)
    return measured


def blocks(path: Path) -> Iterator[Floats]:
    """The decoded sound in blocks of shape (n, channels), each a whole number of 10 ms but the last."""
    with soundfile.SoundFile(path) as file:
        size = file.samplerate * HOP_MS // 1000 * _BLOCK_HOPS
        while True:
            block = file.read(size, dtype="float32", always_2d=True)
            if not len(block):
                return
            yield block


def _measured(path: Path, keep: Sequence[Stretch], channels: int) -> Sound | None:
    """Measures the first `channels` channels; None if only one was asked for and the other differs."""
    with soundfile.SoundFile(path) as file:
        declared, rate, there = file.frames, file.samplerate, file.channels
    most = min(declared, path.stat().st_size * _MOST_SAMPLES_PER_BYTE)
    meters = [Meter(most, rate, _METER_HOP, loudest_only=True) for _ in range(min(channels, there))]
    levels: list[NDArray[np.int8]] = []
    clipped: list[int] = []
    kept = _Kept(keep)
    at = 0
    for block in blocks(path):
        mono = np.ascontiguousarray(block[:, 0])
        if channels < there and not np.array_equal(mono, block[:, 1]):
            return None
        for number, meter in enumerate(meters):
            meter.feed(np.ascontiguousarray(block[:, number]))
        levels.append(_levels(mono, rate * HOP_MS // 1000))
        if len(clipped) < 100:
            clipped += _clipped(mono, at)
        kept.take(mono, at)
        at += len(block)
    for meter in meters:
        meter.finish()
    energies: Floats = np.stack([meter.energies for meter in meters]).mean(axis=0, dtype=np.float32)
    peaks: Floats = np.stack([meter.peaks for meter in meters]).max(axis=0)
    loudness = GatedLoudness(rate // 10, rate, there)
    loudness.feed(energies[: at * 10 // rate])
    return Sound(
        at,
        declared,
        rate,
        there,
        loudness.lufs(),
        decibels(float(peaks.max(initial=0))),
        energies,
        peaks,
        np.concatenate(levels) if levels else np.zeros(0, np.int8),
        tuple(clipped[:100]),
        kept.stretches(),
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


class _Kept:
    """Gathers stretches from blocks that come in order."""

    def __init__(self, wanted: Sequence[Stretch]) -> None:
        self._wanted = wanted
        self._parts: list[list[Floats]] = [[] for _ in wanted]

    def take(self, mono: Floats, first: int) -> None:
        for stretch, parts in zip(self._wanted, self._parts, strict=True):
            part = mono[max(stretch.start - first, 0) : max(stretch.end - first, 0)]
            if part.size:
                parts.append(part.copy())

    def stretches(self) -> tuple[Floats, ...]:
        return tuple(np.concatenate([*parts, np.zeros(0, np.float32)]) for parts in self._parts)
