"""The episode's folder: written beside and renamed, so it is the old episode or the new one, never half."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duologue.errors import EpisodeError

_OLD = ".old"
_LONGEST_SLUG = 60


def slug_of(name: str) -> str:
    """A folder's name from a file's or a title: letters and digits of any script, joined by hyphens."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).lower())
    return "-".join(words)[:_LONGEST_SLUG].strip("-") or "episode"


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A fresh folder beside `target`; it takes target's place when the block ends without an error.

    What a killed run left behind is cleared or, if it was in the middle of the exchange, put back first.

    Raises:
        EpisodeError: the place cannot be written (full, read-only, not a folder), or another run has it.
    """
    old = target.with_name(f".{target.name}{_OLD}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _lock(target):
            _recover(target, old)
            beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
            try:
                beside.chmod(0o755)
                yield beside
                _sync(beside)
                if target.exists():
                    target.rename(old)
                beside.rename(target)
                shutil.rmtree(old, ignore_errors=True)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise EpisodeError(f"the episode cannot be written to {target} ({error.strerror or error})") from None


def _recover(target: Path, old: Path) -> None:
    """Puts an interrupted exchange right and removes what earlier killed runs left."""
    if old.exists():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for stray in target.parent.glob(f".{_escaped(target.name)}.new-*"):
        shutil.rmtree(stray, ignore_errors=True)


def _escaped(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _sync(folder: Path) -> None:
    """Files reach the disk before the rename does: a power loss leaves the old episode or the new one."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    """Only one run at a time writes `target`; the system lets go of the lock when a run dies."""
    path = target.with_name(f".{target.name}.lock")
    with path.open("a+b") as file:
        if not _try_lock(file.fileno()):
            raise EpisodeError(f"another run is writing {target}: wait for it, or choose another --out")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _try_lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
