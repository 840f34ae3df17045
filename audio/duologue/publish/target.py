"""Where a show is published to: a folder here, or a place that fsspec reaches (S3, SFTP, WebDAV and others).

Whatever the place, a file appears there whole or not at all; see `duologue.store.places`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from duologue.publish.export import SiteFile
from duologue.publish.media_types import SOUNDS, media_type
from duologue.store.places import BESIDE, Place
from duologue.store.whole_file import write_whole

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
        """Removes a file, and its folder if that is empty then."""


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
        place: see `open_place`.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self.shown, self.lines = place.shown, place.lines

    def read(self, name: str) -> bytes | None:
        """See `Target.read`."""
        return self._place.read(name)

    def sizes(self) -> Mapping[str, int]:
        """See `Target.sizes`."""
        return self._place.sizes()

    def put(self, file: SiteFile) -> None:
        """See `Target.put`."""
        attributes = s3_attributes(file.name) if self._place.is_s3 else {}
        if file.source is None:
            self._place.write(file.name, file.content, attributes)
        else:
            self._place.send(file.name, file.source, attributes)

    def remove(self, name: str) -> None:
        """See `Target.remove`."""
        self._place.remove(name)


def s3_attributes(name: str) -> Mapping[str, str]:
    """The metadata of a file on S3, which serves it as given and guesses nothing."""
    seconds = _MEDIA_SECONDS if name.endswith(SOUNDS) else _TEXT_SECONDS
    return {"ContentType": media_type(name), "CacheControl": f"public, max-age={seconds}"}
