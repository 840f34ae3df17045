"""The episode's folder: written beside and renamed, so it is the old episode or the new one, never half."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.store.locks import exclusive

_OLD = ".old"
_LONGEST_SECONDS = 10.0
"""How long somebody may change a script, or exchange a folder."""


@contextmanager
def only_run(target: Path) -> Iterator[None]:
    """While this lasts, no other run writes `target`: asked for before a render's first work, not its last.

    What a killed run left behind is put right first, so that even a render that finds nothing to do leaves
    nothing of it.

    Raises:
        EpisodeError: another run is writing it, or its place cannot be written.
    """
    with ExitStack() as stack:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            free = stack.enter_context(exclusive(target.with_name(f".{target.name}.lock")))
        except OSError as error:
            raise cannot_be_written(target, error) from None
        if not free:
            raise EpisodeError(f"another run is writing {target}: wait for it, or choose another --out")
        try:
            _recover(target, _old(target))
        except OSError as error:
            raise cannot_be_written(target, error) from None
        yield


def cannot_be_written(target: Path, error: OSError) -> EpisodeError:
    """Why `target` is not there, in one sentence."""
    return EpisodeError(f"the episode cannot be written to {target} ({error.strerror or error})")


@contextmanager
def script_lock(target: Path) -> Iterator[None]:
    """While this lasts, nobody else changes the script in `target`, or puts another folder in its place.

    Raises:
        EpisodeError: another program has kept it for long, or its place cannot be written.
    """
    give_up_at = time.monotonic() + _LONGEST_SECONDS
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        while time.monotonic() < give_up_at:
            with exclusive(target.with_name(f".{target.name}.script.lock")) as free:
                if free:
                    yield
                    return
            time.sleep(0.01)
    except OSError as error:
        raise cannot_be_written(target, error) from None
    raise EpisodeError(f"another program is changing the script in {target}")


@contextmanager
def new_folder(target: Path, last: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """A fresh folder beside `target`; it takes target's place when the block ends without an error.

    What a killed run left behind is cleared or, if it was in the middle of the exchange, put back first; so
    it is entered within `only_run`.

    Args:
        target: the episode's folder.
        last: is given the fresh folder just before the exchange; meanwhile nobody can change the script.

    Raises:
        EpisodeError: the place cannot be written (full, read-only, not a folder).
    """
    old = _old(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target, old)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
        try:
            beside.chmod(0o755)
            yield beside
            _sync(beside)
            with script_lock(target):
                last(beside)
                if target.exists():
                    target.rename(old)
                beside.rename(target)
            _sync_names(target.parent)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise cannot_be_written(target, error) from None


def _old(target: Path) -> Path:
    """Where the old episode is while the new one takes its place."""
    return target.with_name(f".{target.name}{_OLD}")


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
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_names(folder)


def _sync_names(folder: Path) -> None:
    """The names in `folder` reach the disk; Windows cannot open folders, and journals renames by itself."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
