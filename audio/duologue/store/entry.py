"""The form of an entry: what it is, facts about it and its payload, under one checksum.

    duologue-entry 1 <checksum, 32 hexadecimal digits>
    {"kind": "take", "version": 1, "key": "…", "facts": {…}}
    payload, to the end

The checksum (BLAKE2b, 128 bits) covers everything behind the first line. Kind, version and key are part of
that, so an entry that was cut, changed, put in another's place or written by other code is no entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duologue.store.base import EntryKind

_MAGIC = b"duologue-entry 1 "
_DIGEST_BYTES = 16
_HEAD_BYTES = len(_MAGIC) + 2 * _DIGEST_BYTES + 1


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """What an entry says.

    Attributes:
        facts: small values, as JSON holds them.
        payload: the large rest.
    """

    facts: Mapping[str, Any]
    payload: bytes


@dataclass(frozen=True, slots=True)
class EntryFormat:
    """A kind of entry, and the version of what its facts and payload mean: raise it when that changes."""

    kind: EntryKind
    version: int

    def pack(self, key: str, entry: StoreEntry) -> bytes:
        """The bytes of `entry` under `key`."""
        head = {"kind": self.kind, "version": self.version, "key": key, "facts": entry.facts}
        body = json.dumps(head, separators=(",", ":"), ensure_ascii=True).encode() + b"\n" + entry.payload
        return _MAGIC + _digest(body) + b"\n" + body

    def unpack(self, key: str, content: bytes) -> StoreEntry | None:
        """The entry in `content`; None unless it is whole, of this kind and version, and of `key`."""
        if not content.startswith(_MAGIC) or content[_HEAD_BYTES - 1 : _HEAD_BYTES] != b"\n":
            return None
        body = memoryview(content)[_HEAD_BYTES:]
        if content[len(_MAGIC) : _HEAD_BYTES - 1] != _digest(body):
            return None
        end = content.index(b"\n", _HEAD_BYTES)
        head = json.loads(content[_HEAD_BYTES:end])
        if (head["kind"], head["version"], head["key"]) != (self.kind, self.version, key):
            return None
        return StoreEntry(head["facts"], content[end + 1 :])


def _digest(body: bytes | memoryview) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES).hexdigest().encode()
