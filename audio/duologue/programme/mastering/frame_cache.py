"""The cache of what mastering has made: levels of takes by key, frames by all that shapes them."""

from __future__ import annotations

import numpy as np

from duologue.programme.mastering.encode_take import EncodedFrames
from duologue.programme.mastering.levels import TakeLevels
from duologue.store.base import EntryKind, Store
from duologue.store.entry import EntryFormat, StoreEntry

_LEVELS = EntryFormat(EntryKind.LEVELS, 1)
_FRAMES = EntryFormat(EntryKind.FRAMES, 1)


class FrameCache:
    """Levels and encoded frames by key. Any number of threads and processes may use it at once.

    Args:
        entries: the store that holds them.
    """

    def __init__(self, entries: Store) -> None:
        self._entries = entries

    def levels(self, key: str) -> TakeLevels | None:
        """The levels of the take of `key`, or None where there are none."""
        entry = self._entry(_LEVELS, key)
        if entry is None:
            return None
        facts = entry.facts
        energies, peaks = np.frombuffer(entry.payload, "<f4").reshape(2, -1)
        return TakeLevels(facts["sound"], facts["samples"], facts["sample_rate"], energies, peaks)

    def keep_levels(self, key: str, levels: TakeLevels) -> None:
        """Keeps the levels of the take of `key`.

        Raises:
            EpisodeError: the store cannot be written.
        """
        facts = {"sound": levels.sound, "samples": levels.samples, "sample_rate": levels.sample_rate}
        payload = np.stack((levels.energies, levels.peaks)).astype("<f4", copy=False).tobytes()
        self._entries.put(EntryKind.LEVELS, key, _LEVELS.pack(key, StoreEntry(facts, payload)))

    def frames(self, key: str) -> EncodedFrames | None:
        """The frames of `key`, or None where there are none."""
        entry = self._entry(_FRAMES, key)
        if entry is None:
            return None
        facts, split = entry.facts, 4 * entry.facts["hops"]
        energies = np.frombuffer(entry.payload[:split], "<f4")
        return EncodedFrames(entry.payload[split:], energies, facts["true_peak"], facts["crc16"])

    def keep_frames(self, key: str, frames: EncodedFrames) -> None:
        """Keeps `frames`.

        Raises:
            EpisodeError: the store cannot be written.
        """
        facts = {"hops": frames.energies.size, "true_peak": frames.true_peak, "crc16": frames.crc16}
        payload = frames.energies.astype("<f4", copy=False).tobytes() + frames.encoded
        self._entries.put(EntryKind.FRAMES, key, _FRAMES.pack(key, StoreEntry(facts, payload)))

    def _entry(self, form: EntryFormat, key: str) -> StoreEntry | None:
        content = self._entries.get(form.kind, key)
        return None if content is None else form.unpack(key, content)
