"""The cache of takes: by content, safe under kill, checked when read.

A take's key is the hash of all that shapes its sound and of nothing else (`speech.take_key`). Its entry holds
rate, length and marks as facts, and FLAC.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from duologue.model import Mark, Take
from duologue.store.base import EntryKind, Store
from duologue.store.entry import EntryFormat, StoreEntry
from duologue.store.local import LocalStore, default_store

_FORMAT = EntryFormat(EntryKind.TAKE, 1)


@dataclass(frozen=True, slots=True)
class TakeInfo:
    """What is known of a cached take without decoding it; lengths in samples at `sample_rate` Hz."""

    samples: int
    sample_rate: int
    marks: tuple[Mark, ...]


class TakeCache:
    """Takes by key.

    Args:
        entries: the store that holds them, or a folder; None for the default one.
    """

    def __init__(self, entries: Store | Path | None = None) -> None:
        if isinstance(entries, Path):
            entries = LocalStore(entries)
        self.entries: Store = default_store() if entries is None else entries

    def info(self, key: str) -> TakeInfo | None:
        """What the take's entry says, or None where there is no whole one; nothing is decoded."""
        entry = self._entry(key)
        return None if entry is None else _info(entry)

    def contains(self, key: str) -> bool:
        """Whether there is a take, whole or damaged: what `load` gives is known by loading alone."""
        return self.entries.contains(EntryKind.TAKE, key)

    def load(self, key: str) -> Take:
        """The take of `key`.

        Raises:
            KeyError: there is no whole one.
        """
        entry = self._entry(key)
        if entry is None:
            raise KeyError(key)
        samples = soundfile.read(io.BytesIO(entry.payload), dtype="int16")[0]
        info = _info(entry)
        return Take(samples, info.sample_rate, info.marks)

    def store(self, key: str, take: Take) -> None:
        """Keeps the take.

        Raises:
            EpisodeError: the cache cannot be written (disk full, read-only).
        """
        buffer = io.BytesIO()
        soundfile.write(buffer, take.samples.astype(np.int16, copy=False), take.sample_rate, format="FLAC")
        facts = {
            "sample_rate": take.sample_rate,
            "samples": int(take.samples.size),
            "marks": [[m.start_sample, m.end_sample, m.written_start, m.written_end] for m in take.marks],
        }
        self.entries.put(EntryKind.TAKE, key, _FORMAT.pack(key, StoreEntry(facts, buffer.getvalue())))

    def forget(self, key: str) -> None:
        """Removes the take, so that it is voiced again.

        Raises:
            EpisodeError: the cache cannot be changed.
        """
        self.entries.remove(EntryKind.TAKE, key)

    def _entry(self, key: str) -> StoreEntry | None:
        content = self.entries.get(EntryKind.TAKE, key)
        return None if content is None else _FORMAT.unpack(key, content)


def _info(entry: StoreEntry) -> TakeInfo:
    facts = entry.facts
    return TakeInfo(facts["samples"], facts["sample_rate"], tuple(Mark(*mark) for mark in facts["marks"]))
