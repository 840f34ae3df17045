"""The mastered programme as samples: what the MP3 was encoded from, for further formats."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from duologue.model import Timeline
from duologue.programme.mastering.amplified import amplified
from duologue.programme.mastering.frame_source import FrameSource
from duologue.programme.mastering.gains import Gains
from duologue.programme.mastering.limiter import gain_curve, limiter_ceiling
from duologue.programme.mastering.loudness import amplitude
from duologue.programme.mastering.stitch import faded_segment
from duologue.programme.mastering.target import Mastering

Floats = NDArray[np.float32]

_BLOCK_SAMPLES = 1 << 16


def programme_pcm(
    timeline: Timeline, source: FrameSource, mastering: Mastering, gains: Gains
) -> Iterator[NDArray[np.int16]]:
    """The programme in blocks of shape (n,), mono at 44.1 kHz, exactly `timeline.samples` long together.

    Takes, gains, limiter and room tone are those of the MP3. A take is made once more, for its MP3 frames may
    be kept ones, of which nobody has the samples; that costs a small part of encoding it.

    Args:
        timeline: where every take is.
        source: where the takes' sound is.
        mastering: what the programme was brought to.
        gains: with which it was (`Mastered.gains`).

    Raises:
        EpisodeError: a take is missing.
    """
    at = 0
    for block in _takes(timeline, source, mastering, gains):
        heard = block if mastering.tone is None else block + mastering.tone.samples(at, block.size)
        at += block.size
        scaled = np.rint(heard * np.float32(32_767))
        yield np.clip(scaled, -32_768, 32_767, out=scaled).astype(np.int16)


def _takes(timeline: Timeline, source: FrameSource, mastering: Mastering, gains: Gains) -> Iterator[Floats]:
    """Takes and silence, full scale 1."""
    ceiling = limiter_ceiling(mastering.target.true_peak_dbtp)
    yield from _silence(timeline.lead_in_samples)
    for placement in timeline.placements:
        take, levels = source.take(placement)
        gain = amplitude(round(gains.of(placement.voiced.voice), 2))
        curve = gain_curve(levels.peaks, gain, ceiling)
        yield from amplified(faded_segment(take), placement.samples, gain, curve)
        yield from _silence(placement.pause_samples)


def _silence(samples: int) -> Iterator[Floats]:
    for at in range(0, samples, _BLOCK_SAMPLES):
        yield np.zeros(min(_BLOCK_SAMPLES, samples - at), np.float32)
