"""Small log-linear models: a sum of weights for each reading, over what is seen around a word."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from importlib import resources

import numpy as np
from numpy.typing import NDArray


class LogLinear:
    """The weights, by a checksum of what they are for and the feature.

    Args:
        keys: sorted checksums, shape (n,), uint32.
        weights: their weights, shape (n,), float16.
    """

    def __init__(self, keys: NDArray[np.uint32], weights: NDArray[np.float16]) -> None:
        self._keys = keys
        self._weights = weights.astype(np.float32)

    def sum(self, about: str, seen: Sequence[str]) -> float:
        """The weights of the features `seen` for `about` (a word and one of its readings)."""
        wanted = np.array([key(about, feature) for feature in seen], dtype=np.uint32)
        places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return float(self._weights[places[self._keys[places] == wanted]].sum())


def key(about: str, feature: str) -> int:
    """The checksum under which a weight is kept."""
    return zlib.crc32(f"{about} {feature}".encode())


def likeliest(sums: Sequence[float]) -> tuple[int, float]:
    """Which of the sums is the greatest, and its probability."""
    chances = np.exp(np.array(sums) - max(sums))
    at = int(chances.argmax())
    return at, float(chances[at] / chances.sum())


def stored(name: str) -> tuple[str, LogLinear]:
    """A model that comes with the package: its notes, and its weights."""
    data = (resources.files("duologue.speech.phonemes") / name).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return str(arrays["notes"]), LogLinear(arrays["keys"], arrays["weights"])
