"""Levels and frames of a programme's takes: kept ones, or made now and kept."""

from __future__ import annotations

from dataclasses import replace

from duologue.model import Placement, Take, TakeSource
from duologue.programme.mastering.encode_take import (
    EncodedFrames,
    PlannedFrames,
    encode_pause,
    encode_take,
)
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.levels import TakeLevels
from duologue.programme.mastering.take_levels import (
    levels_of,
    load_take,
    measure_take,
    sound_digest,
)


class FrameSource:
    """Used by any number of threads.

    Args:
        takes: where the takes' sound is.
        cache: where levels and frames are found and kept.
    """

    def __init__(self, takes: TakeSource, cache: FrameCache) -> None:
        self._takes = takes
        self._cache = cache

    def levels(self, placement: Placement) -> TakeLevels:
        """The levels of a take.

        Raises:
            EpisodeError: the take is missing, or the cache cannot be written.
        """
        return levels_of(placement.voiced, self._takes, self._cache)

    def take(self, placement: Placement) -> tuple[Take, TakeLevels]:
        """A take with the levels that are its own.

        Raises:
            EpisodeError: the take is missing, or the cache cannot be written.
        """
        levels = self.levels(placement)
        take = load_take(placement.voiced, self._takes)
        if sound_digest(take) != levels.sound:  # another run has voiced it anew meanwhile
            levels = measure_take(take)
            self._cache.keep_levels(placement.voiced.key, levels)
        return take, levels

    def pause(self, planned: PlannedFrames) -> tuple[EncodedFrames, bool]:
        """The frames of a pause alone, and whether they were kept ones.

        Raises:
            EpisodeError: the encoder failed, or the cache cannot be written.
        """
        key = planned.key()
        kept = self._cache.frames(key)
        if kept is not None:
            return kept, True
        frames = encode_pause(planned)
        self._cache.keep_frames(key, frames)
        return frames, False

    def frames(self, placement: Placement, planned: PlannedFrames) -> tuple[EncodedFrames, bool]:
        """The frames of a take and its pause, and whether they were kept ones.

        Args:
            placement: the take.
            planned: what is asked for; which sound the take is, is found here.

        Raises:
            EpisodeError: the take is missing, the encoder failed, or the cache cannot be written.
        """
        levels = self.levels(placement)
        planned = replace(planned, sound=levels.sound)
        kept = self._cache.frames(planned.key())
        if kept is not None:
            return kept, True
        take, levels = self.take(placement)
        planned = replace(planned, sound=levels.sound)
        frames = encode_take(planned, take, levels)
        self._cache.keep_frames(planned.key(), frames)
        return frames, False
