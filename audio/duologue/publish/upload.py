"""Sending a show to its place: sounds and pictures first, the feed last, and only what is not there yet.

What has been sent is written down there, in a file of its own, while it goes on: a run that was interrupted
goes on where it was, from this machine or from another one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from duologue.errors import PublishError
from duologue.publish.export import SiteFile
from duologue.publish.places import why
from duologue.publish.target import Target
from duologue.store.places import BESIDE

RECORD_NAME = ".duologue.json"
_MODEL = ConfigDict(frozen=True, extra="ignore")
_CHECKPOINT_SECONDS = 5.0
_TRIES = 3
_WAIT_SECONDS = 1.0
_FOR_GOOD = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)
"""What no second try mends."""
T = TypeVar("T")


class RecordedFile(BaseModel):
    """A file that was sent: its hash, and its length there."""

    model_config = _MODEL
    sha256: str
    bytes: int


class UploadRecord(BaseModel):
    """What lies at the place.

    Attributes:
        files: by name, all that was sent and not removed.
        left: names that the feed of the last run no longer needed; a player may still be loading them.
    """

    model_config = _MODEL
    files: Mapping[str, RecordedFile] = {}
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What publishing came to: names of the files sent and removed, and the bytes sent."""

    sent: tuple[str, ...]
    removed: tuple[str, ...]
    bytes: int
    files: int


@dataclass
class Upload:
    """One run of sending.

    Args:
        target: the place.
        progress: called with each file's name and length when it has been sent.
        dry: whether nothing is sent, and only what would be is found out.
    """

    target: Target
    progress: Callable[[str, int], None] = lambda _name, _bytes: None
    dry: bool = False
    _there: dict[str, int] = field(default_factory=dict)
    _known: dict[str, RecordedFile] = field(default_factory=dict)
    _left: tuple[str, ...] = ()
    _named: set[str] = field(default_factory=set)
    _sent: dict[str, int] = field(default_factory=dict)
    _saved: UploadRecord = field(default_factory=UploadRecord)
    _saved_at: float = 0.0

    def open(self) -> None:
        """Finds out what is there.

        Raises:
            PublishError: the place cannot be read.
        """
        self._saved = self._record()
        self._known, self._left = dict(self._saved.files), self._saved.left
        self._there = dict(self._tried("list", self.target.sizes))
        self._saved_at = time.monotonic()
        for name in [each for each in self._there if each.endswith(BESIDE)]:
            if not self.dry:
                self._remove(name)
            del self._there[name]

    @property
    def there(self) -> Mapping[str, int]:
        """What lies at the place: a file's name → its length."""
        return self._there

    def send(self, files: Iterable[SiteFile]) -> None:
        """Sends those of the files that are not there as they are; all are there when it returns.

        Raises:
            PublishError: one cannot be sent; what was sent stays; the same command continues from there.
        """
        running: set[Future[tuple[SiteFile, str]]] = set()
        try:
            for file, digest in self._changed(files):
                running.add(self._begun(file, digest))
                if len(running) >= self.target.lines:
                    running = self._finished(running)
            while running:
                running = self._finished(running)
        except BaseException:
            with suppress(PublishError):
                self.save()
            raise

    def close(self, shows: Iterable[str]) -> Sent:
        """Takes away what is needed no more, and writes down what lies there.

        Args:
            shows: the folders of the episodes that are out; of these, files of an earlier run stay once more.

        Raises:
            PublishError: the place cannot be written.
        """
        folders = set(shows)
        self._known = {name: file for name, file in self._known.items() if name in self._there}
        needless = [name for name in self._known if name not in self._named]
        staying = [n for n in needless if n not in self._left and n.partition("/")[0] in folders and "/" in n]
        removed = [name for name in needless if name not in staying]
        for name in removed:
            if not self.dry:
                self._remove(name)
            del self._known[name]
        self._left = tuple(staying)
        self.save()
        return Sent(tuple(self._sent), tuple(removed), sum(self._sent.values()), len(self._named))

    def save(self) -> None:
        """Writes down what lies at the place.

        Raises:
            PublishError: it cannot be written.
        """
        record = UploadRecord(files=dict(self._known), left=self._left)
        if self.dry or record == self._saved:
            return
        content = (record.model_dump_json(indent=1) + "\n").encode()
        self._tried(RECORD_NAME, lambda: self.target.put(SiteFile(RECORD_NAME, content=content)))
        self._saved, self._saved_at = record, time.monotonic()

    def _changed(self, files: Iterable[SiteFile]) -> Iterator[tuple[SiteFile, str]]:
        for file in files:
            self._named.add(file.name)
            digest, known = file.sha256(), self._known.get(file.name)
            size = file.size
            if known is not None and known.sha256 == digest and self._there.get(file.name) == size:
                continue
            if self.dry:
                self._sent[file.name] = size
                continue
            yield file, digest

    def _begun(self, file: SiteFile, digest: str) -> Future[tuple[SiteFile, str]]:
        """Sends a file in a daemon thread: Ctrl-C does not wait for it."""
        future: Future[tuple[SiteFile, str]] = Future()

        def work() -> None:
            try:
                self._tried(file.name, lambda: self.target.put(file))
            except PublishError as error:
                future.set_exception(error)
            else:
                future.set_result((file, digest))

        Thread(target=work, daemon=True).start()
        return future

    def _remove(self, name: str) -> None:
        self._tried(name, lambda: self.target.remove(name))

    def _finished(self, running: set[Future[tuple[SiteFile, str]]]) -> set[Future[tuple[SiteFile, str]]]:
        done, waiting = wait(running, return_when=FIRST_COMPLETED)
        for each in done:
            file, digest = each.result()
            size = file.size
            self._known[file.name] = RecordedFile(sha256=digest, bytes=size)
            self._there[file.name] = self._sent[file.name] = size
            self.progress(file.name, size)
        if time.monotonic() - self._saved_at > _CHECKPOINT_SECONDS:
            self.save()
        return waiting

    def _record(self) -> UploadRecord:
        data = self._tried(RECORD_NAME, lambda: self.target.read(RECORD_NAME))
        try:
            return UploadRecord.model_validate_json(data) if data is not None else UploadRecord()
        except ValidationError:  # damaged: everything is compared and sent anew
            return UploadRecord()

    def _tried(self, what: str, act: Callable[[], T]) -> T:
        for number in range(1, _TRIES + 1):
            try:
                return act()
            except Exception as error:  # noqa: BLE001 (every library has errors of its own)
                if isinstance(error, _FOR_GOOD) or number == _TRIES:
                    raise PublishError(
                        f"{what} cannot be sent to {self.target.shown} or read there: {why(error)}. What "
                        "was sent stays, and the same command continues from there"
                    ) from None
                time.sleep(_WAIT_SECONDS * number)
        raise AssertionError
