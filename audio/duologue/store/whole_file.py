"""Writing a file whole or not at all, whatever happens and however many write it at once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

BESIDE_SUFFIX = ".part"
"""Of the file beside, which a killed process leaves."""


def write_whole(path: Path, content: bytes) -> None:
    """Writes `content` beside `path` and renames it; makes the folder if it is missing.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes `pieces` one after the other as `write_whole` does.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, suffix=BESIDE_SUFFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
