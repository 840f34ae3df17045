"""A take as it is heard in the programme: at its rate, with gain and limiter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from duologue.programme.mastering.limiter import apply_curve
from duologue.programme.mastering.segment import AudioSegment
from duologue.programme.mastering.stitch import resampled_blocks
from duologue.programme.mp3.encoding import SAMPLE_RATE

Floats = NDArray[np.float32]


def amplified(segment: AudioSegment, samples: int, gain: float, curve: Floats | None) -> Iterator[Floats]:
    """The take at 44.1 kHz in blocks of shape (n,), `samples` long together, full scale 1.

    Args:
        segment: the take at its own rate, faded.
        samples: the take's length at 44.1 kHz.
        gain: what it is multiplied by.
        curve: what the limiter multiplies it by, see `gain_curve`; None for nothing.
    """
    at = 0
    for block in resampled_blocks(segment, samples, SAMPLE_RATE, gain):
        yield block if curve is None else apply_curve(block, at, curve)
        at += block.size
