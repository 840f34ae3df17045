"""The journal of a catalogue: what was rendered from which content, one line an episode, safe under kill.

It lies in the folder of the episodes. A line that a killed run wrote by half is passed over; a line counts only
while its episode is there.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.programme.folder.manifest import MANIFEST_NAME

JOURNAL_NAME = ".duologue-batch.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished episode.

    Attributes:
        source: the source's place, relative to the folder of episodes.
        key: the hash of its content and settings; see `catalogue.content_key`.
        folder: the name of the episode's folder.
        mp3: the name of its MP3.
        mp3_bytes: the length of that file.
        duration_ms: how long it plays.
        title: the interview's.
    """

    source: str
    key: str
    folder: str
    mp3: str
    mp3_bytes: int
    duration_ms: int
    title: str


class Journal:
    """The entries by source; the last one of a source counts.

    Args:
        out: the folder of episodes.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._path = out / JOURNAL_NAME
        self._entries: dict[str, Entry] = {}
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        for line in text.splitlines():
            try:
                entry = Entry(**json.loads(line))
            except (ValueError, TypeError):
                continue
            self._entries[entry.source] = entry

    def place_of(self, source: str) -> str:
        """How a source is named here: a file relative to the folder of episodes."""
        return source if "://" in source else Path(os.path.relpath(source, self._out)).as_posix()

    def up_to_date(self, source: str, key: str) -> Entry | None:
        """The entry of a source whose content has not changed and whose episode is there; None for others."""
        entry = self._entries.get(self.place_of(source))
        if entry is None or not key or entry.key != key:
            return None
        folder = self._out / entry.folder
        try:
            whole = (folder / entry.mp3).stat().st_size == entry.mp3_bytes
        except OSError:
            return None
        return entry if whole and (folder / MANIFEST_NAME).is_file() else None

    def add(self, entry: Entry) -> None:
        """Adds an entry; it is on the disk when this returns.

        Raises:
            EpisodeError: it cannot be written.
        """
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8", errors="surrogateescape") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise EpisodeError(f"{self._path} cannot be written ({error.strerror})") from None
        self._entries[entry.source] = entry
