"""A store that is no folder: what the interface asks for, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from duologue.errors import EpisodeError
from duologue.store.base import EntryKind, Removed, Usage


@dataclass
class MemoryStore:
    """See `duologue.store.base.Store`."""

    entries: dict[tuple[EntryKind, str], bytes] = field(default_factory=dict)
    used: dict[tuple[EntryKind, str], float] = field(default_factory=dict)
    users: int = 0

    def get(self, kind: EntryKind, key: str) -> bytes | None:
        if (kind, key) in self.entries:
            self.used[kind, key] = time.time()
        return self.entries.get((kind, key))

    def put(self, kind: EntryKind, key: str, content: bytes) -> None:
        self.entries[kind, key] = content
        self.used[kind, key] = time.time()

    def contains(self, kind: EntryKind, key: str) -> bool:
        return (kind, key) in self.entries

    def remove(self, kind: EntryKind, key: str) -> None:
        self.entries.pop((kind, key), None)

    def usage(self) -> Mapping[EntryKind, Usage]:
        found = {}
        for kind in EntryKind:
            sizes = [len(content) for (each, _), content in self.entries.items() if each is kind]
            times = [self.used[each] for each in self.entries if each[0] is kind]
            found[kind] = Usage(len(sizes), sum(sizes), min(times, default=None))
        return found

    def prune(self, limit_bytes: int | None, *, keep_since: float | None = None) -> Removed:
        if self.users:
            raise EpisodeError("a render is using the store")
        left = sum(map(len, self.entries.values()))
        removed = size = 0
        for each in sorted(self.entries, key=lambda each: self.used[each]):
            recent = keep_since is not None and self.used[each] >= keep_since
            if limit_bytes is not None and left > limit_bytes and not recent:
                content = self.entries.pop(each)
                left, size, removed = left - len(content), size + len(content), removed + 1
        return Removed(removed, size)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        self.users += 1
        try:
            yield
        finally:
            self.users -= 1
