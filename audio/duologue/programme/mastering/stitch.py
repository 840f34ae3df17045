"""Stitching: one take at a time as a pydub segment, faded at its seams and resampled by soxr.

Never a growing segment: a programme has as many segments as takes, and only those in work are in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

from duologue.model import Take
from duologue.programme.mastering.segment import AudioSegment

FADE_MS = 5
"""At both ends of a take: too short to hear, long enough that no seam clicks."""
_BLOCK_SAMPLES = 1 << 14
_FULL_SCALE = 32_768.0


def faded_segment(take: Take) -> AudioSegment:
    """The take as a mono `pydub.AudioSegment` at its own rate, as long as before, its ends faded.

    The fade itself is numpy's: pydub counts in whole milliseconds, so its own fades can cost the last one,
    and every take after it would be early.
    """
    samples = np.array(take.samples, np.int16)
    fade = min(take.sample_rate * FADE_MS // 1000, samples.size // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade, endpoint=False)
        samples[:fade] = np.rint(samples[:fade] * ramp)
        samples[-fade:] = np.rint(samples[-fade:] * ramp[::-1])
    return AudioSegment(data=samples.tobytes(), sample_width=2, frame_rate=take.sample_rate, channels=1)


def blocks(segment: AudioSegment, full_scale: float = 1.0) -> Iterator[NDArray[np.float32]]:
    """The samples of a mono segment, its loudest possible one at `full_scale`, in blocks of shape (n,)."""
    samples = np.frombuffer(segment.raw_data, np.int16)
    for at in range(0, samples.size, _BLOCK_SAMPLES):
        yield samples[at : at + _BLOCK_SAMPLES] * np.float32(full_scale / _FULL_SCALE)


def resampled_blocks(
    segment: AudioSegment, samples: int, sample_rate: int, full_scale: float = 1.0
) -> Iterator[NDArray[np.float32]]:
    """The segment at `sample_rate` Hz in blocks of shape (n,), exactly `samples` long together."""
    if segment.frame_rate == sample_rate:
        yield from _exactly(blocks(segment, full_scale), samples)
        return
    stream = soxr.ResampleStream(segment.frame_rate, sample_rate, 1, dtype="float32", quality="HQ")

    def resampled() -> Iterator[NDArray[np.float32]]:
        for block in blocks(segment, full_scale):
            yield stream.resample_chunk(block)
        yield stream.resample_chunk(np.zeros(0, np.float32), last=True)

    yield from _exactly(resampled(), samples)


def _exactly(parts: Iterator[NDArray[np.float32]], samples: int) -> Iterator[NDArray[np.float32]]:
    """The resampler's length is within a sample of the planned one; this makes it that."""
    left = samples
    for each in parts:
        each = each[:left]
        left -= each.size
        if each.size:
            yield each
    if left:
        yield np.zeros(left, np.float32)
