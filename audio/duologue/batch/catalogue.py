"""The catalogue: which sources there are, in the order in which they are rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from duologue.batch.articles import is_article, may_hold_articles
from duologue.errors import UsageError

_COMMENT = "#"
_OF_THE_SITE = re.compile(r"published\.json|episodes\.json|index(-\d+)?\.html|report\.(html|json)")
"""What feeds and reports write into the folder of the episodes: no articles."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a catalogue.

    Attributes:
        place: a file or an address.
        size_bytes: of the file; 0 for an address.
        fault: why nothing can be found there; empty where something can.
    """

    place: str
    size_bytes: int = 0
    fault: str = ""

    @property
    def is_address(self) -> bool:
        """Whether it is on the web."""
        return "://" in self.place

    @property
    def folder(self) -> Path:
        """The folder whose duologue.yaml counts for it."""
        return Path() if self.is_address else Path(self.place).parent


def catalogue_of(place: Path, out: Path | None) -> Iterator[Source]:
    """The sources that a person means: all articles below a folder, or those that a text file lists.

    Args:
        place: the folder or the list.
        out: the folder of episodes, where it is on this machine: it holds no articles but at its top.

    Raises:
        UsageError: there is no such place, or a list cannot be read.
    """
    if place.is_dir():
        return _below(place, out.resolve() if out is not None else None)
    if not place.is_file():
        raise UsageError(f"there is neither a folder nor a list {place}")
    return _listed(place)


def _below(folder: Path, out: Path | None) -> Iterator[Source]:
    """Articles in order of their paths; hidden files and the folders of episodes are passed over."""
    at_out = folder.resolve() == out
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        yield Source(str(folder), fault=f"the folder {folder} cannot be read ({error.strerror or error})")
        return
    for path in paths:
        if is_article(path):
            if not (at_out and is_of_the_site(path)):
                yield source_at(path)
        elif may_hold_articles(path) and path.resolve() != out:
            yield from _below(path, out)


def _listed(path: Path) -> Iterator[Source]:
    """The sources that a text file lists, one a line; relative paths count from the file.

    Empty lines and lines that begin with ``#`` are passed over; a place that is named twice counts once.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"the list {path} cannot be read ({why})") from None
    lines = (line.strip() for line in text.splitlines())
    return _sources(dict.fromkeys(line for line in lines if line and not line.startswith(_COMMENT)), path)


def _sources(lines: Iterable[str], path: Path) -> Iterator[Source]:
    for line in lines:
        if "://" in line:
            yield Source(line)
        else:
            yield source_at(path.parent / line)


def is_of_the_site(path: Path) -> bool:
    """Whether a file at the top of the episodes' folder is a page or a report, and no article."""
    return _OF_THE_SITE.fullmatch(path.name) is not None


def source_at(path: Path) -> Source:
    """The source in a file."""
    return Source(str(path), _size(path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say so
        return 0
