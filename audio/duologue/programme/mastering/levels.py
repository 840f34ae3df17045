"""The levels of a take, as a value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duologue.model import Voiced

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TakeLevels:
    """A take's levels before any gain.

    Attributes:
        sound: `sound_digest` of the take that was measured.
        samples: its length at its own rate.
        sample_rate: in Hz.
        energies: K-weighted, of each hop as it is stitched; shape (hops,).
        peaks: the true peak of each hop; shape (hops,).
    """

    sound: str
    samples: int
    sample_rate: int
    energies: Floats
    peaks: Floats

    def may_be_of(self, voiced: Voiced) -> bool:
        """Whether they are those of a take of this length; another engine's answer has another."""
        return (self.samples, self.sample_rate) == (voiced.samples, voiced.sample_rate)
