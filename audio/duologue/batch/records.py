"""Records: what was rendered from which content, one small file a source, beside the episodes.

A record counts only while its episode is there. It is written when its episode is whole, so a run that is
killed goes on where it was; one that is damaged counts as none.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from duologue.batch.outcome import Outcome, State
from duologue.errors import EpisodeError
from duologue.programme.manifest import MANIFEST_NAME
from duologue.store.places import Place, why
from duologue.store.whole_file import write_whole

FOLDER_NAME = ".duologue-batch"


class Record(BaseModel):
    """One finished episode.

    Attributes:
        key: the hash of the source's content; see `content.Contents`.
        guid: the episode's.
        outcome: as the report of that run had it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    key: str
    guid: str
    outcome: Outcome


class Files(Protocol):
    """Small files by name, each written whole; see `Place`, which is one kind."""

    shown: str

    def read(self, name: str) -> bytes | None:
        """The content of a file; None where there is none."""
        ...

    def size(self, name: str) -> int | None:
        """The length of a file; None where there is none."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Writes a file, whole."""
        ...


class _FolderFiles:
    """See `Files`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.shown = folder, str(folder)

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def size(self, name: str) -> int | None:
        try:
            return (self._folder / name).stat().st_size
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        write_whole(self._folder / name, content)


class Records:
    """The records of a folder of episodes.

    Args:
        files: the folder's.
        relative_to: sources that are files are named relative to it, so that both can be moved together; None
            where they have nothing in common.
    """

    def __init__(self, files: Files, relative_to: Path | None) -> None:
        self._files, self._relative_to = files, relative_to

    @classmethod
    def in_folder(cls, folder: Path) -> Records:
        """Those of a folder of this machine."""
        return cls(_FolderFiles(folder), folder)

    @classmethod
    def at(cls, place: Place) -> Records:
        """Those of a place at a URL."""
        return cls(place, None)

    def up_to_date(self, place: str, key: str) -> Outcome | None:
        """The outcome of a source that has not changed and whose episode is there; None for others."""
        record = self._record(self._name(place)) if key else None
        if record is None or record.key != key or not self._is_there(record):
            return None
        return placed(record.outcome, self._files.shown)

    def source_of(self, guid: str) -> str | None:
        """The place of the source of an episode; None where no record has it."""
        content = self._files.read(guid_name(guid))
        name = "" if content is None else content.decode("utf-8", "replace")
        record = self._record(name) if name else None
        if record is None or record.guid != guid or not self._is_there(record):
            return None
        relative = "://" not in name and self._relative_to is not None
        return str(self._relative_to / name) if self._relative_to and relative else name

    def keep(self, place: str, key: str, guid: str, outcome: Outcome) -> None:
        """Keeps the record of an episode that is whole.

        Raises:
            EpisodeError: it cannot be written.
        """
        name = self._name(place)
        record = Record(key=key, guid=guid, outcome=named(outcome))
        try:
            self._files.write(record_name(name), record.model_dump_json().encode())
            self._files.write(guid_name(guid), name.encode("utf-8", "surrogateescape"))
        except Exception as error:  # noqa: BLE001 (every library has errors of its own)
            raise EpisodeError(f"{self._files.shown} cannot be written ({why(error)})") from None

    def _record(self, name: str) -> Record | None:
        content = self._files.read(record_name(name))
        try:
            return None if content is None else Record.model_validate_json(content)
        except ValidationError:
            return None

    def _is_there(self, record: Record) -> bool:
        folder = record.outcome.folder
        whole = self._files.size(f"{folder}/{record.outcome.mp3}") == record.outcome.mp3_bytes
        return whole and self._files.size(f"{folder}/{MANIFEST_NAME}") is not None

    def _name(self, place: str) -> str:
        if "://" in place:
            return place
        if self._relative_to is None:
            return Path(place).resolve().as_posix()
        return Path(os.path.relpath(place, self._relative_to)).as_posix()


def record_name(place: str) -> str:
    """The name of a source's record below the folder of episodes."""
    digest = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{FOLDER_NAME}/{digest[:2]}/{digest}.json"


def guid_name(guid: str) -> str:
    """The name of the file that says which source an episode is of."""
    digest = hashlib.sha256(guid.encode()).hexdigest()[:32]
    return f"{FOLDER_NAME}/{digest[:2]}/{digest}.of"


def named(outcome: Outcome) -> Outcome:
    """The outcome with the names of folder and MP3 alone: the folder of episodes may be moved."""
    return outcome.model_copy(
        update={"folder": Path(outcome.folder).name, "mp3": Path(outcome.mp3).name, "state": State.UNCHANGED}
    )


def placed(outcome: Outcome, out: Path | str) -> Outcome:
    """The outcome of an earlier run with its paths, and the time that this run spent on it."""
    folder = f"{out}/{outcome.folder}"
    return outcome.model_copy(update={"folder": folder, "mp3": f"{folder}/{outcome.mp3}", "seconds": 0.0})
