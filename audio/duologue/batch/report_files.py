"""The report beside the episodes: written at the end, and now and then while a run goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from threading import Lock

from duologue.batch.report import JSON_NAME, PAGE_NAME, Ending, json_pieces, page_pieces
from duologue.batch.shelf import Shelf
from duologue.batch.spool import Spool
from duologue.errors import EpisodeError
from duologue.store.whole_file import write_pieces

_PAUSE_SECONDS = 30.0
_TIMES_ITS_OWN = 50
"""A pause is so many times as long as writing took: it grows with the catalogue."""


class ReportFiles:
    """`report.json` and `report.html` of a run.

    Args:
        shelf: where the episodes are kept.
        spool: the outcomes.
        ending: how the run stands.
    """

    def __init__(self, shelf: Shelf, spool: Spool, ending: Callable[[], Ending]) -> None:
        self._shelf, self._spool, self._ending = shelf, spool, ending
        self._writing = Lock()
        self._pause_seconds = _PAUSE_SECONDS
        self._next = time.monotonic() + _PAUSE_SECONDS

    def soon(self) -> None:
        """Nothing more is known to come: from now on they follow each source that ends."""
        self._pause_seconds = 0.0
        self._next = time.monotonic()

    def now_and_then(self) -> None:
        """Writes them where that is some time ago: a run that is killed leaves a report."""
        if time.monotonic() >= self._next and self._writing.acquire(blocking=False):
            try:
                self.write()
            finally:
                self._writing.release()

    def write(self) -> None:
        """Writes them.

        Raises:
            EpisodeError: they cannot be written.
        """
        started, ending, out = time.monotonic(), self._ending(), self._shelf.folder
        try:
            write_pieces(out / JSON_NAME, _encoded(json_pieces(self._spool, ending)))
            write_pieces(out / PAGE_NAME, _encoded(page_pieces(self._spool, ending)))
        except OSError as error:
            why = error.strerror or error
            raise EpisodeError(f"the report cannot be written to {out} ({why})") from None
        self._shelf.keep_report()
        ended = time.monotonic()
        self._next = ended + max(self._pause_seconds, _TIMES_ITS_OWN * (ended - started))


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.encode("utf-8", "backslashreplace")
