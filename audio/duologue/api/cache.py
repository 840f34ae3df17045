"""The cache of takes and encoded sound: `usage`, `prune` and `clear`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duologue.errors import UsageError
from duologue.settings import Settings
from duologue.store.base import Usage
from duologue.store.local import default_store
from duologue.store.sizes import parse_size

__all__ = ["CacheUsage", "Usage", "clear", "prune", "usage"]


@dataclass(frozen=True)
class CacheUsage:
    """What the cache holds.

    Attributes:
        folder: where it is.
        kinds: kind of entry (``takes``, ``frames``, …) → how many there are, and their bytes.
        removed_entries: how many were removed by the call that gave this.
        removed_bytes: how large those were.
    """

    folder: Path
    kinds: Mapping[str, Usage]
    removed_entries: int = 0
    removed_bytes: int = 0

    @property
    def size_bytes(self) -> int:
        """Everything together."""
        return sum(each.size_bytes for each in self.kinds.values())

    @property
    def oldest(self) -> datetime | None:
        """When the entry was used that has not been used for longest; None for an empty cache."""
        times = [each.oldest for each in self.kinds.values() if each.oldest is not None]
        return datetime.fromtimestamp(min(times)).astimezone() if times else None


def usage() -> CacheUsage:
    """What the cache holds; nothing is changed.

    Raises:
        EpisodeError: it cannot be read.
    """
    store = default_store()
    return CacheUsage(store.folder, {kind.plural: each for kind, each in store.usage().items()})


def prune(limit: str | int | None = None, *, settings: Settings | None = None) -> CacheUsage:
    """Removes what was used longest ago, until the cache is within its limit.

    Args:
        limit: a size such as ``2 GB``, a number of bytes, or ``none``; None for that of the settings.
        settings: what `load_settings` gave; None for the built-in defaults.

    Returns:
        What the cache holds afterwards, and what was removed.

    Raises:
        UsageError: the limit is not a size.
        EpisodeError: a render is using the cache, or it cannot be changed.
    """
    return _pruned(limit_bytes(limit, settings=settings))


def clear() -> CacheUsage:
    """Removes everything. The arguments and errors are those of `prune`."""
    return _pruned(0)


def limit_bytes(limit: str | int | None = None, *, settings: Settings | None = None) -> int | None:
    """How large the cache may be; None for any size.

    Raises:
        UsageError: the limit is not a size.
    """
    if limit is None:
        return (settings or Settings()).cache_limit_bytes
    try:
        return parse_size(limit)
    except ValueError as error:
        raise UsageError(f"--limit {error}") from None


def _pruned(limit: int | None) -> CacheUsage:
    removed = default_store().prune(limit)
    held = usage()
    return CacheUsage(held.folder, held.kinds, removed.entries, removed.size_bytes)
