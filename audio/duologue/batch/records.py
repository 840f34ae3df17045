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
from duologue.store.whole_file import write_whole

FOLDER_NAME = ".duologue-batch"


class Record(BaseModel):
    """One finished episode.

    Attributes:
        key: the hash of the source's content; see `content.Contents`.
        mp3_bytes: the length of its MP3.
        guid: the episode's.
        outcome: as the report of that run had it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    key: str
    mp3_bytes: int
    guid: str
    outcome: Outcome


class Records(Protocol):
    """The records of a folder of episodes."""

    def up_to_date(self, place: str, key: str) -> Outcome | None:
        """The outcome of a source that has not changed and whose episode is there; None for others."""
        ...

    def source_of(self, guid: str) -> str | None:
        """The place of the source of an episode; None where no record has it."""
        ...

    def keep(self, place: str, key: str, guid: str, outcome: Outcome) -> None:
        """Keeps the record of an episode that is whole.

        Raises:
            EpisodeError: it cannot be written.
        """
        ...


class FolderRecords:
    """Records in a folder of this machine.

    Args:
        out: the folder of episodes.
    """

    def __init__(self, out: Path) -> None:
        self._out = out

    def up_to_date(self, place: str, key: str) -> Outcome | None:
        """See `Records.up_to_date`."""
        record = self._record(self._name(place)) if key else None
        if record is None or record.key != key or not self._is_there(record):
            return None
        return placed(record.outcome, self._out)

    def source_of(self, guid: str) -> str | None:
        """See `Records.source_of`."""
        try:
            name = (self._out / guid_name(guid)).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        record = self._record(name)
        if record is None or record.guid != guid or not self._is_there(record):
            return None
        return name if "://" in name else str(self._out / name)

    def keep(self, place: str, key: str, guid: str, outcome: Outcome) -> None:
        """See `Records.keep`."""
        name, size = self._name(place), Path(outcome.mp3).stat().st_size
        record = Record(key=key, mp3_bytes=size, guid=guid, outcome=named(outcome))
        try:
            write_whole(self._out / record_name(name), record.model_dump_json().encode())
            write_whole(self._out / guid_name(guid), name.encode())
        except OSError as error:
            raise EpisodeError(f"{self._out} cannot be written ({error.strerror or error})") from None

    def _record(self, name: str) -> Record | None:
        try:
            return Record.model_validate_json((self._out / record_name(name)).read_bytes())
        except (OSError, ValidationError):
            return None

    def _is_there(self, record: Record) -> bool:
        mp3 = self._out / record.outcome.folder / record.outcome.mp3
        try:
            return mp3.stat().st_size == record.mp3_bytes and mp3.with_name(MANIFEST_NAME).is_file()
        except OSError:
            return False

    def _name(self, place: str) -> str:
        """How a source is named here: a file relative to the folder, so that both can be moved together."""
        return place if "://" in place else Path(os.path.relpath(place, self._out)).as_posix()


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
