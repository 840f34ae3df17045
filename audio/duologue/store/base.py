"""The store as all else sees it: bytes by kind and key, wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class EntryKind(StrEnum):
    """What an entry is. Each kind has keys of its own."""

    TAKE = "take"
    LEVELS = "levels"
    """Energies and peaks of a take."""
    FRAMES = "frames"
    """A take as MP3 frames."""
    VOICES = "voices"
    """An engine's list of voices."""
    FORM = "form"
    """Which form of the offline model is fastest on a machine."""

    @property
    def plural(self) -> str:
        """What several of them are called."""
        return f"{self.value}s" if self in (EntryKind.TAKE, EntryKind.FORM) else self.value


@dataclass(frozen=True, slots=True)
class Usage:
    """What a store holds of one kind; `oldest` is the time of its least recent use, in seconds."""

    entries: int = 0
    size_bytes: int = 0
    oldest: float | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed."""

    entries: int
    size_bytes: int


class Store(Protocol):
    """Bytes by kind and key. Any number of threads and processes may use one at once.

    A store keeps bytes; whether they are whole is found by `entry.unpack`. All methods raise `EpisodeError`
    where the place cannot be written or read at all; a single entry that cannot be read is not there.
    """

    def get(self, kind: EntryKind, key: str) -> bytes | None:
        """The bytes of an entry, which is used now; None where there is none."""
        ...

    def put(self, kind: EntryKind, key: str, content: bytes) -> None:
        """Keeps an entry, whole or not at all. Of two that are put at once, one stays."""
        ...

    def contains(self, kind: EntryKind, key: str) -> bool:
        """Whether there is an entry, whole or damaged."""
        ...

    def remove(self, kind: EntryKind, key: str) -> None:
        """Removes an entry, if there is one."""
        ...

    def usage(self) -> Mapping[EntryKind, Usage]:
        """What there is of every kind."""
        ...

    def prune(self, limit_bytes: int | None, *, keep_since: float | None = None) -> Removed:
        """Removes what was used longest ago until the store is within its limit.

        Args:
            limit_bytes: how large it may be; None for any size.
            keep_since: what was used at this time or later, in seconds, stays whatever the limit.

        Raises:
            EpisodeError: somebody is using the store, or it cannot be changed.
        """
        ...

    def in_use(self) -> AbstractContextManager[None]:
        """While this lasts, nothing is pruned. Any number of processes may be in it."""
        ...
