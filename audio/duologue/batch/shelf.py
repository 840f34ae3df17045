"""Where episodes are kept: a folder of this machine, or a URL to which each is sent when it is whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from duologue.batch.outcome import Outcome
from duologue.batch.records import Records
from duologue.batch.report import JSON_NAME, PAGE_NAME
from duologue.errors import EpisodeError, PublishError, UsageError
from duologue.programme.manifest import MANIFEST_NAME
from duologue.publish.promises import PROMISES_NAME
from duologue.publish.show import SHOW_NAME
from duologue.store.local import default_cache_dir
from duologue.store.places import Place, folder_of, open_place, scheme_of
from duologue.store.retry import tried
from duologue.store.whole_file import write_whole

_SCRIPT = "script.md"
T = TypeVar("T")


class Shelf(Protocol):
    """Where episodes are kept.

    Attributes:
        folder: of this machine, where they are made.
        shown: how a person calls the place.
        records: what was made from which content.
    """

    folder: Path
    shown: str
    records: Records

    def bring(self, folder: Path) -> None:
        """What is known of the episode in a folder is there when this returns.

        Raises:
            EpisodeError: the place cannot be read.
        """
        ...

    def keep(self, outcome: Outcome) -> Outcome:
        """Keeps an episode that was made, and says where it is.

        Raises:
            EpisodeError: the place cannot be written.
        """
        ...

    def keep_report(self) -> None:
        """Keeps the report that was written.

        Raises:
            EpisodeError: the place cannot be written.
        """
        ...


class FolderShelf:
    """See `Shelf`: episodes stay where they are made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shown = folder, str(folder)
        self.records = Records.in_folder(folder)

    def bring(self, folder: Path) -> None:
        """See `Shelf.bring`."""

    def keep(self, outcome: Outcome) -> Outcome:
        """See `Shelf.keep`."""
        return outcome

    def keep_report(self) -> None:
        """See `Shelf.keep_report`."""


class RemoteShelf:
    """See `Shelf`: episodes are made in the cache folder of this machine, sent, and removed here.

    The manifest is sent last: an episode that has one there is whole.

    Args:
        place: see `open_place`.
    """

    def __init__(self, place: Place) -> None:
        self._place, self.shown = place, place.shown
        name = hashlib.sha256(place.shown.encode()).hexdigest()[:16]
        self.folder = default_cache_dir() / "batch" / name
        self.records = Records.at(place)
        for each in (SHOW_NAME, PROMISES_NAME):
            self._bring(each)

    def bring(self, folder: Path) -> None:
        """See `Shelf.bring`."""
        for name in (MANIFEST_NAME, _SCRIPT):
            self._bring(f"{folder.name}/{name}")

    def keep(self, outcome: Outcome) -> Outcome:
        """See `Shelf.keep`."""
        folder = Path(outcome.folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in sorted(files, key=lambda path: path.name == MANIFEST_NAME):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            self._tried(name, lambda name=name, path=path: self._sent(name, path))  # type: ignore[misc]
        shutil.rmtree(folder, ignore_errors=True)
        there = f"{self.shown.rstrip('/')}/{folder.name}"
        return outcome.model_copy(update={"folder": there, "mp3": f"{there}/{Path(outcome.mp3).name}"})

    def keep_report(self) -> None:
        """See `Shelf.keep_report`."""
        for name in (JSON_NAME, PAGE_NAME):
            self._tried(name, lambda name=name: self._sent(name, self.folder / name))  # type: ignore[misc]

    def _sent(self, name: str, path: Path) -> None:
        self._place.send(name, path)
        if self._place.size(name) != path.stat().st_size:
            raise OSError(0, "what arrived has another length")

    def _bring(self, name: str) -> None:
        content = self._tried(name, lambda: self._place.read(name))
        path = self.folder / name
        try:
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, content)
        except OSError as error:
            raise EpisodeError(f"{path} cannot be written ({error.strerror or error})") from None

    def _tried(self, what: str, act: Callable[[], T]) -> T:
        return tried(act, f"{what} cannot be written to {self.shown} or read there")


def open_shelf(written: str) -> Shelf:
    """The shelf at a path or a URL.

    Raises:
        UsageError: it names no place, or it cannot be reached.
        EpisodeError: it cannot be read.
    """
    if not written.strip():
        raise UsageError("--out is empty: name a folder or a URL such as s3://bucket/episodes")
    if scheme_of(written) in ("", "file"):
        return FolderShelf(folder_of(written))
    try:
        return RemoteShelf(open_place(written))
    except PublishError as error:
        raise UsageError(str(error)) from None
