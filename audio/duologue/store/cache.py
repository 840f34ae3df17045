"""The cache as a whole: how large it is, what goes when it is too large, and who is using it.

Takes and encoded frames are kept by key, in files whose times say when they were last used. While a render
runs, it shares a lock; pruning and clearing need that lock alone, so nothing is taken from a running render.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.store.file_lock import alone, shared

KINDS = ("takes", "frames")
"""The folders of the cache."""
DEFAULT_LIMIT = "10 GB"
"""About 60 hours of takes with their frames (28 and 16 kB a second)."""
_LOCK = ".in-use"
_PART = ".part"
"""What a killed process was writing."""
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What one folder of the cache holds; `oldest` is the time of its least recent use, in seconds."""

    entries: int = 0
    size_bytes: int = 0
    oldest: float | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken away."""

    entries: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Entry:
    used: float
    path: str
    size_bytes: int


def parse_size(text: str | int) -> int | None:
    """Bytes from ``10 GB``, ``500M``, ``2 GiB`` or a number of bytes; None for ``none``, no limit.

    Raises:
        ValueError: it is no size.
    """
    if str(text).strip().lower() == "none":
        return None
    found = _SIZE.fullmatch(str(text).strip())
    if found is None:
        raise ValueError(f"{text!r} is no size such as 10 GB, 500 MB or none")
    number, unit, binary = found.groups()
    step = _UNITS[unit.lower()]
    if binary:
        step = 1024 ** (list(_UNITS).index(unit.lower()))
    return round(float(number) * step)


def kept(folder: Path) -> dict[str, Kept]:
    """What the cache in `folder` holds, by kind."""
    found = {}
    for kind in KINDS:
        entries = size = 0
        oldest: float | None = None
        for entry in _entries(folder / kind):
            entries += 1
            size += entry.size_bytes
            oldest = entry.used if oldest is None else min(oldest, entry.used)
        found[kind] = Kept(entries, size, oldest)
    return found


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """While this lasts, nothing is removed from the cache. Any number of processes may be in it.

    Raises:
        EpisodeError: the cache cannot be written.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(shared(folder / _LOCK))
        except OSError as error:
            raise EpisodeError(f"the cache at {folder} cannot be written ({error.strerror})") from None
        yield


def clear(folder: Path) -> Removed:
    """Removes every take and frame.

    Raises:
        EpisodeError: a render is using the cache, or it cannot be changed.
    """
    return prune(folder, 0)


def prune(folder: Path, limit_bytes: int | None, *, keep_since: float | None = None) -> Removed:
    """Removes what was used longest ago until the cache is within its limit.

    Args:
        folder: the cache.
        limit_bytes: how large it may be; None for any size.
        keep_since: what was used at this time or later, in seconds, stays whatever the limit.

    Raises:
        EpisodeError: a render is using the cache, or it cannot be changed.
    """
    if not folder.is_dir():
        return Removed(0, 0)
    try:
        with alone(folder / _LOCK) as free:
            if not free:
                raise EpisodeError(f"a render is using the cache at {folder}: try again when it has ended")
            return _prune(folder, limit_bytes, keep_since)
    except OSError as error:
        raise EpisodeError(f"the cache at {folder} cannot be changed ({error.strerror})") from None


def _prune(folder: Path, limit_bytes: int | None, keep_since: float | None) -> Removed:
    entries = [entry for kind in KINDS for entry in _entries(folder / kind)]
    left = sum(entry.size_bytes for entry in entries)
    removed = removed_bytes = 0
    for entry in sorted(entries, key=lambda entry: entry.used):
        part = entry.path.endswith(_PART)
        if not part and (limit_bytes is None or left <= limit_bytes):
            continue
        if not part and keep_since is not None and entry.used >= keep_since:
            continue
        Path(entry.path).unlink(missing_ok=True)
        left -= entry.size_bytes
        removed += 1
        removed_bytes += entry.size_bytes
    return Removed(removed, removed_bytes)


def _entries(folder: Path) -> Iterator[_Entry]:
    """The files in the folders of `folder`; what others remove meanwhile is passed over."""
    try:
        shelves = [entry.path for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return
    for shelf in shelves:
        try:
            files = list(os.scandir(shelf))
        except FileNotFoundError:
            continue
        for file in files:
            try:
                status = file.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            yield _Entry(status.st_mtime, file.path, status.st_size)
