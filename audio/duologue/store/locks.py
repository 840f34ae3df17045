"""Locks between processes, on files. The system releases them when their process ends, however it ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, ReadWriteLock, Timeout


@contextmanager
def exclusive(path: Path) -> Iterator[bool]:
    """The lock at `path` for this process alone; False where another has it. The file is gone afterwards.

    Raises:
        OSError: the file cannot be made.
    """
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(OSError):  # while it is held: whoever has opened this file meanwhile opens another
            path.unlink()
        lock.release()


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """The lock at `path` together with others; waits while one has it alone. The file stays.

    Raises:
        OSError: the file cannot be made.
    """
    with ExitStack() as held:
        with _errors_as_os_errors():
            held.enter_context(_read_write_lock(path).read_lock())
        yield


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """The lock that `shared` takes, without anyone; False where somebody has it. The file stays.

    Raises:
        OSError: the file cannot be made.
    """
    with ExitStack() as held:
        try:
            with _errors_as_os_errors():
                held.enter_context(_read_write_lock(path).write_lock(blocking=False))
            free = True
        except Timeout:
            free = False
        yield free


def _read_write_lock(path: Path) -> ReadWriteLock:
    """A lock of its own for every caller: threads of one process exclude each other as processes do."""
    return ReadWriteLock(path, is_singleton=False)


@contextmanager
def _errors_as_os_errors() -> Iterator[None]:
    """Filelock keeps who reads and writes in SQLite, which has errors of its own."""
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(0, str(error)) from None
