"""Where a show is published to: a folder here, or a place that fsspec reaches (S3, SFTP, WebDAV and others).

Whatever the place, a file appears there whole or not at all: an object store shows an object when it is
complete; elsewhere a file is written beside its place and renamed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from duologue.publish.export import SiteFile
from duologue.publish.media_types import media_type
from duologue.store.whole_file import write_whole

BESIDE = ".duologue-part"
"""How the name of a file ends while it is sent."""
_MEDIA_SECONDS, _TEXT_SECONDS = 7 * 86_400, 300
"""How long caches may keep a sound, whose name changes with it, and everything else."""


class Target(Protocol):
    """A place to publish to.

    Attributes:
        shown: its address, without a password.
        lines: how many files are sent at once.
    """

    shown: str
    lines: int

    def read(self, name: str) -> bytes | None:
        """The content of a small file; None where there is none."""

    def sizes(self) -> Mapping[str, int]:
        """The length of every file below the place, by name."""

    def put(self, file: SiteFile) -> None:
        """Writes a file, whole."""

    def remove(self, name: str) -> None:
        """Takes a file away, and its folder where that is empty then."""


class FolderTarget:
    """A folder on this machine."""

    lines = 1

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shown = str(folder)

    def read(self, name: str) -> bytes | None:
        """See `Target.read`."""
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def sizes(self) -> Mapping[str, int]:
        """See `Target.sizes`."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.stat().st_size for path in found}

    def put(self, file: SiteFile) -> None:
        """See `Target.put`."""
        path = self.folder / file.name
        if file.source is None:
            write_whole(path, file.content)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(path.name + BESIDE)
            with file.source.open("rb") as source, beside.open("wb") as copy:
                while block := source.read(1 << 20):
                    copy.write(block)
            beside.replace(path)
        path.chmod(0o644)

    def remove(self, name: str) -> None:
        """See `Target.remove`."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        if path.parent != self.folder and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


class RemoteTarget:
    """A place that fsspec reaches.

    Args:
        filesystem: fsspec's.
        root: the place in it.
        shown: see `Target`.
        lines: see `Target`.
        rename: puts a file in another's place; None for an object store, which needs no such thing.
        attributes: what is said of a file when it is sent, by the file's name.
    """

    def __init__(
        self,
        filesystem: Any,
        root: str,
        shown: str,
        *,
        lines: int = 1,
        rename: Callable[[str, str], None] | None = None,
        attributes: Callable[[str], Mapping[str, str]] = lambda _: {},
    ) -> None:
        self.shown = shown
        self.lines = lines
        self._files = filesystem
        self._root = root.rstrip("/")
        self._rename = rename
        self._attributes = attributes
        self._folders: set[str] = set()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root else name

    def read(self, name: str) -> bytes | None:
        """See `Target.read`."""
        try:
            return bytes(self._files.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def sizes(self) -> Mapping[str, int]:
        """See `Target.sizes`."""
        self._files.invalidate_cache()
        try:
            found = self._files.find(self._root, detail=True)
        except FileNotFoundError:
            return {}
        strip = len(self._files._strip_protocol(self._root).rstrip("/")) + 1 if self._root else 0
        return {str(path)[strip:].lstrip("/"): int(each["size"] or 0) for path, each in found.items()}

    def put(self, file: SiteFile) -> None:
        """See `Target.put`."""
        path = self._path(file.name)
        attributes = dict(self._attributes(file.name))
        if self._rename is None:
            self._send(file, path, attributes)
            return
        folder = path.rpartition("/")[0]
        if folder and folder not in self._folders:
            self._files.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        self._send(file, path + BESIDE, attributes)
        self._rename(path + BESIDE, path)

    def _send(self, file: SiteFile, path: str, attributes: dict[str, str]) -> None:
        if file.source is None:
            self._files.pipe_file(path, file.content, **attributes)
        else:
            self._files.put_file(str(file.source), path, **attributes)

    def remove(self, name: str) -> None:
        """See `Target.remove`."""
        path = self._path(name)
        try:
            self._files.rm_file(path)
        except FileNotFoundError:
            return
        folder = path.rpartition("/")[0]
        if self._rename is not None and folder != self._root:
            self._files.invalidate_cache()
            if not self._files.ls(folder, detail=False):
                self._files.rmdir(folder)
                self._folders.discard(folder)


def s3_attributes(name: str) -> Mapping[str, str]:
    """What S3 is told of a file: it serves what it was told, and guesses nothing."""
    seconds = _MEDIA_SECONDS if name.endswith(".mp3") else _TEXT_SECONDS
    return {"ContentType": media_type(name), "CacheControl": f"public, max-age={seconds}"}
