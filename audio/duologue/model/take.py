"""Utterances as sound. Samples are integers; they count from the start of the take at its own rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from duologue.model.utterance import Utterance
from duologue.model.voice import Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a stretch of the written text is heard in a take: a sentence, or a word.

    Samples count from the start of the take at its own rate; `written_start` and `written_end` index
    the utterance's `written`.
    """

    start_sample: int
    end_sample: int
    written_start: int
    written_end: int


@dataclass(frozen=True, slots=True)
class Take:
    """One utterance as sound: mono PCM, shape (n,), int16, at `sample_rate` Hz, and its marks in order."""

    samples: NDArray[np.int16]
    sample_rate: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Voiced:
    """An utterance with its voice and the key of its take in the cache.

    `samples` is the take's length at `sample_rate` Hz, so that arranging reads no audio.
    """

    utterance: Utterance
    voice: Voice
    key: str
    samples: int
    sample_rate: int
    marks: tuple[Mark, ...] = ()


class TakeSource(Protocol):
    """Where takes are found by key."""

    def load(self, key: str) -> Take:
        """The take of `key`.

        Raises:
            KeyError: there is none, or it is damaged.
        """
        ...
