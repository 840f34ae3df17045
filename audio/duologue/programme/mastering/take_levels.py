"""Measures the levels of takes, once, and keeps them."""

from __future__ import annotations

import hashlib

import numpy as np

from duologue.errors import EpisodeError
from duologue.model import Take, TakeSource, Voiced
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.levels import TakeLevels
from duologue.programme.mastering.meter import Meter
from duologue.programme.mastering.stitch import blocks, faded_segment
from duologue.store.takes import TakeCache


def sound_digest(take: Take) -> str:
    """What a take sounds like, as 32 hexadecimal digits: takes of one key may differ from run to run."""
    digest = hashlib.blake2b(str(take.sample_rate).encode(), digest_size=16)
    digest.update(np.ascontiguousarray(take.samples, "<i2").data)
    return digest.hexdigest()


def measure_take(take: Take) -> TakeLevels:
    """The levels of a take as it is stitched.

    Every hop's peak is interpolated: one that is missed here is found in the decoded frames, and then the
    take is limited lower as a whole and comes out too soft.
    """
    meter = Meter(take.sample_rate, peaks_of_hops=True)
    for block in blocks(faded_segment(take)):
        meter.feed(block)
    found = meter.finish()
    return TakeLevels(sound_digest(take), take.samples.size, take.sample_rate, found.energies, found.peaks)


def load_take(voiced: Voiced, takes: TakeSource) -> Take:
    """The take of an utterance.

    Raises:
        EpisodeError: it is not there, or another has taken its place since it was spoken.
    """
    try:
        take = takes.load(voiced.key)
    except KeyError:
        take = None
    if take is None or (take.samples.size, take.sample_rate) != (voiced.samples, voiced.sample_rate):
        state = "missing or damaged" if take is None else "not the one that was spoken"
        raise EpisodeError(f"the take {voiced.key[:12]} is {state}; render again to re-voice it")
    return take


def levels_of(voiced: Voiced, takes: TakeSource, cache: FrameCache) -> TakeLevels:
    """The levels of an utterance's take: kept ones, or measured now and kept.

    Raises:
        EpisodeError: the take is missing, or the cache cannot be written.
    """
    levels = cache.levels(voiced.key)
    if levels is None or not levels.may_be_of(voiced):
        levels = measure_take(load_take(voiced, takes))
        cache.keep_levels(voiced.key, levels)
    return levels


class MeasuredTakes(TakeCache):
    """A cache of takes that measures each take it is given, so that assembling need not: a tenth of its time.

    Args:
        takes: the cache whose store it shares.
        frames: keeps the levels; the one that `assemble` will be given.
    """

    def __init__(self, takes: TakeCache, frames: FrameCache) -> None:
        super().__init__(takes.entries)
        self._frames = frames

    def store(self, key: str, take: Take) -> None:
        """Keeps the take and its levels.

        Raises:
            EpisodeError: the store cannot be written (disk full, read-only).
        """
        # The levels first: a run that is killed in between finds no take, and voices and measures it again.
        self._frames.keep_levels(key, measure_take(take))
        super().store(key, take)
