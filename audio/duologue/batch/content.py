"""Whether a source has changed: the hash of all that shapes its episode, made without reading the article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from duologue import __version__
from duologue.batch.catalogue import Source
from duologue.interview.hints import sidecar_path
from duologue.publish.show import load_show
from duologue.settings import Settings
from duologue.speech.find_cast import load_cast

_NO_SHAPE = {"out", "cache_limit", "proxy", "engines"}
"""Settings that leave every episode as it is."""


class Contents:
    """Hashes of files; what many sources share is read again only where its time or length has changed.

    Args:
        out: the folder of episodes, whose show.yaml counts.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._shared: dict[Path, tuple[int, int, str]] = {}

    def key(self, source: Source, settings: Settings) -> str:
        """The hash of a source's bytes and hints, the settings and all files that they name, and the version.

        Empty for an address: what is there is known only when it is fetched.

        Raises:
            ConfigError: the cast that the settings name, or show.yaml, is wrong.
        """
        if source.is_address or source.fault:
            return ""
        path, show = Path(source.place), load_show(self._out)
        parts = [
            __version__,
            sha256_of(path),
            sha256_of(sidecar_path(path)),
            settings.model_dump(mode="json", exclude=_NO_SHAPE),
            [self._hash(each) for each in _files_of(settings)],
            [show.title, show.author],
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _hash(self, path: Path) -> str:
        try:
            status = path.stat()
        except OSError:
            return ""
        known = self._shared.get(path)
        if known is None or known[:2] != (status.st_mtime_ns, status.st_size):
            known = self._shared[path] = (status.st_mtime_ns, status.st_size, sha256_of(path))
        return known[2]


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes; empty where there is none that can be read."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _files_of(settings: Settings) -> Iterator[Path]:
    """The files that the settings name: cast, lexicons, cover, music."""
    if settings.voices and (cast := load_cast(settings.voices).path) is not None:
        yield cast
    yield from _paths(settings)


def _paths(value: object) -> Iterator[Path]:
    if isinstance(value, Path):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _NO_SHAPE:
                yield from _paths(getattr(value, name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _paths(each)
