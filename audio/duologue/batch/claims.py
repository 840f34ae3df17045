"""Which source has which folder, so that two sources of a catalogue never write one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duologue.batch.catalogue import Source
from duologue.batch.shelf import Shelf
from duologue.errors import UsageError
from duologue.pipeline.destination import Claim, Destination


class Claims:
    """Folders that are being rendered into, and interviews that another source of the catalogue has.

    Args:
        shelf: what is there already.
        stay: whether folders stay claimed, as for a dry run, which leaves no episode in them.
    """

    def __init__(self, shelf: Shelf, *, stay: bool = False) -> None:
        self._shelf, self._stay = shelf, stay
        self._folders: dict[Path, Claim] = {}
        self._guids: dict[str, str] = {}

    def of(self, folder: Path) -> Claim | None:
        """Who is rendered into a folder now; what is known of the episode there is brought.

        Raises:
            EpisodeError: see `Shelf.bring`.
        """
        self._shelf.bring(folder)
        return self._folders.get(folder)

    @contextmanager
    def held(self, destination: Destination, source: Source) -> Iterator[None]:
        """While this lasts, folder and interview are the source's.

        Raises:
            UsageError: another source is the same interview.
        """
        guid = destination.guid
        other = self._guids.get(guid) or _another(
            self._shelf.records.source_of(guid), source, destination.folder
        )
        if other is not None:
            raise UsageError(f"{other} is the same interview, so this one was not rendered again")
        self._folders[destination.folder] = Claim(source.place, guid)
        self._guids[guid] = source.place
        try:
            yield
        finally:
            if not self._stay:
                del self._folders[destination.folder], self._guids[guid]


def _another(place: str | None, source: Source, folder: Path) -> str | None:
    """The place, where it is not the source's own and something is still there.

    An article that was moved or renamed is still the same episode's, and so is the script in its folder.
    """
    if place is None or place == source.place:
        return None
    if "://" in place:
        return place
    path = Path(place).resolve()
    mine = None if source.is_address else Path(source.place).resolve()
    own = mine is not None and (mine == path or folder.resolve() in mine.parents)
    return None if own or not path.is_file() else place
