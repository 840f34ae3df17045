"""Small log-linear models: a sum of weights for each reading, over what is seen around a word.

A model is a file of three parts, each behind its length, compressed as a whole: notes (UTF-8), sorted
checksums (uint32) and weights (int16, in units of 1/1024). It is asked without numpy, which would be loaded
for it alone.
"""

from __future__ import annotations

import gzip
import math
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

SCALE = 1024
"""Steps of a weight to 1."""


@dataclass(frozen=True, slots=True)
class LogLinear:
    """The weights, by a checksum of what they are for and the feature."""

    keys: array[int]
    weights: array[int]

    def sum(self, about: str, seen: Sequence[str]) -> float:
        """The weights of the features `seen` for `about` (a word and one of its readings)."""
        keys, weights, total = self.keys, self.weights, 0
        for feature in seen:
            wanted = key(about, feature)
            at = bisect_left(keys, wanted)
            if at < len(keys) and keys[at] == wanted:
                total += weights[at]
        return total / SCALE


def key(about: str, feature: str) -> int:
    """The checksum under which a weight is kept."""
    return zlib.crc32(f"{about} {feature}".encode())


def likeliest(sums: Sequence[float]) -> tuple[int, float]:
    """Which of the sums is the greatest, and its probability."""
    highest = max(sums)
    chances = [math.exp(one - highest) for one in sums]
    return sums.index(highest), 1 / sum(chances)


def stored(name: str) -> tuple[str, LogLinear]:
    """A model that comes with the package: its notes, and its weights."""
    data = gzip.decompress((resources.files("duologue.speech.phonemes") / name).read_bytes())
    parts = []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        parts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    notes, keys, weights = parts
    return notes.decode(), LogLinear(_numbers("I", keys), _numbers("h", weights))


def written(notes: str, weights: dict[int, float]) -> bytes:
    """A model as a file."""
    keys = sorted(weights)
    steps = [max(-32768, min(32767, round(weights[one] * SCALE))) for one in keys]
    parts = (notes.encode(), _bytes(array("I", keys)), _bytes(array("h", steps)))
    whole = b"".join(len(part).to_bytes(4, "little") + part for part in parts)
    return gzip.compress(whole, mtime=0)


def _numbers(code: str, data: bytes) -> array[int]:
    found = array(code)
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
