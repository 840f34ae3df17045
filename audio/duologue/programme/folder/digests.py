"""The digests of an episode's public files, in its manifest: what was published is what is there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from duologue.programme.manifest import Manifest

_BLOCK_BYTES = 1 << 20


def sha256_of(content: bytes) -> str:
    """The digest of a file's content."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """The digest of a file that may be large.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def with_digests(
    manifest: Manifest, contents: Mapping[str, bytes], digests: Mapping[str, str] | None = None
) -> Manifest:
    """The manifest with the digests of these files, over those that it has.

    Args:
        manifest: of the episode.
        contents: name → content.
        digests: name → digest, of files that are too large to be held.
    """
    made = {name: sha256_of(content) for name, content in contents.items()}
    return manifest.model_copy(update={"digests": {**manifest.digests, **made, **(digests or {})}})
