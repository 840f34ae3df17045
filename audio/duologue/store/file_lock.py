"""Locks between processes, on files. The system lets go of them when their process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_SHARERS = 1 << 20
"""Windows has no shared locks there: each sharer locks one of so many bytes, an owner all of them."""


@contextmanager
def own(path: Path) -> Iterator[bool]:
    """The lock at `path` for this process alone; False where another has it. The file is gone afterwards.

    Raises:
        OSError: the file cannot be made.
    """
    file = _open_and_lock(path)
    try:
        yield file is not None
    finally:
        if file is not None:
            path.unlink(missing_ok=True)
            file.close()


def _open_and_lock(path: Path) -> BinaryIO | None:
    while True:
        file = path.open("a+b")
        if not _lock(file.fileno(), shared=False, wait=False):
            file.close()
            return None
        try:
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        file.close()  # whoever had it has just taken the file away: this is not the one that others see


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """The lock at `path` together with others; waits while one has it alone. The file stays.

    Raises:
        OSError: the file cannot be made.
    """
    with path.open("a+b") as file:
        _lock(file.fileno(), shared=True, wait=True)
        yield


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """The lock that `shared` takes, without anyone; False where somebody has it. The file stays.

    Raises:
        OSError: the file cannot be made.
    """
    with path.open("a+b") as file:
        yield _lock(file.fileno(), shared=False, wait=False)


def _lock(descriptor: int, *, shared: bool, wait: bool) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return _lock_windows(descriptor, shared=shared, wait=wait)
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        return False
    return True


def _lock_windows(descriptor: int, *, shared: bool, wait: bool) -> bool:
    import msvcrt

    os.lseek(descriptor, os.getpid() % _SHARERS if shared else 0, os.SEEK_SET)
    mode = "LK_LOCK" if wait else "LK_NBLCK"
    try:
        msvcrt.locking(descriptor, getattr(msvcrt, mode), 1 if shared else _SHARERS)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
