"""The store at a URL: an object an entry, shared by machines. Nothing there is pruned from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from duologue.errors import EpisodeError
from duologue.store.base import EntryKind, Removed, Usage
from duologue.store.places import Place
from duologue.store.retry import tried

T = TypeVar("T")


class RemoteStore:
    """See `Store`.

    An entry is written whole, over one that another has written: under one key lies the sound of one text,
    and what is not whole counts as none. So it does no harm when several write the same.

    Args:
        place: see `open_place`.
    """

    def __init__(self, place: Place) -> None:
        self.place = place

    def get(self, kind: EntryKind, key: str) -> bytes | None:
        """See `Store.get`. The place does not know when an entry was used."""
        return self._tried("read", lambda: self.place.read(self.name(kind, key)))

    def put(self, kind: EntryKind, key: str, content: bytes) -> None:
        """See `Store.put`."""
        self._tried("written", lambda: self.place.write(self.name(kind, key), content))

    def contains(self, kind: EntryKind, key: str) -> bool:
        """See `Store.contains`."""
        return self._tried("read", lambda: self.place.size(self.name(kind, key))) is not None

    def remove(self, kind: EntryKind, key: str) -> None:
        """See `Store.remove`."""
        self._tried("changed", lambda: self.place.remove(self.name(kind, key)))

    def usage(self) -> Mapping[EntryKind, Usage]:
        """See `Store.usage`; nobody knows when an entry was used."""
        found = dict.fromkeys(EntryKind, Usage())
        kinds = {kind.plural: kind for kind in EntryKind}
        for name, size in self._tried("read", self.place.sizes).items():
            kind = kinds.get(name.partition("/")[0])
            if kind is not None and name.endswith(f".{kind}"):
                found[kind] = Usage(found[kind].entries + 1, found[kind].size_bytes + size)
        return found

    def prune(self, limit_bytes: int | None, *, keep_since: float | None = None) -> Removed:
        """See `Store.prune`: a shared store is kept small by rules of the place.

        Raises:
            EpisodeError: always; other machines may be using any entry.
        """
        del limit_bytes, keep_since
        raise EpisodeError(
            f"the cache at {self.place.shown} is shared: let rules of the place remove old entries"
        )

    def in_use(self) -> AbstractContextManager[None]:
        """See `Store.in_use`: nothing is pruned here."""
        return nullcontext()

    @staticmethod
    def name(kind: EntryKind, key: str) -> str:
        """The name of an entry below the place."""
        return f"{kind.plural}/{key[:2]}/{key}.{kind}"

    def _tried(self, done: str, act: Callable[[], T]) -> T:
        """Tries several times: what cannot be read now would be voiced again."""
        return tried(act, f"the cache at {self.place.shown} cannot be {done}")
