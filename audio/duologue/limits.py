"""What a file may cost: bytes, characters, nodes, depth and time.

Every file that somebody else may have written comes through here: articles, scripts, hints, settings. A file
beyond a limit is no interview and no configuration, but a mistake or an attack; it is refused in one sentence
before it has taken the memory or the time.
"""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

MAX_FILE_BYTES = 50_000_000
"""Of an article's file; pictures may be in it."""
MAX_TEXT = 12_000_000
"""Characters of an article: more than a hundred hours of speech."""
MAX_NODES = 200_000
"""Paragraphs, cells, cues or elements of an article: each takes about a kilobyte until it is understood."""
MAX_LINES = 400_000
"""Of a text."""
MAX_EDITS = 400_000
"""Characters of a text that are written in another form, or not seen."""
MAX_TAGS = 600_000
"""Of a page: two for an element."""
MAX_PACKED_TAGS = 3_000_000
"""Of a document that a word processor has written: it takes six for a stretch of text."""
MAX_DEPTH = 200
"""Elements within each other, in documents that a program has written."""
MAX_SECONDS = 10.0
"""Processor time until an article's blocks are found; ten megabytes take half of it on a slow machine."""
_PATIENCE = 1024
"""Nodes between two looks at the clock."""


class Beyond(Exception):
    """A limit was passed; the message goes on after the file's name ("is too large …")."""


def read_file(path: Path, limit: int = MAX_FILE_BYTES) -> bytes:
    """The bytes of a regular file.

    Raises:
        Beyond: it is larger than `limit`, a pipe or a device, or its path cannot be one.
        OSError: there is none, it is a folder, or it cannot be read.
    """
    try:
        # A pipe would be waited for, without end, already where it is opened.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError:
        raise Beyond("is no path: it holds a NUL character") from None
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(path)
        if not stat.S_ISREG(mode):
            raise Beyond("is not a regular file (a pipe or a device)")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Beyond(f"is too large (the limit is {_size(limit)})")
    return data


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1000} kB"


class Budget:
    """What reading one source may still cost.

    Args:
        nodes: how many paragraphs, lines or elements it may have.
        depth: how deep they may stand within each other.
        seconds: of processor time.
    """

    __slots__ = ("_depth", "_last", "_left", "_nodes", "_until")

    def __init__(
        self, *, nodes: int = MAX_NODES, depth: int = MAX_DEPTH, seconds: float = MAX_SECONDS
    ) -> None:
        self._nodes = self._left = nodes
        self._last = nodes
        self._depth = depth
        self._until = time.thread_time() + seconds

    def spend(self, count: int = 1) -> None:
        """Counts `count` nodes more.

        Raises:
            Beyond: there are too many, or they have taken too long.
        """
        self._left -= count
        if self._left < 0:
            raise Beyond(f"has more than {self._nodes:,} parts")
        if self._last - self._left >= _PATIENCE:
            self._last = self._left
            self.check_time()

    def check_depth(self, depth: int) -> None:
        """Raises `Beyond` where parts stand deeper within each other than they may."""
        if depth > self._depth:
            raise Beyond(f"is nested more than {self._depth} deep")

    def check_time(self) -> None:
        """Raises `Beyond` where reading has taken too long."""
        if time.thread_time() > self._until:
            raise Beyond("takes too long to read")


def check_text(size: int) -> None:
    """Raises `Beyond` where a text of `size` characters is longer than any interview."""
    if size > MAX_TEXT:
        raise Beyond(f"holds more text than any interview ({size:,} characters; the limit is {MAX_TEXT:,})")


def check_lines(text: str) -> None:
    """Raises `Beyond` where a text has more characters or lines than any interview."""
    check_text(len(text))
    if text.count("\n") > MAX_LINES:
        raise Beyond(f"has more than {MAX_LINES:,} lines")
