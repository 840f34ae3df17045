"""The store in a folder of this machine: a file an entry, whose time says when it was last used."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from duologue.errors import EpisodeError
from duologue.store.base import EntryKind, Removed, Usage
from duologue.store.locks import alone, shared
from duologue.store.whole_file import BESIDE_SUFFIX, write_whole

_LOCK = ".in-use"


def default_cache_dir() -> Path:
    """`$DUOLOGUE_CACHE`, else the system's cache folder for duologue."""
    return Path(os.environ.get("DUOLOGUE_CACHE") or platformdirs.user_cache_dir("duologue"))


def default_store() -> LocalStore:
    """The store in `default_cache_dir`."""
    return LocalStore(default_cache_dir())


@dataclass(frozen=True, slots=True)
class _File:
    used: float
    path: Path
    size_bytes: int


class LocalStore:
    """See `Store`.

    Args:
        folder: made when first written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, kind: EntryKind, key: str) -> Path:
        """Where the entry is or would be."""
        return self.folder / kind.plural / key[:2] / f"{key}.{kind}"

    def get(self, kind: EntryKind, key: str) -> bytes | None:
        """See `Store.get`."""
        path = self.path(kind, key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):  # where nothing can be written, nothing is pruned
            os.utime(path)
        return content

    def put(self, kind: EntryKind, key: str, content: bytes) -> None:
        """See `Store.put`."""
        try:
            write_whole(self.path(kind, key), content)
        except OSError as error:
            raise self._error("written", error) from None

    def contains(self, kind: EntryKind, key: str) -> bool:
        """See `Store.contains`."""
        return self.path(kind, key).is_file()

    def remove(self, kind: EntryKind, key: str) -> None:
        """See `Store.remove`."""
        try:
            self.path(kind, key).unlink(missing_ok=True)
        except OSError as error:
            raise self._error("changed", error) from None

    def usage(self) -> Mapping[EntryKind, Usage]:
        """See `Store.usage`."""
        found = {}
        for kind in EntryKind:
            files = [file for file in self._files(kind) if file.path.suffix != BESIDE_SUFFIX]
            found[kind] = Usage(
                len(files),
                sum(file.size_bytes for file in files),
                min((file.used for file in files), default=None),
            )
        return found

    def prune(self, limit_bytes: int | None, *, keep_since: float | None = None) -> Removed:
        """See `Store.prune`. What a killed process was writing goes too."""
        if not self.folder.is_dir():
            return Removed(0, 0)
        try:
            with alone(self.folder / _LOCK) as free:
                if not free:
                    raise EpisodeError(
                        f"a render is using the cache at {self.folder}: try again when it has ended"
                    )
                return self._prune(limit_bytes, keep_since)
        except OSError as error:
            raise self._error("changed", error) from None

    def _prune(self, limit_bytes: int | None, keep_since: float | None) -> Removed:
        files = [file for kind in EntryKind for file in self._files(kind)]
        left = sum(file.size_bytes for file in files)
        removed = removed_bytes = 0
        for file in sorted(files, key=lambda file: file.used):
            within = limit_bytes is None or left <= limit_bytes
            recent = keep_since is not None and file.used >= keep_since
            if (within or recent) and file.path.suffix != BESIDE_SUFFIX:
                continue
            file.path.unlink(missing_ok=True)
            left -= file.size_bytes
            removed += 1
            removed_bytes += file.size_bytes
        return Removed(removed, removed_bytes)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """See `Store.in_use`."""
        with ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(shared(self.folder / _LOCK))
            except OSError as error:
                raise self._error("written", error) from None
            yield

    def _error(self, done: str, error: OSError) -> EpisodeError:
        return EpisodeError(f"the cache at {self.folder} cannot be {done} ({error.strerror or error})")

    def _files(self, kind: EntryKind) -> Iterator[_File]:
        """The files of `kind`; what others remove meanwhile is passed over."""
        for shelf in _scan(self.folder / kind.plural):
            if not shelf.is_dir(follow_symlinks=False):
                continue
            for file in _scan(Path(shelf.path)):
                with suppress(FileNotFoundError):
                    status = file.stat(follow_symlinks=False)
                    yield _File(status.st_mtime, Path(file.path), status.st_size)


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except FileNotFoundError:
        return []
