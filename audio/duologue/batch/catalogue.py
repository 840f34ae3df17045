"""The catalogue: which sources there are, and whether each has changed since it was rendered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from duologue import __version__
from duologue.errors import UsageError
from duologue.interview.hints import sidecar_path
from duologue.pipeline.sources import article_files
from duologue.settings import Settings
from duologue.speech.cast import load_cast

_COMMENT = "#"
_NO_SHAPE = {"out", "cache_limit", "proxy", "engines"}
"""Settings that leave every episode as it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a catalogue: a file or an address, and its size (0 for an address)."""

    place: str
    size_bytes: int = 0

    @property
    def is_address(self) -> bool:
        """Whether it is on the web."""
        return "://" in self.place

    @property
    def folder(self) -> Path:
        """The folder whose duologue.yaml counts for it."""
        return Path() if self.is_address else Path(self.place).parent


def find_sources(folder: Path) -> list[Source]:
    """The articles in a folder and in all folders below it, in order of their paths.

    Hidden files, the folders of episodes and what no reader takes are passed over.

    Raises:
        UsageError: there is none.
    """
    found = [Source(str(path), path.stat().st_size) for path in article_files(folder, recursive=True)]
    if not found:
        raise UsageError(f"there is no article in {folder}")
    return found


def read_list(path: Path) -> list[Source]:
    """The sources that a text file lists, one a line; relative paths count from the file.

    Empty lines and lines that begin with ``#`` are passed over.

    Raises:
        UsageError: it cannot be read, or names none.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the list {path} cannot be read ({getattr(error, 'strerror', error)})") from None
    found = list(dict.fromkeys(_listed(lines, path.parent)))
    if not found:
        raise UsageError(f"{path} lists no source")
    return found


def _listed(lines: Iterable[str], beside: Path) -> Iterator[Source]:
    for line in lines:
        text = line.strip()
        if not text or text.startswith(_COMMENT):
            continue
        if "://" in text:
            yield Source(text)
            continue
        place = beside / text
        yield Source(str(place), place.stat().st_size if place.is_file() else 0)


def content_key(source: Source, settings: Settings) -> str:
    """The hash of all that shapes the episode of a file, made without reading it: its bytes, hints, settings.

    Empty for an address: what is there is known only when it is fetched.

    Raises:
        OSError: a file cannot be read.
    """
    if source.is_address:
        return ""
    path = Path(source.place)
    parts = [
        __version__,
        _sha256_of(path),
        _sha256_of(sidecar_path(path)),
        settings.model_dump(mode="json", exclude=_NO_SHAPE),
        [_sha256_of(each) for each in _files_of(settings)],
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


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


def _sha256_of(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return _sha256(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _sha256(path: Path, mtime_ns: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
