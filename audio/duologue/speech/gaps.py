"""Where one sentence ends and the next begins, in the sound of several that were said in one breath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_WINDOW_MS = 5
_BELOW_PEAK = 0.02
"""A window is silent when its RMS is below this part of the loudest window's: −34 dB."""
_SHORTEST_MS = 90
"""A shorter silence may be a stop consonant (t, k, p) or a comma."""
_REACH = 0.2
"""How far from where the text lets it be expected a gap may lie, as a part of the sound."""
_RIVAL = 0.75
"""A second gap in reach, longer than this part of the longest, leaves the matter open."""

_SENTENCE_END = re.compile(r"(?:[。！？!?…।॥۔؟།။។]+|(?<=[A-Za-z]{3})\.)[”’」』》）)\"']*\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Gap:
    """Silence: the sample where it begins, and the one where the next sentence begins."""

    start: int
    end: int


def sentence_begins(text: str) -> list[int]:
    """Where each sentence but the first begins in a text."""
    return [found.end() for found in _SENTENCE_END.finditer(text)]


def sentence_gaps(
    samples: NDArray[np.int16], sample_rate: int, shares: Sequence[float]
) -> tuple[Gap | None, ...]:
    """The silence at each boundary between sentences; None where it cannot be told from others.

    Args:
        samples: mono PCM, shape (n,), without silence at its ends.
        sample_rate: in Hz.
        shares: for each boundary, in order, the part of the text that lies before it (0 to 1).
    """
    silences = _silences(samples, sample_rate)
    found: list[Gap | None] = []
    after = 0
    for share in shares:
        expected, reach = share * samples.size, _REACH * samples.size
        near = [
            gap
            for gap in silences
            if gap.start >= after and abs((gap.start + gap.end) / 2 - expected) <= reach
        ]
        near.sort(key=lambda gap: gap.start - gap.end)
        clear = near and (len(near) == 1 or _length(near[1]) < _RIVAL * _length(near[0]))
        found.append(near[0] if clear else None)
        if clear:
            after = near[0].end
    return tuple(found)


def _length(gap: Gap) -> int:
    return gap.end - gap.start


def _silences(samples: NDArray[np.int16], sample_rate: int) -> list[Gap]:
    """Silences that are long enough, in order, those at the ends left out."""
    window = sample_rate * _WINDOW_MS // 1000
    count = samples.size // window
    if count == 0:
        return []
    blocks = samples[: count * window].reshape(count, window).astype(np.float64)
    rms = np.sqrt(np.mean(blocks**2, axis=1))
    sounding = np.flatnonzero(rms > rms.max() * _BELOW_PEAK)
    least = _SHORTEST_MS // _WINDOW_MS
    return [
        Gap((int(last) + 1) * window, int(first) * window)
        for last, first in pairwise(sounding)
        if first - last > least
    ]
